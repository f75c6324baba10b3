using Assay.Numerics.Memory;

namespace Assay.Tests.Numerics.Memory;

public sealed class AlignedBlockTests
{
    [Fact]
    public void New_block_is_zero_and_keeps_what_is_written()
    {
        using var block = new AlignedBlock<int>(1000);
        Assert.True(block.Span(0, 1000).IndexOfAnyExcept(0) < 0);
        block.Span(998, 2)[1] = 7;
        Assert.Equal([0, 7], block.Span(998, 2).ToArray());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3)]
    [InlineData(1_000_000)]
    public void Resize_keeps_what_fits_and_clears_the_rest(long length)
    {
        using var block = new AlignedBlock<int>(5);
        for (int i = 0; i < 5; i++) block.Span(i, 1)[0] = i + 1;
        block.Resize(length);
        Assert.Equal(length, block.Length);
        for (int i = 0; i < Math.Min(length, 10); i++) Assert.Equal(i < 5 ? i + 1 : 0, block.Span(i, 1)[0]);
        Assert.Equal(length <= 5 ? (int)length : 0, block.Span(length - 1, 1)[0]);
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(6, 0)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    public void Span_refuses_what_is_not_in_the_block(long offset, int count)
    {
        using var block = new AlignedBlock<int>(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => block.Span(offset, count).Length);
        block.Prefetch(offset, count);
    }

    [Fact]
    public void Disposed_block_gives_no_span()
    {
        var block = new AlignedBlock<int>(5);
        block.Dispose();
        block.Dispose();
        Assert.ThrowsAny<Exception>(() => block.Span(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => block.Resize(4));
    }

    [Fact]
    public void Empty_block_has_only_the_empty_span()
    {
        using var block = new AlignedBlock<double>(0);
        Assert.True(block.Span(0, 0).IsEmpty);
    }
}

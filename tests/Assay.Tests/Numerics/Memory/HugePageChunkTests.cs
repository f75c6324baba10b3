using Assay.Numerics.Memory;

namespace Assay.Tests.Numerics.Memory;

/// <summary>Blocks that share pages are as much apart as others.</summary>
public sealed class HugePageChunkTests
{
    [Fact]
    public void Blocks_are_zero_and_do_not_overlap_in_whatever_order_they_come_and_go()
    {
        var random = new Random(3);
        List<(AlignedBlock<int> Block, int Mark)> blocks = [];
        for (int i = 1; i <= 400; i++)
        {
            // 100 MiB altogether, so that chunks are filled and given back; some blocks have pages of their own.
            long length = random.Next(20) switch { 0 => 0, 1 => 3_000_000, _ => random.Next(1, 300_000) };
            AlignedBlock<int> block = new AlignedBlock<int>(length, together: true);
            Assert.Equal(length, block.Length);
            Assert.True(block.Span(0, (int)length).IndexOfAnyExcept(0) < 0);
            block.Span(0, (int)length).Fill(i);
            blocks.Add((block, i));
            while (blocks.Count > 100 || (blocks.Count > 0 && random.Next(8) == 0)) Remove(random.Next(blocks.Count));
        }

        while (blocks.Count > 0) Remove(0);

        void Remove(int at)
        {
            (AlignedBlock<int> block, int mark) = blocks[at];
            Assert.True(block.Span(0, (int)block.Length).IndexOfAnyExcept(mark) < 0);
            block.Dispose();
            block.Dispose();
            blocks.RemoveAt(at);
        }
    }

    [Fact]
    public void A_block_that_grows_leaves_the_shared_pages()
    {
        using AlignedBlock<int> first = new AlignedBlock<int>(10, together: true), second = new AlignedBlock<int>(10, together: true);
        second.Span(0, 10).Fill(2);
        first.Span(0, 10).Fill(1);
        first.Resize(20);
        Assert.Equal([.. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 10)], first.Span(0, 20).ToArray());
        Assert.Equal(Enumerable.Repeat(2, 10), second.Span(0, 10).ToArray());
    }
}

using Assay.Numerics.Memory;

namespace Assay.Tests.Numerics.Memory;

public sealed class MappedFileTests
{
    [Fact]
    public void Slice_reads_what_was_written()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "values");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes(7), .. BitConverter.GetBytes(-3), 5]);
        using var file = new MappedFile(path);
        Assert.Equal(9, file.LengthBytes);
        Assert.Equal([7, -3], file.Slice<int>(0, 2).ToArray());
        Assert.Equal([5], file.Slice<byte>(8, 1).ToArray());
        Assert.True(file.Slice<int>(9, 0).IsEmpty);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(8, 1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    public void Slice_refuses_what_is_not_in_the_file(long offset, int count)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "values");
        File.WriteAllBytes(path, new byte[9]);
        using var file = new MappedFile(path);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Slice<int>(offset, count).Length);
    }

    [Fact]
    public void Slice_after_dispose_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "values");
        File.WriteAllBytes(path, new byte[4]);
        var file = new MappedFile(path);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Slice<int>(0, 1).Length);
    }

    [Fact]
    public void Empty_file_has_only_the_empty_slice()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "empty");
        File.WriteAllBytes(path, []);
        using var file = new MappedFile(path);
        Assert.Equal(0, file.LengthBytes);
        Assert.True(file.Slice<float>(0, 0).IsEmpty);
    }
}

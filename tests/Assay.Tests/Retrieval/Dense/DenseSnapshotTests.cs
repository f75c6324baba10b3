using Assay.Retrieval.Dense;
using Assay.Text;

namespace Assay.Tests.Retrieval.Dense;

public sealed class DenseSnapshotTests : IDisposable
{
    private static readonly DenseIndexOptions Options = new() { Dimension = 12, ExactBytes = 0 };
    private readonly TemporaryFolder folder = new();
    private readonly Clusters data = new(12, 30, 4);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2500)]
    public void Loaded_index_is_the_saved_one(int count)
    {
        DenseRow[] rows = data.Rows(count, i => i % 3);
        using var index = new DenseIndex(Options);
        index.Add(rows);
        foreach (DenseRow row in rows.Where((_, i) => i % 5 == 4)) index.Remove(row.Row);
        DenseSnapshot.Save(index, File("a"), "tag 1");
        using DenseIndex? loaded = DenseSnapshot.Load(File("a"), Options, t => t == "tag 1", out string tag);
        Assert.NotNull(loaded);
        Assert.Equal("tag 1", tag);
        Assert.Equal(index.Count, loaded.Count);
        Assert.Equal(index.RemovedShare, loaded.RemovedShare);
        for (int i = 0; i < 30; i++)
        {
            float[] query = data.Vector();
            Assert.Equal(index.Search(query, 10), loaded.Search(query, 10));
        }

        // Goes on as the other does.
        DenseRow[] more = [.. data.Rows(600).Select(r => r with { Row = r.Row + (1L << 40) })];
        index.Add(more);
        loaded.Add(more);
        DenseSnapshot.Save(index, File("b"), "");
        DenseSnapshot.Save(loaded, File("c"), "");
        Assert.Equal(System.IO.File.ReadAllBytes(File("b")), System.IO.File.ReadAllBytes(File("c")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.new"));
    }

    [Fact]
    public void Every_damaged_byte_is_noticed()
    {
        using var index = new DenseIndex(Options);
        index.Add(data.Rows(300));
        DenseSnapshot.Save(index, File("a"), "tag");
        byte[] good = System.IO.File.ReadAllBytes(File("a"));
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            byte[] bad = [.. good];
            bad[i < 45 ? i : random.Next(good.Length)] ^= 4;
            Assert.Null(LoadBytes(bad));
        }

        foreach (int length in (int[])[0, 3, 8, 39, 40, 41, good.Length / 2, good.Length - 1]) Assert.Null(LoadBytes(good[..length]));
        Assert.Null(LoadBytes([.. good, 0]));
        using DenseIndex? whole = LoadBytes(good);
        Assert.NotNull(whole);
    }

    [Fact]
    public void Snapshot_of_something_else_is_refused()
    {
        using var index = new DenseIndex(Options);
        index.Add(data.Rows(10));
        DenseSnapshot.Save(index, File("a"), "one");
        Assert.Null(DenseSnapshot.Load(File("a"), Options, t => t == "two", out _));
        Assert.Null(DenseSnapshot.Load(File("a"), Options with { Dimension = 13 }, _ => true, out _));
        Assert.Null(DenseSnapshot.Load(File("a"), Options with { Seed = 3 }, _ => true, out _));
        Assert.Null(DenseSnapshot.Load(File("none"), Options, _ => true, out _));
        Assert.Null(DenseSnapshot.Load(folder.Path, Options, _ => true, out _));
    }

    [Fact]
    public void Save_into_a_missing_folder_says_what_to_do()
    {
        using var index = new DenseIndex(Options);
        AssayException error = Assert.Throws<AssayException>(() => DenseSnapshot.Save(index, Path.Combine(folder.Path, "no", "file"), ""));
        Assert.Contains("cannot be written", error.Message);
    }

    private string File(string name) => Path.Combine(folder.Path, name);

    private DenseIndex? LoadBytes(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File("x"), bytes);
        return DenseSnapshot.Load(File("x"), Options, _ => true, out _);
    }
}

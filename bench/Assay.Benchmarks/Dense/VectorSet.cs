namespace Assay.Benchmarks.Dense;

/// <summary>Vectors to search and vectors to search for.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Dimension">Values of a vector.</param>
/// <param name="Base">What is searched, row after row.</param>
/// <param name="Queries">What is searched for, row after row.</param>
/// <param name="BaseFile">Where <paramref name="Base"/> was read from.</param>
/// <param name="QueryFile">Where <paramref name="Queries"/> was read from.</param>
internal sealed record VectorSet(string Name, int Dimension, float[] Base, float[] Queries, string BaseFile, string QueryFile)
{
    /// <summary>Vectors searched.</summary>
    public int Count => Base.Length / Dimension;

    /// <summary>Queries.</summary>
    public int QueryCount => Queries.Length / Dimension;

    /// <summary>Reads raw little-endian floats.</summary>
    public static VectorSet Read(string name, int dimension, string baseFile, string queryFile) =>
        new(name, dimension, Floats(baseFile), Floats(queryFile), baseFile, queryFile);

    /// <summary>A vector that is searched.</summary>
    public ReadOnlyMemory<float> Row(int row) => Base.AsMemory(row * Dimension, Dimension);

    /// <summary>A query.</summary>
    public ReadOnlySpan<float> Query(int query) => Queries.AsSpan(query * Dimension, Dimension);

    private static float[] Floats(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        float[] values = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }
}

namespace Assay.Models.Constrained.Automata;

/// <summary>Arrays of numbers compared by content.</summary>
internal sealed class IntArrayComparer : IEqualityComparer<int[]>
{
    /// <summary>The only one.</summary>
    public static readonly IntArrayComparer Instance = new();

    /// <inheritdoc/>
    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    /// <inheritdoc/>
    public int GetHashCode(int[] obj)
    {
        HashCode hash = default;
        foreach (int value in obj) hash.Add(value);
        return hash.ToHashCode();
    }
}

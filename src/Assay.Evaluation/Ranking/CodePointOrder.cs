namespace Assay.Evaluation.Ranking;

/// <summary>Orders strings as their UTF-8 bytes are ordered, which is the order trec_eval's <c>strcmp</c> sees.</summary>
/// <remarks>Ordinal comparison of UTF-16 differs: it puts U+10000 and above before U+E000 to U+FFFF.</remarks>
internal sealed class CodePointOrder : IComparer<string>
{
    /// <summary>The one instance; it has no state.</summary>
    public static CodePointOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        int common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length) return a.Length.CompareTo(b.Length);
        return Rank(a[common]).CompareTo(Rank(b[common]));
    }

    private static int Rank(char c) => c switch
    {
        >= '\uE000' => c - 0x800,
        >= '\uD800' => c + 0x2000,
        _ => c,
    };
}

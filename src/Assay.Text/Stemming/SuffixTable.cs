namespace Assay.Text.Stemming;

/// <summary>Suffixes in groups, to find the longest one that a word ends in.</summary>
internal sealed class SuffixTable
{
    private const int Letters = 0x100;
    private readonly Suffix[][] _byLastLetter = new Suffix[Letters][];

    /// <summary>Makes a table.</summary>
    /// <param name="groups">Suffixes separated by spaces; all letters below U+0100, none empty.</param>
    public SuffixTable(params string[] groups)
    {
        ILookup<char, Suffix> suffixes = groups
            .SelectMany((group, index) => group.Split(' ').Select(text => new Suffix(text, index)))
            .ToLookup(s => s.Text[^1]);
        for (int i = 0; i < Letters; i++) _byLastLetter[i] = [.. suffixes[(char)i].OrderByDescending(s => s.Text.Length)];
    }

    /// <summary>The longest suffix of the table that <paramref name="word"/> ends in.</summary>
    /// <param name="word">A word or a part of one.</param>
    /// <param name="from">Nothing before this position is looked at.</param>
    /// <returns>Where the suffix begins and its group; a group of -1 when there is none.</returns>
    public (int At, int Group) Longest(ReadOnlySpan<char> word, int from = 0)
    {
        if (from >= word.Length || word[^1] >= Letters) return (word.Length, -1);
        ReadOnlySpan<char> rest = word[from..];
        foreach (Suffix suffix in _byLastLetter[word[^1]])
        {
            if (rest.EndsWith(suffix.Text, StringComparison.Ordinal)) return (word.Length - suffix.Text.Length, suffix.Group);
        }

        return (word.Length, -1);
    }

    private readonly record struct Suffix(string Text, int Group);
}

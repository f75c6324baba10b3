namespace Assay.Cli.Terminal;

/// <summary>The part of a passage that is shown beside its name: one line, where most words of the query stand.</summary>
internal static class Excerpt
{
    /// <summary>Most characters of the text that are shown.</summary>
    public const int Length = 240;

    private const int LeastWord = 3;
    private const int MostEnding = 2;

    /// <summary>Cuts a passage.</summary>
    /// <param name="text">Its text; white space is folded.</param>
    /// <param name="query">What was typed. A word counts as found where one begins alike, but for an ending of two letters.</param>
    /// <returns>At most <see cref="Length"/> characters, beginning at a word, with <c>…</c> where something was cut off; of equal parts the first.</returns>
    public static string Of(string text, string query)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Length) return line;
        (int At, int Word)[] found = [.. Found(line, [.. Words(query).Select(w => query[w]).Where(w => w.Length >= LeastWord).Distinct(StringComparer.OrdinalIgnoreCase)])];
        (int start, int most) = (0, 0);
        for (int first = 0; first < found.Length; first++)
        {
            int distinct = found.Skip(first).TakeWhile(f => f.At < found[first].At + (Length * 3 / 4)).Select(f => f.Word).Distinct().Count();
            if (distinct > most) (start, most) = (found[first].At, distinct);
        }

        // Some words before it, and no further than that the end of the text is shown; what stands at the beginning needs no cut.
        start = Math.Min(Math.Max(0, start - (Length / 8)), line.Length - Length);
        if (most == 0 || start < Length / 8) start = 0;
        while (start > 0 && start < line.Length - 1 && line[start - 1] != ' ') start++;
        int end = Math.Min(line.Length, start + Length);
        if (end < line.Length && char.IsHighSurrogate(line[end - 1])) end--;
        return string.Concat(start > 0 ? "…" : "", line.AsSpan(start, end - start), end < line.Length ? "…" : "");
    }

    private static IEnumerable<(int At, int Word)> Found(string line, string[] wanted)
    {
        foreach (Range word in Words(line))
        {
            int at = word.Start.Value;
            for (int w = 0; w < wanted.Length; w++)
            {
                ReadOnlySpan<char> stem = wanted[w].AsSpan(0, Math.Max(LeastWord, wanted[w].Length - MostEnding));
                if (line.AsSpan(at, word.End.Value - at).StartsWith(stem, StringComparison.OrdinalIgnoreCase)) yield return (at, w);
            }
        }
    }

    private static IEnumerable<Range> Words(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsLetterOrDigit(text[i])) continue;
            int start = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i])) i++;
            yield return start..i;
        }
    }
}

using System.Globalization;
using System.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>The columns of TREC files: separated by any ASCII white space, so that ids cannot hold any.</summary>
internal static class TrecFields
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\v', '\f', '\r', '\n'];

    /// <summary>The columns of a line.</summary>
    /// <param name="line">A line of a qrels or run file.</param>
    /// <returns>Without empty columns.</returns>
    public static string[] Split(string line) => line.Split(WhiteSpace, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where the columns of a line stand.</summary>
    /// <param name="line">A line of a run file.</param>
    /// <param name="columns">Receives the columns; the last one takes the rest of the line.</param>
    /// <returns>Number of columns found, at most the length of <paramref name="columns"/>.</returns>
    public static int Split(ReadOnlySpan<char> line, Span<Range> columns) => line.SplitAny(columns, WhiteSpace, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>An id as it can stand in a column: each ASCII white space character becomes <c>%</c> and its two hexadecimal digits, all else stays.</summary>
    /// <param name="id">Id of a topic or document, not empty.</param>
    /// <returns>The same string when it has no white space.</returns>
    public static string Escape(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (!id.Any(WhiteSpace.Contains)) return id;
        StringBuilder text = new(id.Length + 8);
        foreach (char c in id)
        {
            if (WhiteSpace.Contains(c)) text.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else text.Append(c);
        }

        return text.ToString();
    }
}

using System.Text.RegularExpressions;
using Assay.Text.Segmentation;

namespace Assay.Text.Support;

/// <summary>What a text puts in quotation marks.</summary>
public static partial class Quotations
{
    private const int LeastWords = 3;

    /// <summary>The quotations of three words or more.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Where they stand, without their marks, in reading order.</returns>
    public static IEnumerable<TextSpan> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (Match match in Quoted().Matches(text))
        {
            Group inner = match.Groups["inner"];
            if (WordSegmenter.Segment(inner.Value).Count >= LeastWords) yield return new TextSpan(inner.Index, inner.Index + inner.Length);
        }
    }

    /// <summary>Where a quotation stands in a text, word for word but for a full stop, comma or dots at its end.</summary>
    /// <param name="quotation">The words between the marks.</param>
    /// <param name="text">The text that is quoted.</param>
    /// <returns>Null when it does not occur.</returns>
    public static TextSpan? FindIn(string quotation, string text)
    {
        ArgumentNullException.ThrowIfNull(quotation);
        return new VerbatimText(text).Find(quotation.TrimEnd('.', ',', '…', ' '));
    }

    [GeneratedRegex("\"(?<inner>[^\"\\n]+)\"|“(?<inner>[^”\\n]+)”|„(?<inner>[^“”\\n]+)[“”]|«(?<inner>[^»\\n]+)»", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}

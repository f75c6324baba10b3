using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Assay.Text.Citations;

/// <summary>Citations in answers: <c>[1]</c>, <c>[1][2]</c>, <c>[1, 2]</c> and <c>[1-3]</c>, where the number is the place of a passage in the prompt, from 1.</summary>
/// <remarks>Numbers have up to three digits: <c>[2024]</c> is a year.</remarks>
public static partial class CitationMarkers
{
    /// <summary>The citations of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>One entry per number cited, in reading order and with repeats; the numbers of <c>[1, 2]</c> share one marker.</returns>
    public static ImmutableArray<(TextSpan Marker, int Number)> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
        [
            .. from marker in Marker().Matches(text)
               from item in marker.Groups["item"].Captures
               from number in Numbers(item.Value)
               select (new TextSpan(marker.Index, marker.Index + marker.Length), number),
        ];
    }

    /// <summary>Where markers stand, whatever they cite.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Each marker once, in reading order; none overlaps another, and each begins with its only opening bracket.</returns>
    public static IEnumerable<TextSpan> Spans(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Marker().Matches(text).Select(m => new TextSpan(m.Index, m.Index + m.Length));
    }

    /// <summary>A text without its citation markers.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text with a space in place of each marker, trimmed when there was one.</returns>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string stripped = Marker().Replace(text, " ");
        return stripped.Length == text.Length ? text : SpaceBeforePunctuation().Replace(stripped, "$1").Trim();
    }

    private static IEnumerable<int> Numbers(string item)
    {
        int[] ends = [.. item.Split('-', '–').Select(end => int.Parse(end.Trim(), NumberStyles.None, CultureInfo.InvariantCulture))];

        // A range that runs backwards means its two ends.
        return ends[^1] >= ends[0] ? Enumerable.Range(ends[0], ends[^1] - ends[0] + 1) : ends;
    }

    [GeneratedRegex(@"\[\s*(?<item>[0-9]{1,3}(?:\s*[-–]\s*[0-9]{1,3})?)(?:\s*[,;]\s*(?<item>[0-9]{1,3}(?:\s*[-–]\s*[0-9]{1,3})?))*\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();

    [GeneratedRegex(@" +([.,;:!?])", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceBeforePunctuation();
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>Finds the citations in an answer: <c>[1]</c>, <c>[1][2]</c>, <c>[1, 2]</c> and <c>[1-3]</c>.</summary>
public static partial class CitationResolver
{
    /// <summary>The citations of <paramref name="answer"/> in reading order.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="passages">The context it was given.</param>
    /// <returns>One entry per number cited, also for numbers that name no passage. Numbers have up to three digits: <c>[2024]</c> is a year.</returns>
    public static ImmutableArray<Citation> Resolve(string answer, IReadOnlyList<ContextPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(passages);
        Dictionary<int, ContextPassage> byNumber = passages.ToDictionary(p => p.Number);
        ImmutableArray<Citation>.Builder citations = ImmutableArray.CreateBuilder<Citation>();
        foreach (Match marker in Marker().Matches(answer))
        {
            var span = new TextSpan(marker.Index, marker.Index + marker.Length);
            foreach (Capture item in marker.Groups["item"].Captures)
            {
                foreach (int number in Numbers(item.Value)) citations.Add(new Citation(span, number, byNumber.GetValueOrDefault(number)));
            }
        }

        return citations.DrainToImmutable();
    }

    private static IEnumerable<int> Numbers(string item)
    {
        string[] ends = item.Split('-', '–');
        int first = int.Parse(ends[0], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        int last = int.Parse(ends[^1], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

        // A range that runs backwards means its two ends.
        return last >= first ? Enumerable.Range(first, last - first + 1) : [first, last];
    }

    [GeneratedRegex(@"\[\s*(?<item>[0-9]{1,3}(?:\s*[-–]\s*[0-9]{1,3})?)(?:\s*[,;]\s*(?<item>[0-9]{1,3}(?:\s*[-–]\s*[0-9]{1,3})?))*\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}

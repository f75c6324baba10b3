using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Assay.Retrieval.Reading.Tables;
using Assay.Text;

namespace Assay.Retrieval.Documents;

/// <summary>Names where a stretch of a document stands in its file, as a person would look it up: <c>page 12</c>, <c>pages 3 to 5</c>, <c>Sheet1!B7</c>, <c>slide 4</c>, <c>rows 2 to 9</c>.</summary>
public static partial class PlaceName
{
    /// <summary>The place of a stretch.</summary>
    /// <param name="places">Places of a chunk or passage (see <see cref="Chunking.Chunk.Places"/>): in order, none within another.</param>
    /// <param name="span">A stretch of <see cref="Document.Source"/>.</param>
    /// <returns>The places it touches put into one name, the first to the last; null when there is none.</returns>
    public static string? Of(ImmutableArray<Place> places, TextSpan span)
    {
        List<Place> found = Touched(places, span);
        return found.Count == 0 ? null : Range(found);
    }

    /// <summary>The place of a stretch, down to the cell where it lies within one cell of a sheet.</summary>
    /// <param name="places">As for <see cref="Of(ImmutableArray{Place}, TextSpan)"/>.</param>
    /// <param name="span">As for <see cref="Of(ImmutableArray{Place}, TextSpan)"/>.</param>
    /// <param name="text">Text that holds the stretch, for example of a passage.</param>
    /// <param name="map">Where <paramref name="text"/> stands in the document.</param>
    /// <returns>As for <see cref="Of(ImmutableArray{Place}, TextSpan)"/>.</returns>
    public static string? Of(ImmutableArray<Place> places, TextSpan span, string text, SourceMap map)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(map);
        List<Place> found = Touched(places, span);
        if (found.Count == 0) return null;
        return found.Count == 1 ? Cell(found[0], span, text, map) ?? found[0].Name : Range(found);
    }

    private static List<Place> Touched(ImmutableArray<Place> places, TextSpan span)
    {
        var touched = places.Where(p => p.Span.Start < Math.Max(span.End, span.Start + 1) && p.Span.End > span.Start).ToList();

        // Beside a page of a file within the file, the name of that file alone says less.
        touched.RemoveAll(p => touched.Any(q => q.Name.Length > p.Name.Length && q.Name.StartsWith(p.Name + ": ", StringComparison.Ordinal)));
        return touched;
    }

    private static string Range(List<Place> places)
    {
        string first = places[0].Name, last = places[^1].Name;
        if (first == last) return first;
        if (Cells(places) is { } cells) return cells;
        Match from = Numbered().Match(first), to = Numbered().Match(last);
        if (from.Success && to.Success && from.Groups["before"].Value == to.Groups["before"].Value) return $"{from.Groups["before"].Value}s {from.Groups["number"].Value} to {to.Groups["number"].Value}";
        Match begin = Interval().Match(first), end = Interval().Match(last);
        return begin.Success && end.Success ? $"{begin.Groups["from"].Value} to {end.Groups["to"].Value}" : $"{first} to {last}";
    }

    private static string? Cells(List<Place> places)
    {
        Match[] all = [.. places.Select(p => Address().Match(p.Name))];
        if (!Array.TrueForAll(all, m => m.Success && m.Groups["sheet"].Value == all[0].Groups["sheet"].Value)) return null;
        string left = all.Select(m => m.Groups["left"].Value).MinBy(Ordered)!, right = all.Select(Right).MaxBy(Ordered)!;
        return $"{all[0].Groups["sheet"].Value}{left}{all[0].Groups["row"].Value}:{right}{all[^1].Groups["row"].Value}";
    }

    // The text of a row is its cells joined with " | ": as many pieces as columns mean that no cell holds the separator itself.
    private static string? Cell(Place row, TextSpan span, string text, SourceMap map)
    {
        Match address = Address().Match(row.Name);
        if (!address.Success || !address.Groups["right"].Success) return null;
        int first = ColumnNames.Parse(address.Groups["left"].Value), columns = ColumnNames.Parse(address.Groups["right"].Value) - first + 1;
        foreach (SourceMap.Run run in map.Runs)
        {
            if (run.Source.Length != run.Length || run.Source.Start > row.Span.Start || run.Source.End < row.Span.End) continue;
            string whole = text.Substring(run.Start + row.Span.Start - run.Source.Start, row.Span.Length);
            int shift = whole.StartsWith("| ", StringComparison.Ordinal) ? 1 : 0;
            string[] cells = (shift == 1 ? " " + whole : whole).Split(" | ");
            if (cells.Length != columns) return null;
            int start = row.Span.Start - shift;
            for (int i = 0; i < columns; i++)
            {
                if (span.Start >= start && span.End <= start + cells[i].Length && span.Length > 0) return $"{address.Groups["sheet"].Value}{ColumnNames.Of(first + i)}{address.Groups["row"].Value}";
                start += cells[i].Length + 3;
            }
        }

        return null;
    }

    private static (int, string) Ordered(string column) => (column.Length, column);

    private static string Right(Match address) => address.Groups["right"].Success ? address.Groups["right"].Value : address.Groups["left"].Value;

    [GeneratedRegex(@"\A(?<sheet>.+!)(?<left>[A-Z]{1,3})(?<row>\d{1,7})(?::(?<right>[A-Z]{1,3})\d{1,7})?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A(?<before>(?:.*: )?(?:page|slide|row|line|cell|message)) (?<number>\d+)\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\A(?<from>[\d:.,]+) to (?<to>[\d:.,]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Interval();
}

using System.Collections.Immutable;
using System.Text;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Retrieval.Chunking;

/// <summary>Puts units together into the text of a chunk.</summary>
internal static class ChunkText
{
    /// <summary>The units joined: one line end between items of one list and rows of one table and after a heading line, an empty line otherwise.</summary>
    /// <param name="repeated">Text without original in front (a table's header rows), or empty.</param>
    /// <param name="units">At least one.</param>
    /// <param name="starts">Receives where each unit begins in the text; may be null.</param>
    public static MappedText Join(string repeated, IReadOnlyList<ChunkUnit> units, List<int>? starts = null)
    {
        if (repeated.Length == 0 && units.Count == 1 && starts is null) return new MappedText(units[0].Text, units[0].Map);
        var text = new StringBuilder(repeated);
        if (repeated.Length > 0) text.Append('\n');
        var runs = ImmutableArray.CreateBuilder<SourceMap.Run>();
        for (int i = 0; i < units.Count; i++)
        {
            ChunkUnit unit = units[i];
            if (i > 0) text.Append(Separator(units[i - 1], unit));
            foreach (SourceMap.Run run in unit.Map.Runs) runs.Add(run with { Start = run.Start + text.Length });
            starts?.Add(text.Length);
            text.Append(unit.Text);
        }

        return new MappedText(text.ToString(), new SourceMap(runs.ToImmutable()));
    }

    /// <summary>The smallest span of the original that holds <paramref name="map"/>; without any mapped character, the spans of the units.</summary>
    public static TextSpan Span(SourceMap map, IReadOnlyList<ChunkUnit> units)
    {
        int start = int.MaxValue, end = 0;
        foreach (SourceMap.Run run in map.Runs) (start, end) = (Math.Min(start, run.Source.Start), Math.Max(end, run.Source.End));
        if (map.Runs.IsEmpty) foreach (ChunkUnit unit in units) (start, end) = (Math.Min(start, unit.Span.Start), Math.Max(end, unit.Span.End));
        return new TextSpan(start, end);
    }

    private static string Separator(ChunkUnit previous, ChunkUnit next) => previous.IsHeading || (next.Group >= 0 && previous.Group == next.Group) ? "\n" : "\n\n";
}

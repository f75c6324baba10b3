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
    public static MappedText Join(string repeated, IReadOnlyList<ChunkUnit> units)
    {
        var text = new StringBuilder(repeated);
        if (repeated.Length > 0) text.Append('\n');
        var runs = ImmutableArray.CreateBuilder<SourceMap.Run>();
        for (int i = 0; i < units.Count; i++)
        {
            ChunkUnit unit = units[i];
            if (i > 0) text.Append(Separator(units[i - 1], unit));
            foreach (SourceMap.Run run in unit.Map.Runs) runs.Add(run with { Start = run.Start + text.Length });
            text.Append(unit.Text);
        }

        return new MappedText(text.ToString(), new SourceMap(runs.ToImmutable()));
    }

    /// <summary>The smallest span of the original that holds <paramref name="map"/>; without any mapped character, the spans of the units.</summary>
    public static TextSpan Span(SourceMap map, IReadOnlyList<ChunkUnit> units)
    {
        if (map.Runs.Length > 0) return new TextSpan(map.Runs.Min(r => r.Source.Start), map.Runs.Max(r => r.Source.End));
        return new TextSpan(units.Min(u => u.Span.Start), units.Max(u => u.Span.End));
    }

    private static string Separator(ChunkUnit previous, ChunkUnit next) => previous.IsHeading || (next.Group >= 0 && previous.Group == next.Group) ? "\n" : "\n\n";
}

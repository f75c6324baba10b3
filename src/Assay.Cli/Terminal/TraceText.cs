using System.Globalization;
using Assay.Retrieval.Tracing;

namespace Assay.Cli.Terminal;

/// <summary>A trace as tables, one a stage.</summary>
internal static class TraceText
{
    public static void Write(TextWriter output, SearchTrace trace)
    {
        output.WriteLine($"query: {trace.Query}");
        foreach (FilterTrace filter in trace.Filters) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filter: {filter.Reason.ToString().ToLowerInvariant()}, {filter.AllowedDocuments} documents may be found"));
        if (trace.Terms.Length > 0)
        {
            Tables.Write(output, ["term", "from", "origin", ">in chunks", ">weight"], trace.Terms.Select(t => (IReadOnlyList<string>)
                [t.Text, t.Source, t.Origin.ToString().ToLowerInvariant(), t.ChunkFrequency < 0 ? "-" : t.ChunkFrequency.ToString(CultureInfo.InvariantCulture), t.Weight.ToString("0.###", CultureInfo.InvariantCulture)]));
        }

        foreach (StageTrace stage in trace.Stages) Write(output, stage);
        if (trace.Context is { } context) Write(output, context);
    }

    private static void Write(TextWriter output, StageTrace stage)
    {
        output.WriteLine(stage.Note.Length > 0 && stage.Found == 0 ? $"stage {stage.Name}: {stage.Note}" : string.Create(CultureInfo.InvariantCulture, $"stage {stage.Name}: {stage.Found} passages in {stage.ElapsedMs:0.0} ms{(stage.Note.Length > 0 ? ", " + stage.Note : "")}"));
        if (stage.Hits.Length > 0)
        {
            Tables.Write(output, [">rank", "passage", ">score", "terms", "made of"], stage.Hits.Select(h => (IReadOnlyList<string>)
            [
                h.Rank.ToString(CultureInfo.InvariantCulture), Name(h.DocumentId, h.Ordinal), h.Score.ToString("0.000", CultureInfo.InvariantCulture), string.Join(' ', h.Terms),
                string.Join(", ", h.Features.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} {f.Value:0.###}"))),
            ]));
        }

        foreach (TraceDrop drop in stage.Dropped) output.WriteLine($"  dropped {Reason(drop)}");
    }

    private static void Write(TextWriter output, ContextTrace context)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"context: {context.Passages.Length} passages, {context.Tokens} of {context.MaxTokens} tokens"));
        foreach (TracePassage passage in context.Passages)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  [{passage.Number}] {string.Join(", ", passage.Ordinals.Select(o => Name(passage.DocumentId, o)))}{(passage.Place is { } place ? ", " + PlainWriter.Line(place) : "")}{(passage.Conflicts ? "  states other figures than another passage" : "")}"));
        }

        foreach (TraceDrop drop in context.Dropped) output.WriteLine($"  left out {Reason(drop)}");
    }

    private static string Name(string document, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{PlainWriter.Line(document)}@{ordinal}");

    private static string Reason(TraceDrop drop)
    {
        string gap = drop.Gap is { } g ? string.Create(CultureInfo.InvariantCulture, $" ({drop.Unit} {g:0.###})") : "";
        return Name(drop.DocumentId, drop.Ordinal) + drop.Reason switch
        {
            DropReason.BelowDepth => ": below the depth",
            DropReason.Duplicate => $": the same text as {drop.InFavourOf}",
            DropReason.NearDuplicate => $": nearly the same text as {drop.InFavourOf}",
            DropReason.Superseded => $": {drop.InFavourOf} is newer",
            DropReason.OverBudget => ": no room",
            _ => ": below the threshold",
        } + gap;
    }
}

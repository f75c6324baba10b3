using System.Globalization;

namespace Assay.Evaluation.Ranking;

/// <summary>Writes TREC runs that trec_eval reads.</summary>
public static class RankedRunWriter
{
    /// <summary>Writes <c>topic Q0 document rank score tag</c> lines, ordered by topic and then as trec_eval 10 ranks, with scores that read back exactly.</summary>
    /// <remarks>Columns are separated by white space, so white space inside an id becomes <c>%20</c> and the like.</remarks>
    /// <param name="writer">Receives the lines; a file of them is by custom named <c>.trec</c>.</param>
    /// <param name="run">The run; its name must not be empty.</param>
    public static void Write(TextWriter writer, RankedRun run)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(run);
        string tag = TrecFields.Escape(run.Name);
        foreach (string topic in run.Topics)
        {
            ScoredDocument[] ranked = [.. run.Of(topic)];
            Array.Sort(ranked, RankedTopic.Comparison(TrecVersion.V10));
            for (int i = 0; i < ranked.Length; i++)
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{TrecFields.Escape(topic)} Q0 {TrecFields.Escape(ranked[i].Document)} {i + 1} {ranked[i].Score:R} {tag}\n"));
            }
        }
    }
}

using System.Globalization;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Writes TREC run files that trec_eval reads.</summary>
public static class RankedRunWriter
{
    /// <summary>Writes <c>topic Q0 document rank score tag</c> lines, ordered by topic and then as trec_eval 10 ranks, with scores that read back exactly.</summary>
    /// <remarks>Columns are separated by white space, so white space inside an id becomes <c>%20</c> and the like, as in <see cref="QrelsWriter"/>.</remarks>
    /// <param name="path">The file, by custom <c>.trec</c>; replaced as a whole when it exists.</param>
    /// <param name="run">The run; its name must not be empty.</param>
    /// <exception cref="AssayException">The file cannot be written.</exception>
    public static void Write(string path, RankedRun run)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(run);
        string tag = TrecFields.Escape(run.Name);
        AtomicFile.Write(path, writer =>
        {
            foreach (string topic in run.Topics)
            {
                ScoredDocument[] ranked = [.. run.Of(topic)];
                Array.Sort(ranked, RankedTopic.Comparison(TrecVersion.V10));
                for (int i = 0; i < ranked.Length; i++)
                {
                    writer.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{TrecFields.Escape(topic)} Q0 {TrecFields.Escape(ranked[i].Document)} {i + 1} {ranked[i].Score:R} {tag}"));
                }
            }
        });
    }
}

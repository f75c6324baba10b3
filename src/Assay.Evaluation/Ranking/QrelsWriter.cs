using System.Globalization;

namespace Assay.Evaluation.Ranking;

/// <summary>Writes relevance judgements that trec_eval and BEIR read.</summary>
public static class QrelsWriter
{
    /// <summary>Writes TREC's <c>topic 0 document grade</c> lines, ordered by topic and document.</summary>
    /// <remarks>Columns are separated by white space, so white space inside an id becomes <c>%20</c> and the like.</remarks>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="qrels">The judgements.</param>
    public static void WriteTrec(TextWriter writer, Qrels qrels)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (Judgement judgement in Ordered(qrels))
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{TrecFields.Escape(judgement.Topic)} 0 {TrecFields.Escape(judgement.Document)} {judgement.Grade}\n"));
        }
    }

    /// <summary>Writes BEIR's <c>query-id TAB corpus-id TAB score</c> lines under their header row, ordered by topic and document.</summary>
    /// <remarks>White space inside an id becomes <c>%20</c> and the like, as in <see cref="WriteTrec"/>, so that ids agree with a run written beside it.</remarks>
    /// <param name="writer">Receives the lines; a file of them is by custom named <c>.tsv</c>.</param>
    /// <param name="qrels">The judgements.</param>
    public static void WriteBeir(TextWriter writer, Qrels qrels)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("query-id\tcorpus-id\tscore\n");
        foreach (Judgement judgement in Ordered(qrels))
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{TrecFields.Escape(judgement.Topic)}\t{TrecFields.Escape(judgement.Document)}\t{judgement.Grade}\n"));
        }
    }

    private static IEnumerable<Judgement> Ordered(Qrels qrels)
    {
        ArgumentNullException.ThrowIfNull(qrels);
        return from topic in qrels.Topics
               from document in qrels.Of(topic).OrderBy(d => d.Key, CodePointOrder.Instance)
               select new Judgement(topic, document.Key, document.Value);
    }
}

using System.Globalization;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>Writes relevance judgements in TREC's format.</summary>
public static class QrelsWriter
{
    /// <summary>Writes <c>topic 0 document grade</c> lines, ordered by topic and document. White space in ids becomes <c>%20</c> and the like, as in runs.</summary>
    /// <param name="path">The file; replaced as a whole when it exists.</param>
    /// <param name="qrels">The judgements.</param>
    /// <exception cref="AssayException">The file cannot be written.</exception>
    public static void Write(string path, Qrels qrels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(qrels);
        AtomicFile.Write(path, writer =>
        {
            foreach (string topic in qrels.Topics)
            {
                foreach ((string document, int grade) in qrels.Of(topic).OrderBy(g => g.Key, CodePointOrder.Instance))
                {
                    writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TrecFields.Escape(topic)} 0 {TrecFields.Escape(document)} {grade}"));
                }
            }
        });
    }
}

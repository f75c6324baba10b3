using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Text;

namespace Assay.Collections;

/// <summary>The topics of a file that can be measured: those with a judgement.</summary>
internal static class JudgedTopics
{
    /// <summary>Reads them as questions; a collection's other splits are passed over.</summary>
    /// <param name="path">BEIR queries or TREC topics.</param>
    /// <param name="judgements">The judgements.</param>
    /// <returns>In the order of the file, without accepted answers and relevant documents.</returns>
    /// <exception cref="InputException">The file is missing or malformed.</exception>
    public static ImmutableArray<Question> Read(string path, Qrels judgements) =>
        [.. TopicReader.Read(path).Where(t => judgements.Of(t.Id).Count > 0).Select(t => new Question { Id = t.Id, Text = t.Text })];
}

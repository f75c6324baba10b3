namespace Assay.Evaluation.Questions;

/// <summary>Which questions come from one source and so resemble each other.</summary>
public static class QuestionClusters
{
    /// <summary>Below as many documents the sections named take their place.</summary>
    public const int FewDocuments = 10;

    /// <summary>The source document of each question: the first of its documents.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="document">The document that a reference such as <c>page.md#heading</c> names.</param>
    /// <returns>
    /// Cluster by question id; a question without documents has none and stands alone. With fewer than <see cref="FewDocuments"/> clusters a section named (<c>page.md#heading</c>) is a cluster of its own. Empty when
    /// everything comes from one place: then nothing can be said about other documents, and questions are taken as independent.
    /// </returns>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<Question> questions, Func<string, string> document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Question[] all = [.. questions];
        Dictionary<string, string> documents = By(all, document);
        if (Count(all, documents) < FewDocuments) documents = By(all, d => d);
        return Count(all, documents) < 2 ? new Dictionary<string, string>() : documents;
    }

    private static Dictionary<string, string> By(Question[] questions, Func<string, string> name) =>
        questions.Where(q => q.Documents.Length > 0).ToDictionary(q => q.Id, q => name(q.Documents[0]), StringComparer.Ordinal);

    private static int Count(Question[] questions, Dictionary<string, string> documents) => documents.Values.Distinct(StringComparer.Ordinal).Count() + questions.Length - documents.Count;
}

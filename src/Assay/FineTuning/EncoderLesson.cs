using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.RetrievalTuning;
using Assay.Text;
using Assay.Tuning.Contrastive;

namespace Assay.FineTuning;

/// <summary>What an embedder or a reranker is taught, and the questions that it is measured on, which it never sees.</summary>
public sealed record EncoderLesson
{
    // A third is measured on: with few questions an interval is wide enough as it is.
    private const int EvaluationFolds = 3, ValidationFolds = 5, LeastQuestions = 10, LeastForValidation = 40, SearchedForPositives = 50;

    /// <summary>What is learned from.</summary>
    public required ImmutableArray<ContrastiveExample> Examples { get; init; }

    /// <summary>What is held out to stop in time; empty where there are too few to spare any.</summary>
    public required ImmutableArray<ContrastiveExample> HeldOut { get; init; }

    /// <summary>Questions that the search is measured on before and after; empty when the project has none.</summary>
    public required ImmutableArray<Question> Evaluation { get; init; }

    /// <summary>What the reader should know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>From the project's questions: passages of the documents that answer them, and others that the search takes for answers.</summary>
    /// <param name="knowledge">The project's documents and its search, prepared for the questions.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="options">Which negatives are taken.</param>
    /// <param name="progress">Told the number of finished questions.</param>
    /// <param name="cancellationToken">Stops between questions.</param>
    /// <exception cref="InputException">There are too few questions with documents.</exception>
    public static EncoderLesson OfQuestions(KnowledgeBase knowledge, QuestionSet questions, HardNegativeOptions options, Action<int, int> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentNullException.ThrowIfNull(progress);
        Question[] judged = [.. questions.Questions.Where(q => q.Documents.Length > 0)];
        if (judged.Length < LeastQuestions)
        {
            throw new InputException(new Problem(questions.Source, null, string.Create(CultureInfo.InvariantCulture,
                $"{judged.Length} questions name documents that answer them; at least {LeastQuestions} are needed, a third of which measures the result. Fill 'documents' of more questions, or give pairs of query and passage with --pairs FILE.")));
        }

        QuestionFolds folds = QuestionFolds.Of([.. judged.Select(Judged)], EvaluationFolds);
        Question[] taught = [.. folds.Outside(0).Select(i => judged[i])];
        var examples = new List<(Question Question, ContrastiveExample Example)>();
        for (int i = 0; i < taught.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Example(knowledge, taught[i], Array.IndexOf(judged, taught[i]) + 1, options) is { } example) examples.Add((taught[i], example));
            progress(i + 1, taught.Length);
        }

        if (examples.Count == 0) throw new InputException(new Problem(questions.Source, null, "The search finds no passage in the documents that the questions name. Run `assay eval retrieval` and look at what is found."));
        int[] validated = examples.Count < LeastForValidation ? [] : QuestionFolds.Of([.. examples.Select(e => Judged(e.Question))], ValidationFolds).Inside(0);
        return new EncoderLesson
        {
            Examples = [.. examples.Where((_, i) => !validated.Contains(i)).Select(e => e.Example)],
            HeldOut = [.. validated.Select(i => examples[i].Example)],
            Evaluation = [.. folds.Inside(0).Select(i => judged[i])],
            Notes = [.. Remarks(taught.Length - examples.Count, folds.ByDocument)],
        };
    }

    /// <summary>From pairs of a file, with negatives that the project's search finds where they have none.</summary>
    /// <param name="knowledge">The project's documents and its search, prepared for the queries.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="questions">What is measured on; pairs that ask one of them are left out.</param>
    /// <param name="options">Which negatives are taken.</param>
    /// <param name="progress">Told the number of finished pairs.</param>
    /// <param name="cancellationToken">Stops between pairs.</param>
    /// <exception cref="InputException">All pairs ask what is measured.</exception>
    public static EncoderLesson OfPairs(
        KnowledgeBase knowledge, ImmutableArray<ContrastiveExample> pairs, ImmutableArray<Question> questions, HardNegativeOptions options, Action<int, int> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(progress);
        Question[] judged = [.. questions.Where(q => q.Documents.Length > 0)];
        HashSet<string> asked = [.. judged.Select(q => Plain(q.Text))];
        ContrastiveExample[] kept = [.. pairs.Where(p => !asked.Contains(Plain(p.Query)))];
        if (kept.Length == 0) throw new InputException(new Problem("pairs", null, "Every pair asks a question of the project's question set, which the result is measured on. Give other pairs."));
        var examples = new ContrastiveExample[kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            examples[i] = HardNegatives.Mine(kept[i], ImmutableHashSet<string>.Empty, SearchOf(knowledge, null), options);
            progress(i + 1, kept.Length);
        }

        // By query, so that no query is on both sides.
        int[] validated = kept.Length < LeastForValidation ? [] : QuestionFolds.Of([.. kept.Select((k, i) => new JudgedQuestion(string.Create(CultureInfo.InvariantCulture, $"{i:00000000}"), k.Query, new Dictionary<string, int> { [Plain(k.Query)] = 1 }))], ValidationFolds * 2).Inside(0);
        return new EncoderLesson
        {
            Examples = [.. examples.Where((_, i) => !validated.Contains(i))],
            HeldOut = [.. validated.Select(i => examples[i])],
            Evaluation = [.. judged],
            Notes = kept.Length == pairs.Length ? [] : [string.Create(CultureInfo.InvariantCulture, $"{pairs.Length - kept.Length} pairs ask a question of the project's question set and were left out.")],
        };
    }

    /// <summary>The search as what mines negatives asks it.</summary>
    private static PassageSearch SearchOf(KnowledgeBase knowledge, Principal? principal) =>
        (query, count) => [.. knowledge.Search(query, count, principal).Select(p => new FoundPassage(p.Chunk.DocumentId, p.ModelText, p.Score))];

    private static ContrastiveExample? Example(KnowledgeBase knowledge, Question question, int line, HardNegativeOptions options)
    {
        Principal? principal = Asker.Of(question);
        string[] documents = [.. question.Documents.Select(DocumentReference.DocumentId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        SearchOptions within = knowledge.SearchOptions(SearchedForPositives, principal) with { Documents = [.. documents], IsReranked = false };
        IReadOnlyList<Passage> found = knowledge.Searcher.Search(question.Text, within);
        string[] positives = [.. question.Documents.Select(d => Positive(found, d, question.Answers)).OfType<string>().Distinct(StringComparer.Ordinal)];
        return positives.Length == 0 ? null : HardNegatives.Mine(new ContrastiveExample(line, question.Text, [.. positives], []), documents.ToHashSet(StringComparer.Ordinal), SearchOf(knowledge, principal), options);
    }

    // Which of a document's passages is meant is not said: of those under the heading that is named, the best one that holds an answer, or else the best one.
    private static string? Positive(IReadOnlyList<Passage> found, string reference, ImmutableArray<string> answers)
    {
        string document = DocumentReference.DocumentId(reference), slug = reference.Length > document.Length ? reference[(document.Length + 1)..] : "";
        Passage[] own = [.. found.Where(p => p.Chunk.DocumentId == document)];
        if (slug.Length > 0 && own.Any(p => p.Chunk.Slug == slug)) own = [.. own.Where(p => p.Chunk.Slug == slug)];
        Passage? best = own.FirstOrDefault(p => answers.Any(a => p.Chunk.Text.Contains(a, StringComparison.OrdinalIgnoreCase))) ?? own.FirstOrDefault();
        return best?.ModelText;
    }

    private static IEnumerable<string> Remarks(int without, bool byDocument)
    {
        if (without > 0) yield return string.Create(CultureInfo.InvariantCulture, $"Of {without} questions the search finds no passage in the documents that they name; they teach nothing.");
        if (!byDocument) yield return "Questions share so many documents that documents could not be kept apart: a document may be both taught and measured.";
    }

    private static JudgedQuestion Judged(Question question) => new(question.Id, question.Text, question.Documents.Select(DocumentReference.DocumentId).Distinct(StringComparer.Ordinal).ToDictionary(d => d, _ => 1, StringComparer.Ordinal));

    private static string Plain(string query) => string.Join(' ', query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Knowledge;
using Assay.Retrieval.Permissions;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Facts;
using Assay.Workspaces;

namespace Assay.Arms;

/// <summary>
/// Says which questions a trained model answers without passages: those that are like examples whose answers are behaviour, and that the documents do not speak of more than they do of
/// these examples. Everything it goes by is fitted on the examples, never on the questions of an evaluation.
/// </summary>
/// <remarks>
/// An example whose answer states a fact (<see cref="FactTriage"/>) needs passages. Of the others, 90% have another example at least as near (cosine of weighted words) as
/// <see cref="LeastSimilarity"/>, and in 90% a search covers at most <see cref="MostCoverage"/> of the question's words in one passage. A question is answered without passages when its nearest example is
/// such a one, is at least so near, and a search covers no more. With fewer than 20 such examples passages are always looked for.
/// </remarks>
public sealed class RetrievalRouter
{
    private const string Version = "router/1";
    private const int LeastExamples = 20, MostFitted = 2000;
    private const double Kept = 0.9;

    private readonly KnowledgeBase _knowledge;
    private readonly ExampleQuestions? _questions;
    private readonly bool[] _isBehaviour;

    private RetrievalRouter(KnowledgeBase knowledge, IReadOnlyList<string> questions, bool[] isBehaviour)
    {
        _knowledge = knowledge;
        _isBehaviour = isBehaviour;
        int[] behaviours = [.. Enumerable.Range(0, questions.Count).Where(i => isBehaviour[i])];
        if (behaviours.Length >= LeastExamples)
        {
            _questions = new ExampleQuestions(questions);
            int step = (behaviours.Length + MostFitted - 1) / MostFitted;
            int[] fitted = [.. behaviours.Where((_, i) => i % step == 0)];
            LeastSimilarity = Quantile(fitted.Select(i => _questions.Nearest(questions[i], except: i).Similarity), 1 - Kept);
            MostCoverage = Quantile(fitted.Select(i => Coverage(questions[i], null)), Kept);
        }

        Key = ContentHash.Of([Version, .. questions, .. isBehaviour.Select(b => b ? "1" : "0"), LeastSimilarity.ToString("R", CultureInfo.InvariantCulture), MostCoverage.ToString("R", CultureInfo.InvariantCulture)]);
    }

    /// <summary>How near an example must be, in [0, 1].</summary>
    public double LeastSimilarity { get; } = 1;

    /// <summary>How much of a question's words one passage may hold, in [0, 1].</summary>
    public double MostCoverage { get; }

    /// <summary>Whether any question can be answered without passages.</summary>
    public bool CanSkip => _questions is not null;

    /// <summary>Hash of what decisions depend on besides question and documents: part of the keys of results.</summary>
    public string Key { get; }

    /// <summary>A router that always looks for passages.</summary>
    /// <param name="knowledge">What is searched.</param>
    /// <returns>The router.</returns>
    public static RetrievalRouter Never(KnowledgeBase knowledge) => new(knowledge, [], []);

    /// <summary>Fits a router.</summary>
    /// <param name="examples">What the model was trained on.</param>
    /// <param name="knowledge">What is searched.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>The router; one that always looks for passages when too few examples teach behaviour.</returns>
    public static RetrievalRouter Fit(IReadOnlyList<ChatExample> examples, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(knowledge);
        var documents = new DocumentTexts(knowledge.AllTexts().Select(t => new SourceDocument(t.Id, t.Text)));
        ImmutableArray<FactVerdict> verdicts = new FactTriage(documents.Support).Judge(examples, cancellationToken);
        (string Question, bool IsBehaviour)[] asked = [.. examples.Zip(verdicts, (e, v) => (QuestionOf(e), v.Kind == FactKind.Behaviour)).Where(q => q.Item1.Length > 0)];
        return new RetrievalRouter(knowledge, [.. asked.Select(q => q.Question)], [.. asked.Select(q => q.IsBehaviour)]);
    }

    /// <summary>Whether a question is answered without passages.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>False when in doubt.</returns>
    public bool Skips(string question, Principal? principal) =>
        _questions?.Nearest(question) is { Question: >= 0 } nearest && _isBehaviour[nearest.Question] && nearest.Similarity >= LeastSimilarity && Coverage(question, principal) <= MostCoverage;

    private double Coverage(string question, Principal? principal) => _knowledge.Answerability(question, principal).BestCoverage;

    // What the user says last: earlier turns are about other things.
    private static string QuestionOf(ChatExample example) => example.Messages.LastOrDefault(m => m.Role == "user")?.Content ?? "";

    private static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}

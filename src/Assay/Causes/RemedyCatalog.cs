using System.Globalization;
using Assay.Evaluation.Attribution;
using Assay.Projects;

namespace Assay.Causes;

/// <summary>A thing that can be done about failures.</summary>
/// <param name="Id">Its name in the file of assumptions.</param>
/// <param name="What">In words, told for how many pages or questions.</param>
/// <param name="How">Where to begin.</param>
internal sealed record RemedyKind(string Id, Func<int, string> What, string How)
{
    /// <summary>The switch that shows what it gains; null where that is not tried.</summary>
    public CauseSwitch? Switch { get; init; }

    /// <summary>What it is against.</summary>
    public Cause Against { get; init; }

    /// <summary>Whether the work is counted by page.</summary>
    public bool CountsPages { get; init; }
}

/// <summary>What helps against which cause.</summary>
internal static class RemedyCatalog
{
    /// <summary>More passages.</summary>
    public const string Passages = "passages";

    private static readonly CauseSwitch s_gold = new(PassageChoice.Gold, ModelChoice.AsIs), s_alone = new(PassageChoice.GoldOfRetrieved, ModelChoice.AsIs), s_more = new(PassageChoice.More, ModelChoice.AsIs);
    private static readonly CauseSwitch s_held = new(PassageChoice.AsRetrieved, ModelChoice.Constrained), s_tuned = new(PassageChoice.AsRetrieved, ModelChoice.Tuned);

    /// <summary>What helps a failed question.</summary>
    /// <param name="project">What is in use already.</param>
    /// <param name="failure">The question.</param>
    /// <param name="finding">Its causes.</param>
    public static IEnumerable<RemedyKind> For(Project project, FailureCase failure, CauseFinding finding) => finding.Causes.SelectMany(cause => Of(cause, project, failure).Select(k => k with { Against = cause }));

    private static IEnumerable<RemedyKind> Of(Cause cause, Project project, FailureCase failure) => cause switch
    {
        Cause.Retrieval => Retrieval(project, failure),
        Cause.Context => Context(project, failure),
        Cause.Knowledge => Knowledge(failure),
        Cause.Refusal => [new RemedyKind("instructions", _ => "say in the instructions when to decline, and withhold below a fitted threshold", "`assay eval answerability`, 'instructions' in assay.yaml")],
        Cause.Behaviour => Behaviour(project, failure),
        Cause.Format => Format(project, failure),
        _ => [new RemedyKind("questions", n => $"correct the accepted answers of {N(n)} question{(n == 1 ? "" : "s")}: the page says what was answered", "the question set")],
    };

    private static IEnumerable<RemedyKind> Retrieval(Project project, FailureCase failure)
    {
        if (failure.Gold.Place == GoldPlace.NotIndexed)
        {
            yield return new RemedyKind("index", n => $"let {N(n)} page{(n == 1 ? "" : "s")} be read by whoever asks, or repair what cannot be read", "`assay ingest`, `assay search --why-not`") { CountsPages = true };
            yield break;
        }

        if (failure.Of(s_more).Length > 0) yield return More(project);
        if (failure.Gold.Place == GoldPlace.BelowCut && failure.Gold.Rank <= project.Retrieval.RerankDepth)
        {
            yield return new RemedyKind("reranker", _ => $"{(project.Reranker is null ? "add a" : "tune the")} reranker: the pages are found, and rank too low", project.Reranker is null ? "`assay eval retrieval --stages`, then 'reranker' in assay.yaml" : "`assay tune reranker`") { Switch = s_gold };
        }

        if (failure.Gold.Place == GoldPlace.NotFound || failure.Gold.Rank > project.Retrieval.RerankDepth)
        {
            yield return new RemedyKind("embedder", _ => project.Embedder is null ? "search by meaning too: questions and pages use other words" : "expand questions, or tune the embedder: questions and pages use other words", project.Embedder is null ? "'embedder' in assay.yaml" : "'retrieval: { expansion }', `assay tune embedder`") { Switch = s_gold };
        }
    }

    private static IEnumerable<RemedyKind> Context(Project project, FailureCase failure)
    {
        if (failure.Gold.Place == GoldPlace.Present)
        {
            yield return new RemedyKind("distractors", _ => "hand over fewer, better passages: what stands beside the page leads astray", "fewer 'retrieval.passages', a 'reranker', 'retrieval: { conflicts: newest }'") { Switch = s_alone };
            yield break;
        }

        if (failure.Of(s_more).Length > 0) yield return More(project);
        yield return new RemedyKind("chunking", _ => "cut the pages smaller, so that what answers has room", "`assay eval chunking`") { Switch = s_gold };
    }

    private static IEnumerable<RemedyKind> Knowledge(FailureCase failure)
    {
        if (failure.Gold.Place == GoldPlace.NotNamed || failure.Gold.HoldsAnswer == false)
        {
            yield return new RemedyKind("page", n => $"write what is missing: {N(n)} page{(n == 1 ? "" : "s")}", "see the questions it is for") { CountsPages = true };
            yield break;
        }

        if (failure.Of(s_tuned).Length > 0) yield return new RemedyKind("trained", _ => "use the trained version", "`assay compare --arms rag,hybrid`") { Switch = s_tuned };
        yield return new RemedyKind("model", _ => "use a model that reads better: it states something else with the page in view", "'model' in assay.yaml, `assay compare`");
    }

    private static IEnumerable<RemedyKind> Behaviour(Project project, FailureCase failure)
    {
        if (failure.Of(s_tuned).Length > 0) yield return new RemedyKind("trained", _ => "use the trained version", "`assay compare --arms rag,hybrid`") { Switch = s_tuned };
        yield return new RemedyKind("examples", n => project.Examples is null ? "write examples of how to answer, and tune" : $"write about {N(10 * n)} more examples like these questions, and tune", project.Examples is null ? "'examples' in assay.yaml, `assay tune`" : "`assay tune pilot` says what more examples bring, then `assay tune`");
    }

    private static IEnumerable<RemedyKind> Format(Project project, FailureCase failure)
    {
        if (failure.Of(s_held).Length > 0) yield return new RemedyKind("constrained", _ => "hold answers to the contract while they are written", "'decoding: constrained' in assay.yaml") { Switch = s_held };
        else yield return new RemedyKind("contract", _ => project.Contract is null ? "state a contract" : "say the contract more plainly in the instructions, or allow longer answers", "'contract' and 'instructions' in assay.yaml");
    }

    private static RemedyKind More(Project project) => new(
        Passages, _ => $"hand over more passages: {N(SwitchArm.Times * project.Retrieval.Passages)} in {N(SwitchArm.Times * (project.Retrieval.ContextTokens ?? RetrievalSettings.UsualContextTokens))} tokens", "'retrieval: { passages, contextTokens }' in assay.yaml; `assay compare` shows what it does to the other questions") { Switch = s_more };

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using Assay.Decisions.Rules;
using Assay.Decisions.Verdicts;

namespace Assay.Deciding;

/// <summary>What to do after a decision.</summary>
internal static class NextSteps
{
    /// <summary>One or two sentences that name a command or a setting.</summary>
    public static string Of(Verdict? verdict, PaperDecision paper, DecisionCase decision) => verdict switch
    {
        null => Paper(paper, decision),
        { Kind: VerdictKind.Ship, Ship: { } arm } => $"Ship {arm}. Keep it measured: name a gate for it and run `assay eval --arms {arm}` in your build.",
        { Kind: VerdictKind.NoDetectableDifference, Ship: { } arm } => $"Ship {arm}: the others are not better by what matters, and it costs least. Ask more questions only if a smaller difference would matter.",
        { Kind: VerdictKind.Undecided, QuestionsNeeded: { } more } => FormattableString.Invariant($"Ask {more:N0} more questions: `assay eval questions make` drafts them from the documents, `assay eval questions review` has a person pass them. Then run `assay compare`: what was answered is kept."),
        { Kind: VerdictKind.NoneMeetsRequirements, Nearest: { Fixes: { Length: > 0 } fixes } nearest } => $"{nearest.Arm} comes nearest. {fixes[0].Text}",
        { Reasons: { Length: > 0 } reasons } => reasons[0].Text,
        _ => "Run `assay compare` with more questions.",
    };

    private static string Paper(PaperDecision paper, DecisionCase decision)
    {
        string first = paper.NothingNew ? "Look at answers that failed before anything is built again." : paper.Steps.Length > 0 ? paper.Steps[0].Text : "Start with a prompt.";
        string measure = decision.Project is null
            ? "This is published opinion, not a measurement: write 100 or more questions with their answers, run `assay init` and `assay compare`."
            : "This is published opinion, not a measurement: run `assay compare`.";
        return $"{first} {measure}";
    }
}

using System.Collections.Immutable;

namespace Assay.Evaluation.Attribution;

/// <summary>From what was seen of a failed question to its causes. Pure; the decision table is in <c>docs/design/attribution.md</c>.</summary>
/// <remarks>
/// The cause is the switch that flips the failure. Where one switch makes the answer right, its cause stands alone; where none does, every part that is wrong (facts, fields, form) is
/// explained by itself, so that two switches that are only together enough give two causes. A switch counts as flipping when most of its answers are right.
/// </remarks>
public static class CauseRule
{
    private static readonly CauseSwitch s_held = new(PassageChoice.AsRetrieved, ModelChoice.Constrained), s_tuned = new(PassageChoice.AsRetrieved, ModelChoice.Tuned);

    /// <summary>Decides.</summary>
    /// <param name="failure">The case.</param>
    /// <returns>The causes and how sure they are.</returns>
    public static CauseFinding Decide(FailureCase failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ImmutableArray<AnswerSigns> asked = [.. failure.Of(CauseSwitch.Unchanged).Where(s => !s.Missing)];
        (int right, int all) = FlipTest.Count(asked, s => s.Right);
        double fails = FlipTest.MostlyFails(right, all);
        if (all == 0) return new CauseFinding([], 0, "the provider gave no answer") { IsUnanswered = true };
        if (IsChance(failure)) return new CauseFinding([], 1 - fails, $"asked again, {right} of {all} answers were right") { IsChance = true };
        if (asked.Count(s => s.JudgeFailed) * 2 > all) return new CauseFinding([Cause.Judge], fails, "the judge failed");
        if (asked.Count(s => s.OverContext) * 2 > all) return new CauseFinding([Cause.Context], fails, "the prompt does not fit the model's window");
        if (!failure.Answerable) return new CauseFinding([Cause.Refusal], fails, "answered although no page does");
        if (failure.IsWithheld) return new CauseFinding([failure.Gold.Place == GoldPlace.Present ? Cause.Refusal : OfPassages(failure)], fails, "the answer was withheld before the model was asked");
        return Single(failure) ?? Parts(failure);
    }

    /// <summary>Whether the failure did not come back when the same was asked again.</summary>
    internal static bool IsChance(FailureCase failure)
    {
        (int right, int all) = FlipTest.Count(failure.Of(CauseSwitch.Unchanged), s => s.Right);
        return all > 1 && right * 2 >= all;
    }

    /// <summary>Passages with which the facts are right; null when none were found.</summary>
    internal static PassageChoice? Curing(FailureCase failure)
    {
        foreach (PassageChoice passages in (PassageChoice[])[PassageChoice.GoldOfRetrieved, PassageChoice.Gold])
        {
            if (failure.Trials.Keys.Any(s => s.Passages == passages && failure.Most(s, t => t.Facts) == true)) return passages;
        }

        return null;
    }

    /// <summary>A switch under which the form is right or any will do, the arm's own passages first; null when none was found.</summary>
    internal static CauseSwitch? Formed(FailureCase failure) =>
        failure.Trials.Keys.Where(s => failure.Most(s, t => t.Form) != false).OrderBy(s => s.Passages).ThenBy(s => s.Model).Cast<CauseSwitch?>().FirstOrDefault();

    /// <summary>What is wrong with the facts, also where the arm's own answer does not show them.</summary>
    internal static bool? Facts(FailureCase failure) => failure.Most(CauseSwitch.Unchanged, s => s.Facts) ?? failure.Most(s_held, s => s.Facts) ?? failure.Most(s_tuned, s => s.Facts);

    private static CauseFinding? Single(FailureCase failure)
    {
        CauseSwitch[] order = [new(PassageChoice.GoldOfRetrieved, ModelChoice.AsIs), new(PassageChoice.Gold, ModelChoice.AsIs), s_held, s_tuned];
        foreach (CauseSwitch change in order.Where(failure.IsRight))
        {
            Cause cause = change.Model == ModelChoice.AsIs ? OfPassages(failure) : OfModel(failure);
            double sure = FlipTest.Better(FlipTest.Count(failure.Of(change), s => s.Right), FlipTest.Count(failure.Of(CauseSwitch.Unchanged), s => s.Right));
            return new CauseFinding([cause], sure, $"right with {Words(change)}") { Cure = change };
        }

        return null;
    }

    private static CauseFinding Parts(FailureCase failure)
    {
        var found = new SortedDictionary<Cause, (double Sure, string Because)>();
        (int right, int all) = FlipTest.Count(failure.Of(CauseSwitch.Unchanged), s => s.Right);
        double fails = FlipTest.MostlyFails(right, all);
        if (failure.Most(CauseSwitch.Unchanged, s => s.Form) == false) found[Cause.Format] = (fails, "the form is broken");
        if (Formed(failure) is { } formed && failure.Most(formed, s => s.Fields) == false) found[Cause.Behaviour] = (fails, "expected fields have other values");
        if (Facts(failure) == false) foreach ((Cause cause, double sure, string because) in OfFacts(failure, fails)) found[cause] = (sure, because);
        CauseSwitch? cure = failure.Trials.Keys.Where(s => s != CauseSwitch.Unchanged && s.Passages != PassageChoice.None && failure.IsRight(s)).OrderBy(s => s.Model).ThenBy(s => s.Passages).Cast<CauseSwitch?>().FirstOrDefault();
        if (found.Count == 0) return new CauseFinding([], 0, "nothing that was tried explains it");
        double least = found.Values.Min(f => f.Sure);
        if (cure is { } together) least = Math.Max(least, FlipTest.Better(FlipTest.Count(failure.Of(together), s => s.Right), (right, all)));
        string why = string.Join("; ", found.Values.Select(f => f.Because)) + (cure is { } both ? $"; right with {Words(both)}" : "");
        return new CauseFinding([.. found.Keys], least, why) { Cure = cure };
    }

    private static IEnumerable<(Cause Cause, double Sure, string Because)> OfFacts(FailureCase failure, double fails)
    {
        GoldFacts gold = failure.Gold;
        if (Curing(failure) is { } passages)
        {
            ImmutableArray<AnswerSigns> with = [.. failure.Trials.Where(t => t.Key.Passages == passages).SelectMany(t => t.Value)];
            double sure = FlipTest.Better(FlipTest.Count(with, s => s.Facts), FlipTest.Count(failure.Of(CauseSwitch.Unchanged), s => s.Facts));
            yield return (OfPassages(failure), sure, $"the facts are right with {Words(new CauseSwitch(passages, ModelChoice.AsIs))}");
            yield break;
        }

        if (gold.Place == GoldPlace.NotNamed)
        {
            yield return (Cause.Knowledge, fails, "the question names no page that answers it");
            yield break;
        }

        if (gold.Place == GoldPlace.NotIndexed)
        {
            yield return (Cause.Retrieval, fails, "its page is not among what can be found");
            yield break;
        }

        if (gold.HoldsAnswer == false)
        {
            yield return IsSupported(failure) ? (Cause.Judge, fails, "the page says what was answered and nothing that is accepted") : (Cause.Knowledge, fails, "its page does not say what is accepted");
            yield break;
        }

        // The page says it and was handed over, and that did not help; what kept it away before is a second cause.
        if (gold.Place is GoldPlace.NotFound or GoldPlace.BelowCut or GoldPlace.Dropped) yield return (OfPassages(failure), fails, "its page was not handed over");
        bool declines = Given(failure).Count(s => s.Abstained) * 2 > Given(failure).Length;
        yield return declines ? (Cause.Refusal, fails, "declined with the page in view") : (Cause.Knowledge, fails, "something else is stated with the page in view");
    }

    // Which of the two it is follows from how far the page came.
    private static Cause OfPassages(FailureCase failure) => failure.Gold.Place is GoldPlace.Dropped or GoldPlace.Present ? Cause.Context : failure.Gold.Place == GoldPlace.NoSearch ? Cause.Knowledge : Cause.Retrieval;

    private static Cause OfModel(FailureCase failure) =>
        failure.Most(CauseSwitch.Unchanged, s => s.Form) == false ? Cause.Format : failure.Most(CauseSwitch.Unchanged, s => s.Fields) != false && Facts(failure) == false ? Cause.Knowledge : Cause.Behaviour;

    // The answers that saw the page.
    private static ImmutableArray<AnswerSigns> Given(FailureCase failure)
    {
        ImmutableArray<AnswerSigns> given = [.. failure.Trials.Where(t => t.Key.Passages is PassageChoice.Gold or PassageChoice.GoldOfRetrieved).SelectMany(t => t.Value).Where(s => !s.Missing)];
        return given.IsEmpty ? [.. failure.Of(CauseSwitch.Unchanged).Where(s => !s.Missing)] : given;
    }

    private static bool IsSupported(FailureCase failure)
    {
        ImmutableArray<AnswerSigns> given = Given(failure);
        return given.Count(s => s.Supported == true) * 2 > given.Length;
    }

    private static string Words(CauseSwitch change)
    {
        string passages = change.Passages switch
        {
            PassageChoice.Gold => "the named pages",
            PassageChoice.GoldOfRetrieved => "the named page alone",
            PassageChoice.None => "no passages",
            PassageChoice.More => "more passages",
            _ => "",
        };
        string model = change.Model switch { ModelChoice.Constrained => "constrained decoding", ModelChoice.Tuned => "the trained version", _ => "" };
        return passages.Length > 0 && model.Length > 0 ? $"{passages} and {model}" : passages + model;
    }
}

namespace Assay.Evaluation.Attribution;

/// <summary>What can be changed in a project.</summary>
/// <param name="Repeats">How often each question is asked under each switch; 1 or more.</param>
/// <param name="HasConstrained">Whether answers can be held to the contract.</param>
/// <param name="HasTuned">Whether there is a trained version besides the arm's model.</param>
/// <param name="HasSearch">Whether the arm hands passages over.</param>
public sealed record CauseMeans(int Repeats, bool HasConstrained, bool HasTuned, bool HasSearch);

/// <summary>Which switch a case needs next, the cheapest first. Pure: the same case gives the same switch, so an interrupted search goes on where it stopped.</summary>
public static class CausePlan
{
    /// <summary>The next switch.</summary>
    /// <param name="failure">The case.</param>
    /// <param name="means">What can be changed.</param>
    /// <returns>Null when nothing more would change the finding or the advice.</returns>
    public static CauseSwitch? Next(FailureCase failure, CauseMeans means)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(means);
        if (failure.Of(CauseSwitch.Unchanged).Length < means.Repeats) return CauseSwitch.Unchanged;
        if (!failure.Answerable || failure.IsWithheld || CauseRule.IsChance(failure) || failure.Most(CauseSwitch.Unchanged, s => !s.JudgeFailed) != true) return null;
        foreach (CauseSwitch change in Wanted(failure, means)) if (failure.Of(change).Length < means.Repeats) return change;
        return null;
    }

    // Later ones depend on what earlier ones showed.
    private static IEnumerable<CauseSwitch> Wanted(FailureCase failure, CauseMeans means)
    {
        bool? form = failure.Most(CauseSwitch.Unchanged, s => s.Form);
        if (form == false && means.HasConstrained) yield return new(PassageChoice.AsRetrieved, ModelChoice.Constrained);
        else if (form == false && means.HasTuned) yield return new(PassageChoice.AsRetrieved, ModelChoice.Tuned);
        if (CauseRule.Facts(failure) != true)
        {
            if (failure.Gold.Place == GoldPlace.Present) yield return new(PassageChoice.GoldOfRetrieved, ModelChoice.AsIs);
            if (HasGold(failure) && CauseRule.Curing(failure) is null) yield return new(PassageChoice.Gold, ModelChoice.AsIs);
        }

        bool fields = CauseRule.Formed(failure) is { } formed && failure.Most(formed, s => s.Fields) == false;
        if (fields && means.HasTuned) yield return new(PassageChoice.AsRetrieved, ModelChoice.Tuned);
        bool isCured = failure.Trials.Keys.Any(s => s != CauseSwitch.Unchanged && failure.IsRight(s));
        if (!isCured && CauseRule.Curing(failure) is { } passages)
        {
            if ((fields || !means.HasConstrained) && means.HasTuned) yield return new(passages, ModelChoice.Tuned);
            else if (form == false && means.HasConstrained) yield return new(passages, ModelChoice.Constrained);
        }

        if (CauseRule.Facts(failure) != false) yield break;

        // These say what to do, not why.
        if (means.HasSearch && failure.Gold.Place is GoldPlace.BelowCut or GoldPlace.Dropped) yield return new(PassageChoice.More, ModelChoice.AsIs);
        if (CauseRule.Curing(failure) is null && means.HasTuned) yield return new(PassageChoice.AsRetrieved, ModelChoice.Tuned);
        if (CauseRule.Curing(failure) is null && means.HasSearch && failure.Gold.Place != GoldPlace.NotIndexed) yield return new(PassageChoice.None, ModelChoice.AsIs);
    }

    private static bool HasGold(FailureCase failure) => failure.Gold.Place is not (GoldPlace.NotNamed or GoldPlace.NotIndexed);
}

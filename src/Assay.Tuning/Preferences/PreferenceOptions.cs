using Assay.Text;

namespace Assay.Tuning.Preferences;

/// <summary>How a model learns to prefer one answer to another.</summary>
public sealed record PreferenceOptions
{
    /// <summary>How strongly the model is held to what it was before: small values let it go far.</summary>
    /// <value>More than 0; default 0.1.</value>
    public double Beta { get; init; } = 0.1;

    /// <summary>Share of pairs that are thought to be the wrong way round: above 0 the margin of a pair is not driven to infinity (Mitchell 2023, conservative DPO).</summary>
    /// <value>0 to below 0.5; default 0.</value>
    public double LabelSmoothing { get; init; }

    /// <summary>How much the mean loss of a token of the wanted answer counts beside the preference, so that wanted answers do not become less likely together with the others (Pang and others 2024).</summary>
    /// <value>0 or more; default 0.</value>
    public double SftWeight { get; init; }

    /// <summary>Refuses values outside their range.</summary>
    /// <exception cref="InputException">All that are.</exception>
    public void Check()
    {
        List<Problem> problems = [];
        if (!(Beta > 0) || double.IsInfinity(Beta)) problems.Add(new Problem("preferences", null, FormattableString.Invariant($"beta must be more than 0; found {Beta}.")));
        if (!(LabelSmoothing is >= 0 and < 0.5)) problems.Add(new Problem("preferences", null, FormattableString.Invariant($"label smoothing must be 0 to below 0.5; found {LabelSmoothing}.")));
        if (!(SftWeight >= 0) || double.IsInfinity(SftWeight)) problems.Add(new Problem("preferences", null, FormattableString.Invariant($"the weight of the wanted answer's own loss must be 0 or more; found {SftWeight}.")));
        if (problems.Count > 0) throw new InputException(problems);
    }
}

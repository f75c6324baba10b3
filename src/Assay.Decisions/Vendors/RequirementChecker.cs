using System.Collections.Immutable;
using System.Globalization;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;

namespace Assay.Decisions.Vendors;

/// <summary>Holds one option against every requirement that was stated and concerns its role.</summary>
/// <param name="needs">The requirements.</param>
/// <param name="today">The day that the horizon begins.</param>
/// <param name="usd">US dollars for one unit of the budget's currency; null where that is not known.</param>
internal sealed class RequirementChecker(Needs needs, DateOnly today, decimal? usd)
{
    private const int UsualHorizonMonths = 12;
    private readonly DateOnly _end = today.AddMonths(needs.HorizonMonths ?? UsualHorizonMonths);

    /// <summary>Checks an option.</summary>
    /// <param name="option">The option.</param>
    /// <param name="role">What it would be used for.</param>
    /// <returns>One check for each requirement that concerns it.</returns>
    public ImmutableArray<RequirementCheck> Check(VendorOption option, VendorRole role) =>
        [.. new[] { Residency(option), Training(option, role), LockIn(option, role), Offer(option, role), TuningEnd(option, role), Shutdown(option), Fee(option) }.OfType<RequirementCheck>()];

    private RequirementCheck? Residency(VendorOption option)
    {
        if (needs.DataMayLeave) return null;
        bool strict = needs.DataResidency == DataResidency.SelfHosted;
        string requirement = strict ? "data stay on one's own machines" : "data stay in the user's region";
        if (option.RunsAtHome) return new(requirement, MatchOutcome.Meets, With("runs on one's own machines", option.SelfHostable), option.SelfHostable?.Source, option.SelfHostable?.Read);
        if (strict) return new(requirement, MatchOutcome.Fails, "a service on the vendor's machines; no form of it for one's own is known", null, null);
        return On(requirement, option.Regions, v => v.IsEmpty ? MatchOutcome.Fails : MatchOutcome.Unknown,
            v => v.IsEmpty ? "no region can be chosen" : $"regions to choose from: {string.Join(", ", v)}; whether yours is among them is for you to see");
    }

    private RequirementCheck? Training(VendorOption option, VendorRole role) =>
        role == VendorRole.Vectors || option.Hosting == VendorHosting.SelfHosted || (needs.DataMayLeave ? needs.Stakes != Stakes.High : option.RunsAtHome)
            ? null
            : On("inputs are not trained on", option.TrainsOnInputs, v => v ? MatchOutcome.Fails : MatchOutcome.Meets,
                v => v ? "the vendor trains on inputs" : "the vendor does not train on inputs");

    private RequirementCheck? LockIn(VendorOption option, VendorRole role) => (needs.AvoidLockIn, role) switch
    {
        (true, VendorRole.Tuning) => On("trained weights can be taken away", option.WeightsExport, v => v ? MatchOutcome.Meets : MatchOutcome.Fails,
            v => v ? "weights can be taken away" : "weights stay with the vendor"),
        (true, VendorRole.Vectors) => On("vectors and texts can be taken away", option.DataExport, v => v ? MatchOutcome.Meets : MatchOutcome.Fails,
            v => v ? "data can be taken away" : "data stay with the vendor"),
        _ => null,
    };

    private static RequirementCheck? Offer(VendorOption option, VendorRole role) => role != VendorRole.Tuning ? null : On(
        "new training can be started", option.Tuning,
        v => v switch { TuningOffer.Offered => MatchOutcome.Meets, TuningOffer.ExistingCustomers => MatchOutcome.Unknown, _ => MatchOutcome.Fails },
        v => v switch
        {
            TuningOffer.Offered => "training is offered",
            TuningOffer.ExistingCustomers => "for those only who already train there; whether you do is not known",
            TuningOffer.Deprecated => "training has ended or is about to",
            _ => "no training is offered",
        });

    private RequirementCheck? TuningEnd(VendorOption option, VendorRole role) =>
        role == VendorRole.Tuning && option.TuningEnds is { } end ? Lasts("training can be repeated", end, "nobody can start training from") : null;

    private RequirementCheck? Shutdown(VendorOption option) => option.Shutdown is { } end ? Lasts("it is there", end, "it ends on") : null;

    private RequirementCheck Lasts(string what, VendorFact<DateOnly> end, string says) => On(
        $"{what} until {_end:O}", end, v => v < _end ? MatchOutcome.Fails : MatchOutcome.Meets, v => $"{says} {v:O}");

    // An unknown fee is left out: what usage costs is the cost model's, and most services have no fee beside it.
    private RequirementCheck? Fee(VendorOption option) => needs.Budget.Monthly is { } most && (needs.Budget.Currency == CurrencyRates.Basis ? 1 : usd) is { } rate && option.MinimumMonthlyFee is { } fee
        ? On($"at most {most.ToString(CultureInfo.InvariantCulture)} {needs.Budget.Currency} a month", fee, v => v > most * rate ? MatchOutcome.Fails : MatchOutcome.Meets,
            v => $"costs {v.ToString(CultureInfo.InvariantCulture)} USD a month at least")
        : null;

    private static RequirementCheck On<T>(string requirement, VendorFact<T>? fact, Func<T, MatchOutcome> outcome, Func<T, string> why) => fact is null
        ? new(requirement, MatchOutcome.Unknown, "not known", null, null)
        : new(requirement, fact.SecondHand ? MatchOutcome.Unknown : outcome(fact.Value), With(why(fact.Value), fact), fact.Source, fact.Read);

    private static string With<T>(string why, VendorFact<T>? fact) => (fact?.Note, fact?.SecondHand) switch
    {
        (null, not true) => why,
        ({ } note, not true) => $"{why} ({note.TrimEnd('.')})",
        (null, true) => $"{why}, as others than the vendor say",
        ({ } note, true) => $"{why}, as others than the vendor say ({note.TrimEnd('.')})",
    };
}

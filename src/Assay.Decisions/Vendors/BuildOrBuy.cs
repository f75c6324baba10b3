using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;

namespace Assay.Decisions.Vendors;

/// <summary>What an arm could be bought from or built with: which options meet the requirements, which do not and why, and of which a fact that matters is not known.</summary>
/// <param name="Arm">What is to be built.</param>
/// <param name="Roles">What it needs, each with its options.</param>
/// <param name="BookDate">The day of the facts.</param>
/// <param name="Warning">That the facts are old; null while they are fresh.</param>
public sealed record BuildOrBuy(string Arm, ImmutableArray<RoleOptions> Roles, DateOnly BookDate, string? Warning)
{
    /// <summary>Holds the options of a book against what a product needs.</summary>
    /// <param name="needs">The requirements; what is not stated is not required.</param>
    /// <param name="book">The facts.</param>
    /// <param name="arm">One of <see cref="NeedFields.Products"/>.</param>
    /// <param name="today">The current day; ends that are announced are counted from it.</param>
    /// <param name="rates">Rates of exchange for a budget in another currency than US dollars; without one it is held against no fee.</param>
    /// <returns>The options of every role that the arm needs.</returns>
    /// <exception cref="ArgumentException">The arm is none of them.</exception>
    public static BuildOrBuy Of(Needs needs, VendorBook book, string arm, DateOnly today, CurrencyRates? rates = null)
    {
        RequirementChecker checker = new(needs, today, rates?.Usd(needs.Budget.Currency));
        return new(arm, [.. RolesOf(arm).Select(r => new RoleOptions(r, [.. book.Options.Where(o => o.Roles.Contains(r)).Select(o => One(o, r))]))], book.Date, book.StaleWarning(today));

        OptionMatch One(VendorOption option, VendorRole role) => new(option, checker.Check(option, role), Notes(option, role), Leaving(needs, book, option, role));
    }

    private static ImmutableArray<VendorRole> RolesOf(string arm) => arm switch
    {
        "prompt" or "long-context" => [VendorRole.Model],
        "rag" => [VendorRole.Model, VendorRole.Vectors],
        "fine-tuned" => [VendorRole.Tuning, VendorRole.Inference],
        "hybrid" => [VendorRole.Tuning, VendorRole.Inference, VendorRole.Vectors],
        _ => throw new ArgumentException($"'{arm}' is none of {string.Join(", ", NeedFields.Products)}.", nameof(arm)),
    };

    private static LeavingCost Leaving(Needs needs, VendorBook book, VendorOption option, VendorRole role)
    {
        bool retrain = role == VendorRole.Tuning && option.WeightsExport is not { Value: true, SecondHand: false };
        bool reembed = role == VendorRole.Vectors && option.DataExport is not { Value: true, SecondHand: false };
        return new(reembed, reembed ? needs.Corpus.Tokens : null, retrain, retrain ? needs.Examples : null, 1, book.Leaving(role, !retrain && !reembed));
    }

    private static ImmutableArray<string> Notes(VendorOption option, VendorRole role)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (option.Hosting == VendorHosting.Managed && role != VendorRole.Vectors)
        {
            notes.Add(Say(option.RetentionDays, v => v == 0 ? "Inputs are not stored" : $"Inputs are stored up to {v} days", "How long inputs are stored is not known"));
            notes.Add(Say(option.ZeroRetention, ZeroRetentionText, "Whether storing can be turned off is not known"));
        }

        if (option.Licence is not null) notes.Add(Say(option.Licence, v => $"Licence: {v}", string.Empty));
        if (option.LicenceChanges is not null) notes.Add(Say(option.LicenceChanges, v => v.TrimEnd('.'), string.Empty));
        if (option.LockIn is not null) notes.Add(Say(option.LockIn, v => v.TrimEnd('.'), string.Empty));
        return notes.ToImmutable();
    }

    private static string Say<T>(VendorFact<T>? fact, Func<T, string> text, string unknown) => fact is null
        ? unknown + "."
        : $"{text(fact.Value)}. {(fact.Note is null ? string.Empty : fact.Note + " ")}{(fact.SecondHand ? "Others than the vendor say so " : string.Empty)}({fact.Source}, read {fact.Read:O})";

    private static string ZeroRetentionText(ZeroRetention value) => value switch
    {
        ZeroRetention.Default => "Storing is off anyhow",
        ZeroRetention.SelfServe => "Storing can be turned off by a setting",
        ZeroRetention.OnRequest => "Storing can be turned off with the vendor's approval",
        _ => "Storing cannot be turned off",
    };
}

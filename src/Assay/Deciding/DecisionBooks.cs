using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Decisions.Rules;
using Assay.Decisions.Vendors;

namespace Assay.Deciding;

/// <summary>The dated data that decisions rest on.</summary>
/// <param name="Prices">What models, processors and stores cost.</param>
/// <param name="Rules">What was published on when to prompt, retrieve and tune.</param>
/// <param name="Vendors">Who offers what.</param>
public sealed record DecisionBooks(PriceBooks Prices, RuleBook Rules, VendorBook Vendors)
{
    /// <summary>The books that come with Assay.</summary>
    /// <returns>Read once.</returns>
    public static DecisionBooks Bundled() => new(PriceBooks.Bundled(), RuleBook.Bundled(), VendorBook.Bundled());

    /// <summary>Versions and days by name.</summary>
    public ImmutableSortedDictionary<string, string> Versions => ImmutableSortedDictionary<string, string>.Empty
        .Add("prices", FormattableString.Invariant($"{Prices.Models.Date:yyyy-MM-dd}"))
        .Add("rules", FormattableString.Invariant($"{Rules.Version} of {Rules.Date:yyyy-MM-dd}"))
        .Add("vendors", FormattableString.Invariant($"{Vendors.Version} of {Vendors.Date:yyyy-MM-dd}"));
}

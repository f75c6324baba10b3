using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Decisions.Rules;
using Assay.Decisions.Vendors;
using Assay.Projects;

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

    /// <summary>The books with the prices that a project brings.</summary>
    /// <param name="project">The project; null for none.</param>
    /// <returns>New books.</returns>
    /// <exception cref="Text.InputException">Its file cannot be used.</exception>
    public static DecisionBooks For(Project? project)
    {
        DecisionBooks bundled = Bundled();
        return project?.Prices is { } file ? bundled with { Prices = bundled.Prices.With(file) } : bundled;
    }

    /// <summary>Versions and days by name.</summary>
    public ImmutableSortedDictionary<string, string> Versions => ImmutableSortedDictionary<string, string>.Empty
        .Add("assumptions", CostAssumptions.Version)
        .Add("prices", FormattableString.Invariant($"{Prices.Models.Date:yyyy-MM-dd}"))
        .Add("rules", FormattableString.Invariant($"{Rules.Version} of {Rules.Date:yyyy-MM-dd}"))
        .Add("vendors", FormattableString.Invariant($"{Vendors.Version} of {Vendors.Date:yyyy-MM-dd}"));
}

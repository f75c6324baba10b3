using System.Collections.Immutable;

namespace Assay.Decisions.Prices;

/// <summary>A dated list of what models cost. Prices are data (<c>Prices/models.json</c>), not code.</summary>
public sealed class PriceBook
{
    private readonly Dictionary<(string Provider, string Model), ModelPrice> _prices;

    internal PriceBook(PriceOrigin origin, IEnumerable<(string Provider, string Model, ModelPrice Price)> models)
    {
        (Date, Source) = (origin.Date, origin.Source);
        _prices = models.ToDictionary(m => (m.Provider, m.Model), m => m.Price);
    }

    /// <summary>The day the prices were read from their source.</summary>
    public DateOnly Date { get; }

    /// <summary>Where they were read.</summary>
    public string Source { get; }

    /// <summary>Every listed model.</summary>
    public ImmutableArray<(string Provider, string Model)> Names => [.. _prices.Keys];

    /// <summary>The book that comes with Assay.</summary>
    /// <returns>The prices of <c>Prices/models.json</c>.</returns>
    public static PriceBook Bundled() => PriceBooks.Bundled().Models;

    /// <summary>The price of a model, exactly as named or as the dated snapshot of a listed name (<c>NAME-2025-01-31</c>).</summary>
    /// <param name="provider"><c>openai</c>, <c>anthropic</c> or <c>google</c>.</param>
    /// <param name="model">The provider's model name.</param>
    /// <returns>Null when the book does not list it.</returns>
    public ModelPrice? Find(string provider, string model) => _prices.GetValueOrDefault((provider, model))
        ?? _prices.Where(p => p.Key.Provider == provider && IsSnapshotOf(model, p.Key.Model)).Select(p => p.Value).FirstOrDefault();

    /// <summary>A warning when the book is older than 90 days.</summary>
    /// <param name="today">The current day.</param>
    /// <returns>Null while the book is fresh.</returns>
    public string? StaleWarning(DateOnly today) => new PriceOrigin(Source, Date).IsStale(today)
        ? $"Prices are of {Date:yyyy-MM-dd}, more than {PriceOrigin.StaleAfterDays} days old; set 'price' in assay.yaml if yours differ."
        : null;

    private static bool IsSnapshotOf(string model, string listed) =>
        model.Length > listed.Length + 1 && model.StartsWith(listed + "-", StringComparison.Ordinal)
        && model[(listed.Length + 1)..].All(c => char.IsAsciiDigit(c) || c == '-');
}

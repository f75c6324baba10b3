using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assay.Decisions.Prices;

/// <summary>A dated list of what models cost. Prices are data (<c>Prices/models.json</c>), not code.</summary>
public sealed class PriceBook
{
    private const int StaleAfterDays = 90;
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
    private readonly Dictionary<(string Provider, string Model), ModelPrice> _prices;

    private PriceBook(FileContent content)
    {
        Date = content.Date;
        Source = content.Source;
        _prices = content.Models.ToDictionary(
            m => (m.Provider, m.Model), m => new ModelPrice(m.Input, m.CachedInput ?? m.Input, m.Output, m.ContextWindow));
    }

    /// <summary>The day the prices were read from their source.</summary>
    public DateOnly Date { get; }

    /// <summary>Where they were read.</summary>
    public string Source { get; }

    /// <summary>The book that comes with Assay.</summary>
    /// <returns>The prices of <c>Prices/models.json</c>.</returns>
    public static PriceBook Bundled()
    {
        using Stream stream = typeof(PriceBook).Assembly.GetManifestResourceStream("Assay.Decisions.Prices.models.json")!;
        return new PriceBook(JsonSerializer.Deserialize<FileContent>(stream, Json)!);
    }

    /// <summary>The price of a model, exactly as named or as the dated snapshot of a listed name (<c>NAME-2025-01-31</c>).</summary>
    /// <param name="provider"><c>openai</c> or <c>anthropic</c>.</param>
    /// <param name="model">The provider's model name.</param>
    /// <returns>Null when the book does not list it.</returns>
    public ModelPrice? Find(string provider, string model) => _prices.GetValueOrDefault((provider, model))
        ?? _prices.Where(p => p.Key.Provider == provider && IsSnapshotOf(model, p.Key.Model)).Select(p => p.Value).FirstOrDefault();

    /// <summary>A warning when the book is older than 90 days.</summary>
    /// <param name="today">The current day.</param>
    /// <returns>Null while the book is fresh.</returns>
    public string? StaleWarning(DateOnly today) => today.DayNumber - Date.DayNumber > StaleAfterDays
        ? $"Prices are of {Date:yyyy-MM-dd}, more than {StaleAfterDays} days old; set 'price' in assay.yaml if yours differ."
        : null;

    private static bool IsSnapshotOf(string model, string listed) =>
        model.Length > listed.Length + 1 && model.StartsWith(listed + "-", StringComparison.Ordinal)
        && model[(listed.Length + 1)..].All(c => char.IsAsciiDigit(c) || c == '-');

    private sealed record FileContent(int Version, DateOnly Date, string Source, string Currency, string Unit, List<Entry> Models);

    private sealed record Entry(string Provider, string Model, decimal Input, decimal? CachedInput, decimal Output, int? ContextWindow);
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assay.Decisions.Vendors;

/// <summary>A dated list of what can be bought or run, and what is known of it. The facts are data (<c>Vendors/vendors.json</c>), not code.</summary>
public sealed class VendorBook
{
    private const int StaleAfterDays = 90;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private readonly ImmutableArray<LeavingEffort> _leaving;

    private VendorBook(FileContent content)
    {
        Version = content.Version;
        Date = content.Date;
        Options = content.Options;
        _leaving = content.Leaving;
    }

    /// <summary>Counts the editions of the book.</summary>
    public int Version { get; }

    /// <summary>The day of the edition; no fact was read later.</summary>
    public DateOnly Date { get; }

    /// <summary>What there is, in the book's order.</summary>
    public ImmutableArray<VendorOption> Options { get; }

    /// <summary>The book that comes with Assay.</summary>
    /// <returns>The facts of <c>Vendors/vendors.json</c>.</returns>
    public static VendorBook Bundled()
    {
        using Stream stream = typeof(VendorBook).Assembly.GetManifestResourceStream("Assay.Decisions.Vendors.vendors.json")!;
        return new VendorBook(JsonSerializer.Deserialize<FileContent>(stream, Json)!);
    }

    /// <summary>Reads a book in the form of the bundled one.</summary>
    /// <param name="text">The file's text.</param>
    /// <returns>The book.</returns>
    /// <exception cref="JsonException">A name, a member or a value is not one of the form.</exception>
    internal static VendorBook Parse(string text) => new(JsonSerializer.Deserialize<FileContent>(text, Json)!);

    /// <summary>A warning when the book is older than 90 days.</summary>
    /// <param name="today">The current day.</param>
    /// <returns>Null while the book is fresh.</returns>
    public string? StaleWarning(DateOnly today) => today.DayNumber - Date.DayNumber > StaleAfterDays
        ? $"Facts about vendors are of {Date:O}, more than {StaleAfterDays} days old; look at the sources before you rely on them."
        : null;

    /// <summary>How much work it is to leave.</summary>
    /// <param name="role">What it was used for.</param>
    /// <param name="portable">Whether what was made there can be taken along.</param>
    /// <returns>The range and what it rests on.</returns>
    internal LeavingEffort Leaving(VendorRole role, bool portable) =>
        _leaving.FirstOrDefault(e => e.Role == role && e.Portable == portable) ?? _leaving.First(e => e.Role == role);

    private sealed record FileContent(int Version, DateOnly Date, string Note, ImmutableArray<VendorOption> Options, ImmutableArray<LeavingEffort> Leaving);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Projects;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Text;

namespace Assay.ChunkingEvaluation;

/// <summary>The ways of cutting that are compared, and how they are written in one line: <c>structure:64+section</c>.</summary>
public static class ChunkingGrid
{
    /// <summary>How a setting is written.</summary>
    public const string Form = "STRATEGY:TOKENS[/OVERLAP][+section|+window][-headers], for example structure:256, fixed:256/32 or sentences:32+window";

    private const string Default =
        "structure:128 structure:256 structure:512 fixed:256 fixed:256/32 sentences:128 recursive:256/32 recursive:512 structure:64+section sentences:32+window structure:256-headers";

    /// <summary>The settings compared when nothing else is asked for.</summary>
    /// <param name="current">The project's own; supplies everything the grid does not name, and is compared too.</param>
    /// <returns>The current setting, then the grid's; each once.</returns>
    public static ImmutableArray<RetrievalSettings> Standard(RetrievalSettings current) => Parse(Default, current);

    /// <summary>Settings as a user writes them.</summary>
    /// <param name="text">Settings separated by white space or commas, see <see cref="Form"/>.</param>
    /// <param name="current">The project's own; supplies everything the text does not name, and is compared too.</param>
    /// <returns>The current setting, then those of the text; each once.</returns>
    /// <exception cref="InputException">One or more are not of the form; lists all of them.</exception>
    public static ImmutableArray<RetrievalSettings> Parse(string text, RetrievalSettings current)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(current);
        var problems = new List<Problem>();
        var settings = new List<RetrievalSettings> { current };
        foreach (string written in text.Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (One(written, current) is { } setting) settings.Add(setting);
            else problems.Add(new Problem("", null, $"--grid: '{written}' is no setting. Expected {Form}; tokens 32 to 4096, overlap at most half of them."));
        }

        if (problems.Count > 0) throw new InputException(problems);
        return [.. settings.DistinctBy(Write, StringComparer.Ordinal)];
    }

    /// <summary>A setting in the grid's own form.</summary>
    /// <param name="setting">Any setting.</param>
    /// <returns>For example <c>fixed:256/32</c>.</returns>
    public static string Write(RetrievalSettings setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Name(setting.Chunking)}:{setting.ChunkTokens}"));
        if (setting.OverlapTokens > 0) text.Append(CultureInfo.InvariantCulture, $"/{setting.OverlapTokens}");
        if (setting.Expand != PassageExpansion.None) text.Append(CultureInfo.InvariantCulture, $"+{Name(setting.Expand)}");
        if (!setting.ContextualHeaders) text.Append("-headers");
        return text.ToString();
    }

    /// <summary>A setting as lines of <c>assay.yaml</c>.</summary>
    /// <param name="setting">Any setting.</param>
    /// <returns>A <c>retrieval:</c> mapping of what concerns cutting and expanding.</returns>
    public static string Yaml(RetrievalSettings setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"retrieval:\n  chunking: {Name(setting.Chunking)}\n  chunkTokens: {setting.ChunkTokens}\n  overlapTokens: {setting.OverlapTokens}\n"));
        text.Append(CultureInfo.InvariantCulture, $"  contextualHeaders: {(setting.ContextualHeaders ? "on" : "off")}\n  expand: {Name(setting.Expand)}\n");
        if (setting.Expand != PassageExpansion.None) text.Append(CultureInfo.InvariantCulture, $"  expandTokens: {setting.ExpandTokens}\n");
        if (setting.Expand == PassageExpansion.Window) text.Append(CultureInfo.InvariantCulture, $"  windowChunks: {setting.WindowChunks}\n");
        return text.ToString();
    }

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static RetrievalSettings? One(string written, RetrievalSettings current)
    {
        bool headers = !written.EndsWith("-headers", StringComparison.Ordinal);
        string rest = headers ? written : written[..^"-headers".Length];
        string[] expanded = rest.Split('+');
        string[] parts = expanded[0].Split(':');
        if (expanded.Length > 2 || parts.Length != 2 || Value<ChunkingStrategy>(parts[0]) is not { } strategy) return null;
        PassageExpansion? expand = expanded.Length == 1 ? PassageExpansion.None : Value<PassageExpansion>(expanded[1]);
        string[] sizes = parts[1].Split('/');
        int overlap = 0;
        if (expand is null || sizes.Length > 2 || Number(sizes[0]) is not (>= 32 and <= 4096) || (sizes.Length == 2 && Number(sizes[1]) is null)) return null;
        int tokens = Number(sizes[0])!.Value;
        if (sizes.Length == 2) overlap = Number(sizes[1])!.Value;
        if (overlap > tokens / 2) return null;
        return current with { Chunking = strategy, ChunkTokens = tokens, OverlapTokens = overlap, Expand = expand.Value, ContextualHeaders = headers };
    }

    private static T? Value<T>(string name) where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>()) if (Name(value) == name) return value;
        return null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}

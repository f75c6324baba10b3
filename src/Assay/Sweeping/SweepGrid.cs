using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Sweeping;

/// <summary>The candidates of a sweep: every combination of the values of some settings.</summary>
public static class SweepGrid
{
    /// <summary>Most candidates of one sweep.</summary>
    public const int MostCandidates = 200;

    private static readonly string[] s_whole = ["model", "adapter", "embedder", "reranker", "decoding", "instructions", "prompt"];

    private static readonly string[] s_retrieval =
    [
        "passages", "chunking", "chunkTokens", "overlapTokens", "contextualHeaders", "expand", "expandTokens", "windowChunks", "contextTokens", "longContextTokens", "conflicts", "order",
        "abstainBelow", "expansion", "expansionModel", "rerankDepth",
    ];

    /// <summary>What is tried where nothing else is asked for: how many passages are handed over, and how large they are.</summary>
    public static ImmutableArray<SweepSetting> Standard { get; } = [new("retrieval.passages", ["3", "8", "16"]), new("retrieval.chunkTokens", ["128", "256", "512"])];

    /// <summary>Reads a setting with its values.</summary>
    /// <param name="text"><c>passages=4,8,16</c>: a setting of the project file (those under <c>retrieval</c> also without it) and values with commas between them; <c>@FILE</c> is what the file holds.</param>
    /// <param name="folder">Where files are looked for.</param>
    /// <returns>The setting.</returns>
    /// <exception cref="InputException">It is not of that form, cannot be varied, or the file is not there.</exception>
    public static SweepSetting Parse(string text, string folder)
    {
        ArgumentNullException.ThrowIfNull(text);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw Wrong($"--vary: expected a setting with values such as passages=4,8,16, found '{text}'.");
        string key = Key(text[..equals].Trim());
        string[] values = [.. text[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        if (values.Any(v => v.Length == 0)) throw Wrong($"--vary: '{text}' has an empty value.");
        return new SweepSetting(key, [.. values.Select(v => v[0] == '@' ? Content(v[1..], folder) : v)]);
    }

    /// <summary>Every combination of values.</summary>
    /// <param name="settings">The settings; none is there twice.</param>
    /// <returns>Candidates, each a value for every setting.</returns>
    /// <exception cref="InputException">A setting is there twice, or there are too many combinations.</exception>
    public static ImmutableArray<ImmutableArray<KeyValuePair<string, string>>> Combine(ImmutableArray<SweepSetting> settings)
    {
        if (settings.GroupBy(s => s.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Wrong($"--vary: '{twice.Key}' is given twice. Write all its values behind one.");
        long count = settings.Aggregate(1L, (product, s) => Math.Min(product * s.Values.Length, int.MaxValue));
        if (count > MostCandidates) throw Wrong($"--vary: these are {count} combinations, and at most {MostCandidates} are tried at once. Try fewer values, or some settings first.");
        IEnumerable<ImmutableArray<KeyValuePair<string, string>>> all = [[]];
        foreach (SweepSetting setting in settings) all = all.SelectMany(c => setting.Values.Select(v => c.Add(new(setting.Key, v))));
        return [.. all];
    }

    /// <summary>A candidate in one line.</summary>
    /// <param name="changes">Settings with values.</param>
    /// <returns>For example <c>passages=8 chunkTokens=256</c>; long values are cut.</returns>
    public static string Name(IEnumerable<KeyValuePair<string, string>> changes) => string.Join(' ', changes.Select(c => $"{c.Key.Replace("retrieval.", "", StringComparison.Ordinal)}={Short(c.Value)}"));

    private static string Key(string name)
    {
        if (s_whole.Contains(name)) return name;
        string inner = name.StartsWith("retrieval.", StringComparison.Ordinal) ? name["retrieval.".Length..] : name;
        if (s_retrieval.Contains(inner)) return $"retrieval.{inner}";
        string hint = NearestName.Find(name, [.. s_whole, .. s_retrieval]) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw Wrong($"--vary: '{name}' cannot be varied.{hint} Valid: {string.Join(", ", s_whole)}, {string.Join(", ", s_retrieval)}.");
    }

    private static string Content(string file, string folder)
    {
        string path = Path.GetFullPath(Path.Combine(folder, file));
        if (!File.Exists(path)) throw new InputException(new Problem(path, null, "This file does not exist: --vary takes what @FILE holds for a value."));
        if (new FileInfo(path).Length > 1 << 16) throw new InputException(new Problem(path, null, "This file holds more than 64 KB, too much for a setting."));
        return File.ReadAllText(path).Trim();
    }

    private static string Short(string value) => value.ReplaceLineEndings(" ") is var line && line.Length > 40 ? $"{line[..37]}..." : line;

    private static InputException Wrong(string message) => new(new Problem("", null, message));
}

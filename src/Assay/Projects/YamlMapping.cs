using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;
using YamlDotNet.RepresentationModel;

namespace Assay.Projects;

/// <summary>
/// Strict reading of one YAML mapping: every key is asked for once, and <see cref="Finish"/> reports those that nobody asked for with the nearest valid name.
/// A wrong value is a problem with its line and the default is used, so that one pass reports all of them.
/// </summary>
internal sealed class YamlMapping(string file, YamlMappingNode node, string path, List<Problem> problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string? Text(string key)
    {
        if (Find(key) is not { } value) return null;
        if (value is YamlScalarNode { Value: { Length: > 0 } text } && !string.IsNullOrWhiteSpace(text)) return text;
        Report(value, $"'{Name(key)}' must be a text, found {Describe(value)}.");
        return null;
    }

    public int? Integer(string key, int least, int most) =>
        Parse<int>(key, text => int.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null,
            $"a whole number from {least.ToString("N0", CultureInfo.InvariantCulture)} to {most.ToString("N0", CultureInfo.InvariantCulture)}");

    public long? Count(string key) =>
        Parse<long>(key, text => long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 ? value : null,
            "a whole number greater than 0, without unit");

    public decimal? Amount(string key) =>
        Parse<decimal>(key, text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : null,
            "an amount of 0 or more, without unit or thousands separator (2.50)");

    public TimeSpan? Duration(string key) => Parse<TimeSpan>(key, Durations.Parse, "a time with its unit (800ms, 2s, 1.5s, 1m)");

    public bool? Flag(string key, string yes, string no) =>
        Parse<bool>(key, text => text == yes ? true : text == no ? false : null, $"'{yes}' or '{no}'");

    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> choices) where T : struct =>
        Parse<T>(key, text => choices.TryGetValue(text, out T value) ? value : null, "one of " + string.Join(", ", choices.Keys), choices.Keys);

    public ImmutableArray<string> List(string key)
    {
        if (Find(key) is not { } value) return [];
        if (value is YamlScalarNode { Value.Length: > 0 } scalar) return [scalar.Value];
        if (value is YamlSequenceNode sequence && sequence.Children.Count > 0 && sequence.Children.All(c => c is YamlScalarNode { Value.Length: > 0 }))
        {
            return [.. sequence.Children.Select(c => ((YamlScalarNode)c).Value!)];
        }

        Report(value, $"'{Name(key)}' must be a list of texts such as [docs/**/*.md], found {Describe(value)}.");
        return [];
    }

    public YamlMapping? Mapping(string key)
    {
        if (Find(key) is not { } value) return null;
        if (value is YamlMappingNode mapping) return new YamlMapping(file, mapping, Name(key), problems);
        Report(value, $"'{Name(key)}' must be a mapping (indented 'key: value' lines), found {Describe(value)}.");
        return null;
    }

    public int Line(string key) => Entry(key)?.Key.Start.Line is { } line ? checked((int)line) : 1;

    public void Report(string key, string message) => problems.Add(new Problem(file, Line(key), message));

    /// <summary>Reports every key that was not asked for.</summary>
    public void Finish()
    {
        foreach (YamlNode key in node.Children.Keys)
        {
            if (key is YamlScalarNode { Value: { } name } && _known.Contains(name)) continue;
            string given = (key as YamlScalarNode)?.Value ?? "?";
            string hint = NearestName.Find(given, _known) is { } nearest ? $" Did you mean '{Name(nearest)}'?" : "";
            Report(key, $"'{Name(given)}' is not a setting.{hint} Valid here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }
    }

    /// <summary>A value of any kind.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="parse">Null for a text that is none.</param>
    /// <param name="expected">What is expected, for the message.</param>
    /// <param name="names">Names among which the nearest is proposed; null for none.</param>
    public T? Parse<T>(string key, Func<string, T?> parse, string expected, IEnumerable<string>? names = null) where T : struct
    {
        if (Find(key) is not { } value) return null;
        string? text = (value as YamlScalarNode)?.Value;
        if (text is not null && parse(text) is { } parsed) return parsed;
        string hint = text is not null && names is not null && NearestName.Find(text, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        Report(value, $"'{Name(key)}' must be {expected}, found {Describe(value)}.{hint}");
        return null;
    }

    /// <summary>A value whose form somebody else knows: a text, or a list of texts joined by commas.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="fits">Whether a text is of the form.</param>
    /// <param name="expected">What is expected, for the message.</param>
    /// <param name="names">Names among which the nearest is proposed.</param>
    /// <returns>Null where there is none or it does not fit, which is reported.</returns>
    public string? Words(string key, Func<string, bool> fits, string expected, IEnumerable<string> names)
    {
        if (Find(key) is not { } value) return null;
        string? text = value is YamlSequenceNode { Children.Count: > 0 } list && list.Children.All(c => c is YamlScalarNode { Value.Length: > 0 })
            ? string.Join(",", list.Children.Select(c => ((YamlScalarNode)c).Value))
            : (value as YamlScalarNode)?.Value;
        if (text is not null && fits(text)) return text;
        string hint = text is not null && NearestName.Find(text, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        Report(value, $"'{Name(key)}' must be {expected}, found {Describe(value)}.{hint}");
        return null;
    }

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        return Entry(key)?.Value;
    }

    private KeyValuePair<YamlNode, YamlNode>? Entry(string key)
    {
        foreach (KeyValuePair<YamlNode, YamlNode> entry in node.Children)
        {
            if (entry.Key is YamlScalarNode scalar && scalar.Value == key) return entry;
        }

        return null;
    }

    private string Name(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private void Report(YamlNode at, string message) => problems.Add(new Problem(file, checked((int)at.Start.Line), message));

    private static string Describe(YamlNode value) => value switch
    {
        YamlScalarNode { Value: { Length: > 0 } text } => $"'{text}'",
        YamlScalarNode => "nothing",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };
}

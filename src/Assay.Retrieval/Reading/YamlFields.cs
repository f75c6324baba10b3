using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Assay.Retrieval.Reading;

/// <summary>The fields of a YAML mapping of unknown origin. Nesting and size are limited and aliases are refused, so that no text can exhaust stack or memory.</summary>
internal sealed class YamlFields
{
    private const int DeepestNesting = 20;
    private const int MaxLength = 1 << 20;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private YamlFields(ImmutableArray<(YamlNode Key, YamlNode Value)> nodes, string? problem, int line)
    {
        Nodes = nodes;
        Problem = problem;
        ProblemLine = line;
    }

    /// <summary>The fields in their order; empty when there is a problem.</summary>
    public ImmutableArray<(YamlNode Key, YamlNode Value)> Nodes { get; }

    /// <summary>Why the text cannot be understood; null when it can.</summary>
    public string? Problem { get; }

    /// <summary>1-based line of the problem in the text.</summary>
    public int ProblemLine { get; }

    /// <summary>Reads a text; one without content has no fields.</summary>
    public static YamlFields Parse(string text)
    {
        if (text.Length > MaxLength) return Wrong($"it is longer than {MaxLength} characters", 1);
        try
        {
            if (Unsafe(text) is { } found) return found;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [] => new YamlFields([], null, 0),
                [{ RootNode: YamlMappingNode mapping }] => new YamlFields([.. mapping.Children.Select(c => (c.Key, c.Value))], null, 0),
                [{ RootNode: YamlScalarNode { Value: "" or null } }] => new YamlFields([], null, 0),
                _ => Wrong("expected 'key: value' lines", 1),
            };
        }
        catch (Exception error) when (error is YamlException or ArgumentException)
        {
            return Wrong($"this is no valid YAML: {error.Message.TrimEnd('.')}", error is YamlException yaml ? checked((int)Math.Max(1, yaml.Start.Line)) : 1);
        }
    }

    /// <summary>The text of a field; null when there is none or it is no scalar.</summary>
    public string? Text(string name) =>
        Nodes.FirstOrDefault(n => n.Key is YamlScalarNode key && key.Value == name).Value is YamlScalarNode { Value: { Length: > 0 } text } ? text : null;

    /// <summary>All fields as a JSON object; every scalar is a string.</summary>
    public string ToJson() => ToJson(Nodes).ToJsonString(Json);

    /// <summary>1-based line of a node.</summary>
    public static int LineOf(YamlNode node) => checked((int)Math.Max(1, node.Start.Line));

    /// <summary>A node for a message: one line, not too long.</summary>
    public static string Shown(YamlNode node)
    {
        string text = string.Concat((node is YamlScalarNode scalar ? scalar.Value ?? "" : node.ToString()).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length <= 60 ? text : text[..60] + "…";
    }

    private static JsonObject ToJson(IEnumerable<(YamlNode Key, YamlNode Value)> fields)
    {
        var json = new JsonObject();
        foreach ((YamlNode key, YamlNode value) in fields)
        {
            if (key is YamlScalarNode { Value: { } name }) json[name] = ToJson(value);
        }

        return json;
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => ToJson(mapping.Children.Select(c => (c.Key, c.Value))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    // The parser of YamlDotNet's nodes calls itself for every level, and an alias may stand for more than memory holds.
    private static YamlFields? Unsafe(string text)
    {
        int depth = 0, line = 1;
        try
        {
            for (var parser = new Parser(new StringReader(text)); parser.MoveNext();)
            {
                depth += parser.Current!.NestingIncrease;
                line = checked((int)Math.Max(1, parser.Current.Start.Line));
                if (depth > DeepestNesting) return Wrong("it is nested deeper than any setting", line);
                if (parser.Current is AnchorAlias) return Wrong("aliases (*name) are not read", line);
            }
        }
        catch (InvalidOperationException)
        {
            // How the parser gives up on some texts that end inside a list.
            return Wrong("this is no valid YAML: a bracket or quotation mark that is opened here or above is not closed", line);
        }

        return null;
    }

    private static YamlFields Wrong(string problem, int line) => new([], problem, line);
}

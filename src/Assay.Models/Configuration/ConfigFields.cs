using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;

namespace Assay.Models.Configuration;

/// <summary>Fields of a model's JSON file, read with their types: what is wrong is said with file and field.</summary>
/// <param name="file">Shown in messages.</param>
/// <param name="root">The object.</param>
/// <param name="path">Of the object in the file, ending in a dot; empty for the file's own.</param>
internal sealed class ConfigFields(string file, JsonElement root, string path = "")
{
    /// <summary>Largest file that is read: a configuration is a few thousand characters.</summary>
    private const long MaxLength = 4 << 20;

    /// <summary>The file, for messages.</summary>
    public string File => file;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A JSON object.</param>
    /// <exception cref="InputException">It is not there, too large, or no JSON object.</exception>
    public static ConfigFields Read(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists) throw Problem(path, "expected this file in the folder of a model; it is not there. Download the folder again, or name another.");
        if (info.Length > MaxLength) throw Problem(path, $"expected a configuration of a few thousand characters; this file has {info.Length} bytes.");
        if (!OrdinaryFile.HasContent(path)) throw Problem(path, OrdinaryFile.Nothing);
        try
        {
            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigFields(path, document.RootElement.Clone())
                : throw Problem(path, $"expected a JSON object; found {Name(document.RootElement)}.");
        }
        catch (JsonException error)
        {
            throw new InputException(new Problem(path, (int?)(error.LineNumber + 1), "this is not JSON: " + error.Message.Split(" LineNumber", 2)[0]));
        }
    }

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An object; null when it is not there.</summary>
    public ConfigFields? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ConfigFields(file, value, $"{path}{name}.") : throw Expected(name, "an object", value);

    /// <summary>Text; null when it is not there.</summary>
    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Expected(name, "text", value);

    /// <summary>A yes or no.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Expected(name, "true or false", value);

    /// <summary>A whole number within bounds; null when it is not there.</summary>
    public int? Count(string name, int least, int most)
    {
        if (Find(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number == Math.Floor(number) && number >= least && number <= most
            ? (int)number : throw Expected(name, $"a whole number from {least} to {most}", value);
    }

    /// <summary>A whole number that must be there.</summary>
    public int RequiredCount(string name, int least, int most) => Count(name, least, most) ?? throw Problem(file, $"'{path}{name}' is missing; expected a whole number from {least} to {most}.");

    /// <summary>A number within bounds; null when it is not there.</summary>
    public double? Number(string name, double least, double most)
    {
        if (Find(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most
            ? number : throw Expected(name, $"a number from {least:R} to {most:R}", value);
    }

    /// <summary>One whole number or a list of them; empty when it is not there.</summary>
    public ImmutableArray<int> Counts(string name)
    {
        if (Find(name) is not { } value) return [];
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return items.All(i => i.ValueKind == JsonValueKind.Number && i.TryGetInt32(out int number) && number >= 0)
            ? [.. items.Select(i => i.GetInt32())] : throw Expected(name, "whole numbers", value);
    }

    /// <summary>A list of texts; empty when it is not there.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        if (Find(name) is not { } value) return [];
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(i => i.GetString()!)] : throw Expected(name, "a list of texts", value);
    }

    /// <summary>Numbers by name, in the order of the file; empty when they are not there.</summary>
    public ImmutableArray<KeyValuePair<string, double>> Numbers(string name, double least, double most)
    {
        if (Object(name) is not { } entries) return [];
        return [.. entries.Names.Select(key => KeyValuePair.Create(key, entries.Number(key, least, most) ?? throw entries.Refuse(key, $"expected a number from {least:R} to {most:R}; found nothing.")))];
    }

    /// <summary>Whether a field is text.</summary>
    public bool IsText(string name) => Find(name)?.ValueKind == JsonValueKind.String;

    /// <summary>Whether a field says anything: it is there, and not null, false, or an empty text, list or object.</summary>
    public bool Says(string name) => Find(name) is { } value && value.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    /// <summary>A problem with a field.</summary>
    public InputException Refuse(string name, string why) => Problem(file, $"'{path}{name}': {why}");

    private IEnumerable<string> Names => root.EnumerateObject().Select(p => p.Name).Distinct(StringComparer.Ordinal);

    private JsonElement? Find(string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private InputException Expected(string name, string what, JsonElement value) => Problem(file, $"'{path}{name}': expected {what}; found {Shown(value)}.");

    private static InputException Problem(string file, string what) => new(new Problem(file, null, what));

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: <= 60 } text ? text : Name(value);

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "text",
        _ => value.GetRawText(),
    };
}

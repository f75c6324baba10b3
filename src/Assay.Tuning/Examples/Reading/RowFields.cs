using System.Collections.Immutable;
using System.Text.Json;
using Assay.Text;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Tuning.Examples.Reading;

/// <summary>The fields of a row, or of an object in it, with problems noted under their full name.</summary>
/// <param name="json">An object.</param>
/// <param name="path">What stands before the names of its fields; empty at the top.</param>
/// <param name="line">The row's line.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="names">Other names of the fields.</param>
internal sealed class RowFields(JsonElement json, string path, int line, RowProblems problems, ImmutableDictionary<string, string> names)
{
    private static readonly ImmutableDictionary<string, string> NoNames = ImmutableDictionary<string, string>.Empty;

    public int Line => line;

    public JsonElement Json => json;

    public RowFields Inside(JsonElement item, string field) => new(item, field, line, problems, NoNames);

    public string Name(string field) => names.GetValueOrDefault(field, field);

    public string PathOf(string field) => path.Length == 0 ? Name(field) : $"{path}.{Name(field)}";

    public void Problem(string field, string expected, string found, string fix) => problems.Add(line, field.Length == 0 ? path : PathOf(field), expected, found, fix);

    /// <summary>A field that is there and not null.</summary>
    public JsonElement? Find(string field) => json.TryGetProperty(Name(field), out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text that must be there.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="fix">What to do where it is missing.</param>
    /// <param name="mayBeBlank">Whether white space alone will do.</param>
    /// <returns>The text; null with a problem noted.</returns>
    public string? Text(string field, string fix, bool mayBeBlank = false)
    {
        if (Find(field) is not { } value)
        {
            Problem(field, "a text", json.TryGetProperty(Name(field), out _) ? "null" : $"no such field{Nearest(field)}", fix);
            return null;
        }

        if (Text(value, field) is not { } text) return null;
        if (mayBeBlank || !string.IsNullOrWhiteSpace(text)) return text;
        Problem(field, "a text", "an empty one", fix);
        return null;
    }

    /// <summary>A text that may be missing.</summary>
    public string? OptionalText(string field) => Find(field) is { } value ? Text(value, field) : null;

    /// <summary>A value as text.</summary>
    public string? Text(JsonElement value, string field)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Problem(field, "a text", Describe(value), value.ValueKind == JsonValueKind.Number ? "Put it in quotes." : "Write a text in quotes.");
            return null;
        }

        try
        {
            string text = value.GetString()!;
            if (!text.Contains('\0')) return text;
            Problem(field, "a text", "one with the character U+0000", "Remove it: it is no text, and other programs cut the text there.");
        }
        catch (InvalidOperationException)
        {
            Problem(field, "Unicode text", "half of a surrogate pair", "Repair the escape \\uD800 to \\uDFFF.");
        }

        return null;
    }

    /// <summary>A list that must be there and have items.</summary>
    public JsonElement? List(string field, string fix)
    {
        if (Find(field) is not { } value)
        {
            Problem(field, "a list", json.TryGetProperty(Name(field), out _) ? "null" : $"no such field{Nearest(field)}", fix);
            return null;
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0) return value;
        Problem(field, "a list with at least one item", value.ValueKind == JsonValueKind.Array ? "an empty one" : Describe(value), fix);
        return null;
    }

    /// <summary>An object that must be there.</summary>
    public JsonElement? Record(string field, string fix)
    {
        if (Find(field) is { ValueKind: JsonValueKind.Object } value) return value;
        Problem(field, "an object", Find(field) is { } other ? Describe(other) : "no such field", fix);
        return null;
    }

    /// <summary>A list of texts, or one text; empty where it is missing.</summary>
    public ImmutableArray<string> Texts(string field)
    {
        if (Find(field) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) return Text(value, field) is { } one ? [one] : [];
        ImmutableArray<string>.Builder texts = ImmutableArray.CreateBuilder<string>();
        int at = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (Text(item, $"{field}[{at++}]") is { } text) texts.Add(text);
        }

        return texts.ToImmutable();
    }

    /// <summary>A value in words, never longer than a few of them.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text {Shorten(value.GetRawText())}",
        JsonValueKind.Number => $"the number {Shorten(value.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    // What is wrong with a row is shown and written to files: no secret may be in it.
    private static string Shorten(string text)
    {
        string shown = new Redactor().Redact(text.Length <= 1000 ? text : text[..1000], 0, "");
        return shown.Length <= 30 ? shown : $"{shown[..27]}...";
    }

    private string Nearest(string field)
    {
        string? near = NearestName.Find(Name(field), json.EnumerateObject().Take(100).Select(p => p.Name));
        return near is null ? "" : $" (but '{near}')";
    }
}

using System.Text.Json;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>A part of a JSON file that knows where it is, for messages.</summary>
/// <param name="Element">The value.</param>
/// <param name="Path">Where it is, as in <c>model.vocab</c>.</param>
/// <param name="File">The file, as the user would type it.</param>
internal readonly record struct JsonPart(JsonElement Element, string Path, string File)
{
    /// <summary>Whether there is a value that is not null.</summary>
    public bool Exists => Element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The value of a property; of one that is not there, one that does not exist.</summary>
    public JsonPart this[string name]
    {
        get
        {
            if (Element.ValueKind != JsonValueKind.Object) throw Refused($"expected an object, found {Kind()}");
            Element.TryGetProperty(name, out JsonElement value);
            return new JsonPart(value, Path.Length == 0 ? name : $"{Path}.{name}", File);
        }
    }

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonPart> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Refused($"expected an array, found {Kind()}");
        JsonPart me = this;
        return Element.EnumerateArray().Select((e, i) => new JsonPart(e, $"{me.Path}[{i}]", me.File));
    }

    /// <summary>The properties of an object.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Properties()
    {
        if (Element.ValueKind != JsonValueKind.Object) throw Refused($"expected an object, found {Kind()}");
        JsonPart me = this;
        return Element.EnumerateObject().Select(p => (me.NameOf(p), new JsonPart(p.Value, me.Path, me.File)));
    }

    /// <summary>A string.</summary>
    public string Text()
    {
        if (Element.ValueKind != JsonValueKind.String) throw Refused($"expected a string, found {Kind()}");
        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refused("the string has half of a surrogate pair");
        }
    }

    /// <summary>A string, or another where there is none.</summary>
    public string TextOr(string otherwise) => Exists ? Text() : otherwise;

    /// <summary>A whole number in a range.</summary>
    public int Whole(int least, int most)
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out long value) && value >= least && value <= most) return (int)value;
        throw Refused($"expected a whole number from {least} to {most}, found {Kind()}");
    }

    /// <summary>A number.</summary>
    public double Number()
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double value) && double.IsFinite(value)) return value;
        throw Refused($"expected a number, found {Kind()}");
    }

    /// <summary>True or false, or another where there is none.</summary>
    public bool FlagOr(bool otherwise) => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Undefined or JsonValueKind.Null => otherwise,
        _ => throw Refused($"expected true or false, found {Kind()}"),
    };

    /// <summary>One character.</summary>
    public string Character()
    {
        string text = Text();
        return text.Length > 0 && text.Length == UnicodeText.UnitsAt(text, 0) ? text : throw Refused($"expected one character, found '{text}'");
    }

    /// <summary>An exception that says what is wrong here.</summary>
    public InputException Refused(string what) => new(new Problem(File, null, Path.Length == 0 ? $"{what}." : $"'{Path}': {what}."));

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw Refused("a name has half of a surrogate pair");
        }
    }

    private string Kind() => Element.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Number => Element.GetRawText() is { Length: <= 30 } number ? number : "a long number",
        _ => Element.ValueKind.ToString().ToLowerInvariant(),
    };
}

using System.Text.Json;

namespace Assay.Text.Templates;

/// <summary>A value of a template: JSON and the few things Python adds to it.</summary>
public sealed class TemplateValue
{
    private readonly object? content;

    private TemplateValue(TemplateKind kind, object? content)
    {
        Kind = kind;
        this.content = content;
    }

    /// <summary>Python's <c>None</c>.</summary>
    public static TemplateValue None { get; } = new(TemplateKind.None, null);

    /// <summary>True.</summary>
    public static TemplateValue True { get; } = new(TemplateKind.Bool, true);

    /// <summary>False.</summary>
    public static TemplateValue False { get; } = new(TemplateKind.Bool, false);

    /// <summary>What it is.</summary>
    public TemplateKind Kind { get; }

    internal bool Flag => (bool)content!;

    internal long Whole => (long)content!;

    internal double Real => (double)content!;

    internal string Text => Parts.Text;

    internal TemplateText Parts => (TemplateText)content!;

    internal string Name => (string)content!;

    internal IReadOnlyList<TemplateValue> Items => (IReadOnlyList<TemplateValue>)content!;

    internal OrderedDictionary<TemplateValue, TemplateValue> Entries => (OrderedDictionary<TemplateValue, TemplateValue>)content!;

    internal TemplateFunction Function => (TemplateFunction)content!;

    internal bool IsText => Kind == TemplateKind.Text;

    internal bool IsUndefined => Kind == TemplateKind.Undefined;

    internal bool IsNumber => Kind is TemplateKind.Whole or TemplateKind.Real or TemplateKind.Bool;

    internal bool IsList => Kind is TemplateKind.List or TemplateKind.Tuple;

    internal double AsReal => Kind == TemplateKind.Real ? Real : AsWhole;

    internal long AsWhole => Kind == TemplateKind.Bool ? (Flag ? 1 : 0) : Whole;

    /// <summary>A text that is handed to a template.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    public static TemplateValue Of(string text) => Of(TemplateText.Given(text));

    internal static TemplateValue Of(TemplateText text) => new(TemplateKind.Text, text);

    /// <summary>A text of the template itself, or of what belongs to it.</summary>
    internal static TemplateValue Own(string text) => Of(TemplateText.Own(text));

    /// <summary>A truth value.</summary>
    /// <param name="flag">The truth value.</param>
    /// <returns>The value.</returns>
    public static TemplateValue Of(bool flag) => flag ? True : False;

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static TemplateValue Of(long number) => new(TemplateKind.Whole, number);

    /// <summary>A number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>The value.</returns>
    public static TemplateValue Of(double number) => new(TemplateKind.Real, number);

    /// <summary>A list.</summary>
    /// <param name="items">Its items; not copied, and not to be changed from now on.</param>
    /// <returns>The value.</returns>
    public static TemplateValue OfList(IReadOnlyList<TemplateValue> items) => new(TemplateKind.List, items);

    /// <summary>Keys and values.</summary>
    /// <param name="entries">In the order in which templates see them; a later one replaces an earlier one.</param>
    /// <returns>The value.</returns>
    public static TemplateValue OfMapping(params IEnumerable<KeyValuePair<string, TemplateValue>> entries)
    {
        OrderedDictionary<TemplateValue, TemplateValue> map = NewEntries();
        foreach ((string key, TemplateValue value) in entries) map[Of(key)] = value;
        return OfEntries(map);
    }

    /// <summary>A JSON value. Numbers without point and exponent are whole, as in Python.</summary>
    /// <param name="json">The value.</param>
    /// <returns>The same for templates.</returns>
    /// <exception cref="AssayException">A string holds half of a surrogate pair, or a whole number needs more than 64 bits.</exception>
    public static TemplateValue FromJson(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => Of(json.GetString()!),
                JsonValueKind.True => True,
                JsonValueKind.False => False,
                JsonValueKind.Number => Number(json),
                JsonValueKind.Array => OfList([.. json.EnumerateArray().Select(FromJson)]),
                JsonValueKind.Object => OfMapping(json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, FromJson(p.Value)))),
                _ => None,
            };
        }
        catch (InvalidOperationException e)
        {
            throw new AssayException("A text for a chat template holds half of a surrogate pair: expected valid Unicode.", e);
        }
    }

    /// <summary>The value as JSON on one line: the way back from <see cref="FromJson"/>.</summary>
    /// <returns>JSON without blanks between its parts; characters beyond ASCII as they are.</returns>
    /// <exception cref="AssayException">It holds something that JSON has not, or is too long or too deep.</exception>
    public string ToJson()
    {
        try
        {
            return new PythonJson(null, ascii: false, sort: false, (",", ":")).Write(this);
        }
        catch (TemplateFault e)
        {
            throw new AssayException($"A value of a chat template cannot be written: {e.Message}", e);
        }
    }

    internal static TemplateValue Undefined(string name) => new(TemplateKind.Undefined, name);

    internal static TemplateValue OfTuple(IReadOnlyList<TemplateValue> items) => new(TemplateKind.Tuple, items);

    internal static TemplateValue OfEntries(OrderedDictionary<TemplateValue, TemplateValue> entries) => new(TemplateKind.Mapping, entries);

    internal static TemplateValue NewNamespace(OrderedDictionary<TemplateValue, TemplateValue> entries) => new(TemplateKind.Namespace, entries);

    internal static TemplateValue Of(TemplateFunction function) => new(TemplateKind.Function, function);

    internal static OrderedDictionary<TemplateValue, TemplateValue> NewEntries() => new(PythonEquality.Instance);

    private static TemplateValue Number(JsonElement json)
    {
        string text = json.GetRawText();
        if (text.AsSpan().IndexOfAny(".eE") >= 0) return Of(json.GetDouble());
        return json.TryGetInt64(out long whole) ? Of(whole) : throw new AssayException($"The number {text[..Math.Min(30, text.Length)]} in a value for a chat template needs more than 64 bits. Give it as a text.");
    }
}

/// <summary>Something a template can call.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Call">Runs it.</param>
internal sealed record TemplateFunction(string Name, Func<TemplateArguments, TemplateValue> Call);

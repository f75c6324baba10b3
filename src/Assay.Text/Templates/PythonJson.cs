using System.Globalization;
using System.Text;

namespace Assay.Text.Templates;

/// <summary>Values as Python's <c>json.dumps</c> writes them, for the filter <c>tojson</c>.</summary>
/// <param name="indent">Text of one level of indentation; null for one line.</param>
/// <param name="ascii">Whether other characters than ASCII are escaped.</param>
/// <param name="sort">Whether keys are sorted.</param>
/// <param name="separators">Between items and after keys.</param>
internal sealed class PythonJson(string? indent, bool ascii, bool sort, (string Item, string Key) separators)
{
    private readonly StringBuilder text = new();

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its JSON.</returns>
    /// <exception cref="TemplateFault">It holds something that JSON has not, or is too long.</exception>
    public string Write(TemplateValue value)
    {
        Write(value, 0);
        return text.ToString();
    }

    private void Write(TemplateValue value, int depth)
    {
        if (depth > TemplateLimits.DeepestValue) throw new TemplateFault("a value is nested too deeply for JSON.");
        switch (value.Kind)
        {
            case TemplateKind.None: text.Append("null"); break;
            case TemplateKind.Bool: text.Append(value.Flag ? "true" : "false"); break;
            case TemplateKind.Whole: text.Append(value.Whole.ToString(CultureInfo.InvariantCulture)); break;
            case TemplateKind.Real: text.Append(Real(value.Real)); break;
            case TemplateKind.Text: Quote(value.Text); break;
            case TemplateKind.List or TemplateKind.Tuple: Sequence(value.Items, depth); break;
            case TemplateKind.Mapping: Mapping(value, depth); break;
            default: throw new TemplateFault($"{PythonText.TypeName(value)} cannot be written as JSON.");
        }

        if (text.Length > TemplateLimits.LongestText) throw new TemplateFault($"a text grew beyond {TemplateLimits.LongestText} characters.");
    }

    private static string Real(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : PythonText.Float(value);

    private void Sequence(IReadOnlyList<TemplateValue> items, int depth)
    {
        text.Append('[');
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(separators.Item);
            Break(depth + 1);
            Write(items[i], depth + 1);
        }

        if (items.Count > 0) Break(depth);
        text.Append(']');
    }

    private void Mapping(TemplateValue value, int depth)
    {
        KeyValuePair<TemplateValue, TemplateValue>[] entries = [.. value.Entries];
        if (sort) entries = [.. entries.OrderBy(e => e.Key, Comparer<TemplateValue>.Create((x, y) => PythonEquality.Compare(x, y, "<") ?? 0))];
        text.Append('{');
        for (int i = 0; i < entries.Length; i++)
        {
            if (i > 0) text.Append(separators.Item);
            Break(depth + 1);
            Quote(Key(entries[i].Key));
            text.Append(separators.Key);
            Write(entries[i].Value, depth + 1);
        }

        if (entries.Length > 0) Break(depth);
        text.Append('}');
    }

    private static string Key(TemplateValue key) => key.Kind switch
    {
        TemplateKind.Text => key.Text,
        TemplateKind.None => "null",
        TemplateKind.Bool => key.Flag ? "true" : "false",
        TemplateKind.Whole => key.Whole.ToString(CultureInfo.InvariantCulture),
        TemplateKind.Real => Real(key.Real),
        _ => throw new TemplateFault($"{PythonText.TypeName(key)} cannot be a key in JSON."),
    };

    private void Break(int depth)
    {
        if (indent is null) return;
        text.Append('\n');
        for (int i = 0; i < depth; i++) text.Append(indent);
    }

    private void Quote(string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                default:
                    if (c < ' ' || (ascii && c > '~')) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    else text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}

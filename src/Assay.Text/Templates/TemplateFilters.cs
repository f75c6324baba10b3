using System.Globalization;
using System.Text;

namespace Assay.Text.Templates;

/// <summary>Filters: what may follow <c>|</c>. The value is the first argument. Where Python gives a generator, these give a list.</summary>
internal static class TemplateFilters
{
    private static readonly Dictionary<string, Func<TemplateArguments, TemplateValue>> All = new(StringComparer.Ordinal)
    {
        ["abs"] = a => Value(a) is { IsNumber: true } n ? n.Kind == TemplateKind.Real ? TemplateValue.Of(Math.Abs(n.Real)) : TemplateValue.Of(Math.Abs(n.AsWhole)) : throw new TemplateFault($"abs needs a number, not {PythonText.TypeName(Value(a))}."),
        ["capitalize"] = a => TemplateValue.Of(Parts(a).Changed(PythonStrings.Capitalize)),
        ["default"] = a => Value(a).IsUndefined || (a.Find(2, "boolean") is { } also && TemplateOperators.IsTrue(also) && !TemplateOperators.IsTrue(Value(a))) ? a.Find(1, "default_value") ?? TemplateValue.Own("") : Value(a),
        ["dictsort"] = ListFilters.DictSort,
        ["escape"] = a => TemplateValue.Of(Parts(a).Changed(Escape)),
        ["first"] = a => TemplateOperators.Iterate(Value(a)) is { Count: > 0 } items ? items[0] : TemplateValue.Undefined("first"),
        ["float"] = ToReal,
        ["indent"] = Indent,
        ["int"] = ToWhole,
        ["items"] = a => Value(a) switch
        {
            { Kind: TemplateKind.Mapping } mapping => TemplateOperators.Items(mapping),
            { IsUndefined: true } => TemplateValue.OfList([]),
            { } other => throw new TemplateFault($"items needs a mapping, not {PythonText.TypeName(other)}."),
        },
        ["join"] = ListFilters.Join,
        ["last"] = a => TemplateOperators.Iterate(Value(a)) is { Count: > 0 } items ? items[^1] : TemplateValue.Undefined("last"),
        ["length"] = a => TemplateValue.Of(TemplateOperators.Length(Value(a))),
        ["list"] = a => TemplateValue.OfList(TemplateOperators.Iterate(Value(a))),
        ["lower"] = a => TemplateValue.Of(Parts(a).Changed(PythonStrings.Lower)),
        ["map"] = ListFilters.Map,
        ["max"] = a => ListFilters.Extreme(a, 1),
        ["min"] = a => ListFilters.Extreme(a, -1),
        ["reject"] = a => ListFilters.Select(a, byAttribute: false, keep: false),
        ["rejectattr"] = a => ListFilters.Select(a, byAttribute: true, keep: false),
        ["replace"] = a => TemplateValue.Of(PythonStrings.Replace(Parts(a), PythonText.Str(a.Need(1, "old")), PythonText.Parts(a.Need(2, "new")), a.Find(3, "count") is null or { Kind: TemplateKind.None } ? -1 : a.Whole(3, "count", -1))),
        ["reverse"] = a => Value(a).IsText ? TemplateValue.Of(TemplateText.Join(TemplateText.Given(""), TemplateOperators.Iterate(Value(a)).Reverse().Select(i => i.Parts))) : TemplateValue.OfList([.. TemplateOperators.Iterate(Value(a)).Reverse()]),
        ["round"] = Round,
        ["safe"] = a => TemplateValue.Of(Parts(a)),
        ["select"] = a => ListFilters.Select(a, byAttribute: false, keep: true),
        ["selectattr"] = a => ListFilters.Select(a, byAttribute: true, keep: true),
        ["sort"] = ListFilters.Sort,
        ["string"] = a => TemplateValue.Of(Parts(a)),
        ["sum"] = ListFilters.Sum,
        ["title"] = a => TemplateValue.Of(Parts(a).Changed(Title)),
        ["tojson"] = ToJson,
        ["trim"] = a => TemplateValue.Of(Parts(a).Slice(PythonStrings.Strip(Parts(a).Text, a.Find(1, "chars") is null or { Kind: TemplateKind.None } ? null : a.Text(1, "chars"), true, true))),
        ["unique"] = ListFilters.Unique,
        ["upper"] = a => TemplateValue.Of(Parts(a).Changed(PythonStrings.Upper)),
    };

    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal) { ["d"] = "default", ["count"] = "length", ["e"] = "escape" };

    /// <summary>All names, for messages.</summary>
    public static string Names => string.Join(", ", All.Keys.Order(StringComparer.Ordinal));

    /// <summary>Whether there is such a filter.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if so.</returns>
    public static bool Known(string name) => All.ContainsKey(name) || Others.ContainsKey(name);

    /// <summary>Runs a filter.</summary>
    /// <param name="name">The name.</param>
    /// <param name="arguments">The value, then the filter's own arguments.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TemplateFault">There is no such filter, or it does not fit the value.</exception>
    public static TemplateValue Run(string name, TemplateArguments arguments) =>
        All.TryGetValue(Others.GetValueOrDefault(name, name), out Func<TemplateArguments, TemplateValue>? filter) ? filter(arguments) : throw new TemplateFault($"there is no filter '{name}'; supported are {Names}.");

    private static TemplateValue Value(TemplateArguments arguments) => arguments.Places[0];

    private static TemplateText Parts(TemplateArguments arguments) => PythonText.Parts(Value(arguments));

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);

    private static TemplateValue ToWhole(TemplateArguments arguments)
    {
        TemplateValue value = Value(arguments), otherwise = arguments.Find(1, "default") ?? TemplateValue.Of(0L);
        if (value.IsNumber) return value.Kind != TemplateKind.Real ? TemplateValue.Of(value.AsWhole) : double.IsFinite(value.Real) ? TemplateValue.Of(checked((long)value.Real)) : otherwise;
        if (!value.IsText) return otherwise;
        string text = PythonStrings.Strip(value.Text, null, true, true).Of(value.Text).ToString();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) return TemplateValue.Of(whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) ? TemplateValue.Of(checked((long)real)) : otherwise;
    }

    private static TemplateValue ToReal(TemplateArguments arguments)
    {
        TemplateValue value = Value(arguments);
        if (value.IsNumber) return TemplateValue.Of(value.AsReal);
        return value.IsText && double.TryParse(PythonStrings.Strip(value.Text, null, true, true).Of(value.Text), NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? TemplateValue.Of(real) : arguments.Find(1, "default") ?? TemplateValue.Of(0.0);
    }

    private static TemplateValue Round(TemplateArguments arguments)
    {
        TemplateValue value = Value(arguments);
        if (!value.IsNumber) throw new TemplateFault($"round needs a number, not {PythonText.TypeName(value)}.");
        int digits = (int)Math.Clamp(arguments.Whole(1, "precision", 0), 0, 15);
        string method = arguments.Find(2, "method") is { } given ? PythonText.Str(given) : "common";
        if (method == "common") return value.Kind == TemplateKind.Real ? TemplateValue.Of(Math.Round(value.Real, digits, MidpointRounding.ToEven)) : TemplateValue.Of(value.AsWhole);
        double scale = Math.Pow(10, digits);
        return TemplateValue.Of(method switch
        {
            "ceil" => Math.Ceiling(value.AsReal * scale) / scale,
            "floor" => Math.Floor(value.AsReal * scale) / scale,
            _ => throw new TemplateFault("round knows the methods common, ceil and floor."),
        });
    }

    private static TemplateValue Indent(TemplateArguments arguments)
    {
        TemplateValue width = arguments.Find(1, "width") ?? TemplateValue.Of(4L);
        TemplateText margin = width.IsText ? width.Parts : TemplateText.Own(new string(' ', (int)Math.Clamp(arguments.Whole(1, "width", 4), 0, 1000)));
        bool first = arguments.Find(2, "first") is { } f && TemplateOperators.IsTrue(f), blank = arguments.Find(3, "blank") is { } b && TemplateOperators.IsTrue(b);
        TemplateText text = Parts(arguments), end = TemplateText.Own("\n"), none = TemplateText.Given("");
        List<TextSpan> lines = PythonStrings.Lines(text.Text + "\n", keepEnds: false);
        IEnumerable<TemplateText> more = lines.Skip(1).SelectMany<TextSpan, TemplateText>(l => blank || l.Length > 0 ? [end, margin, text.Slice(l)] : [end]);
        return TemplateValue.Of(TemplateText.Join(none, [first ? margin : none, text.Slice(lines[0]), .. more]));
    }

    // Not str.title(): a word begins after white space, '-' or an opening bracket only.
    private static string Title(string text)
    {
        StringBuilder result = new(), word = new();
        foreach (char c in text)
        {
            if (!PythonStrings.IsSpace(c) && c is not ('-' or '(' or '{' or '[' or '<'))
            {
                word.Append(c);
                continue;
            }

            result.Append(PythonStrings.Capitalize(word.ToString())).Append(c);
            word.Clear();
        }

        return result.Append(PythonStrings.Capitalize(word.ToString())).ToString();
    }

    private static TemplateValue ToJson(TemplateArguments a)
    {
        TemplateValue? indent = a.Find(2, "indent");
        string? level = indent switch
        {
            null or { Kind: TemplateKind.None } => null,
            { IsText: true } => indent.Text,
            { Kind: TemplateKind.Whole or TemplateKind.Bool } => new string(' ', (int)Math.Clamp(indent.AsWhole, 0, 64)),
            _ => throw new TemplateFault($"tojson needs a whole number or a text for 'indent', not {PythonText.TypeName(indent)}."),
        };
        (string, string) separators = a.Find(3, "separators") is { IsList: true, Items.Count: 2 } pair ? (PythonText.Str(pair.Items[0]), PythonText.Str(pair.Items[1])) : (level is null ? ", " : ",", ": ");
        bool ascii = a.Find(1, "ensure_ascii") is { } e && TemplateOperators.IsTrue(e), sort = a.Find(4, "sort_keys") is { } s && TemplateOperators.IsTrue(s);
        return TemplateValue.Of(new PythonJson(level, ascii, sort, separators).Write(Value(a)));
    }
}

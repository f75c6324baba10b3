namespace Assay.Text.Templates;

/// <summary>Methods of texts, lists and mappings, as Python has them. What would change a list or mapping is refused.</summary>
internal static class TemplateMethods
{
    private static readonly HashSet<string> Changing = new(["append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear", "update", "setdefault", "popitem"], StringComparer.Ordinal);

    private static readonly Dictionary<string, Func<TemplateText, TemplateArguments, TemplateValue>> OfText = new(StringComparer.Ordinal)
    {
        ["strip"] = (t, a) => Strip(t, a, true, true),
        ["lstrip"] = (t, a) => Strip(t, a, true, false),
        ["rstrip"] = (t, a) => Strip(t, a, false, true),
        ["split"] = (t, a) => Texts(t, PythonStrings.Split(t.Text, Optional(a, 0, "sep"), a.Whole(1, "maxsplit", -1), fromEnd: false)),
        ["rsplit"] = (t, a) => Texts(t, PythonStrings.Split(t.Text, Optional(a, 0, "sep"), a.Whole(1, "maxsplit", -1), fromEnd: true)),
        ["splitlines"] = (t, a) => Texts(t, PythonStrings.Lines(t.Text, a.Find(0, "keepends") is { } keep && TemplateOperators.IsTrue(keep))),
        ["startswith"] = (t, a) => Affix(t.Text, a, (text, affix) => text.StartsWith(affix, StringComparison.Ordinal)),
        ["endswith"] = (t, a) => Affix(t.Text, a, (text, affix) => text.EndsWith(affix, StringComparison.Ordinal)),
        ["replace"] = (t, a) => TemplateValue.Of(PythonStrings.Replace(t, a.Text(0, "old"), a.Parts(1, "new"), a.Whole(2, "count", -1))),
        ["upper"] = (t, _) => TemplateValue.Of(t.Changed(PythonStrings.Upper)),
        ["lower"] = (t, _) => TemplateValue.Of(t.Changed(PythonStrings.Lower)),
        ["title"] = (t, _) => TemplateValue.Of(t.Changed(PythonStrings.Title)),
        ["capitalize"] = (t, _) => TemplateValue.Of(t.Changed(PythonStrings.Capitalize)),
        ["find"] = (t, a) => TemplateValue.Of(Index(t.Text, t.Text.IndexOf(a.Text(0, "sub"), StringComparison.Ordinal))),
        ["rfind"] = (t, a) => TemplateValue.Of(Index(t.Text, t.Text.LastIndexOf(a.Text(0, "sub"), StringComparison.Ordinal))),
        ["index"] = (t, a) => TemplateValue.Of(Index(t.Text, t.Text.IndexOf(a.Text(0, "sub"), StringComparison.Ordinal)) is >= 0 and var i ? i : throw new TemplateFault("index(): the text is not there.")),
        ["count"] = (t, a) => TemplateValue.Of(a.Text(0, "sub") is { Length: > 0 } sub ? PythonStrings.Split(t.Text, sub, -1, false).Count - 1 : PythonStrings.Length(t.Text) + 1),
        ["join"] = (t, a) => TemplateValue.Of(TemplateText.Join(t, TemplateOperators.Iterate(a.Need(0, "iterable")).Select(i => i.IsText ? i.Parts : throw new TemplateFault($"join() needs texts, not {PythonText.TypeName(i)}.")))),
        ["removeprefix"] = (t, a) => TemplateValue.Of(t.Text.StartsWith(a.Text(0, "prefix"), StringComparison.Ordinal) ? t.Slice(new TextSpan(a.Text(0, "prefix").Length, t.Text.Length)) : t),
        ["removesuffix"] = (t, a) => TemplateValue.Of(t.Text.EndsWith(a.Text(0, "suffix"), StringComparison.Ordinal) ? t.Slice(new TextSpan(0, t.Text.Length - a.Text(0, "suffix").Length)) : t),
        ["partition"] = (t, a) => Partition(t, a.Parts(0, "sep"), fromEnd: false),
        ["rpartition"] = (t, a) => Partition(t, a.Parts(0, "sep"), fromEnd: true),
        ["isdigit"] = (t, _) => TemplateValue.Of(t.Text.Length > 0 && t.Text.All(char.IsDigit)),
        ["isalpha"] = (t, _) => TemplateValue.Of(t.Text.Length > 0 && t.Text.All(char.IsLetter)),
        ["isalnum"] = (t, _) => TemplateValue.Of(t.Text.Length > 0 && t.Text.All(char.IsLetterOrDigit)),
        ["isspace"] = (t, _) => TemplateValue.Of(t.Text.Length > 0 && PythonStrings.IsSpace(t.Text)),
        ["isupper"] = (t, _) => TemplateValue.Of(t.Text.Any(char.IsUpper) && !t.Text.Any(char.IsLower)),
        ["islower"] = (t, _) => TemplateValue.Of(t.Text.Any(char.IsLower) && !t.Text.Any(char.IsUpper)),
    };

    private static readonly Dictionary<string, Func<TemplateValue, TemplateArguments, TemplateValue>> OfMapping = new(StringComparer.Ordinal)
    {
        ["items"] = (m, _) => TemplateOperators.Items(m),
        ["keys"] = (m, _) => TemplateValue.OfList([.. m.Entries.Keys]),
        ["values"] = (m, _) => TemplateValue.OfList([.. m.Entries.Values]),
        ["get"] = (m, a) => m.Entries.TryGetValue(a.Need(0, "key"), out TemplateValue? value) ? value : a.Find(1, "default") ?? TemplateValue.None,
        ["copy"] = (m, _) => m,
    };

    private static readonly Dictionary<string, Func<TemplateValue, TemplateArguments, TemplateValue>> OfList = new(StringComparer.Ordinal)
    {
        ["index"] = (l, a) => TemplateValue.Of(Enumerable.Range(0, l.Items.Count).Where(i => PythonEquality.Instance.Equals(l.Items[i], a.Need(0, "value"))).DefaultIfEmpty(-1).First() is >= 0 and var i ? i : throw new TemplateFault("index(): the value is not in the list.")),
        ["count"] = (l, a) => TemplateValue.Of(l.Items.Count(i => PythonEquality.Instance.Equals(i, a.Need(0, "value")))),
        ["copy"] = (l, _) => l,
    };

    /// <summary>A method of a value.</summary>
    /// <param name="target">The value.</param>
    /// <param name="name">The method's name.</param>
    /// <returns>Null when the value has no such method.</returns>
    /// <exception cref="TemplateFault">It is one that would change the value, or one of Python's inner ones.</exception>
    public static TemplateValue? Find(TemplateValue target, string name)
    {
        if (target.Kind is TemplateKind.List or TemplateKind.Mapping && Changing.Contains(name) && (target.Kind == TemplateKind.Mapping) == (name is "pop" or "clear" or "update" or "setdefault" or "popitem"))
            throw new TemplateFault($"'{name}' would change {PythonText.TypeName(target)}, which templates may not; use namespace() or build a new one with '+'.");
        if (target.Kind == TemplateKind.Text && OfText.TryGetValue(name, out Func<TemplateText, TemplateArguments, TemplateValue>? text)) return TemplateValue.Of(new TemplateFunction(name, a => text(target.Parts, a)));
        Dictionary<string, Func<TemplateValue, TemplateArguments, TemplateValue>>? methods = target.Kind == TemplateKind.Mapping ? OfMapping : target.IsList ? OfList : null;
        return methods is not null && methods.TryGetValue(name, out Func<TemplateValue, TemplateArguments, TemplateValue>? method) ? TemplateValue.Of(new TemplateFunction(name, a => method(target, a))) : null;
    }

    private static string? Optional(TemplateArguments arguments, int place, string name) => arguments.Find(place, name) is null or { Kind: TemplateKind.None } ? null : arguments.Text(place, name);

    private static TemplateValue Strip(TemplateText text, TemplateArguments arguments, bool start, bool end) => TemplateValue.Of(text.Slice(PythonStrings.Strip(text.Text, Optional(arguments, 0, "chars"), start, end)));

    private static TemplateValue Texts(TemplateText text, List<TextSpan> parts) => TemplateValue.OfList([.. parts.Select(p => TemplateValue.Of(text.Slice(p)))]);

    private static TemplateValue Affix(string text, TemplateArguments arguments, Func<string, string, bool> has)
    {
        TemplateValue affix = arguments.Need(0, "prefix");
        return TemplateValue.Of(affix.Kind == TemplateKind.Tuple ? affix.Items.Any(i => i.IsText && has(text, i.Text)) : has(text, arguments.Text(0, "prefix")));
    }

    private static int Index(string text, int index) => index <= 0 ? index : PythonStrings.Length(text[..index]);

    private static TemplateValue Partition(TemplateText text, TemplateText separator, bool fromEnd)
    {
        if (separator.Text.Length == 0) throw new TemplateFault("partition() needs a separator that is not empty.");
        int i = fromEnd ? text.Text.LastIndexOf(separator.Text, StringComparison.Ordinal) : text.Text.IndexOf(separator.Text, StringComparison.Ordinal);
        TemplateText none = TemplateText.Given("");
        TextSpan[] cut = i >= 0 ? [new(0, i), new(i, i + separator.Text.Length), new(i + separator.Text.Length, text.Text.Length)] : [];
        TemplateText[] parts = i >= 0 ? [.. cut.Select(text.Slice)] : fromEnd ? [none, none, text] : [text, none, none];
        return TemplateValue.OfTuple([.. parts.Select(TemplateValue.Of)]);
    }
}

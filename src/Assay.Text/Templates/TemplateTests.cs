namespace Assay.Text.Templates;

/// <summary>Tests: what may follow <c>is</c>.</summary>
internal static class TemplateTests
{
    private static readonly Dictionary<string, Func<TemplateArguments, bool>> All = new(StringComparer.Ordinal)
    {
        ["defined"] = a => !Value(a).IsUndefined,
        ["undefined"] = a => Value(a).IsUndefined,
        ["none"] = a => Value(a).Kind == TemplateKind.None,
        ["string"] = a => Value(a).IsText,
        ["mapping"] = a => Value(a).Kind == TemplateKind.Mapping,
        ["iterable"] = a => Value(a) is { IsText: true } or { IsList: true } or { Kind: TemplateKind.Mapping or TemplateKind.Undefined },
        ["sequence"] = a => Value(a) is { IsText: true } or { IsList: true } or { Kind: TemplateKind.Mapping or TemplateKind.Undefined },
        ["number"] = a => Value(a).IsNumber,
        ["integer"] = a => Value(a).Kind == TemplateKind.Whole,
        ["float"] = a => Value(a).Kind == TemplateKind.Real,
        ["boolean"] = a => Value(a).Kind == TemplateKind.Bool,
        ["true"] = a => Value(a) is { Kind: TemplateKind.Bool, Flag: true },
        ["false"] = a => Value(a) is { Kind: TemplateKind.Bool, Flag: false },
        ["callable"] = a => Value(a).Kind == TemplateKind.Function,
        ["even"] = a => Remainder(a, 2) == 0,
        ["odd"] = a => Remainder(a, 2) != 0,
        ["divisibleby"] = a => Remainder(a, a.Whole(1, "num", 0)) == 0,
        ["in"] = a => TemplateOperators.Contains(Value(a), a.Need(1, "seq")),
        ["sameas"] = a => Same(Value(a), a.Need(1, "other")),
        ["lower"] = a => PythonText.Str(Value(a)) is var t && t.Any(char.IsLower) && !t.Any(char.IsUpper),
        ["upper"] = a => PythonText.Str(Value(a)) is var t && t.Any(char.IsUpper) && !t.Any(char.IsLower),
        ["filter"] = a => Value(a).IsText && TemplateFilters.Known(Value(a).Text),
        ["test"] = a => Value(a).IsText && Known(Value(a).Text),
        ["eq"] = a => PythonEquality.Instance.Equals(Value(a), a.Need(1, "other")),
        ["ne"] = a => !PythonEquality.Instance.Equals(Value(a), a.Need(1, "other")),
        ["lt"] = a => Compare(a, "<") < 0,
        ["le"] = a => Compare(a, "<=") <= 0,
        ["gt"] = a => Compare(a, ">") > 0,
        ["ge"] = a => Compare(a, ">=") >= 0,
    };

    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["=="] = "eq", ["equalto"] = "eq", ["!="] = "ne", ["<"] = "lt", ["lessthan"] = "lt", ["<="] = "le", [">"] = "gt", ["greaterthan"] = "gt", [">="] = "ge",
    };

    /// <summary>All names, for messages.</summary>
    public static string Names => string.Join(", ", All.Keys.Order(StringComparer.Ordinal));

    /// <summary>Whether there is such a test.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if so.</returns>
    public static bool Known(string name) => All.ContainsKey(name) || Others.ContainsKey(name);

    /// <summary>Runs a test.</summary>
    /// <param name="name">The name.</param>
    /// <param name="arguments">What is tested, then the test's own arguments.</param>
    /// <returns>Whether it holds.</returns>
    /// <exception cref="TemplateFault">There is no such test, or it does not fit the value.</exception>
    public static bool Run(string name, TemplateArguments arguments) =>
        All.TryGetValue(Others.GetValueOrDefault(name, name), out Func<TemplateArguments, bool>? test) ? test(arguments) : throw new TemplateFault($"there is no test '{name}'; supported are {Names}.");

    private static TemplateValue Value(TemplateArguments arguments) => arguments.Places[0];

    private static int? Compare(TemplateArguments arguments, string what) => PythonEquality.Compare(Value(arguments), arguments.Need(1, "other"), what);

    private static double Remainder(TemplateArguments arguments, long divisor)
    {
        TemplateValue value = Value(arguments);
        return TemplateOperators.Binary("%", value.IsText ? TemplateValue.None : value, TemplateValue.Of(divisor)).AsReal;
    }

    private static bool Same(TemplateValue x, TemplateValue y) => x.Kind == y.Kind && (x.Kind is TemplateKind.List or TemplateKind.Tuple or TemplateKind.Mapping or TemplateKind.Namespace ? ReferenceEquals(x, y) : PythonEquality.Instance.Equals(x, y));
}

namespace Assay.Text.Templates;

/// <summary>Filters over lists.</summary>
internal static class ListFilters
{
    /// <summary><c>map('filter', …)</c> and <c>map(attribute='name', default=…)</c>.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <returns>The mapped items.</returns>
    public static TemplateValue Map(TemplateArguments arguments)
    {
        IReadOnlyList<TemplateValue> items = TemplateOperators.Iterate(arguments.Places[0]);
        if (arguments.Places.Count == 1 && arguments.Find(99, "attribute") is { } path)
        {
            TemplateValue? otherwise = arguments.Find(99, "default");
            return TemplateValue.OfList([.. items.Select(i => Attribute(i, path) is { IsUndefined: false } found ? found : otherwise ?? TemplateValue.Undefined(PythonText.Str(path)))]);
        }

        string filter = arguments.Text(1, "filter");
        IReadOnlyList<TemplateValue> more = [.. arguments.Places.Skip(2)];
        return TemplateValue.OfList([.. items.Select(i => TemplateFilters.Run(filter, new(filter, [i, .. more], arguments.Names)))]);
    }

    /// <summary><c>select</c>, <c>reject</c>, <c>selectattr</c> and <c>rejectattr</c>.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <param name="byAttribute">Whether an attribute of the items is tested.</param>
    /// <param name="keep">Whether items that pass are kept, or the others.</param>
    /// <returns>The items kept.</returns>
    public static TemplateValue Select(TemplateArguments arguments, bool byAttribute, bool keep)
    {
        int first = byAttribute ? 2 : 1;
        TemplateValue? path = byAttribute ? arguments.Need(1, "attribute") : null;
        string? test = arguments.Places.Count > first ? arguments.Text(first, "test") : null;
        IReadOnlyList<TemplateValue> more = [.. arguments.Places.Skip(first + 1)];
        bool Passes(TemplateValue item)
        {
            TemplateValue value = path is null ? item : Attribute(item, path);
            return test is null ? TemplateOperators.IsTrue(value) : TemplateTests.Run(test, new(test, [value, .. more], arguments.Names));
        }

        return TemplateValue.OfList([.. TemplateOperators.Iterate(arguments.Places[0]).Where(i => Passes(i) == keep)]);
    }

    /// <summary><c>join(separator, attribute)</c>.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <returns>The text.</returns>
    public static TemplateValue Join(TemplateArguments arguments)
    {
        TemplateValue? path = arguments.Find(2, "attribute");
        TemplateText separator = arguments.Find(1, "d") is { } d ? PythonText.Parts(d) : TemplateText.Given("");
        return TemplateValue.Of(TemplateText.Join(separator, TemplateOperators.Iterate(arguments.Places[0]).Select(i => PythonText.Parts(path is null ? i : Attribute(i, path)))));
    }

    /// <summary><c>sort(reverse, case_sensitive, attribute)</c>; stable.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <returns>The sorted list.</returns>
    public static TemplateValue Sort(TemplateArguments arguments)
    {
        bool sensitive = IsSet(arguments, 2, "case_sensitive");
        TemplateValue? path = arguments.Find(3, "attribute");
        return TemplateValue.OfList(Sorted(TemplateOperators.Iterate(arguments.Places[0]), i => Folded(path is null ? i : Attribute(i, path), sensitive), IsSet(arguments, 1, "reverse")));
    }

    /// <summary><c>dictsort(case_sensitive, by, reverse)</c>.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <returns>Pairs of key and value.</returns>
    public static TemplateValue DictSort(TemplateArguments arguments)
    {
        if (arguments.Places[0].Kind != TemplateKind.Mapping) throw new TemplateFault($"dictsort needs a mapping, not {PythonText.TypeName(arguments.Places[0])}.");
        bool sensitive = IsSet(arguments, 1, "case_sensitive");
        int part = arguments.Find(2, "by") is { } by && PythonText.Str(by) == "value" ? 1 : 0;
        return TemplateValue.OfList(Sorted(TemplateOperators.Items(arguments.Places[0]).Items, i => Folded(i.Items[part], sensitive), IsSet(arguments, 3, "reverse")));
    }

    /// <summary><c>unique(case_sensitive, attribute)</c>.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <returns>The first of each.</returns>
    public static TemplateValue Unique(TemplateArguments arguments)
    {
        bool sensitive = IsSet(arguments, 1, "case_sensitive");
        TemplateValue? path = arguments.Find(2, "attribute");
        HashSet<TemplateValue> seen = new(PythonEquality.Instance);
        return TemplateValue.OfList([.. TemplateOperators.Iterate(arguments.Places[0]).Where(i => seen.Add(Folded(path is null ? i : Attribute(i, path), sensitive)))]);
    }

    /// <summary><c>min</c> and <c>max</c>.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <param name="sign">1 for the largest, -1 for the smallest.</param>
    /// <returns>The item; undefined for no items.</returns>
    public static TemplateValue Extreme(TemplateArguments arguments, int sign)
    {
        bool sensitive = IsSet(arguments, 1, "case_sensitive");
        TemplateValue? path = arguments.Find(2, "attribute"), best = null;
        foreach (TemplateValue item in TemplateOperators.Iterate(arguments.Places[0]))
        {
            if (best is null || PythonEquality.Compare(Key(item), Key(best), sign > 0 ? ">" : "<") * sign > 0) best = item;
        }

        return best ?? TemplateValue.Undefined("max");
        TemplateValue Key(TemplateValue item) => Folded(path is null ? item : Attribute(item, path), sensitive);
    }

    /// <summary><c>sum(attribute, start)</c>.</summary>
    /// <param name="arguments">The value and the filter's arguments.</param>
    /// <returns>The sum.</returns>
    public static TemplateValue Sum(TemplateArguments arguments)
    {
        TemplateValue? path = arguments.Find(1, "attribute") is { Kind: not TemplateKind.None } given ? given : null;
        return TemplateOperators.Iterate(arguments.Places[0]).Aggregate(arguments.Find(2, "start") ?? TemplateValue.Of(0L), (sum, i) => TemplateOperators.Binary("+", sum, path is null ? i : Attribute(i, path)));
    }

    // A path such as 'function.name' or 'parts.0'.
    private static TemplateValue Attribute(TemplateValue item, TemplateValue path)
    {
        if (path.Kind == TemplateKind.Whole) return TemplateAccess.Item(item, path);
        foreach (string part in PythonText.Str(path).Split('.')) item = TemplateAccess.Item(item, part.Length > 0 && part.Length < 10 && part.All(char.IsAsciiDigit) ? TemplateValue.Of(long.Parse(part, System.Globalization.CultureInfo.InvariantCulture)) : TemplateValue.Of(part));
        return item;
    }

    private static bool IsSet(TemplateArguments arguments, int place, string name) => arguments.Find(place, name) is { } value && TemplateOperators.IsTrue(value);

    private static TemplateValue Folded(TemplateValue value, bool sensitive) => value.IsText && !sensitive ? TemplateValue.Of(PythonStrings.Lower(value.Text)) : value;

    private static List<TemplateValue> Sorted(IReadOnlyList<TemplateValue> items, Func<TemplateValue, TemplateValue> key, bool reverse)
    {
        Comparer<TemplateValue> order = Comparer<TemplateValue>.Create((x, y) => PythonEquality.Compare(x, y, "<") ?? 0);
        return [.. reverse ? items.OrderByDescending(key, order) : items.OrderBy(key, order)];
    }
}

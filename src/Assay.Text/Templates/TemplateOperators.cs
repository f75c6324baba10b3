namespace Assay.Text.Templates;

/// <summary>Operators and what Python does with values everywhere: truth, iteration, membership, slices.</summary>
internal static class TemplateOperators
{
    /// <summary>Whether a value counts as true.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False for nothing, zero and what is empty.</returns>
    public static bool IsTrue(TemplateValue value) => value.Kind switch
    {
        TemplateKind.Undefined or TemplateKind.None => false,
        TemplateKind.Bool => value.Flag,
        TemplateKind.Whole => value.Whole != 0,
        TemplateKind.Real => value.Real != 0,
        TemplateKind.Text => value.Text.Length > 0,
        TemplateKind.List or TemplateKind.Tuple => value.Items.Count > 0,
        TemplateKind.Mapping => value.Entries.Count > 0,
        _ => true,
    };

    /// <summary>What a loop over a value goes through.</summary>
    /// <param name="value">A list, a tuple, a text, a mapping (its keys), or an undefined value (nothing).</param>
    /// <returns>The items.</returns>
    /// <exception cref="TemplateFault">It cannot be gone through.</exception>
    public static IReadOnlyList<TemplateValue> Iterate(TemplateValue value) => value.Kind switch
    {
        TemplateKind.List or TemplateKind.Tuple => value.Items,
        TemplateKind.Text => [.. PythonStrings.CodePointSpans(value.Text).Select(s => TemplateValue.Of(value.Parts.Slice(s)))],
        TemplateKind.Mapping => [.. value.Entries.Keys],
        TemplateKind.Undefined => [],
        _ => throw new TemplateFault($"{PythonText.TypeName(value)} cannot be gone through."),
    };

    /// <summary>Keys and values of a mapping as pairs.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <returns>A list of tuples.</returns>
    public static TemplateValue Items(TemplateValue mapping) => TemplateValue.OfList([.. mapping.Entries.Select(e => TemplateValue.OfTuple([e.Key, e.Value]))]);

    /// <summary>Number of items, or of characters.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The number.</returns>
    /// <exception cref="TemplateFault">It has none.</exception>
    public static long Length(TemplateValue value) => value.Kind switch
    {
        TemplateKind.Text => PythonStrings.Length(value.Text),
        TemplateKind.List or TemplateKind.Tuple => value.Items.Count,
        TemplateKind.Mapping => value.Entries.Count,
        TemplateKind.Undefined => 0,
        _ => throw new TemplateFault($"{PythonText.TypeName(value)} has no length."),
    };

    /// <summary><c>x in y</c>.</summary>
    /// <param name="item">What is looked for.</param>
    /// <param name="container">Where.</param>
    /// <returns>Whether it is there; never in an undefined value.</returns>
    /// <exception cref="TemplateFault">The container cannot hold anything, or only texts.</exception>
    public static bool Contains(TemplateValue item, TemplateValue container) => container.Kind switch
    {
        TemplateKind.Text => item.IsText ? container.Text.Contains(item.Text, StringComparison.Ordinal) : throw new TemplateFault($"'in' a text needs a text, not {PythonText.TypeName(item)}."),
        TemplateKind.Mapping => container.Entries.ContainsKey(item),
        TemplateKind.Undefined => false,
        _ => Iterate(container).Contains(item, PythonEquality.Instance),
    };

    /// <summary>Arithmetic.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="x">Left operand.</param>
    /// <param name="y">Right operand.</param>
    /// <returns>The result.</returns>
    /// <exception cref="TemplateFault">The operands do not fit it, or the result is too large.</exception>
    public static TemplateValue Binary(string op, TemplateValue x, TemplateValue y)
    {
        if (x.IsNumber && y.IsNumber) return x.Kind == TemplateKind.Real || y.Kind == TemplateKind.Real ? Real(op, x.AsReal, y.AsReal) : Whole(op, x.AsWhole, y.AsWhole);
        if (op == "+" && x.IsText && y.IsText) return x.Text.Length + y.Text.Length <= TemplateLimits.LongestText ? TemplateValue.Of(TemplateText.Join(TemplateText.Given(""), [x.Parts, y.Parts])) : throw TooLong();
        if (op == "+" && x.IsList && x.Kind == y.Kind) return Many(x.Kind, [.. x.Items, .. y.Items]);
        if (op == "*" && y.Kind is TemplateKind.Whole or TemplateKind.Bool && (x.IsText || x.IsList)) return Repeat(x, y.AsWhole);
        if (op == "*" && x.Kind is TemplateKind.Whole or TemplateKind.Bool && (y.IsText || y.IsList)) return Repeat(y, x.AsWhole);
        if (op == "%" && x.IsText) return TemplateValue.Of(PercentFormat.Format(x.Parts, y.Kind == TemplateKind.Tuple ? y.Items : [y]));
        throw new TemplateFault($"'{op}' does not work on {PythonText.TypeName(x)} and {PythonText.TypeName(y)}.");
    }

    /// <summary><c>target[start:stop:step]</c>.</summary>
    /// <param name="target">A list, tuple or text.</param>
    /// <param name="bounds">Start, stop and step; null or None where left out.</param>
    /// <returns>The part.</returns>
    /// <exception cref="TemplateFault">It cannot be cut, or a bound is no whole number.</exception>
    public static TemplateValue Slice(TemplateValue target, (TemplateValue? Start, TemplateValue? Stop, TemplateValue? Step) bounds)
    {
        long step = Bound(bounds.Step) ?? 1;
        if (step == 0) throw new TemplateFault("the step of a slice cannot be 0.");
        if (!target.IsText && !target.IsList) throw new TemplateFault($"{PythonText.TypeName(target)} cannot be cut by a slice.");
        IReadOnlyList<TemplateValue> items = Iterate(target);
        long count = items.Count;
        long start = Clamp(Bound(bounds.Start), count, step, step > 0 ? 0 : count - 1), stop = Clamp(Bound(bounds.Stop), count, step, step > 0 ? count : -1);
        List<TemplateValue> part = [];
        for (long i = start; step > 0 ? i < stop : i > stop; i += Math.Clamp(step, -count - 1, count + 1)) part.Add(items[(int)i]);
        return target.IsText ? TemplateValue.Of(TemplateText.Join(TemplateText.Given(""), part.Select(p => p.Parts))) : Many(target.Kind, part);
    }

    private static long? Bound(TemplateValue? bound) => bound switch
    {
        null or { Kind: TemplateKind.None } => null,
        { Kind: TemplateKind.Whole or TemplateKind.Bool } => Math.Clamp(bound.AsWhole, -1L << 40, 1L << 40),
        _ => throw new TemplateFault($"the bounds of a slice are whole numbers, not {PythonText.TypeName(bound)}."),
    };

    private static long Clamp(long? bound, long count, long step, long otherwise)
    {
        if (bound is not { } value) return otherwise;
        if (value < 0) value += count;
        return step > 0 ? Math.Clamp(value, 0, count) : Math.Clamp(value, -1, count - 1);
    }

    private static TemplateValue Many(TemplateKind kind, List<TemplateValue> items)
    {
        if (items.Count > TemplateLimits.LongestList) throw new TemplateFault($"a list grew beyond {TemplateLimits.LongestList} items.");
        return kind == TemplateKind.Tuple ? TemplateValue.OfTuple(items) : TemplateValue.OfList(items);
    }

    private static TemplateValue Repeat(TemplateValue value, long times)
    {
        times = Math.Max(0, times);
        if (value.IsText)
        {
            if (value.Text.Length > 0 && times > TemplateLimits.LongestText / value.Text.Length) throw TooLong();
            return value.Text.Length == 0 ? value : TemplateValue.Of(TemplateText.Join(TemplateText.Given(""), Enumerable.Repeat(value.Parts, (int)times)));
        }

        if (value.Items.Count > 0 && times > TemplateLimits.LongestList / value.Items.Count) throw new TemplateFault($"a list grew beyond {TemplateLimits.LongestList} items.");
        return Many(value.Kind, value.Items.Count == 0 ? [] : [.. Enumerable.Range(0, (int)times).SelectMany(_ => value.Items)]);
    }

    private static TemplateFault TooLong() => new($"a text grew beyond {TemplateLimits.LongestText} characters.");

    private static TemplateValue Real(string op, double x, double y)
    {
        if (y == 0 && op is "/" or "//" or "%" && y == 0) throw new TemplateFault("division by zero.");
        return TemplateValue.Of(op switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "//" => Math.Floor(x / y),
            "%" => x % y is var rest && rest != 0 && rest < 0 != y < 0 ? rest + y : x % y,
            _ => Math.Pow(x, y),
        });
    }

    private static TemplateValue Whole(string op, long x, long y)
    {
        if (y == 0 && op is "/" or "//" or "%" && y == 0) throw new TemplateFault("division by zero.");
        if (op == "/") return TemplateValue.Of((double)x / y);
        if (op == "**" && y < 0) return TemplateValue.Of(Math.Pow(x, y));
        return TemplateValue.Of(op switch
        {
            "+" => checked(x + y),
            "-" => checked(x - y),
            "*" => checked(x * y),
            "//" => checked(x / y) - (x % y != 0 && x < 0 != y < 0 ? 1 : 0),
            "%" => y == -1 ? 0 : x % y is var rest && rest != 0 && rest < 0 != y < 0 ? rest + y : x % y,
            _ => Power(x, y),
        });
    }

    private static long Power(long x, long y)
    {
        if (x is 0 or 1 || y == 0) return y == 0 ? 1 : x;
        if (x == -1) return y % 2 == 0 ? 1 : -1;
        if (y > 63) throw new OverflowException();
        long result = 1;
        for (long i = 0; i < y; i++) result = checked(result * x);
        return result;
    }
}

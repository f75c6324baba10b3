namespace Assay.Text.Templates;

/// <summary>Equality and order as Python has them: 1 equals 1.0 and True, a list never equals a tuple.</summary>
internal sealed class PythonEquality : IEqualityComparer<TemplateValue>
{
    private const int MostComparisons = 10_000_000;

    /// <summary>The only one.</summary>
    public static readonly PythonEquality Instance = new();

    /// <summary>Whether two values are equal.</summary>
    /// <param name="x">One.</param>
    /// <param name="y">The other.</param>
    /// <returns>What <c>x == y</c> is.</returns>
    /// <exception cref="TemplateFault">They are nested too deeply, or have too many parts.</exception>
    public bool Equals(TemplateValue? x, TemplateValue? y)
    {
        int budget = MostComparisons;
        return x is not null && y is not null ? Equals(x, y, 0, ref budget) : ReferenceEquals(x, y);
    }

    // A list may hold another many times, so that its parts are more than memory has: hence the budget.
    private static bool Equals(TemplateValue x, TemplateValue y, int depth, ref int budget)
    {
        if (depth > TemplateLimits.DeepestValue || --budget < 0) throw new TemplateFault("values are nested too deeply to be compared.");
        if (x.IsNumber && y.IsNumber) return x.Kind == TemplateKind.Real || y.Kind == TemplateKind.Real ? x.AsReal.CompareTo(y.AsReal) == 0 && !double.IsNaN(x.AsReal) : x.AsWhole == y.AsWhole;
        if (x.Kind != y.Kind) return false;
        switch (x.Kind)
        {
            case TemplateKind.Undefined or TemplateKind.None: return true;
            case TemplateKind.Text: return x.Text == y.Text;
            case TemplateKind.List or TemplateKind.Tuple:
                if (x.Items.Count != y.Items.Count) return false;
                for (int i = 0; i < x.Items.Count; i++)
                {
                    if (!Equals(x.Items[i], y.Items[i], depth + 1, ref budget)) return false;
                }

                return true;
            case TemplateKind.Mapping:
                if (x.Entries.Count != y.Entries.Count) return false;
                foreach ((TemplateValue key, TemplateValue value) in x.Entries)
                {
                    if (!y.Entries.TryGetValue(key, out TemplateValue? other) || !Equals(value, other, depth + 1, ref budget)) return false;
                }

                return true;
            default: return ReferenceEquals(x, y);
        }
    }

    /// <summary>A hash that equal values share.</summary>
    /// <param name="obj">The value.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="TemplateFault">A list or mapping, which Python does not take as a key.</exception>
    public int GetHashCode(TemplateValue obj) => Hash(obj, 0);

    private static int Hash(TemplateValue value, int depth) => value.Kind switch
    {
        TemplateKind.Text => value.Text.GetHashCode(StringComparison.Ordinal),
        TemplateKind.Whole or TemplateKind.Bool or TemplateKind.Real => (value.AsReal + 0.0).GetHashCode(),
        TemplateKind.Tuple => depth > 8 || value.Items.Count > 64 ? value.Items.Count : value.Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, Hash(item, depth + 1))),
        TemplateKind.None => 1,
        TemplateKind.Undefined => 2,
        _ => throw new TemplateFault($"{PythonText.TypeName(value)} cannot be the key of a mapping."),
    };

    /// <summary>Order of two values.</summary>
    /// <param name="x">One.</param>
    /// <param name="y">The other.</param>
    /// <param name="what">The operator, for the message.</param>
    /// <returns>Below 0, 0 or above 0; null when one is NaN.</returns>
    /// <exception cref="TemplateFault">They have no order.</exception>
    public static int? Compare(TemplateValue x, TemplateValue y, string what) => Compare(x, y, what, 0);

    private static int? Compare(TemplateValue x, TemplateValue y, string what, int depth)
    {
        if (depth > TemplateLimits.DeepestValue) throw new TemplateFault("values are nested too deeply to be compared.");
        if (x.IsNumber && y.IsNumber)
        {
            if (x.Kind != TemplateKind.Real && y.Kind != TemplateKind.Real) return x.AsWhole.CompareTo(y.AsWhole);
            return double.IsNaN(x.AsReal) || double.IsNaN(y.AsReal) ? null : x.AsReal.CompareTo(y.AsReal);
        }

        if (x.IsText && y.IsText) return CompareText(x.Text, y.Text);
        if (x.IsList && x.Kind == y.Kind)
        {
            foreach ((TemplateValue a, TemplateValue b) in x.Items.Zip(y.Items))
            {
                if (!Instance.Equals(a, b)) return Compare(a, b, what, depth + 1);
            }

            return x.Items.Count.CompareTo(y.Items.Count);
        }

        throw new TemplateFault($"'{what}' not supported between {PythonText.TypeName(x)} and {PythonText.TypeName(y)}.");
    }

    // By code points: surrogates sort above everything else of one unit.
    private static int CompareText(string x, string y)
    {
        for (int i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            if (x[i] == y[i]) continue;
            bool highX = char.IsSurrogate(x[i]), highY = char.IsSurrogate(y[i]);
            return highX != highY ? (highX ? 1 : -1) : x[i].CompareTo(y[i]);
        }

        return x.Length.CompareTo(y.Length);
    }
}

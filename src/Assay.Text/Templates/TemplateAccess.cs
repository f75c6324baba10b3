namespace Assay.Text.Templates;

/// <summary>Attributes and items of values, and what is hidden from templates.</summary>
internal static class TemplateAccess
{
    /// <summary><c>target.name</c>: a method first, then an entry, as Python's template engine does.</summary>
    /// <param name="target">The value.</param>
    /// <param name="name">The name.</param>
    /// <returns>What is there; an undefined value when nothing is.</returns>
    /// <exception cref="TemplateFault">The target is undefined, or the name is one that templates may not use.</exception>
    public static TemplateValue Attribute(TemplateValue target, string name)
    {
        if (target.IsUndefined) throw new TemplateFault($"'{target.Name}' is undefined, so it has no '{name}'.");
        if (target.Kind == TemplateKind.Namespace) return target.Entries.TryGetValue(TemplateValue.Of(name), out TemplateValue? value) ? value : TemplateValue.Undefined(name);
        return TemplateMethods.Find(target, name) ?? Entry(target, TemplateValue.Of(name)) ?? Nothing(name);
    }

    /// <summary><c>target[index]</c>: an entry first, then a method.</summary>
    /// <param name="target">The value.</param>
    /// <param name="index">The index.</param>
    /// <returns>What is there; an undefined value when nothing is.</returns>
    /// <exception cref="TemplateFault">The target is undefined, or the name is one that templates may not use.</exception>
    public static TemplateValue Item(TemplateValue target, TemplateValue index)
    {
        if (target.IsUndefined) throw new TemplateFault($"'{target.Name}' is undefined, so it has no '{PythonText.Str(index)}'.");
        if (Entry(target, index) is { } entry) return entry;
        if (!index.IsText) return TemplateValue.Undefined(PythonText.Str(index));
        return target.Kind == TemplateKind.Namespace ? Attribute(target, index.Text) : TemplateMethods.Find(target, index.Text) ?? Nothing(index.Text);
    }

    private static TemplateValue? Entry(TemplateValue target, TemplateValue index)
    {
        if (target.Kind == TemplateKind.Mapping) return target.Entries.GetValueOrDefault(index);
        if (index.Kind is not (TemplateKind.Whole or TemplateKind.Bool) || (!target.IsList && !target.IsText)) return null;
        IReadOnlyList<TemplateValue> items = TemplateOperators.Iterate(target);
        long i = index.AsWhole < 0 ? index.AsWhole + items.Count : index.AsWhole;
        return i >= 0 && i < items.Count ? items[(int)i] : null;
    }

    private static TemplateValue Nothing(string name) => name.StartsWith("__", StringComparison.Ordinal)
        ? throw new TemplateFault($"'{name}' is closed to templates.")
        : TemplateValue.Undefined(name);
}

namespace Assay.Text.Templates;

/// <summary>Names and their values; what is not here may be in the scope around.</summary>
/// <param name="outer">The scope around; null for the outermost.</param>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, TemplateValue> names = new(StringComparer.Ordinal);

    /// <summary>The value of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Null when it has none here or around.</returns>
    public TemplateValue? Find(string name)
    {
        for (TemplateScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.names.TryGetValue(name, out TemplateValue? value)) return value;
        }

        return null;
    }

    private TemplateScope? Outer => outer;

    /// <summary>Gives a name a value in this scope.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, TemplateValue value) => names[name] = value;
}

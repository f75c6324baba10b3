namespace Assay.Text.Templates;

/// <summary>The arguments of one call: by place and by name.</summary>
/// <param name="name">What is called, for messages.</param>
/// <param name="places">Arguments by place.</param>
/// <param name="names">Arguments by name, in the order given.</param>
internal sealed class TemplateArguments(string name, IReadOnlyList<TemplateValue> places, IReadOnlyList<KeyValuePair<string, TemplateValue>> names)
{
    /// <summary>What is called.</summary>
    public string Name => name;

    /// <summary>Arguments by place.</summary>
    public IReadOnlyList<TemplateValue> Places => places;

    /// <summary>Arguments by name.</summary>
    public IReadOnlyList<KeyValuePair<string, TemplateValue>> Names => names;

    /// <summary>An argument that may be left out.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="key">Its name.</param>
    /// <returns>Null when it is not given.</returns>
    public TemplateValue? Find(int place, string key)
    {
        if (place < places.Count) return places[place];
        foreach ((string given, TemplateValue value) in names)
        {
            if (given == key) return value;
        }

        return null;
    }

    /// <summary>An argument that must be given.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="key">Its name.</param>
    /// <returns>The argument.</returns>
    /// <exception cref="TemplateFault">It is not given.</exception>
    public TemplateValue Need(int place, string key) => Find(place, key) ?? throw new TemplateFault($"{name}() needs the argument '{key}'.");

    /// <summary>A text that must be given.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="key">Its name.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateFault">It is not given, or not a text.</exception>
    public string Text(int place, string key) => Parts(place, key).Text;

    /// <summary>A text that must be given, and which parts of it the template wrote.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="key">Its name.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateFault">It is not given, or not a text.</exception>
    public TemplateText Parts(int place, string key) => Need(place, key) is { IsText: true } text ? text.Parts : throw new TemplateFault($"{name}() needs a text for '{key}', not {PythonText.TypeName(Need(place, key))}.");

    /// <summary>A whole number that may be left out.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="key">Its name.</param>
    /// <param name="otherwise">What to take then.</param>
    /// <returns>The number.</returns>
    /// <exception cref="TemplateFault">It is not a whole number.</exception>
    public long Whole(int place, string key, long otherwise) => Find(place, key) switch
    {
        null => otherwise,
        { Kind: TemplateKind.Whole or TemplateKind.Bool } number => number.AsWhole,
        { } other => throw new TemplateFault($"{name}() needs a whole number for '{key}', not {PythonText.TypeName(other)}."),
    };

    /// <summary>The arguments without the first ones, for a filter that hands them on.</summary>
    /// <param name="callee">What they are handed to.</param>
    /// <param name="count">How many to leave out.</param>
    /// <returns>The others.</returns>
    public TemplateArguments Skip(string callee, int count) => new(callee, [.. places.Skip(count)], names);
}

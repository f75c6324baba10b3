namespace Assay.Text.Templates;

/// <summary>What a chat template is given.</summary>
public sealed record ChatTemplateInput
{
    /// <summary>The conversation: a list of mappings with <c>role</c> and <c>content</c>.</summary>
    public required TemplateValue Messages { get; init; }

    /// <summary>Descriptions of tools, a list of mappings.</summary>
    /// <value>None by default.</value>
    public TemplateValue Tools { get; init; } = TemplateValue.None;

    /// <summary>Documents for templates that take them.</summary>
    /// <value>None by default.</value>
    public TemplateValue Documents { get; init; } = TemplateValue.None;

    /// <summary>Whether the text ends where the assistant's answer begins.</summary>
    /// <value>False by default.</value>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>The token that begins a text.</summary>
    /// <value>Null by default: undefined in the template.</value>
    public string? BosToken { get; init; }

    /// <summary>The token that ends a text.</summary>
    /// <value>Null by default: undefined in the template.</value>
    public string? EosToken { get; init; }

    /// <summary>What particular templates know besides, for example <c>enable_thinking</c>; the names above cannot be replaced.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, TemplateValue> Extra { get; init; } = new Dictionary<string, TemplateValue>();

    /// <summary>The time that <c>strftime_now</c> tells.</summary>
    /// <value>Null by default: a template that asks for it is refused.</value>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The names as the template sees them.</summary>
    /// <returns>Names and values.</returns>
    internal IEnumerable<KeyValuePair<string, TemplateValue>> Variables()
    {
        foreach ((string name, TemplateValue value) in Extra) yield return new(name, value);
        yield return new("messages", Messages);
        yield return new("tools", Tools);
        yield return new("documents", Documents);
        yield return new("add_generation_prompt", TemplateValue.Of(AddGenerationPrompt));
        if (BosToken is not null) yield return new("bos_token", TemplateValue.Of(BosToken));
        if (EosToken is not null) yield return new("eos_token", TemplateValue.Of(EosToken));
    }
}

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

    // Templates write marks of a role, such as <|user|>; what is none of these may not become a part of one.
    private static readonly HashSet<string> Roles = new(["system", "developer", "user", "assistant", "tool", "function"], StringComparer.Ordinal);

    /// <summary>The names as the template sees them.</summary>
    /// <returns>Names and values.</returns>
    internal IEnumerable<KeyValuePair<string, TemplateValue>> Variables()
    {
        foreach ((string name, TemplateValue value) in Extra) yield return new(name, value);
        yield return new("messages", WithOwnRoles(Messages));
        yield return new("tools", Tools);
        yield return new("documents", Documents);
        yield return new("add_generation_prompt", TemplateValue.Of(AddGenerationPrompt));
        if (BosToken is not null) yield return new("bos_token", TemplateValue.Own(BosToken));
        if (EosToken is not null) yield return new("eos_token", TemplateValue.Own(EosToken));
    }

    private static TemplateValue WithOwnRoles(TemplateValue messages) => messages.IsList ? TemplateValue.OfList([.. messages.Items.Select(WithOwnRole)]) : messages;

    private static TemplateValue WithOwnRole(TemplateValue message)
    {
        TemplateValue key = TemplateValue.Of("role");
        if (message.Kind != TemplateKind.Mapping || !message.Entries.TryGetValue(key, out TemplateValue? role) || !role.IsText || !Roles.Contains(role.Text)) return message;
        OrderedDictionary<TemplateValue, TemplateValue> entries = TemplateValue.NewEntries();
        foreach ((TemplateValue name, TemplateValue value) in message.Entries) entries[name] = value;
        entries[key] = TemplateValue.Own(role.Text);
        return TemplateValue.OfEntries(entries);
    }
}

using System.Collections.Immutable;
using Assay.Text.Templates;

namespace Assay.Tuning.Examples;

/// <summary>One message of a training conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">What is said.</param>
public sealed record ExampleMessage(string Role, string Content)
{
    /// <summary>Whether training learns it, where the assistant speaks.</summary>
    /// <value>Default true; false for <c>"weight": 0</c>.</value>
    public bool Learned { get; init; } = true;

    /// <summary>Everything that a template may ask of the message: the fields as they were given.</summary>
    public required TemplateValue Fields { get; init; }
}

/// <summary>One training conversation.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Messages">What is said, in order.</param>
public sealed record ChatExample(int Line, ImmutableArray<ExampleMessage> Messages)
{
    /// <summary>The tools that the assistant may call, as a template sees them.</summary>
    public TemplateValue Tools { get; init; } = TemplateValue.None;

    /// <summary>The documents it was made from, from the field <c>documents</c>.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<string> Documents { get; init; } = [];

    /// <summary>What keeps examples of one origin together when they are split, from the field <c>group</c>.</summary>
    /// <value>Null by default.</value>
    public string? Group { get; init; }

    /// <summary>Where it comes from, from the field <c>source</c>; keeps examples together like <see cref="Group"/>.</summary>
    /// <value>Null by default.</value>
    public string? Source { get; init; }

    /// <summary>How it was made, where no person wrote it.</summary>
    /// <value>Written by a person by default.</value>
    public ExampleMaking Making { get; init; }
}

using System.Collections.Immutable;
using Assay.Text.Templates;

namespace Assay.Tuning.Examples;

/// <summary>A conversation with the answer that is wanted and one that is not.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Prompt">What was said before the answer.</param>
/// <param name="Chosen">The wanted answer: messages of the assistant, of a tool in between.</param>
/// <param name="Rejected">The answer that is not wanted.</param>
public sealed record PreferenceExample(int Line, ImmutableArray<ExampleMessage> Prompt, ImmutableArray<ExampleMessage> Chosen, ImmutableArray<ExampleMessage> Rejected)
{
    /// <summary>The tools that the assistant may call, as a template sees them.</summary>
    /// <value>None by default.</value>
    public TemplateValue Tools { get; init; } = TemplateValue.None;

    /// <summary>The documents it was made from.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<string> Documents { get; init; } = [];

    /// <summary>What keeps examples of one origin together when they are split.</summary>
    /// <value>Null by default.</value>
    public string? Group { get; init; }

    /// <summary>Where it comes from.</summary>
    /// <value>Null by default.</value>
    public string? Source { get; init; }

    /// <summary>How it was made, where no person wrote it.</summary>
    /// <value>Written by a person by default.</value>
    public ExampleMaking Making { get; init; }

    /// <summary>The conversation with the wanted answer; what is said before it is not learned.</summary>
    public ChatExample ChosenChat => With(Chosen);

    /// <summary>The conversation with the answer that is not wanted, alike.</summary>
    public ChatExample RejectedChat => With(Rejected);

    private ChatExample With(ImmutableArray<ExampleMessage> answer) =>
        new(Line, [.. Prompt.Select(m => m with { Learned = false }), .. answer]) { Tools = Tools, Documents = Documents, Group = Group, Source = Source, Making = Making };
}

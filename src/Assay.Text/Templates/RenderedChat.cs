namespace Assay.Text.Templates;

/// <summary>A rendered conversation.</summary>
/// <param name="Whole">The text, and which parts of it the template wrote.</param>
/// <param name="AssistantTurns">Where the assistant speaks, in order: from behind the header of its turn to behind what ends it.</param>
public sealed record RenderedChat(TemplateText Whole, IReadOnlyList<TextSpan> AssistantTurns)
{
    /// <summary>The text.</summary>
    public string Text => Whole.Text;
}

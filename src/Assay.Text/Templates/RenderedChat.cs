namespace Assay.Text.Templates;

/// <summary>A rendered conversation.</summary>
/// <param name="Text">The text.</param>
/// <param name="AssistantTurns">Where the assistant speaks, in order: from behind the header of its turn to behind what ends it.</param>
public sealed record RenderedChat(string Text, IReadOnlyList<TextSpan> AssistantTurns);

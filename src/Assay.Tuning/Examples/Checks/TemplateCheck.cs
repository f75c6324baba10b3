using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Templates;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Checks that a chat template says all that an example says, and tells where the assistant speaks.</summary>
/// <param name="template">The template.</param>
/// <param name="beginText">Text of the token that begins a text; null for none.</param>
/// <param name="endText">Text of the token that ends one; null for none.</param>
public sealed class TemplateCheck(ChatTemplate template, string? beginText = null, string? endText = null)
{
    /// <summary>Checks examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>At most one fault for each example, in order.</returns>
    public ImmutableArray<RowFault> Find(IReadOnlyList<ChatExample> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ImmutableArray<RowFault>.Builder faults = ImmutableArray.CreateBuilder<RowFault>();
        foreach (ChatExample example in examples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Fault(example) is { } message) faults.Add(new RowFault(example.Line, message));
        }

        return faults.ToImmutable();
    }

    private string? Fault(ChatExample example)
    {
        ChatTemplateInput input = new()
        {
            Messages = TemplateValue.OfList([.. example.Messages.Select(m => m.Fields)]),
            Tools = example.Tools,
            BosToken = beginText,
            EosToken = endText,
        };
        try
        {
            return Missing(example, template.Render(input)) ?? Turns(example, template.RenderTurns(input));
        }
        catch (AssayException e)
        {
            return e.Message;
        }
    }

    private string? Missing(ChatExample example, string text)
    {
        if (beginText is { Length: > 0 } && text.StartsWith(beginText + beginText, StringComparison.Ordinal)) return $"The template writes '{beginText}' twice at the beginning: take it out of the template, or do not add it again.";
        int at = 0;
        for (int i = 0; i < example.Messages.Length; i++)
        {
            string content = example.Messages[i].Content.Trim();
            int found = text.IndexOf(content, at, StringComparison.Ordinal);
            if (found < 0) return $"What message {i + 1} ({example.Messages[i].Role}) says is not in the text that the template makes, or not in its order: the model would be trained on something else. Use the model's own template, or train on one turn a conversation.";
            at = found + content.Length;
        }

        return null;
    }

    private static string? Turns(ChatExample example, RenderedChat chat)
    {
        ExampleMessage[] spoken = [.. example.Messages.Where(m => m.Role == "assistant")];
        if (chat.AssistantTurns.Count != spoken.Length) return $"The template marks {chat.AssistantTurns.Count} turns of the assistant, the example has {spoken.Length}: put {{% generation %}} tags around each of them, or around none.";
        for (int i = 0; i < spoken.Length; i++)
        {
            string turn = chat.Text[chat.AssistantTurns[i].Start..chat.AssistantTurns[i].End], content = spoken[i].Content.Trim();
            if (!turn.Contains(content, StringComparison.Ordinal)) return $"Turn {i + 1} of the assistant does not have what the example says: the marks in the template are in the wrong place.";
            if (content.Length > 0 && turn.Trim() == content) return $"Nothing ends turn {i + 1} of the assistant: the model would not learn to stop. Write the end-of-turn token behind the assistant's text in the template, within the marks.";
        }

        return null;
    }
}

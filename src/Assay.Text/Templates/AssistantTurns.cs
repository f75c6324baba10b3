namespace Assay.Text.Templates;

/// <summary>Finds the assistant's turns by rendering the conversation up to each of them, for templates without <c>generation</c> tags.</summary>
internal static class AssistantTurns
{
    /// <summary>Finds the turns.</summary>
    /// <param name="template">The template.</param>
    /// <param name="input">The conversation.</param>
    /// <param name="whole">How it renders.</param>
    /// <returns>For each message of the assistant, what it adds to the text up to the header of its turn.</returns>
    /// <exception cref="AssayException">The conversation up to some message does not render to the beginning of the whole.</exception>
    public static IReadOnlyList<TextSpan> Find(ChatTemplate template, ChatTemplateInput input, string whole)
    {
        if (!input.Messages.IsList) throw new AssayException($"Messages for a chat template are a list, not {PythonText.TypeName(input.Messages)}.");
        IReadOnlyList<TemplateValue> messages = input.Messages.Items;
        List<TextSpan> turns = [];
        for (int i = 0; i < messages.Count; i++)
        {
            if (messages[i] is not { Kind: TemplateKind.Mapping } message || TemplateAccess.Item(message, TemplateValue.Of("role")) is not { IsText: true, Text: "assistant" }) continue;
            string before = Rendered(template, input, i, prompt: true), after = i == messages.Count - 1 ? whole : Rendered(template, input, i + 1, prompt: false);
            if (!after.StartsWith(before, StringComparison.Ordinal)) throw NotKept(i, "the header of the turn is not what the template writes when it asks for an answer");
            if (!whole.StartsWith(after, StringComparison.Ordinal)) throw NotKept(i, "the turn looks otherwise once others follow");
            turns.Add(new TextSpan(before.Length, after.Length));
        }

        return turns;
    }

    private static string Rendered(ChatTemplate template, ChatTemplateInput input, int count, bool prompt)
    {
        try
        {
            return template.Render(input with { Messages = TemplateValue.OfList([.. input.Messages.Items.Take(count)]), AddGenerationPrompt = prompt });
        }
        catch (TemplateException e)
        {
            throw new AssayException($"The assistant's turns cannot be told: the template does not render the first {count} messages by themselves ({e.Reason.TrimEnd('.')}). Begin the conversation with a user's message, or put {{% generation %}} tags into the template.", e);
        }
    }

    private static AssayException NotKept(int message, string why) =>
        new($"The assistant's turns cannot be told: at message {message + 1} {why}. Qwen3's template is one of this kind, which drops earlier thinking. Train on one turn a conversation, or put {{% generation %}} tags around the assistant's text in the template.");
}

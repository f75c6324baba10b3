using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Templates;
using Microsoft.Extensions.AI;

namespace Assay.Models.Local;

/// <summary>Conversations as a local model gets them. What messages say stays text: the marks of turns in them are no marks.</summary>
public static class ChatPrompt
{
    /// <summary>The tokens of a conversation up to where the answer begins.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="now">The time that a template may ask for; null refuses one that does.</param>
    /// <returns>One or more.</returns>
    /// <exception cref="AssayException">The model's template refuses the conversation, or nothing is left of it.</exception>
    public static ImmutableArray<int> Tokens(LocalModel model, string name, IReadOnlyList<ChatMessage> messages, DateTimeOffset? now)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(messages);
        (TemplateText text, bool whole) = Rendered(model, name, messages, now);
        ImmutableArray<int> ids = model.Tokenizer.Encode(text, addSpecialTokens: !whole).Ids;
        if (ids.IsEmpty) throw new AssayException($"'{name}': the conversation becomes no token, so there is nothing to go on from: its chat template writes {(text.Text.Length == 0 ? "nothing" : "only what its tokenizer leaves out")}. Correct chat_template in the model's folder, or download the model again.");
        if (ids.FirstOrDefault(id => id >= model.Config.VocabularySize) is > 0 and var unknown)
            throw new AssayException($"'{name}': its tokenizer makes the token {unknown} ('{Shown(model.Tokenizer.TokenOf(unknown))}') of the conversation, and its weights hold {model.Config.VocabularySize} tokens. They belong to different models: download the model again.");
        return ids;
    }

    private static string Shown(string? token) => token is { Length: > 40 } ? token[..40] + "…" : token ?? "";

    // A template writes its own special tokens. A model without one gets the texts after each other: it was trained to go on with text.
    private static (TemplateText Text, bool Whole) Rendered(LocalModel model, string name, IReadOnlyList<ChatMessage> messages, DateTimeOffset? now)
    {
        if (model.Template is null) return (TemplateText.Given(string.Join("\n\n", messages.Select(m => m.Text))), false);
        var input = new ChatTemplateInput
        {
            Messages = TemplateValue.OfList([.. messages.Select(m => TemplateValue.OfMapping(
                new KeyValuePair<string, TemplateValue>("role", TemplateValue.Of(m.Role.Value)), new KeyValuePair<string, TemplateValue>("content", TemplateValue.Of(m.Text))))]),
            AddGenerationPrompt = true,
            BosToken = model.BeginText,
            EosToken = model.EndText,
            Now = now,
        };
        try
        {
            return (model.Template.RenderParts(input), true);
        }
        catch (TemplateException error)
        {
            throw new AssayException($"'{name}': {error.Message.TrimEnd('.')}. {(error.Raised
                ? "The model was not trained for such a conversation: leave instructions (--system, instructions) out, or choose another model."
                : "Correct the chat template in the model's folder, or choose another model.")}", error);
        }
    }
}

using Assay.Text;
using Assay.Text.Templates;
using Assay.Text.Tokenizers;
using Assay.Tuning.Examples;

namespace Assay.Tuning.Tokens;

/// <summary>Turns training conversations into tokens as the model will see them when it runs, and marks what the assistant says. What messages say stays text: the marks of turns in them are no marks.</summary>
/// <param name="tokenizer">The model's.</param>
/// <param name="template">How a conversation becomes text.</param>
/// <param name="beginText">The text of the token that begins a text; null for none.</param>
/// <param name="endText">The text of the token that ends one; null for none.</param>
public sealed class ExampleTokenizer(Tokenizer tokenizer, ChatTemplate template, string? beginText, string? endText)
{
    /// <summary>A conversation as tokens.</summary>
    /// <param name="example">The conversation.</param>
    /// <returns>All its tokens; those are learned that begin within what the assistant says in messages that are learned, with what ends the turn.</returns>
    /// <exception cref="AssayException">The template refuses the conversation, or does not tell where the assistant speaks.</exception>
    public SupervisedText Tokenize(ChatExample example) => Locate(example).Tokens;

    /// <summary>A conversation as tokens, and where each of them is in the text that the template makes of it.</summary>
    /// <param name="example">The conversation.</param>
    /// <returns>The tokens, the text and the places.</returns>
    /// <exception cref="AssayException">The template refuses the conversation, or does not tell where the assistant speaks.</exception>
    public LocatedText Locate(ChatExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        RenderedChat chat = template.RenderTurns(new ChatTemplateInput
        {
            Messages = TemplateValue.OfList([.. example.Messages.Select(m => m.Fields)]),
            Tools = example.Tools,
            BosToken = beginText,
            EosToken = endText,
        });
        ExampleMessage[] spoken = [.. example.Messages.Where(m => m.Role == "assistant")];
        TokenEncoding encoded = tokenizer.Encode(chat.Whole);
        int[] tokens = [.. encoded.Ids];
        bool[] learned = new bool[tokens.Length];
        int turn = 0;
        for (int i = 1; i < tokens.Length; i++)
        {
            int start = encoded.Offsets[i].Start;
            while (turn < chat.AssistantTurns.Count && start >= chat.AssistantTurns[turn].End) turn++;
            if (turn == chat.AssistantTurns.Count) break;
            learned[i] = start >= chat.AssistantTurns[turn].Start && (turn >= spoken.Length || spoken[turn].Learned);
        }

        return new LocatedText(new SupervisedText(example.Line, tokens, learned), chat.Text, encoded.Offsets);
    }
}

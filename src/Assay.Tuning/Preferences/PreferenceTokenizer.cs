using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Tokens;

namespace Assay.Tuning.Preferences;

/// <summary>Turns preferences into pairs of texts that begin with the same prompt.</summary>
/// <param name="tokenizer">Turns conversations into tokens.</param>
public sealed class PreferenceTokenizer(ExampleTokenizer tokenizer)
{
    /// <summary>A preference as tokens.</summary>
    /// <param name="example">The preference.</param>
    /// <returns>Both conversations; of each the answer is learned. A token that both prompt and answer have a part in belongs to the answer.</returns>
    /// <exception cref="InputException">The prompt depends on the answer, or an answer has nothing to learn, or both are the same.</exception>
    /// <exception cref="AssayException">The template refuses a conversation.</exception>
    public PreferencePair Tokenize(PreferenceExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        SupervisedText chosen = tokenizer.Tokenize(example.ChosenChat), rejected = tokenizer.Tokenize(example.RejectedChat);
        if (chosen.LearnedCount == 0 || rejected.LearnedCount == 0) throw Refused(example, $"the {(chosen.LearnedCount == 0 ? "wanted" : "unwanted")} answer has no token to learn: the template leaves it out, or it is empty.");
        if (chosen.Tokens.AsSpan().SequenceEqual(rejected.Tokens)) throw Refused(example, "both answers are the same text for the model. Remove the row: nothing can be preferred.");
        int shared = chosen.Tokens.AsSpan().CommonPrefixLength(rejected.Tokens), ofChosen = Array.IndexOf(chosen.Learned, true), ofRejected = Array.IndexOf(rejected.Learned, true);
        int prompt = Math.Min(shared, Math.Min(ofChosen, ofRejected));

        // One token may reach from the prompt into an answer; more than that is another prompt.
        if (Math.Max(ofChosen, ofRejected) > prompt + 1)
            throw Refused(example, $"the template writes another prompt before the wanted answer than before the other: they part after {shared} tokens, and the answers begin after {ofChosen} and {ofRejected}. Use a template that says earlier turns the same way whatever follows.");
        return new PreferencePair(example.Line, From(chosen, prompt), From(rejected, prompt));
    }

    private static SupervisedText From(SupervisedText text, int first) =>
        first == 0 || text.Learned[first] ? text : new SupervisedText(text.Line, text.Tokens, [.. text.Learned.Select((learned, i) => learned || i == first)]);

    private static InputException Refused(PreferenceExample example, string reason) => new(new Problem("examples", example.Line, reason));
}

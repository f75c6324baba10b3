using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Models.Encoders;

/// <summary>The tokens of texts as an embedding model reads them: with its prompts, its limit and its special tokens.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class SentenceTokens
{
    private readonly Tokenizer tokenizer;
    private readonly Pooling pooling;
    private readonly SentencePrompts prompts;
    private readonly bool isStatic, lower;
    private readonly int unknown;
    private readonly ScriptSet? scripts;

    /// <summary>For a model.</summary>
    /// <param name="parts">What it is made of.</param>
    public SentenceTokens(SentenceParts parts)
    {
        tokenizer = parts.Tokenizer.WithLimit(parts.MaxTokens);
        (pooling, prompts, isStatic, lower, unknown, scripts) = (parts.Pooling, parts.Prompts, parts.Source is StaticTable, parts.Lower, parts.UnknownToken, parts.Scripts);
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="role">What it is to a search; chooses the prompt.</param>
    /// <remarks>None of a query in a script that the model was not made for, whose vector is 0 then.</remarks>
    public TokenSequence Of(string text, TextRole role) => role == TextRole.Query && scripts?.HaveMostOf(text) == false ? new TokenSequence(Array.Empty<int>()) : Encode(prompts.For(role) + text);

    /// <summary>Tokens at the start of a text that pooling leaves out: those of the prompt, where it does not count.</summary>
    /// <param name="role">What the text is to a search.</param>
    public int Skipped(TextRole role)
    {
        string prompt = prompts.For(role);
        if (pooling.IncludePrompt || prompt.Length == 0) return 0;

        // Without the token that ends a text, which comes after the text itself.
        ReadOnlySpan<int> ids = Encode(prompt).Ids.Span;
        return ids.Length > 0 && tokenizer.IsSpecial(ids[^1]) ? ids.Length - 1 : ids.Length;
    }

    private TokenSequence Encode(string text)
    {
        text = text.Trim();
        TokenEncoding encoding = tokenizer.Encode(lower ? text.ToLowerInvariant() : text, addSpecialTokens: !isStatic);
        int[] ids = unknown < 0 ? [.. encoding.Ids] : [.. encoding.Ids.Where(id => id != unknown)];
        return new TokenSequence(ids);
    }
}

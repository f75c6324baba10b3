using Assay.Models.Configuration;
using Assay.Text.Tokenizers;

namespace Assay.Models.Encoders;

/// <summary>The tokens of a query and a passage as a cross-encoder reads them together.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="tokenizer">The model's.</param>
/// <param name="config">Whether it tells the two apart by types.</param>
/// <param name="maxTokens">Tokens that the two are cut to, the longer one first.</param>
internal sealed class PairTokens(Tokenizer tokenizer, EncoderConfig config, int maxTokens)
{
    private readonly Tokenizer tokenizer = tokenizer.WithLimit(maxTokens);
    private readonly bool hasTypes = config.TokenTypes > 1;

    /// <summary>The tokens of a pair.</summary>
    /// <param name="query">What somebody looks for.</param>
    /// <param name="passage">What was found.</param>
    public TokenSequence Of(string query, string passage)
    {
        TokenEncoding pair = tokenizer.EncodePair(query.Trim(), passage.Trim());
        return new TokenSequence(pair.Ids.AsMemory(), hasTypes ? pair.TypeIds.AsMemory() : default);
    }
}

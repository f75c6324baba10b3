using Assay.Text.Tokenizers.PostProcessors;

namespace Assay.Text.Tokenizers;

// A tokenizer's own limits are those of the file it was saved with; a model that uses it may have others.
public sealed partial class Tokenizer
{
    /// <summary>The same tokenizer with another limit, and without filling up.</summary>
    /// <param name="maxTokens">Tokens at most, special ones included; the longer of two texts is cut first. Null for no limit.</param>
    /// <returns>A new tokenizer; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokens"/> is less than 1.</exception>
    public Tokenizer WithLimit(int? maxTokens)
    {
        if (maxTokens is { } limit) ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(maxTokens));
        Truncation? truncation = maxTokens is { } most ? new Truncation(most, 0, TruncationStrategy.LongestFirst, _parts.Truncation?.FromLeft ?? false) : null;
        return new Tokenizer(_parts with { Truncation = truncation, Padding = null });
    }
}

using Assay.Text.Tokenizers.Decoders;
using Assay.Text.Tokenizers.Normalizers;
using Assay.Text.Tokenizers.PostProcessors;
using Assay.Text.Tokenizers.PreTokenizers;
using Assay.Text.Tokenizers.Subwords;

namespace Assay.Text.Tokenizers;

/// <summary>What a tokenizer is made of; what is null is left out.</summary>
/// <param name="Model">Makes tokens of pieces.</param>
/// <param name="Added">Tokens that are found in the text itself.</param>
internal sealed record TokenizerParts(SubwordModel Model, AddedVocabulary Added)
{
    /// <summary>Changes the text.</summary>
    /// <value>Default null.</value>
    public Normalizer? Normalizer { get; init; }

    /// <summary>Cuts the text.</summary>
    /// <value>Default null.</value>
    public PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Adds special tokens.</summary>
    /// <value>Default null.</value>
    public PostProcessor? PostProcessor { get; init; }

    /// <summary>Makes text of tokens; without one they are joined with spaces.</summary>
    /// <value>Default null.</value>
    public TokenDecoder? Decoder { get; init; }

    /// <summary>Cuts to a number of tokens.</summary>
    /// <value>Default null.</value>
    public Truncation? Truncation { get; init; }

    /// <summary>Fills up to a number of tokens.</summary>
    /// <value>Default null.</value>
    public Padding? Padding { get; init; }
}

namespace Assay.Text.Tokenizers.Training;

/// <summary>What a vocabulary is to be like.</summary>
public sealed record TrainingOptions
{
    private const int MostTokens = 1 << 22;

    /// <summary>Tokens at most, with special ones and single characters.</summary>
    /// <value>From the number of special tokens and single characters on, to 4,194,304; default 8,192.</value>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>Times that a pair must be seen to be merged.</summary>
    /// <value>1 or more; default 2.</value>
    public int LeastFrequency { get; init; } = 2;

    /// <summary>Digits of a number that may stand in one token of a byte-level vocabulary: 3 as Llama 3 has it, or 1 as Qwen 2, with which numbers are longer and each digit is copied by itself.</summary>
    /// <value>1 or 3; default 3.</value>
    public int DigitsTogether { get; init; } = 3;

    /// <summary>Special tokens, which have the first ids.</summary>
    /// <value>Default empty; a WordPiece vocabulary needs <c>[UNK]</c> and has it added.</value>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>All problems of the options, empty when there are none.</summary>
    /// <returns>A sentence for each.</returns>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (VocabularySize is < 1 or > MostTokens) problems.Add($"VocabularySize must be 1 to {MostTokens}, not {VocabularySize}.");
        if (LeastFrequency < 1) problems.Add($"LeastFrequency must be 1 or more, not {LeastFrequency}.");
        if (DigitsTogether is not (1 or 3)) problems.Add($"DigitsTogether must be 1 or 3, not {DigitsTogether}.");
        if (SpecialTokens.Any(t => t.Length is < 2 or > AddedTokenFinder.LongestToken)) problems.Add($"SpecialTokens must have 2 to {AddedTokenFinder.LongestToken} characters each.");
        if (SpecialTokens.Distinct(StringComparer.Ordinal).Count() != SpecialTokens.Count) problems.Add("SpecialTokens must differ from one another.");
        return problems;
    }
}

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
        if (SpecialTokens.Any(t => t.Length is < 2 or > AddedTokenFinder.LongestToken)) problems.Add($"SpecialTokens must have 2 to {AddedTokenFinder.LongestToken} characters each.");
        if (SpecialTokens.Distinct(StringComparer.Ordinal).Count() != SpecialTokens.Count) problems.Add("SpecialTokens must differ from one another.");
        return problems;
    }
}

namespace Assay.Retrieval.Answering;

/// <summary>Settings of <see cref="ExtractiveReader"/>.</summary>
public sealed record ExtractiveReaderOptions
{
    /// <summary>Longest answer, in words between white space.</summary>
    /// <value>40; at least 5.</value>
    public int MaxWords { get; init; } = 40;

    /// <summary>The reader abstains when the confidence is below this.</summary>
    /// <value>
    /// 0.4; 0 answers whenever any term of the question is found, 1 nearly never. On XQuAD (English, 8 paragraphs by BM25, the corpus counted) 0.4 abstains
    /// on fewer than 5 of 100 questions that are answered there.
    /// </value>
    public double AbstainBelow { get; init; } = 0.4;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="MaxWords"/> is below 5, or <see cref="AbstainBelow"/> is not from 0 to 1.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWords, 5);
        if (!(AbstainBelow is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(AbstainBelow), AbstainBelow, "Must be from 0 to 1.");
    }
}

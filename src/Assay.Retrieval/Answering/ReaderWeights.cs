namespace Assay.Retrieval.Answering;

/// <summary>The weights of the reader's evidence; a score is about 0 to 1.3.</summary>
/// <remarks>
/// Set by hand and then by coordinate steps on the first 24 of the 48 articles of XQuAD (English), with the best 8 of 240 paragraphs by BM25,
/// for the share of answers of at most 40 words that contain the gold answer. Values are rounded, and between two equally good ones the smaller
/// stands, since steps of half a point are noise there (632 questions). <see cref="Lead"/>, <see cref="Heading"/>, <see cref="NotAnAnswer"/> and
/// <see cref="NothingNew"/> were not tuned (that text has no lists, headings or questions) and are plain judgement.
/// </remarks>
internal sealed record ReaderWeights
{
    public static ReaderWeights Default { get; } = new();

    /// <summary>A term matched by a word with the same beginning only (<c>invent</c>, <c>inventor</c>).</summary>
    public double Kindred { get; init; } = 0.6;

    /// <summary>A term found in the sentence before, instead of the sentence itself.</summary>
    public double Before { get; init; } = 0.5;

    /// <summary>The same, when the sentence starts with a pronoun.</summary>
    public double BeforePronoun { get; init; } = 0.7;

    /// <summary>A term found in the sentence after.</summary>
    public double After { get; init; } = 0.3;

    /// <summary>A term found in the header or lead-in the sentence is read with.</summary>
    public double Lead { get; init; } = 0.8;

    /// <summary>A term found in the title or headings.</summary>
    public double Heading { get; init; } = 0.4;

    /// <summary>A term found elsewhere in the passage.</summary>
    public double Elsewhere { get; init; } = 0.3;

    /// <summary>What a term with a digit counts against a plain one, before rarity.</summary>
    public double CodeTerm { get; init; } = 1.5;

    /// <summary>What a capitalised term counts.</summary>
    public double NameTerm { get; init; } = 1.2;

    /// <summary>What a term counts that belongs to the asking and not to the topic (<c>name</c>, <c>kind</c>, <c>called</c>).</summary>
    public double WeakTerm { get; init; } = 0.3;

    /// <summary>All neighbouring pairs of terms found close together.</summary>
    public double Pairs { get; init; } = 0.05;

    /// <summary>Something of the kind asked for is there.</summary>
    public double KindFound { get; init; } = 0.1;

    /// <summary>Taken off when nothing of the kind asked for is there.</summary>
    public double KindMissing { get; init; } = 0.1;

    /// <summary>Given to the first passage; half of it to the second, a third to the third.</summary>
    public double Rank { get; init; } = 0.08;

    /// <summary>Taken off a sentence that is a question, or that only announces.</summary>
    public double NotAnAnswer { get; init; } = 0.3;

    /// <summary>Taken off a sentence with nothing that the question does not already say.</summary>
    public double NothingNew { get; init; } = 0.3;

    /// <summary>Worth of a cut at the beginning or end of the sentence or after punctuation, when a long sentence is cut; a rare term is worth 2 to 5.</summary>
    public double CleanCut { get; init; } = 0.02;
}

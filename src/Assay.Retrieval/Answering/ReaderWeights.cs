namespace Assay.Retrieval.Answering;

/// <summary>The weights of the reader's evidence.</summary>
internal sealed record ReaderWeights
{
    public static ReaderWeights Default { get; } = new();

    /// <summary>A term matched by a word with the same beginning only (<c>invent</c>, <c>inventor</c>).</summary>
    public double Kindred { get; init; } = 0.6;

    /// <summary>A term found in the sentence before, instead of the sentence itself.</summary>
    public double Before { get; init; } = 0.5;

    /// <summary>A term found in the sentence after.</summary>
    public double After { get; init; } = 0.3;

    /// <summary>A term found in the header or lead-in the sentence is read with.</summary>
    public double Lead { get; init; } = 0.8;

    /// <summary>A term found in the title or headings.</summary>
    public double Heading { get; init; } = 0.4;

    /// <summary>A term found elsewhere in the passage.</summary>
    public double Elsewhere { get; init; } = 0.3;

    /// <summary>Weight of numbers and codes among the terms, of names, and of the furniture of questions.</summary>
    public double CodeTerm { get; init; } = 1.5;
    public double NameTerm { get; init; } = 1.2;
    public double WeakTerm { get; init; } = 0.3;

    /// <summary>All neighbouring pairs of terms found close together.</summary>
    public double Pairs { get; init; } = 0.15;

    /// <summary>Something of the kind asked for is there, or is not.</summary>
    public double KindFound { get; init; } = 0.1;
    public double KindMissing { get; init; } = 0.1;

    /// <summary>The first passage over the last.</summary>
    public double Rank { get; init; } = 0.05;

    /// <summary>A sentence that is a question, or that only announces.</summary>
    public double NotAnAnswer { get; init; } = 0.3;

    /// <summary>A sentence with nothing that the question does not already say.</summary>
    public double NothingNew { get; init; } = 0.3;

    public double Length { get; init; } = 0.05;
}

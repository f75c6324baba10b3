namespace Assay.Text.Analysis;

/// <summary>Takes the terms of a text in order; a struct makes the analysis free of indirect calls.</summary>
public interface ITermSink
{
    /// <summary>Takes one term.</summary>
    /// <param name="term">The term; copy its characters to keep them.</param>
    void Add(in Term term);
}

namespace Assay.Retrieval.Reading;

/// <summary>Limits on what is read into a document.</summary>
public sealed record ReadingOptions
{
    /// <summary>Largest file of a text format in bytes; a larger one is refused before it is opened, and again while it is read because a stated length may lie.</summary>
    /// <value>Default 20 MB (20 × 1024 × 1024); 1 or more.</value>
    public int MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Largest file of a binary format in bytes, which is mostly pictures and compressed; refused as <see cref="MaxBytes"/> is.</summary>
    /// <value>Default 100 MB (100 × 1024 × 1024); 1 or more.</value>
    public int MaxBinaryBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>What is left to files within the file that is read: attachments, members of archives; null for a file that stands in none.</summary>
    internal Archives.NestedReading? Nested { get; init; }

    /// <summary>Whether running headers, footers and page numbers of files with pages stay in the text, where they interrupt it on every page.</summary>
    /// <value>False.</value>
    public bool KeepRunningLines { get; init; }

    /// <summary>Everything that is wrong with these options.</summary>
    /// <returns>One sentence per problem; empty when they can be used.</returns>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (MaxBytes < 1) problems.Add($"MaxBytes must be 1 or more, found {MaxBytes}.");
        if (MaxBinaryBytes < 1) problems.Add($"MaxBinaryBytes must be 1 or more, found {MaxBinaryBytes}.");
        return problems;
    }
}

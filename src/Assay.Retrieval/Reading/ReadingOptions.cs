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

    /// <summary>
    /// How long one file may take by the clock. What files can make readers do is limited by counting, the same on every machine; this is for what was not thought of, so that one file
    /// never holds up the others.
    /// </summary>
    /// <value>Default 60 s, many times what the counted limits leave room for, so that a busy machine reads what an idle one does.</value>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How much the memory of the process may grow while one file is read, as many times as files are being read at once; for what was not thought of, as <see cref="MaxTime"/>.</summary>
    /// <value>Default 1 GB (1024³ bytes); 1 MB or more.</value>
    public long MaxMemoryBytes { get; init; } = 1L << 30;

    /// <summary>The clock of <see cref="MaxTime"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads pictures of text: image files and pages of PDF files that are only a picture. Null to refuse and report them.</summary>
    /// <value>Null.</value>
    public Ocr.TesseractCommand? Ocr { get; init; }

    /// <summary>The watch over the file that is read.</summary>
    internal ReadingWatch? Watch { get; init; }

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
        if (MaxTime <= TimeSpan.Zero || MaxTime > TimeSpan.FromDays(1)) problems.Add($"MaxTime must be more than nothing and at most a day, found {MaxTime}.");
        if (MaxMemoryBytes < 1 << 20) problems.Add($"MaxMemoryBytes must be 1 MB or more, found {MaxMemoryBytes}.");
        return problems;
    }
}

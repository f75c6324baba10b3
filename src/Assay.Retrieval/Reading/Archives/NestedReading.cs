namespace Assay.Retrieval.Reading.Archives;

/// <summary>What files within a file share: how much may be unpacked, how many there may be and how deep they may stand.</summary>
/// <param name="Budget">Counts what is unpacked.</param>
/// <param name="Depth">Files around the one that is read.</param>
internal sealed record NestedReading(UnpackBudget Budget, int Depth)
{
    /// <summary>Most files within each other: an archive in a message in an archive.</summary>
    public const int MaxDepth = 4;

    /// <summary>Most files in one file, those in archives within it included.</summary>
    public const int MaxFiles = 5_000;

    /// <summary>Most characters of all files in one file.</summary>
    public const int MaxChars = 24 << 20;

    /// <summary>The reading of what stands in a file that is read with <paramref name="options"/>.</summary>
    public static NestedReading Within(ReadingOptions options) =>
        options.Nested is { } outer ? outer with { Depth = outer.Depth + 1 } : new NestedReading(new UnpackBudget(), 1);
}

namespace Assay.Benchmarks.Quality;

/// <summary>Placeholder.</summary>
internal static class QualityVerb
{
    /// <summary>Runs.</summary>
    public static void Run(string[] args) => throw new NotSupportedException(string.Join(' ', args));
}

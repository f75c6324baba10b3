using Assay.Running;

namespace Assay.Comparing;

/// <summary>How a comparison is run, beyond what the project says. The command is the one that repeats it, for the report.</summary>
public sealed record CompareOptions : RunOptions
{
    /// <summary>The trained version that <see cref="RunOptions.Version"/> is measured against.</summary>
    /// <value>null: the champion, where another one is measured</value>
    public string? Against { get; init; }
}

using Assay.Models.Providers;

namespace Assay.Comparing;

/// <summary>How a retrieval evaluation is run.</summary>
public sealed record RetrievalReportOptions
{
    /// <summary>Which judgements of a BEIR folder; ignored elsewhere.</summary>
    /// <value>test</value>
    public string Split { get; init; } = "test";

    /// <summary>Folder for indexes and the run file; null for <c>.assay</c> in the evaluated folder, or a temporary one where that cannot be written.</summary>
    public string? Workspace { get; init; }

    /// <summary>How embedding models are reached.</summary>
    /// <value>The defaults.</value>
    public ProviderOptions Providers { get; init; } = new();

    /// <summary>Most US dollars that vectors of a project's documents may cost.</summary>
    /// <value>10</value>
    public decimal MaxCostUsd { get; init; } = 10;

    /// <summary>A TREC run file to compare with, question by question; null for none.</summary>
    public string? Against { get; init; }
}

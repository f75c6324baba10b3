using System.Collections.Immutable;
using Assay.Running;

namespace Assay.Sweeping;

/// <summary>What is tried out.</summary>
public sealed record SweepOptions : RunOptions
{
    /// <summary>The arm that is varied.</summary>
    /// <value>rag</value>
    public string Arm { get; init; } = Assay.Arms.ArmCatalog.Rag;

    /// <summary>Settings with the values to try; every combination is a candidate. Empty for <see cref="SweepGrid.Standard"/>.</summary>
    public ImmutableArray<SweepSetting> Settings { get; init; } = [];
}

/// <summary>A setting with the values to try.</summary>
/// <param name="Key">Its path in <c>assay.yaml</c>, such as <c>retrieval.passages</c>.</param>
/// <param name="Values">Texts of values; at least one.</param>
public sealed record SweepSetting(string Key, ImmutableArray<string> Values);

using System.Collections.Immutable;
using Assay.Workspaces;

namespace Assay.Running;

/// <summary>How arms are run, beyond what the project says.</summary>
public record RunOptions
{
    /// <summary>Arms to run instead of the project's; empty for the project's.</summary>
    public ImmutableArray<string> Arms { get; init; } = [];

    /// <summary>The trained version of the tuned arms: <c>v2</c>, <c>champion</c> or <c>newest</c>.</summary>
    /// <value>null: the champion, else the newest one of the project's model</value>
    public string? Version { get; init; }

    /// <summary>The run stops before its first paid call when it is expected to cost more, in US dollars.</summary>
    /// <value>10</value>
    public decimal MaxCostUsd { get; init; } = 10;

    /// <summary>Where the documents are kept as the project cuts them; null for its workspace.</summary>
    internal Workspace? KnowledgeAt { get; init; }

    /// <summary>The command that runs, for those who wait for it.</summary>
    public string Command { get; init; } = "assay compare";
}

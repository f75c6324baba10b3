using System.Collections.Immutable;
using System.Text.Json;
using Assay.Causes;
using Assay.Comparing;
using Assay.Deciding;
using Assay.Decisions.Verdicts;
using Assay.Evaluation.Questions;
using Assay.RetrievalTuning;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Registry;
using Assay.Workspaces;

namespace Assay.Reporting;

/// <summary>Everything a report is made of. A comparison, a decision, or both; the rest is shown where it is there.</summary>
public sealed record ReportContent
{
    /// <summary>What was measured; null for a decision on paper.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>What follows from it with needs, costs and published rules; null where only a comparison was made.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The answers behind the comparison, for the list of failures.</summary>
    public ImmutableArray<Run> Runs { get; init; } = [];

    /// <summary>The questions, for the same.</summary>
    public QuestionSet? Questions { get; init; }

    /// <summary>Why answers failed, an arm each.</summary>
    public ImmutableArray<CauseReport> Causes { get; init; } = [];

    /// <summary>What the stages of the search gain; null when not measured.</summary>
    public StageReport? Stages { get; init; }

    /// <summary>What the trained version was made of; null when none was measured.</summary>
    public TuningManifest? Version { get; init; }

    /// <summary>Verdicts that are kept, the oldest first.</summary>
    public ImmutableArray<VerdictRecord> History { get; init; } = [];

    /// <summary>The data that the decision rests on, for where publications contradict each other; null leaves that out.</summary>
    public DecisionBooks? Books { get; init; }

    /// <summary>The verdict on what was measured; null on paper.</summary>
    internal Verdict? Verdict => Decision?.Verdict ?? Comparison?.Verdict;

    /// <summary>The arm that the report is about: the one named, or the leading one.</summary>
    internal string? Leader => Verdict is null ? Decision?.Paper.Leader : Verdict.Ship ?? (Comparison is { } c ? VerdictText.Leader(c)?.Arm : null);

    /// <summary>The same with what other commands kept in the workspace of the same questions, documents and model.</summary>
    /// <param name="workspace">Where they keep it.</param>
    /// <returns>With causes, stages, trained version and earlier verdicts. What cannot be read is left out: a report does not fail for an addition.</returns>
    public ReportContent With(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return this with
        {
            Causes = Comparison is null ? [] : [.. Comparison.Arms.Select(a => Read<CauseReport>(Path.Combine(workspace.RunsFolder, $"causes-{a.Arm}.json"))).OfType<CauseReport>().Where(c => c.Inputs is not null && c.Inputs == Comparison.ProjectInputs)],
            Stages = Comparison is null ? null : Read<StageReport>(workspace.StageReportFile) is { } stages && stages.Collection == Comparison.Project && stages.Documents == Comparison.Knowledge.Documents ? stages : null,
            Version = Comparison?.Tuned is { } tuned ? Manifest(Path.Combine(workspace.AdaptersFolder, tuned.Version)) : null,
            History = new VerdictHistory(workspace).All,
        };
    }

    private static TuningManifest? Manifest(string folder)
    {
        try
        {
            return TuningManifest.Read(folder);
        }
        catch (AssayException)
        {
            return null;
        }
    }

    private static T? Read<T>(string file) where T : class
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file), JsonFormat.Compact);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}

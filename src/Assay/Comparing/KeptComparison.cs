using System.Collections.Immutable;
using System.Text.Json;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Comparing;

/// <summary>The latest comparison of a project with its runs, read back from the workspace, so that it can be decided on anew without asking anything again.</summary>
/// <param name="Comparison">What was found.</param>
/// <param name="Runs">Every answer.</param>
/// <param name="Time">When it was written, UTC.</param>
public sealed record KeptComparison(Comparison Comparison, ImmutableArray<Run> Runs, DateTimeOffset Time)
{
    /// <summary>Reads it.</summary>
    /// <param name="workspace">Where it is kept.</param>
    /// <returns>Null when nothing was compared yet.</returns>
    /// <exception cref="InputException">A file is damaged or from an older version.</exception>
    public static KeptComparison? Read(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (!File.Exists(workspace.ComparisonFile)) return null;
        Comparison comparison = Parse<Comparison>(workspace.ComparisonFile, File.ReadAllText(workspace.ComparisonFile));
        if (!IsWhole(comparison)) throw Damaged(workspace.ComparisonFile, "It is damaged or from an older version.");
        return new KeptComparison(comparison, [.. comparison.Arms.Select(a => RunOf(workspace, a))], File.GetLastWriteTimeUtc(workspace.ComparisonFile));
    }

    /// <summary>Hash of what answers depend on that are judged again: questions with what is right, model, contract, how they are scored.</summary>
    /// <param name="project">The project.</param>
    /// <param name="questions">Its questions.</param>
    /// <returns>A hash.</returns>
    public static string BasisOf(Project project, QuestionSet questions)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(questions);
        return ContentHash.Of([questions.Fingerprint(), project.ModelName, project.Contract is null ? null : File.ReadAllText(project.Contract), JsonSerializer.Serialize(project.Score, JsonFormat.Compact)]);
    }

    /// <summary>Refuses a comparison of other questions, another model or another way to score than the project has now.</summary>
    /// <param name="project">The project.</param>
    /// <param name="questions">The questions of now.</param>
    /// <exception cref="InputException">They differ.</exception>
    public void CheckBasis(Project project, QuestionSet questions)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(questions);
        if (Comparison.Model != project.ModelName)
        {
            throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null, $"The latest comparison was answered by {Comparison.Model}, and the project names {project.ModelName} now. Run `assay compare`, or name the model that was measured."));
        }

        if (Comparison.Basis == BasisOf(project, questions)) return;
        throw new InputException(new Problem(project.Display(project.Questions), null, "The questions, the contract or the way to score are not those of the latest comparison. Run `assay compare`: only what is new is asked."));
    }

    private static Run RunOf(Workspace workspace, ArmResult arm)
    {
        string file = Path.Combine(workspace.RunsFolder, $"{arm.Arm}.jsonl");
        if (!File.Exists(file)) throw Damaged(file, "The run is missing.");
        AnswerRow[] rows = [.. File.ReadLines(file).Where(l => l.Length > 0).Select(l => Parse<AnswerRow>(file, l))];
        if (rows.Length != arm.Outcomes.Values.Sum() || rows.Any(r => r.Question is null || r.Score is null)) throw Damaged(file, "Answers are missing in it.");
        return new Run(arm.Arm, arm.Reference, arm.CanCite, [.. rows]) { Version = arm.Version };
    }

    private static bool IsWhole(Comparison comparison) => comparison is { Arms.IsDefaultOrEmpty: false, Comparisons.IsDefault: false, Verdict: not null, Knowledge: not null, Model: not null }
        && comparison.Arms.All(a => a is { Arm: not null, LatencyMs: not null, Tokens: not null, Measures: not null, Outcomes: not null } && a.Score is null or (>= 0 and <= 1));

    private static T Parse<T>(string file, string text) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, JsonFormat.Compact) ?? throw Damaged(file, "It is empty.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Damaged(file, $"It is damaged or from an older version ({e.Message.TrimEnd('.')}).");
        }
    }

    private static InputException Damaged(string file, string what) => new(new Problem(file, null, $"{what} Run `assay compare` again: it repeats no answer."));
}

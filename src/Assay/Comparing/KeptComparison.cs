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
        return new KeptComparison(comparison, [.. comparison.Arms.Select(a => RunOf(workspace, a))], File.GetLastWriteTimeUtc(workspace.ComparisonFile));
    }

    /// <summary>Refuses a comparison of other questions than the project has now.</summary>
    /// <param name="project">Names the file.</param>
    /// <param name="questions">The questions of now.</param>
    /// <exception cref="InputException">They differ.</exception>
    public void CheckQuestions(Project project, QuestionSet questions)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(questions);
        HashSet<string> now = [.. questions.Questions.Select(q => q.Id)];
        if (Runs.All(r => r.Rows.Length == now.Count && r.Rows.All(row => now.Contains(row.Question)))) return;
        throw new InputException(new Problem(project.Display(project.Questions), null, FormattableString.Invariant(
            $"The questions are not those of the latest comparison ({now.Count:N0} now, {Runs.Max(r => r.Rows.Length):N0} then). Run `assay compare`: only what is new is asked.")));
    }

    private static Run RunOf(Workspace workspace, ArmResult arm)
    {
        string file = Path.Combine(workspace.RunsFolder, $"{arm.Arm}.jsonl");
        if (!File.Exists(file)) throw Damaged(file, "The run is missing.");
        return new Run(arm.Arm, arm.Reference, arm.CanCite, [.. File.ReadLines(file).Where(l => l.Length > 0).Select(l => Parse<AnswerRow>(file, l))]) { Version = arm.Version };
    }

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

using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.QuestionMaking;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval questions versions</c>: which evaluation used which questions.</summary>
internal static class EvalQuestionsVersionsCommand
{
    private const int Shown = 12;

    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("versions",
            """
            List the versions of the question set that evaluations used, with what was added, removed and changed since. Figures of different versions are not compared question by question.

            Example:
              assay eval questions versions samples/support
            """) { folder, project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            ImmutableArray<QuestionVersion> versions = QuestionVersion.Of(Workspace.Open(read.Root), File.Exists(read.Questions) ? QuestionReader.Read(read.Questions) : null);
            if (parsed.GetValue(json)) host.WriteJson(versions);
            else if (versions.IsEmpty) host.Out.WriteLine("There are no questions, and no evaluation is kept.");
            else Tables.Write(host.Out, ["version", ">questions", "evaluations", "first used", "since then"], versions.Select(v => (IReadOnlyList<string>)
            [
                v.Fingerprint[..Shown] + (v.IsCurrent ? " (now)" : ""), v.Questions.ToString("N0", CultureInfo.InvariantCulture), v.Evaluations.IsEmpty ? "-" : string.Join(", ", v.Evaluations),
                v.First?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never", v.IsCurrent ? "-" : FormattableString.Invariant($"{v.AddedSince} added, {v.RemovedSince} removed, {v.ChangedSince} changed"),
            ]));
            return 0;
        });
        return command;
    }
}

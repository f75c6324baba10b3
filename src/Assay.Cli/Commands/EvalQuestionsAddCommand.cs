using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.Projects;
using Assay.QuestionMaking;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval questions add</c>: what was accepted becomes part of the project's questions.</summary>
internal static class EvalQuestionsAddCommand
{
    public static Command Create(CommandHost host)
    {
        var named = new Argument<string>("file") { Description = "The questions that were made and reviewed." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var all = new Option<bool>("--all") { Description = "Add also what nobody has looked at; what was rejected is never added." };
        var command = new Verb("add",
            """
            Add the accepted questions of a file to the project's, all or none: those that are there stay byte for byte, ids are made unique, repetitions are left out.

            Examples:
              assay eval questions add questions.made.jsonl
              assay eval questions add my-project/questions.made.jsonl --project my-project --all
            """) { named, project, all, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            QuestionMerge merge = QuestionAdding.Add(read, CommonOptions.NotBlank(parsed.GetValue(named)!, "file"), parsed.GetValue(all));
            string? version = File.Exists(read.Questions) ? QuestionReader.Read(read.Questions).Fingerprint() : null;
            if (parsed.GetValue(json)) host.WriteJson(new { File = read.Questions, Added = merge.Added.Length, merge.Unreviewed, merge.Rejected, merge.Repeated, Version = version });
            else host.Out.WriteLine(FormattableString.Invariant($"{merge.Added.Length} added to {PlainWriter.Line(read.Display(read.Questions))}; left out: {merge.Unreviewed} not reviewed, {merge.Rejected} rejected, {merge.Repeated} repeated."));
            if (merge.Added.IsEmpty && merge.Unreviewed > 0) host.Error.WriteLine("Nothing was added. Review the file first, or take what nobody has looked at with --all.");
            return 0;
        });
        return command;
    }
}

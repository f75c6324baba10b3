using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Storage;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay feedback</c>: what somebody says of an answer, kept with its trace.</summary>
internal static class FeedbackCommand
{
    private const int MostLetters = 4000;

    public static Command Create(CommandHost host)
    {
        var trace = new Argument<long>("trace") { Description = "Number of the answer's trace, as 'assay ask' prints it." };
        Option<string?> project = CommonOptions.Project();
        var good = new Option<bool>("--good") { Description = "The answer is right." };
        var bad = new Option<bool>("--bad") { Description = "The answer is wrong." };
        var answer = new Option<string?>("--answer") { Description = "What the answer should have been.", HelpName = "TEXT" };
        var note = new Option<string?>("--note") { Description = "Anything else.", HelpName = "TEXT" };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("feedback",
            """
            Say whether an answer was right, and what it should have been. It is kept with the answer's trace; 'assay eval questions from-feedback' makes questions of it.

            Examples:
              assay feedback 12 --good
              assay feedback 12 --bad --answer "Within 14 days" --note "Old price list" --project samples/support
            """) { trace, project, good, bad, answer, note, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(good) == result.GetValue(bad)) result.AddError("Say one of --good and --bad.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            Workspace workspace = Workspace.Open(read.Root);
            using WorkspaceLock running = WorkspaceLock.Share(workspace, "assay feedback");
            using KnowledgeBase knowledge = KnowledgeBase.Open(read, workspace, host.Time);
            long number = parsed.GetValue(trace);
            var feedback = new StoredFeedback(number, parsed.GetValue(good)) { Answer = Text(TuneMakeText.Given(parsed, answer), "--answer"), Note = Text(TuneMakeText.Given(parsed, note), "--note") };
            if (!knowledge.Feedback(host.Time).Put(feedback))
            {
                string last = knowledge.Traces(host.Time).Newest(1) is [var newest] ? string.Create(CultureInfo.InvariantCulture, $"The newest is {newest.Id}.") : "None is kept yet: ask something with `assay ask` first.";
                throw new InputException(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"There is no trace {number}. {last}")));
            }

            if (parsed.GetValue(json)) host.WriteJson(new { Trace = number, Good = feedback.IsGood, feedback.Answer, feedback.Note });
            else host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kept with trace {number}: {(feedback.IsGood ? "good" : "bad")}{(feedback.Answer.Length > 0 ? ", with a correction" : "")}"));
            return 0;
        });
        return command;
    }

    private static string Text(string? given, string option) => given is null ? "" : given.Length <= MostLetters ? given.Trim() : throw new InputException(new Problem("", null, FormattableString.Invariant($"{option} may have {MostLetters} characters, found {given.Length}.")));
}

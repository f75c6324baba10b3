using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Projects;
using Assay.QuestionMaking;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval questions from-feedback</c>: what people said of answers becomes questions.</summary>
internal static class EvalQuestionsFromFeedbackCommand
{
    private const string DefaultFile = "questions.feedback.jsonl";

    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var output = new Option<string?>("--out") { Description = $"The file to write (default: {DefaultFile} in the project).", HelpName = "FILE" };
        var command = new Verb("from-feedback",
            """
            Make questions of what people said of answers with 'assay feedback': a correction is the accepted answer, a good answer is its own, a good abstention is a question without an answer.

            Only answers that cite documents count, and only while these are as they were. Everything goes into a file of its own, to be reviewed.

            Example:
              assay eval questions from-feedback samples/support
            """) { folder, project, output, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            MadeFile file = MadeFile.For(read, TuneMakeText.Given(parsed, output), DefaultFile);
            ImmutableArray<Question> existing = File.Exists(read.Questions) ? QuestionReader.Read(read.Questions).Questions : [];
            using KnowledgeBase knowledge = Ingested.Open(host, read, cancellationToken);
            FeedbackQuestions made = FeedbackQuestions.Of(knowledge, existing, host.Time);
            bool any = !made.Questions.IsEmpty;
            if (any) file.Write(made.Questions);
            if (parsed.GetValue(json))
            {
                host.WriteJson(new { File = any ? file.Path : null, Made = made.Questions.Length, Skipped = made.Skipped.ToDictionary(s => JsonNamingPolicy.CamelCase.ConvertName(s.Key.ToString()), s => s.Value) });
            }
            else
            {
                host.Out.WriteLine(FormattableString.Invariant($"made: {made.Questions.Length:N0} questions of feedback"));
                foreach ((FeedbackSkip reason, int count) in made.Skipped) host.Out.WriteLine(FormattableString.Invariant($"left out: {count:N0} {Words(reason)}"));
                if (any) host.Out.WriteLine($"Written: {PlainWriter.Line(file.Path)}. Next: assay eval questions review {PlainWriter.Line(file.Path)}");
            }

            if (any) return 0;
            host.Error.WriteLine("Nothing was made, and no file was written. Say what answers were like with `assay feedback`.");
            return 2;
        });
        return command;
    }

    private static string Words(FeedbackSkip reason) => reason switch
    {
        FeedbackSkip.NoCorrection => "are bad, and nobody said what the answer should have been",
        FeedbackSkip.NoDocuments => "are of answers that cite no document",
        FeedbackSkip.Redacted => "are of answers whose words were taken out",
        FeedbackSkip.Changed => "cite a document that was changed since",
        _ => "are asked by the set already, or nearly",
    };
}

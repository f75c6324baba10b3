using System.Collections.Immutable;
using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Synthesis;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune make raft</c>: examples with passages.</summary>
internal static class TuneMakeRaftCommand
{
    private const string DefaultFile = "examples.raft.jsonl";

    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project(), user = CommonOptions.As(), groups = CommonOptions.Groups();
        Option<bool> json = CommonOptions.Json();
        var from = new Option<string?>("--from") { Description = "Take questions and answers from this file of examples (default: the project's).", HelpName = "FILE" };
        var questions = new Option<string?>("--questions") { Description = "Take them from this question file; not the one that the project is measured with.", HelpName = "FILE" };
        var distractors = new Option<int>("--distractors") { Description = "Passages of other documents that do not hold the answer (default 3).", HelpName = "N", DefaultValueFactory = _ => 3 };
        var without = new Option<double>("--without-gold") { Description = "Share of the questions whose answer is not among the passages (default 0.2).", HelpName = "SHARE", DefaultValueFactory = _ => 0.2 };
        var absent = new Option<string?>("--absent") { Description = "What is learned there: abstain, the project's phrase (the default), or keep, the answer without a citation.", HelpName = "MODE" };
        var prompt = new Option<string?>("--prompt") { Description = "How it is asked: examples, like the project's examples (the default where it has some), or instructions, like a model that was not trained.", HelpName = "FORM" };
        var seed = new Option<int?>("--seed") { Description = "Chooses orders and who goes without (default: that of the project).", HelpName = "N" };
        var output = new Option<string?>("--out") { Description = $"The file to write (default: {DefaultFile} in the project).", HelpName = "FILE" };
        var command = new Verb("raft",
            """
            Make examples with passages (RAFT): each question with the passages that answer it and with others that the project's search takes for answers, and an answer that cites.

            The prompt is byte for byte what the arms 'rag' and 'hybrid' send, so that the model learns to read what it will be given. Passages stand in an order that tells nothing;
            for a share of the questions those that answer are left out, and the model learns to say so. What an evaluation question asks, or nearly asks, is refused. Only
            documents that everyone may read are used, unless --as or --groups name a reader. The same inputs and seed give the same bytes.

            Examples:
              assay tune make raft my-project
              assay tune make raft my-project --questions more-questions.jsonl --distractors 4
              assay tune make raft my-project --from examples.synthetic.jsonl --without-gold 0.3
            """) { folder, project, json, from, questions, distractors, without, absent, prompt, seed, output, user, groups };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            var settings = new RaftSettings
            {
                Options = new RaftOptions { Distractors = parsed.GetValue(distractors), WithoutGold = parsed.GetValue(without), Seed = TuneMakeText.Seed(parsed.GetValue(seed), read) },
                KeepsAnswer = OneOf(parsed.GetValue(absent), "--absent", "abstain", "keep") == "keep",
                Instructed = OneOf(parsed.GetValue(prompt), "--prompt", "examples", "instructions") == "instructions",
                Principal = CommonOptions.Principal(parsed, user, groups),
            };
            settings.Options.Check();
            SyntheticFile file = SyntheticFile.For(read, TuneMakeText.Given(parsed, output), DefaultFile);
            var tally = new SyntheticTally();
            ImmutableArray<ChatExample> existing = SyntheticFile.Existing(read, cancellationToken);
            ImmutableArray<RaftAsked> asked = Asked(read, (TuneMakeText.Given(parsed, from), TuneMakeText.Given(parsed, questions)), existing, tally, cancellationToken);
            using KnowledgeBase knowledge = await Ingested.OpenAsync(host, read, asked.Select(a => a.Question.Question), cancellationToken).ConfigureAwait(false);
            RaftOutcome outcome;
            using (var line = new ProgressLine(host))
            {
                var filter = new SyntheticFilter(RaftSource.Evaluation(read), []);
                outcome = new RaftJob(read, knowledge, settings).Run(asked, existing, filter, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken);
            }

            SyntheticReport report = TuneMakeText.With(outcome.Report, tally);
            string[] notes = [FormattableString.Invariant($"{outcome.WithoutGold} without the passages that answer, {outcome.Unanswerable} that no document answers")];
            return TuneMakeText.Finish(host, file, report, parsed.GetValue(json), notes);
        });
        return command;
    }

    private static ImmutableArray<RaftAsked> Asked(Project project, (string? From, string? Questions) named, ImmutableArray<ChatExample> existing, SyntheticTally tally, CancellationToken cancellationToken)
    {
        if (named is { From: not null, Questions: not null }) throw new InputException(new Problem("", null, "--from and --questions cannot both be given: name one file."));
        if (named.Questions is { } questions) return RaftSource.OfQuestions(questions, project);
        if (named.From is null && project.Examples is null)
        {
            throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null, "The project names no examples to take questions from. Name a file of examples with --from or of questions with --questions, or make some: assay tune make examples."));
        }

        ImmutableArray<ChatExample> examples = named.From is { } file ? SyntheticFile.Read(project, file, cancellationToken).Conversations : existing;
        return RaftSource.OfExamples(examples, project, AnswerForm.Of(project), tally);
    }

    private static string OneOf(string? given, string option, string usual, string other) => given is null || given == usual ? usual : given == other ? other
        : throw new InputException(new Problem("", null, $"{option} must be {usual} or {other}, found '{PlainWriter.Line(given)}'."));
}

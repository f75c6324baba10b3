using System.Collections.Immutable;
using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.QuestionMaking;
using Assay.Running;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval questions make</c>: questions from the documents.</summary>
internal static class EvalQuestionsMakeCommand
{
    private const string DefaultFile = "questions.made.jsonl";
    private const int Most = 10_000;

    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project(), user = CommonOptions.As(), groups = CommonOptions.Groups();
        Option<bool> json = CommonOptions.Json();
        var count = new Option<int>("--count") { Description = "Questions wanted (default 100).", HelpName = "N", DefaultValueFactory = _ => 100 };
        var kinds = new Option<string?>("--kinds") { Description = $"Kinds, with commas between them (default: all). Valid: {string.Join(", ", MadeKinds.All.Select(MadeKinds.NameOf))}.", HelpName = "LIST" };
        var overlap = new Option<double>("--max-overlap") { Description = "Largest share of a question's words that may stand in the sentence that answers it (default 0.8).", HelpName = "SHARE", DefaultValueFactory = _ => 0.8 };
        var noModel = new Option<bool>("--no-model") { Description = "Use templates alone, although the project has a chat model." };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Most US dollars that the project's model may cost (default 10).", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var seed = new Option<int?>("--seed") { Description = "Draws which of too many are taken (default: that of the project).", HelpName = "N" };
        var output = new Option<string?>("--out") { Description = $"The file to write (default: {DefaultFile} in the project).", HelpName = "FILE" };
        var command = new Verb("make",
            """
            Make questions from the project's documents: of several kinds, spread over the pages, each with the passage it is made of.

            Templates make them of headings, definitions, lists, tables and sentences with numbers; the project's chat model, where there is one, writes more and tries to answer them. A question
            stays only when it says what it is about, its answer stands in the passage, no other passage answers it too or otherwise, its words are not those of the sentence that answers
            it, and it repeats neither another question nor an example. What is dropped is counted by filter. Documents that are closed to the asker are not looked at.

            Examples:
              assay eval questions make my-project
              assay eval questions make my-project --kinds table,numeric,unanswerable --count 60 --seed 3
              assay eval questions make my-project --as ann@example.com --groups hr --out hr.made.jsonl
            """) { folder, project, json, count, kinds, overlap, noModel, maxCost, seed, output, user, groups };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            var settings = new MakingSettings
            {
                Count = parsed.GetValue(count) is >= 1 and <= Most and var wanted ? wanted : throw Wrong(FormattableString.Invariant($"--count must be 1 to {Most}, found {parsed.GetValue(count)}.")),
                Kinds = Kinds(TuneMakeText.Given(parsed, kinds)),
                MaxOverlap = parsed.GetValue(overlap) is >= 0 and <= 1 and var most ? most : throw Wrong(FormattableString.Invariant($"--max-overlap must be 0 to 1, found {parsed.GetValue(overlap)}.")),
                Seed = TuneMakeText.Seed(parsed.GetValue(seed), read),
                Principal = CommonOptions.Principal(parsed, user, groups),
            };
            MadeFile file = MadeFile.For(read, TuneMakeText.Given(parsed, output), DefaultFile);
            ImmutableArray<Question> existing = File.Exists(read.Questions) ? QuestionReader.Read(read.Questions).Questions : [];
            using MakingModel? model = parsed.GetValue(noModel) ? null : MakingModel.Open(read, Providers.Options(host), parsed.GetValue(maxCost), host.Time);
            using KnowledgeBase knowledge = await Ingested.OpenAsync(host, read, [], cancellationToken).ConfigureAwait(false);
            MakingReport report;
            using (var line = new ProgressLine(host))
            {
                var job = new QuestionMakingJob(read, knowledge, settings) { Model = model };
                report = await job.RunAsync(existing, SyntheticFile.Existing(read, cancellationToken), new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken).ConfigureAwait(false);
            }

            return QuestionMakingText.Finish(host, file, report, parsed.GetValue(json));
        });
        return command;
    }

    private static ImmutableArray<MadeKind> Kinds(string? list)
    {
        if (list is null) return MadeKinds.All;
        string[] names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw Wrong("--kinds names no kind. Leave it out for all.");
        if (names.FirstOrDefault(n => MadeKinds.Of(n) is null) is { } unknown) throw Wrong($"--kinds: '{unknown}' is no kind. Valid: {string.Join(", ", MadeKinds.All.Select(MadeKinds.NameOf))}.");
        return [.. names.Select(n => MadeKinds.Of(n)!.Value).Distinct().Order()];
    }

    private static InputException Wrong(string message) => new(new Problem("", null, message));
}

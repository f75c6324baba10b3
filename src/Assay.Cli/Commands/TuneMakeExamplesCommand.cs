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

/// <summary><c>assay tune make examples</c>: questions and answers from documents, and paragraphs of a brand's own writing.</summary>
internal static class TuneMakeExamplesCommand
{
    private const string DefaultFile = "examples.synthetic.jsonl";
    private const long MostStyleBytes = 16 << 20;

    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project(), user = CommonOptions.As(), groups = CommonOptions.Groups();
        Option<bool> json = CommonOptions.Json();
        var style = new Option<string?>("--style") { Description = "A text of the brand's own writing: its paragraphs become examples of how to write.", HelpName = "FILE" };
        var styleOnly = new Option<bool>("--style-only") { Description = "Make nothing of the documents." };
        var limit = new Option<int>("--limit") { Description = "Most examples (default 500).", HelpName = "N", DefaultValueFactory = _ => 500 };
        var noModel = new Option<bool>("--no-model") { Description = "Use templates and the built-in reader alone, although the project has a chat model." };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Most US dollars that the project's model may cost (default 10).", HelpName = "USD", DefaultValueFactory = _ => 10 };
        var seed = new Option<int?>("--seed") { Description = "Draws which of too many are taken (default: that of the project).", HelpName = "N" };
        var output = new Option<string?>("--out") { Description = $"The file to write (default: {DefaultFile} in the project).", HelpName = "FILE" };
        var command = new Verb("examples",
            """
            Make questions and answers from the project's documents, and examples of a brand's own writing.

            Without a model, templates make them of headings, definitions, tables and pairs of questions and answers; with the project's chat model, it writes more. A question stays
            only when a search for it finds its passage and a second reading of the passage gives the same answer (the built-in reader's, or the model's), when the answer keeps the
            contract, and when it neither repeats another example nor gives away what the project is measured with. Replies of a model are kept and never paid twice.

            Examples:
              assay tune make examples my-project
              assay tune make examples my-project --style brand.txt --style-only
              assay tune make examples my-project --max-cost 2 --limit 200
            """) { folder, project, json, style, styleOnly, limit, noModel, maxCost, seed, output, user, groups };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            var settings = new ExamplesSettings
            {
                Limit = parsed.GetValue(limit) is >= 1 and var most ? most : throw new InputException(new Problem("", null, FormattableString.Invariant($"--limit must be 1 or more, found {parsed.GetValue(limit)}."))),
                Seed = TuneMakeText.Seed(parsed.GetValue(seed), read),
                Style = TuneMakeText.Given(parsed, style) is { } named ? Writing(named) : null,
                FromDocuments = !parsed.GetValue(styleOnly),
                Principal = CommonOptions.Principal(parsed, user, groups),
            };
            if (settings is { FromDocuments: false, Style: null }) throw new InputException(new Problem("", null, "--style-only needs a text: name one with --style FILE."));
            SyntheticFile file = SyntheticFile.For(read, TuneMakeText.Given(parsed, output), DefaultFile);
            ImmutableArray<ChatExample> existing = SyntheticFile.Existing(read, cancellationToken);
            using QuestionWriter? writer = parsed.GetValue(noModel) || !settings.FromDocuments ? null : QuestionWriter.Open(read, Providers.Options(host), parsed.GetValue(maxCost), host.Time);
            using KnowledgeBase knowledge = await Ingested.OpenAsync(host, read, [], cancellationToken).ConfigureAwait(false);
            SyntheticReport report;
            using (var line = new ProgressLine(host))
            {
                var job = new ExamplesJob(read, knowledge, settings) { Writer = writer };
                report = await job.RunAsync(existing, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken).ConfigureAwait(false);
            }

            return TuneMakeText.Finish(host, file, report, parsed.GetValue(json), []);
        });
        return command;
    }

    private static string Writing(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > MostStyleBytes) throw new InputException(new Problem(path, null, FormattableString.Invariant($"--style: the text has more than {MostStyleBytes} bytes. Give a part of it.")));
        return FileReading.Try(path, () => File.ReadAllText(path));
    }
}

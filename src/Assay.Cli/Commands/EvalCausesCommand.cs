using System.Collections.Immutable;
using System.CommandLine;
using Assay.Answering;
using Assay.Arms;
using Assay.Causes;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval causes</c>: why answers failed, and what to do next.</summary>
internal static class EvalCausesCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project(), decoding = CommonOptions.Decoding();
        Option<bool> json = CommonOptions.Json();
        var arm = new Option<string?>("--arm") { Description = $"The arm whose failures are explained (default: rag). Valid: {string.Join(", ", ArmCatalog.Names)}.", HelpName = "ARM" };
        var version = new Option<string?>("--version") { Description = "The trained version of fine-tuned and hybrid: v2, champion or newest.", HelpName = "VERSION" };
        Option<int> repeats = CommonOptions.Whole("--repeats", "Ask each question so often under each switch; a model of this machine is asked once.", (1, 100), 3);
        Option<int> budget = CommonOptions.Whole("--budget-questions", "Examine at most so many failed questions, drawn in proportion to what they are like.", (1, 10_000_000), 0);
        var hour = new Option<decimal>("--hour-cost") { Description = "What an hour of work costs in USD, where advice is ranked.", HelpName = "USD", DefaultValueFactory = _ => 60, CustomParser = CompareCommand.Amount };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Most that asking again may cost, in USD; what is left open then counts by what was seen.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var command = new Verb("causes",
            """
            Find out why answers failed, by asking again with one thing changed: the pages that the question names, those alone without what
            stands beside them, no passages, more passages, answers held to the contract, the trained version. The cause is the change that
            makes the answer right. Says what to do next, the most gain for the money first.

            Examples:
              assay eval causes samples/support
              assay eval causes --arm hybrid --repeats 5 --max-cost 2
              assay eval causes --budget-questions 50 --json
            """) { folder, project, json, arm, version, decoding, repeats, budget, hour, maxCost };
        command.Validators.Add(result =>
        {
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project opened = CommonOptions.Decoded(parsed, decoding, ProjectFile.Read(CommonOptions.Folder(parsed, project, folder)));
            ImmutableArray<string> arms = CompareCommand.Arms(parsed.GetValue(arm));
            if (arms.Length > 1) throw new InputException(new Problem("", null, $"--arm names {arms.Length} arms: the failures of one arm are explained at a time."));
            var options = new CauseOptions
            {
                Arms = arms,
                Version = parsed.GetValue(version) is { } named ? CommonOptions.NotBlank(named, "--version") : null,
                MaxCostUsd = parsed.GetValue(maxCost),
                Command = CompareCommand.Repeat(parsed),
                Repeats = parsed.GetValue(repeats),
                BudgetQuestions = parsed.GetValue(budget) is > 0 and int most ? most : null,
                HourCostUsd = parsed.GetValue(hour),
            };
            CauseReport report;
            using (var line = new ProgressLine(host))
            {
                var sessions = new RunSessions(new AnswerModels(Providers.Options(host), host.Time), PriceBook.Bundled(), host.Time);
                var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
                report = await new CauseAnalyzer(sessions).AnalyzeAsync(opened, options, progress, cancellationToken).ConfigureAwait(false);
            }

            if (parsed.GetValue(json)) host.WriteJson(report);
            else host.Out.Write(CauseText.Plain(report));
            return 0;
        });
        return command;
    }
}

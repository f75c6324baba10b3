using System.CommandLine;
using Assay.Answering;
using Assay.Causes;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval ceiling</c>: the most that better retrieval and better behaviour could each bring.</summary>
internal static class EvalCeilingCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project(), decoding = CommonOptions.Decoding();
        Option<bool> json = CommonOptions.Json();
        var version = new Option<string?>("--version") { Description = "The trained version to measure too: v2, champion or newest (default: the one in use, where there is one).", HelpName = "VERSION" };
        var maxCost = new Option<decimal>("--max-cost") { Description = "Stop before the first paid call if the run is expected to cost more, in USD.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };
        var command = new Verb("ceiling",
            """
            Let the model answer with no passages (prompt), with what is retrieved (rag), with the pages that the questions name (oracle) and,
            where one was trained, with the trained version: the distances are the most that better retrieval, better behaviour and training
            could each bring, with 95% intervals.

            Examples:
              assay eval ceiling samples/support
              assay eval ceiling --version v2 --json
            """) { folder, project, json, version, decoding, maxCost };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project opened = CommonOptions.Decoded(parsed, decoding, ProjectFile.Read(CommonOptions.Folder(parsed, project, folder)));
            var options = new RunOptions { Version = parsed.GetValue(version) is { } named ? CommonOptions.NotBlank(named, "--version") : null, MaxCostUsd = parsed.GetValue(maxCost), Command = CompareCommand.Repeat(parsed) };
            CeilingReport report;
            using (var line = new ProgressLine(host))
            {
                var sessions = new RunSessions(new AnswerModels(Providers.Options(host), host.Time), PriceBook.Bundled(), host.Time);
                var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
                report = await new CeilingTest(sessions).MeasureAsync(opened, options, progress, cancellationToken).ConfigureAwait(false);
            }

            if (parsed.GetValue(json)) host.WriteJson(report);
            else host.Out.Write(CauseText.Plain(report));
            return 0;
        });
        return command;
    }
}

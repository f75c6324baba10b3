using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Running;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune pilot</c>: what training on everything would bring, before it is done.</summary>
internal static class TunePilotCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var settings = new TuneOptions();
        var command = new Verb("pilot",
            """
            Train on an eighth, a quarter and a half of the examples, and say what all of them, twice and four times as many would bring.

            Each part holds the one before. The held-out answers that each writes exactly make a learning curve; from it come the score to be expected with its interval, the
            probability of beating the model before tuning, time and money. Nothing is kept as a version. What was trained once is not trained again.

            Examples:
              assay tune pilot my-project
              assay tune pilot my-project --json
            """) { folder, project, json };
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = settings.Apply(parsed, ProjectFile.Read(CommonOptions.Folder(parsed, project, folder)));
            var job = new TuneJob(Providers.Options(host), WorkerTeam.Shared, host.Time);
            using var line = new ProgressLine(host);
            var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
            using TunePlan plan = job.Prepare(read, progress, cancellationToken);
            host.Error.Write(plan.Data.Report.ToText());
            if (!plan.CanRun) throw new InputException(new Problem(plan.Data.Set.Path, null, "Nothing was trained: repair the errors above, or allow what can be allowed (see 'assay tune --help')."));
            PilotReport report = new TunePilot(job, WorkerTeam.Shared, host.Time).Run(plan, progress, cancellationToken);
            if (parsed.GetValue(json)) host.WriteJson(report);
            else host.Out.Write(report.ToText());
            return 0;
        });
        return command;
    }
}

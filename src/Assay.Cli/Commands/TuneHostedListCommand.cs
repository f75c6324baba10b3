using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune hosted list</c>: the jobs that were started in a project.</summary>
internal static class TuneHostedListCommand
{
    public static Verb Create(CommandHost host)
    {
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("list",
            """
            List the jobs that were started in a project, the newest first, with the status that was last seen. Asks no provider and needs no key; 'status' asks.

            Examples:
              assay tune hosted list --project my-project
              assay tune hosted list --json
            """) { project, json };
        command.SetAction(parsed =>
        {
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            HostedStarted[] jobs = [.. HostedTuning.Started(read)];
            if (parsed.GetValue(json)) host.WriteJson(new { Jobs = jobs.Select(j => Json(j)) });
            else if (jobs.Length == 0) host.Out.WriteLine("No job was started here yet. Start one with: assay tune hosted start");
            else Print(host, jobs);
            return 0;
        });
        return command;
    }

    private static object Json(HostedStarted job) => new { job.Job, job.Status, job.Begun, job.Service, BaseModel = job.Recipe?.BaseModel, Model = job.Recipe?.Outcome?.Model, Recipe = job.RecipePath };

    private static void Print(CommandHost host, HostedStarted[] jobs)
    {
        Tables.Write(host.Out, ["job", "begun", "status", "from", ">examples", "model"], jobs.Select(j => (IReadOnlyList<string>)
        [
            PlainWriter.Line(j.Job ?? "not known"), j.Begun.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), PlainWriter.Line(j.Status ?? "–"),
            PlainWriter.Line(j.Recipe?.BaseModel ?? j.Service), j.Recipe?.TrainingFile.Examples.ToString("N0", CultureInfo.InvariantCulture) ?? "–", PlainWriter.Line(j.Recipe?.Outcome?.Model ?? "–"),
        ]));
        if (jobs.Any(j => j.Job is null)) host.Out.WriteLine("Of a job without id it is not known whether it was created. Give its start command again: it finds out, and none is created twice.");
    }
}

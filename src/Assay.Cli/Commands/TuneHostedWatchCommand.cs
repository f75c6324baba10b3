using Assay.Cli.Terminal;
using Assay.Projects;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune hosted watch</c> and <c>status</c>: a job until its end, and as it stands.</summary>
internal static class TuneHostedWatchCommand
{
    private const int ProviderFailed = 3;

    public static Verb Watch(CommandHost host)
    {
        var place = new TuneHostedPlace();
        var command = new Verb("watch",
            """
            Follow a job until it ends, then say how to use the model. Ctrl-C ends the following and not the job. Exit code 3 when the job failed or was cancelled.

            Examples:
              assay tune hosted watch --project my-project
              assay tune hosted watch ftjob-abc123 --provider openai --model gpt-4.1-mini
            """);
        place.AddTo(command, withJob: true);
        command.SetAction((parsed, cancellationToken) => place.WithJobAsync(host, parsed, (project, tuner, job) => FollowAsync(host, (project, tuner), job, place.Json(parsed), cancellationToken)));
        return command;
    }

    public static Verb Status(CommandHost host)
    {
        var place = new TuneHostedPlace();
        var command = new Verb("status",
            """
            Say how a job stands; of one that succeeded also how to use the model.

            Examples:
              assay tune hosted status --project my-project
              assay tune hosted status ftjob-abc123 --json
            """);
        place.AddTo(command, withJob: true);
        command.SetAction((parsed, cancellationToken) => place.WithJobAsync(host, parsed, async (project, tuner, id) =>
        {
            HostedJob job = await tuner.JobAsync(id, cancellationToken).ConfigureAwait(false);
            HostedTuningResult result = job.HasEnded ? await tuner.WatchAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false) : new HostedTuningResult(job, null, [], null);
            if (place.Json(parsed)) host.WriteJson(TuneHostedText.Json(project, result));
            else host.Out.Write(TuneHostedText.Result(project, result));
            return 0;
        }));
        return command;
    }

    /// <summary>Follows a job to its end and prints what came of it.</summary>
    /// <returns>0 when there is a model, else 3.</returns>
    public static async Task<int> FollowAsync(CommandHost host, (Project Project, HostedTuner Tuner) at, string job, bool json, CancellationToken cancellationToken)
    {
        HostedTuningResult result;
        using (var line = new TuneHostedProgress(host))
        {
            try
            {
                result = await at.Tuner.WatchAsync(job, progress: line, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                line.Say($"Follow it again: assay tune hosted watch {job} --project {at.Project.Root}");
                line.Say($"End it:          assay tune hosted cancel {job} --project {at.Project.Root}");
                throw;
            }
        }

        if (json) host.WriteJson(TuneHostedText.Json(at.Project, result));
        else host.Out.Write(TuneHostedText.Result(at.Project, result));
        return result.Job.Phase == HostedJobPhase.Succeeded ? 0 : ProviderFailed;
    }
}

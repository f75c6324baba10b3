using Assay.Cli.Terminal;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune hosted cancel</c>, <c>pause</c> and <c>resume</c>.</summary>
internal static class TuneHostedActCommand
{
    public static Verb Cancel(CommandHost host) => Create(host, new Verb("cancel",
        """
        End a job; what was trained until then is paid for. One that had ended stays as it was.

        Examples:
          assay tune hosted cancel --project my-project
          assay tune hosted cancel ftjob-abc123
        """), static (tuner, job, cancellationToken) => tuner.CancelAsync(job, cancellationToken));

    public static Verb Pause(CommandHost host) => Create(host, new Verb("pause",
        """
        Pause a job until 'resume'. Together has no pauses (exit code 3).

        Examples:
          assay tune hosted pause --project my-project
          assay tune hosted pause ftjob-abc123
        """), static (tuner, job, cancellationToken) => tuner.PauseAsync(job, cancellationToken));

    public static Verb Resume(CommandHost host) => Create(host, new Verb("resume",
        """
        Let a paused job go on.

        Examples:
          assay tune hosted resume --project my-project
          assay tune hosted resume ftjob-abc123
        """), static (tuner, job, cancellationToken) => tuner.ResumeAsync(job, cancellationToken));

    private static Verb Create(CommandHost host, Verb command, Func<HostedTuner, string, CancellationToken, Task<HostedJob>> act)
    {
        var place = new TuneHostedPlace();
        place.AddTo(command, withJob: true);
        command.SetAction((parsed, cancellationToken) => place.WithJobAsync(host, parsed, async (_, tuner, id) =>
        {
            HostedJob job = await act(tuner, id, cancellationToken).ConfigureAwait(false);
            if (place.Json(parsed)) host.WriteJson(new { Job = job });
            else host.Out.WriteLine(TuneHostedText.Status(job));
            return 0;
        }));
        return command;
    }
}

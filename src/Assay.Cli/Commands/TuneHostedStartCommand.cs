using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Running;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune hosted start</c>: checks, plan, confirmation, upload, job, its end.</summary>
internal static class TuneHostedStartCommand
{
    private const int Refused = 1, BadInput = 2;

    public static Verb Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        var place = new TuneHostedPlace();
        var settings = new TuneHostedSettings();
        var check = new Option<bool>("--check") { Description = "Check the examples and show the plan with its cost; send nothing. Needs no key." };
        var yes = new Option<bool>("--yes") { Description = "Send without asking; needed where nobody can be asked." };
        var noWatch = new Option<bool>("--no-watch") { Description = "Start the job and do not wait for its end." };
        var command = new Verb("start",
            """
            Check the project's examples, show the plan with tokens, epochs and cost, ask, then send them to the provider, start a job and follow it.

            The examples, and what is done about personal data, bad rows and evaluation questions among them, are those of 'assay tune'; how the provider trains is said here. Part of
            the examples is held out and sent as its validation file. After Ctrl-C or a lost connection the same command goes on: no file is sent twice and no second job is started.
            The price is not known to Assay for every model: state it with --price to see a cost.

            Examples:
              assay tune hosted start my-project --check --price 25
              assay tune hosted start my-project --epochs 3 --price 25 --max-cost 10
              assay tune hosted start my-project --provider together --model owner/name --epochs 2 --yes --no-watch
            """) { folder };
        place.AddTo(command, withJob: false);
        foreach (Option option in (Option[])[check, yes, noWatch]) command.Add(option);
        settings.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = settings.Apply(parsed, ProjectFile.Read(CommonOptions.Folder(parsed, place.ProjectOption, folder)));
            var hosted = new HostedTuning(Providers.Options(host), host.Time);
            HostedDraft draft = Prepare(host, hosted, read, settings.Read(parsed, place), cancellationToken);
            bool json = place.Json(parsed);
            if (parsed.GetValue(check)) return Check(host, draft, json);
            host.Error.Write(draft.Data.Report.ToText());
            if (draft.Plan is not { } plan) return Unusable(host);
            host.Error.Write(TuneHostedText.Plan(draft, plan));
            if (plan.Refusal is { } refusal) return Say(host, refusal, Refused);
            using HostedTuner tuner = hosted.Open(read, draft.Target);
            if (tuner.JobOf(plan) is null && !parsed.GetValue(yes) && Unconfirmed(host) is { } code) return code;
            HostedJob job = await StartAsync(host, tuner, plan, cancellationToken).ConfigureAwait(false);
            if (!parsed.GetValue(noWatch)) return await TuneHostedWatchCommand.FollowAsync(host, (read, tuner), job.Id, json, cancellationToken).ConfigureAwait(false);
            var result = new HostedTuningResult(job, null, [], null);
            if (json) host.WriteJson(TuneHostedText.Json(read, result));
            else host.Out.Write(TuneHostedText.Result(read, result));
            return 0;
        });
        return command;
    }

    private static HostedDraft Prepare(CommandHost host, HostedTuning hosted, Project project, HostedTuningSettings settings, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(host);
        return hosted.Prepare(project, settings, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), cancellationToken);
    }

    private static int Check(CommandHost host, HostedDraft draft, bool json)
    {
        if (json) host.WriteJson(TuneHostedText.Json(draft));
        else host.Out.Write(draft.Data.Report.ToText() + (draft.Plan is { } shown ? TuneHostedText.Plan(draft, shown) : ""));
        if (draft.Plan is not { } plan) return Unusable(host);
        return plan.Refusal is { } refusal ? Say(host, refusal, Refused) : 0;
    }

    private static async Task<HostedJob> StartAsync(CommandHost host, HostedTuner tuner, HostedTuningPlan plan, CancellationToken cancellationToken)
    {
        using var line = new TuneHostedProgress(host);
        return await tuner.StartAsync(plan, line, cancellationToken).ConfigureAwait(false);
    }

    // Null when the user agrees.
    private static int? Unconfirmed(CommandHost host)
    {
        if (!host.IsTerminal) return Say(host, "Nothing was sent: nobody can be asked here. Look at the plan above, then give the same command with --yes.", BadInput);
        host.Drawing.Write("Send the examples and start the job? [y/N] ");
        host.Drawing.Flush();
        return host.In.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES" ? null : Say(host, "Nothing was sent.", Refused);
    }

    private static int Unusable(CommandHost host) => Say(host, "Nothing was sent: repair the errors above, or allow what can be allowed (see 'assay tune hosted start --help').", BadInput);

    private static int Say(CommandHost host, string text, int code)
    {
        host.Error.WriteLine(PlainWriter.Line(text));
        return code;
    }
}

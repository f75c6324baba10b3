using System.Collections.Immutable;
using Assay.Models.Providers;
using Assay.Text;
using Assay.Tuning.Hosted.Dialects;

namespace Assay.Tuning.Hosted;

/// <summary>What came of a job.</summary>
/// <param name="Job">The job as it ended: succeeded, failed or cancelled.</param>
/// <param name="Model">The tuned model; null when there is none.</param>
/// <param name="Checkpoints">Models kept on the way.</param>
/// <param name="Recipe">The file that tells how to train the same here; null when the job was not started with this ledger.</param>
public sealed record HostedTuningResult(HostedJob Job, ModelReference? Model, ImmutableArray<HostedCheckpoint> Checkpoints, string? Recipe);

/// <summary>
/// Fine-tuning at a provider. A file is sent once and a job created once, whatever breaks: both are looked for by hash at the provider before they are sent. A job goes on without this
/// process; the same plan finds it again.
/// </summary>
public sealed class HostedTuner : IDisposable
{
    private readonly ProviderConnection connection;
    private readonly HostedApi api;
    private readonly HostedLedger ledger;
    private readonly ModelReference model;
    private readonly ProviderOptions options;
    private readonly TimeProvider time;

    private HostedTuner(ProviderConnection connection, HostedApi api, HostedLedger ledger, ModelReference model, ProviderOptions options, TimeProvider time) =>
        (this.connection, this.api, this.ledger, this.model, this.options, this.time) = (connection, api, ledger, model, options, time);

    /// <summary>Opens the service of a model. Nothing is sent until it is used.</summary>
    /// <param name="model">The base model: <c>openai:NAME</c> or <c>https://host/v1#NAME</c>.</param>
    /// <param name="ledgerFolder">Where is kept what was sent; the same folder in each run.</param>
    /// <param name="options">Keys, limits and repetitions.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="dialect">The wire format where the address does not tell it; null for what the service is known to speak.</param>
    /// <returns>The service; the caller disposes it.</returns>
    /// <exception cref="AssayException">The model is not of such a service, a key is missing, or a base address is unusable.</exception>
    public static HostedTuner Open(ModelReference model, string ledgerFolder, ProviderOptions options, TimeProvider timeProvider, HostedDialect? dialect = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ledgerFolder);
        ProviderConnection connection = ProviderConnection.Open(model, options, timeProvider);
        HostedApi api = new(connection, DialectOf(HostedService.Of(model, dialect).Dialect));
        return new HostedTuner(connection, api, new HostedLedger(ledgerFolder, connection.Address, timeProvider), model, options, timeProvider);
    }

    /// <summary>Sends the files of a plan and creates its job, or finds what an earlier run sent and created.</summary>
    /// <param name="plan">A plan for this tuner's model, shown to the user and confirmed.</param>
    /// <param name="progress">Told what is there; may be null.</param>
    /// <param name="cancellationToken">Breaks off; run again to go on.</param>
    /// <returns>The job, not ended as a rule.</returns>
    /// <exception cref="AssayException">The plan is refused for its cost, a file has changed, or another process starts a job with this ledger.</exception>
    /// <exception cref="ProviderException">The provider refuses or cannot be reached; run again to go on.</exception>
    public async Task<HostedJob> StartAsync(HostedTuningPlan plan, IProgress<HostedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Request.Model != model) throw new ArgumentException($"The plan is for {plan.Request.Model}, this tuner for {model}.", nameof(plan));
        if (plan.Refusal is { } refusal) throw new AssayException(refusal);
        using IDisposable held = ledger.Lock();
        return await new HostedStart(api, ledger, new OnceOnly(options.MaxAttempts, time), progress).StartAsync(plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a job has ended, and writes its recipe.</summary>
    /// <param name="jobId">The provider's id.</param>
    /// <param name="watch">The pauses; null for the usual ones.</param>
    /// <param name="progress">Told status and events in order, each once; may be null.</param>
    /// <param name="cancellationToken">Stops waiting; the job goes on, and the last note says how to go on.</param>
    /// <returns>What came of it; a failed job is a result, not an exception.</returns>
    /// <exception cref="ProviderException">The provider refuses or cannot be reached; run again to go on.</exception>
    public async Task<HostedTuningResult> WatchAsync(string jobId, HostedWatchOptions? watch = null, IProgress<HostedProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        watch ??= new HostedWatchOptions();
        watch.Validate();
        try
        {
            HostedJob job = await new HostedWatch(api, ledger, watch, time, progress).UntilEndAsync(jobId, cancellationToken).ConfigureAwait(false);
            return await ResultAsync(job, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ProviderException { Status: not 404 })
        {
            progress?.Report(new HostedNote($"Job {jobId} goes on at {connection.Provider}: only the waiting has ended. Run the same command again to wait on; nothing is sent twice. It costs money until it ends or is cancelled."));
            throw;
        }
    }

    /// <summary>The job that an earlier run started for a plan: starting the plan sends nothing then.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>The provider's id; null when none is known to have been started.</returns>
    /// <exception cref="InputException">The ledger's entry is damaged.</exception>
    public string? JobOf(HostedTuningPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return ledger.Job(plan.Mark)?.Id;
    }

    /// <summary>A job as it stands.</summary>
    /// <param name="jobId">The provider's id.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ProviderException">The provider does not know it or cannot be reached.</exception>
    public Task<HostedJob> JobAsync(string jobId, CancellationToken cancellationToken = default) => NotedAsync(jobId, cancellationToken);

    /// <summary>All jobs of the account.</summary>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>In the provider's order.</returns>
    /// <exception cref="ProviderException">The provider cannot be reached, or its list does not end.</exception>
    public IAsyncEnumerable<HostedJob> JobsAsync(CancellationToken cancellationToken = default) => api.JobsAsync(cancellationToken);

    /// <summary>Ends a job; what was trained is paid for.</summary>
    /// <param name="jobId">The provider's id.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The job afterwards; one that had ended stays as it was.</returns>
    /// <exception cref="ProviderException">The provider refuses or cannot be reached.</exception>
    public Task<HostedJob> CancelAsync(string jobId, CancellationToken cancellationToken = default) => ActAsync(jobId, "cancel", j => j.HasEnded, cancellationToken);

    /// <summary>Pauses a job.</summary>
    /// <param name="jobId">The provider's id.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The job afterwards.</returns>
    /// <exception cref="AssayException">The service has no pauses.</exception>
    /// <exception cref="ProviderException">The provider refuses or cannot be reached.</exception>
    public Task<HostedJob> PauseAsync(string jobId, CancellationToken cancellationToken = default) => ActAsync(jobId, "pause", j => j.Phase == HostedJobPhase.Paused, cancellationToken);

    /// <summary>Lets a paused job go on.</summary>
    /// <param name="jobId">The provider's id.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <returns>The job afterwards.</returns>
    /// <exception cref="AssayException">The service has no pauses.</exception>
    /// <exception cref="ProviderException">The provider refuses or cannot be reached.</exception>
    public Task<HostedJob> ResumeAsync(string jobId, CancellationToken cancellationToken = default) => ActAsync(jobId, "resume", j => j.Phase is HostedJobPhase.Running or HostedJobPhase.Waiting, cancellationToken);

    /// <summary>Closes the connections; jobs go on.</summary>
    public void Dispose() => connection.Dispose();

    internal static IHostedDialect DialectOf(HostedDialect dialect) => dialect == HostedDialect.Together ? new TogetherDialect() : new OpenAiDialect();

    // Asking twice does no harm, so a lost answer is asked for again; a refusal of what has happened already is none.
    private async Task<HostedJob> ActAsync(string jobId, string action, Func<HostedJob, bool> isDone, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        if (action != "cancel" && !api.Dialect.CanPause) throw new AssayException($"{connection.Provider} cannot {action} jobs. Wait, or cancel it.");
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await api.ActAsync(jobId, action, cancellationToken).ConfigureAwait(false);
                return await NotedAsync(jobId, cancellationToken).ConfigureAwait(false);
            }
            catch (ProviderException e) when (e.Status != 404 && e.Kind != ProviderErrorKind.Authentication)
            {
                HostedJob job = await NotedAsync(jobId, cancellationToken).ConfigureAwait(false);
                if (isDone(job)) return job;
                if (!e.IsTransient || attempt >= options.MaxAttempts) throw;
                await Task.Delay(e.RetryAfter ?? TimeSpan.FromSeconds(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<HostedJob> NotedAsync(string jobId, CancellationToken cancellationToken)
    {
        HostedJob job = await api.JobAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (ledger.JobWith(jobId) is { } entry && entry.Status != job.Status) ledger.Write(entry with { Status = job.Status });
        return job;
    }

    private async Task<HostedTuningResult> ResultAsync(HostedJob job, IProgress<HostedProgress>? progress, CancellationToken cancellationToken)
    {
        ModelReference? tuned = job is { Phase: HostedJobPhase.Succeeded, TunedModel: { } name } ? model with { Name = name } : null;
        ImmutableArray<HostedCheckpoint> checkpoints = await CheckpointsAsync(job, progress, cancellationToken).ConfigureAwait(false);
        string? path = ledger.JobWith(job.Id) is { } entry ? ledger.RecipePath(entry.Mark) : null;
        if (path is not null && File.Exists(path))
        {
            (HostedRecipe.Read(path) with { Outcome = OutcomeOf(job, tuned, checkpoints) }).Write(path);
        }

        return new HostedTuningResult(job, tuned, checkpoints, path);
    }

    private async Task<ImmutableArray<HostedCheckpoint>> CheckpointsAsync(HostedJob job, IProgress<HostedProgress>? progress, CancellationToken cancellationToken)
    {
        List<HostedCheckpoint> found = [];
        try
        {
            await foreach (HostedCheckpoint one in api.CheckpointsAsync(job, cancellationToken).ConfigureAwait(false)) found.Add(one);
        }
        catch (ProviderException e)
        {
            // The job has ended: what matters is there.
            progress?.Report(new HostedNote($"The checkpoints of job {job.Id} could not be listed. {e.Message}"));
        }

        return [.. found.OrderBy(c => c.Step)];
    }

    private static HostedOutcome OutcomeOf(HostedJob job, ModelReference? tuned, ImmutableArray<HostedCheckpoint> checkpoints) => new(job.Id, job.Status, tuned?.ToString())
    {
        Error = job.Error,
        TrainedTokens = job.TrainedTokens,
        Epochs = job.Epochs,
        BatchSize = job.BatchSize,
        LearningRate = job.LearningRate,
        Seed = job.Seed,
        Checkpoints = checkpoints,
    };
}

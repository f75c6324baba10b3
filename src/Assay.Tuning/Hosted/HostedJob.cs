using System.Collections.Immutable;

namespace Assay.Tuning.Hosted;

/// <summary>What a job's status means for the one who waits.</summary>
public enum HostedJobPhase
{
    /// <summary>Files are checked, or it stands in a queue.</summary>
    Waiting,

    /// <summary>It trains, or finishes.</summary>
    Running,

    /// <summary>It stands still until it is resumed.</summary>
    Paused,

    /// <summary>Done: there is a tuned model.</summary>
    Succeeded,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended on request.</summary>
    Cancelled,

    /// <summary>A status that this version does not know and that does not look like an end: waiting goes on.</summary>
    Unknown,
}

/// <summary>Why a job failed.</summary>
/// <param name="Code">The provider's code; may be empty.</param>
/// <param name="Message">The provider's words; may be empty.</param>
/// <param name="Parameter">The setting at fault; null when none is named.</param>
public sealed record HostedJobError(string Code, string Message, string? Parameter);

/// <summary>A job as the provider shows it.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Status">The status in the provider's word.</param>
/// <param name="Phase">What it means.</param>
/// <param name="Model">The base model.</param>
public sealed record HostedJob(string Id, string Status, HostedJobPhase Phase, string Model)
{
    /// <summary>The tuned model's name; null until it is there.</summary>
    public string? TunedModel { get; init; }

    /// <summary>The provider's id of the training file; empty when it does not say.</summary>
    public string TrainingFile { get; init; } = "";

    /// <summary>When it was created; null when the provider does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it ended; null until then.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>When the provider expects it to end; null when it does not say.</summary>
    public DateTimeOffset? EstimatedFinish { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public HostedJobError? Error { get; init; }

    /// <summary>Tokens that were trained and are paid for; null until known.</summary>
    public long? TrainedTokens { get; init; }

    /// <summary>Passes over the file that the provider chose or was told; null when it does not say.</summary>
    public int? Epochs { get; init; }

    /// <summary>Examples of one step; null when it does not say.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The factor on the learning rate, or the rate itself, as the provider names it; null when it does not say.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The seed; null when it does not say.</summary>
    public long? Seed { get; init; }

    /// <summary>Ids of files with results.</summary>
    public ImmutableArray<string> ResultFiles { get; init; } = [];

    /// <summary>Where our own mark is looked for: metadata, suffix and name of the model.</summary>
    internal ImmutableArray<string> Marks { get; init; } = [];

    /// <summary>Whether nothing more will happen.</summary>
    public bool HasEnded => Phase is HostedJobPhase.Succeeded or HostedJobPhase.Failed or HostedJobPhase.Cancelled;
}

/// <summary>What training measured at a step; null where it did not.</summary>
/// <param name="Step">The step, from 1.</param>
public sealed record HostedMetrics(int Step)
{
    /// <summary>Steps of the whole job.</summary>
    public int? TotalSteps { get; init; }

    /// <summary>Loss on the step's examples, nats per token.</summary>
    public double? TrainLoss { get; init; }

    /// <summary>Share of the step's tokens that were predicted, 0 to 1.</summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>Loss on a sample of the validation file.</summary>
    public double? ValidLoss { get; init; }

    /// <summary>Share of predicted tokens on a sample of the validation file, 0 to 1.</summary>
    public double? ValidAccuracy { get; init; }

    /// <summary>Loss on the whole validation file.</summary>
    public double? FullValidLoss { get; init; }

    /// <summary>Share of predicted tokens on the whole validation file, 0 to 1.</summary>
    public double? FullValidAccuracy { get; init; }
}

/// <summary>A model that was kept during training.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Model">The name to call it by; null when it can only be trained on.</param>
/// <param name="Step">After which step.</param>
/// <param name="Metrics">What was measured then; null when nothing.</param>
public sealed record HostedCheckpoint(string Id, string? Model, int Step, HostedMetrics? Metrics);

/// <summary>A file at the provider.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Bytes">Its size; null when the provider does not say.</param>
internal sealed record HostedFile(string Id, string Name, long? Bytes);

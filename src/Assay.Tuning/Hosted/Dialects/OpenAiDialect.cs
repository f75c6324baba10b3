using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Tuning.Hosted.Dialects;

/// <summary>OpenAI's fine-tuning wire: openai-openapi, <c>/files</c> and <c>/fine_tuning/jobs</c>. Statuses and fields that are not in it are let pass.</summary>
internal sealed class OpenAiDialect : IHostedDialect
{
    /// <summary>The key of <c>metadata</c> under which our mark stands.</summary>
    public const string MarkKey = "assay_job";

    public string Files => "/files?purpose=fine-tune";

    public string Upload => "/files";

    public string Jobs => "/fine_tuning/jobs";

    public string Checkpoints => "checkpoints";

    public bool HasPages => true;

    public bool CanPause => true;

    // What OpenAI's cookbook (data preparation and analysis for chat fine-tuning) reckons with: 3 epochs, more for few examples (100 in all), fewer for many (25,000).
    public (int Epochs, bool IsGuess) EpochsOf(int examples)
    {
        int epochs = 3;
        if (examples * 3 < 100) epochs = Math.Min(25, Math.Max(1, 100 / Math.Max(1, examples)));
        else if (examples * 3L > 25_000) epochs = Math.Max(1, 25_000 / examples);
        return (epochs, true);
    }

    public IEnumerable<string> Refusals(HostedTuningRequest request)
    {
        HostedHyperparameters settings = request.Hyperparameters;
        if (settings.LearningRate is not null) yield return "OpenAI's interface takes no learning rate, only a factor on its own: set the learning rate multiplier instead.";
        if (settings.LoraRank is not null) yield return "OpenAI's interface takes no LoRA rank: leave it out.";
    }

    public IEnumerable<(string Name, string Value)> UploadFields(string name) => [("purpose", "fine-tune")];

    public JsonObject Create(HostedTuningRequest request, string trainingFile, string? validationFile, string mark)
    {
        HostedHyperparameters settings = request.Hyperparameters;
        JsonObject chosen = [];
        if (settings.Epochs is { } epochs) chosen["n_epochs"] = epochs;
        if (settings.BatchSize is { } size) chosen["batch_size"] = size;
        if (settings.LearningRateMultiplier is { } factor) chosen["learning_rate_multiplier"] = factor;
        if (settings.Beta is { } beta) chosen["beta"] = beta;
        string method = settings.Method == HostedMethod.Preference ? "dpo" : "supervised";
        JsonObject body = new()
        {
            ["model"] = request.Model.Name,
            ["training_file"] = trainingFile,
            ["suffix"] = $"{request.Suffix ?? "assay"}-{mark}",
            ["method"] = new JsonObject { ["type"] = method, [method] = new JsonObject { ["hyperparameters"] = chosen } },
            ["metadata"] = new JsonObject { [MarkKey] = mark },
        };
        if (validationFile is not null) body["validation_file"] = validationFile;
        if (request.Seed is { } seed) body["seed"] = seed;
        return body;
    }

    public HostedJob? Job(JsonElement json)
    {
        if (Wire.Text(json, "id") is not { Length: > 0 } id) return null;
        string status = Wire.Text(json, "status") ?? "";
        HostedJobError? error = Error(json);
        DateTimeOffset? finished = Wire.Time(json, "finished_at");
        string? tuned = Wire.Text(json, "fine_tuned_model") is { Length: > 0 } name ? name : null;
        JsonElement settings = Settings(json);
        return new HostedJob(id, status, Phase(status, tuned, error, finished), Wire.Text(json, "model") ?? "")
        {
            TunedModel = tuned,
            TrainingFile = Wire.Text(json, "training_file") ?? "",
            Created = Wire.Time(json, "created_at"),
            Finished = finished,
            EstimatedFinish = Wire.Time(json, "estimated_finish"),
            Error = error,
            TrainedTokens = Wire.Whole(json, "trained_tokens"),
            Epochs = Wire.Small(settings, "n_epochs"),
            BatchSize = Wire.Small(settings, "batch_size"),
            LearningRate = Wire.Real(settings, "learning_rate_multiplier"),
            Seed = Wire.Whole(json, "seed"),
            ResultFiles = [.. Wire.Items(json, "result_files").Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!)],
            Marks = Marks(json),
        };
    }

    public HostedEvent? Event(JsonElement json) => Wire.Text(json, "id") is not { Length: > 0 } id ? null : new HostedEvent(
        id, Wire.Time(json, "created_at"), Wire.Text(json, "level") ?? "info", Wire.Text(json, "message") ?? "", Wire.Get(json, "data") is { } data ? Wire.Metrics(data) : null);

    public HostedCheckpoint? Checkpoint(JsonElement json, HostedJob job) => Wire.Text(json, "id") is not { Length: > 0 } id ? null : new HostedCheckpoint(
        id, Wire.Text(json, "fine_tuned_model_checkpoint"), Wire.Small(json, "step_number") ?? 0, Wire.Get(json, "metrics") is { } metrics ? Wire.Metrics(metrics) : null);

    // Names a mark stands in: ours in the metadata, and the suffix for servers that keep no metadata.
    private static ImmutableArray<string> Marks(JsonElement json)
    {
        string?[] found = [Wire.Get(json, "metadata") is { } metadata ? Wire.Text(metadata, MarkKey) : null, Wire.Text(json, "suffix"), Wire.Text(json, "user_provided_suffix"), Wire.Text(json, "fine_tuned_model")];
        return [.. found.OfType<string>()];
    }

    private static JsonElement Settings(JsonElement json)
    {
        if (Wire.Get(json, "method") is { } method && Wire.Text(method, "type") is { } type && Wire.Get(method, type) is { } inner && Wire.Get(inner, "hyperparameters") is { } settings) return settings;
        return Wire.Get(json, "hyperparameters") ?? default;
    }

    // The schema has an error object with empty fields in jobs that did not fail.
    private static HostedJobError? Error(JsonElement json)
    {
        if (Wire.Get(json, "error") is not { ValueKind: JsonValueKind.Object } error) return null;
        (string code, string message) = (Wire.Text(error, "code") ?? "", Wire.Text(error, "message") ?? "");
        return code.Length + message.Length == 0 ? null : new HostedJobError(code, message, Wire.Text(error, "param"));
    }

    private static HostedJobPhase Phase(string status, string? tuned, HostedJobError? error, DateTimeOffset? finished) => status switch
    {
        "validating_files" or "queued" => HostedJobPhase.Waiting,
        "running" => HostedJobPhase.Running,
        "paused" => HostedJobPhase.Paused,
        "succeeded" => HostedJobPhase.Succeeded,
        "failed" => HostedJobPhase.Failed,
        "cancelled" => HostedJobPhase.Cancelled,

        // A word of tomorrow: its other fields tell whether it is an end.
        _ when finished is null => HostedJobPhase.Unknown,
        _ when tuned is not null => HostedJobPhase.Succeeded,
        _ when error is not null => HostedJobPhase.Failed,
        _ => HostedJobPhase.Cancelled,
    };
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Tuning.Hosted.Dialects;

/// <summary>Together's fine-tuning wire: <c>/files/upload</c> and <c>/fine-tunes</c> as docs.together.ai describes them. It has neither pages nor pauses nor metadata: a job is found by the suffix in its model's name.</summary>
internal sealed class TogetherDialect : IHostedDialect
{
    public string Files => "/files";

    public string Upload => "/files/upload";

    public string Jobs => "/fine-tunes";

    public string Checkpoints => "checkpoints";

    public bool HasPages => false;

    public bool CanPause => false;

    public (int Epochs, bool IsGuess) EpochsOf(int examples) => (1, false);

    public IEnumerable<string> Refusals(HostedTuningRequest request)
    {
        if (request.Hyperparameters.LearningRateMultiplier is not null) yield return "Together takes no learning rate multiplier: set the learning rate itself.";
        if (request.Seed is not null) yield return "Together takes no seed: leave it out.";
    }

    public IEnumerable<(string Name, string Value)> UploadFields(string name) => [("purpose", "fine-tune"), ("file_name", name), ("file_type", "jsonl")];

    public JsonObject Create(HostedTuningRequest request, string trainingFile, string? validationFile, string mark)
    {
        HostedHyperparameters settings = request.Hyperparameters;
        JsonObject method = settings.Method == HostedMethod.Preference ? new() { ["method"] = "dpo" } : new() { ["method"] = "sft" };
        if (settings.Beta is { } beta) method["dpo_beta"] = beta;
        JsonObject body = new()
        {
            ["model"] = request.Model.Name,
            ["training_file"] = trainingFile,
            ["suffix"] = $"{request.Suffix ?? "assay"}-{mark}",
            ["training_method"] = method,
        };
        if (validationFile is not null) (body["validation_file"], body["n_evals"]) = (validationFile, 1);
        if (settings.Epochs is { } epochs) body["n_epochs"] = epochs;
        body["batch_size"] = settings.BatchSize is { } size ? size : "max";
        if (settings.LearningRate is { } rate) body["learning_rate"] = rate;
        if (settings.LoraRank is { } rank) body["training_type"] = new JsonObject { ["type"] = "Lora", ["lora_r"] = rank, ["lora_alpha"] = 2 * rank };
        return body;
    }

    public HostedJob? Job(JsonElement json)
    {
        if (Wire.Text(json, "id") is not { Length: > 0 } id) return null;
        string status = Wire.Text(json, "status") ?? "";
        HostedJobPhase phase = Phase(status);
        string? output = Wire.Text(json, "model_output_name") ?? Wire.Text(json, "output_name");
        string?[] marks = [Wire.Text(json, "suffix"), output];
        return new HostedJob(id, status, phase, Wire.Text(json, "model") ?? "")
        {
            // The name is there from the beginning, the model at the end only.
            TunedModel = phase == HostedJobPhase.Succeeded ? output : null,
            TrainingFile = Wire.Text(json, "training_file") ?? "",
            Created = Wire.Time(json, "created_at"),
            Finished = phase is HostedJobPhase.Succeeded or HostedJobPhase.Failed or HostedJobPhase.Cancelled ? Wire.Time(json, "updated_at") : null,
            Error = phase == HostedJobPhase.Failed ? new HostedJobError("", LastError(json), null) : null,
            TrainedTokens = Wire.Whole(json, "token_count"),
            Epochs = Wire.Small(json, "n_epochs"),
            BatchSize = Wire.Small(json, "batch_size"),
            LearningRate = Wire.Real(json, "learning_rate"),
            Marks = [.. marks.OfType<string>()],
        };
    }

    // Events have no id here; what makes them different is.
    public HostedEvent? Event(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        string type = Wire.Text(json, "type") ?? "";
        string message = Wire.Text(json, "message") is { Length: > 0 } said ? said : type;
        if (message.Length == 0) return null;
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Wire.Text(json, "created_at")}\n{type}\n{message}\n{Wire.Whole(json, "step")}")))[..24];
        return new HostedEvent(id, Wire.Time(json, "created_at"), Wire.Text(json, "level")?.ToLowerInvariant() is { Length: > 0 } level ? level : "info", message, Measured(json));
    }

    public HostedCheckpoint? Checkpoint(JsonElement json, HostedJob job)
    {
        if (Wire.Small(json, "step") is not { } step) return null;
        bool isLast = Wire.Text(json, "checkpoint_type")?.Contains("intermediate", StringComparison.OrdinalIgnoreCase) != true;
        return new HostedCheckpoint(isLast ? job.Id : $"{job.Id}:{step}", isLast ? job.TunedModel : null, step, null);
    }

    // A step alone is where something happened, not a measurement.
    private static HostedMetrics? Measured(JsonElement json) => Wire.Metrics(json) is { } metrics && (metrics.TrainLoss ?? metrics.ValidLoss ?? metrics.FullValidLoss) is not null ? metrics : null;

    private static string LastError(JsonElement json) => Wire.Items(json, "events")
        .Where(e => Wire.Text(e, "level") is { } level && level.Equals("error", StringComparison.OrdinalIgnoreCase)).Select(e => Wire.Text(e, "message") ?? "").LastOrDefault() ?? "";

    private static HostedJobPhase Phase(string status) => status switch
    {
        "pending" or "queued" => HostedJobPhase.Waiting,
        "running" or "compressing" or "uploading" or "cancel_requested" => HostedJobPhase.Running,
        "completed" => HostedJobPhase.Succeeded,
        "error" or "user_error" => HostedJobPhase.Failed,
        "cancelled" => HostedJobPhase.Cancelled,
        _ => HostedJobPhase.Unknown,
    };
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>OpenAI's files and fine-tuning jobs as openai-openapi describes them, with pages of two items whatever limit is asked for.</summary>
internal sealed class FakeOpenAiTuning : FakeTuningServer
{
    private const int PageSize = 2;

    private readonly List<JsonObject> events = [];

    /// <summary>Why the job fails when its life ends so.</summary>
    public JsonObject Error { get; set; } = new() { ["code"] = "invalid_training_file", ["message"] = "The job failed due to an unsafe file.", ["param"] = "training_file" };

    public List<JsonObject> Events => events;

    public List<JsonObject> Checkpoints { get; } =
    [
        Checkpoint("ftckpt_2", 20, 0.4), Checkpoint("ftckpt_1", 10, 0.8), Checkpoint("ftckpt_0", 5, 1.2),
    ];

    public static async Task<FakeOpenAiTuning> StartAsync(params string[] life)
    {
        FakeOpenAiTuning server = new() { Life = life.Length > 0 ? life : ["validating_files", "queued", "running", "paused", "running", "succeeded"] };
        await server.ListenAsync();
        return server;
    }

    public override async Task<(int Status, JsonNode Body)> AnswerAsync(TuningCall call, HttpContext context, IFormCollection? form)
    {
        string path = call.Path["/v1".Length..];
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (call.Method, parts) switch
        {
            ("POST", ["files"]) => await UploadAsync(form!),
            ("GET", ["files"]) => (200, Page(Lagging(Files), context)),
            ("GET", ["files", var id]) => Files.FirstOrDefault(f => (string)f["id"]! == id) is { } file ? (200, file.DeepClone()) : Refuse(404, "No such File object"),
            ("POST", ["fine_tuning", "jobs"]) => Create(JsonNode.Parse(call.Body)!.AsObject()),
            ("GET", ["fine_tuning", "jobs"]) => (200, Page(Lagging(Jobs), context)),
            ("GET", ["fine_tuning", "jobs", var id]) => Jobs.Any(j => (string)j["id"]! == id) ? (200, Look(id)) : Refuse(404, "Could not find fine tune"),
            ("POST", ["fine_tuning", "jobs", var id, var action]) => Act(id, action),
            ("GET", ["fine_tuning", "jobs", _, "events"]) => (200, Page(Enumerable.Reverse(events), context)),
            ("GET", ["fine_tuning", "jobs", _, "checkpoints"]) => (200, Page(Checkpoints, context)),
            _ => Refuse(404, $"Unknown request: {call.Method} {path}"),
        };
    }

    private static JsonObject Checkpoint(string id, int step, double loss) => new()
    {
        ["object"] = "fine_tuning.job.checkpoint",
        ["id"] = id,
        ["fine_tuned_model_checkpoint"] = $"ft:gpt-4.1-nano-2025-04-14:acme:tone:{id}:ckpt-step-{step}",
        ["step_number"] = step,
        ["metrics"] = new JsonObject { ["step"] = step, ["full_valid_loss"] = loss, ["full_valid_mean_token_accuracy"] = 0.9 },
        ["fine_tuning_job_id"] = "ftjob-1",
    };

    private async Task<(int Status, JsonNode Body)> UploadAsync(IFormCollection form)
    {
        IFormFile file = form.Files.Single();
        if (form["purpose"] != "fine-tune" || file.Name != "file") return Refuse(400, "purpose and file are required");
        FileContents.Add(await new StreamReader(file.OpenReadStream()).ReadToEndAsync());
        JsonObject made = new() { ["id"] = $"file-{Files.Count + 1}", ["object"] = "file", ["bytes"] = file.Length, ["created_at"] = 1_790_000_000, ["filename"] = file.FileName, ["purpose"] = "fine-tune", ["status"] = "processed" };
        Files.Add(made);
        return (200, made.DeepClone());
    }

    private (int Status, JsonNode Body) Create(JsonObject body)
    {
        if (Files.All(f => (string)f["id"]! != (string)body["training_file"]!)) return Refuse(400, "invalid training_file");
        JsonObject job = new()
        {
            ["object"] = "fine_tuning.job",
            ["id"] = $"ftjob-{Jobs.Count + 1}",
            ["created_at"] = 1_790_000_100,
            ["finished_at"] = null,
            ["estimated_finish"] = null,
            ["model"] = $"{body["model"]}-2025-04-14",
            ["fine_tuned_model"] = null,
            ["organization_id"] = "org-1",
            ["status"] = Life[0],
            ["error"] = new JsonObject(),
            ["training_file"] = body["training_file"]!.DeepClone(),
            ["validation_file"] = body["validation_file"]?.DeepClone(),
            ["result_files"] = new JsonArray(),
            ["trained_tokens"] = null,
            ["seed"] = body["seed"]?.DeepClone() ?? 683058546,
            ["method"] = body["method"]!.DeepClone(),
            ["metadata"] = body["metadata"]?.DeepClone(),
            ["user_provided_suffix"] = body["suffix"]?.DeepClone(),
            ["a_field_of_tomorrow"] = new JsonArray(1, 2),
        };
        Jobs.Add(job);
        Event("info", $"Created fine-tuning job: {job["id"]}", null);
        return (200, job.DeepClone());
    }

    // Each look moves the job on, and the job says so.
    private JsonNode Look(string id)
    {
        JsonObject job = Jobs.Single(j => (string)j["id"]! == id);
        string status = Life[Math.Min(Looks++, Life.Length - 1)];
        if ((string)job["status"]! == "cancelled") return job.DeepClone();
        job["status"] = status;
        if (status == "running") Event("info", $"Step {Looks}/20: training loss=0.5", new JsonObject { ["step"] = Looks, ["total_steps"] = 20, ["train_loss"] = 0.5, ["train_mean_token_accuracy"] = 0.75, ["tomorrow"] = "x" });
        if (status is "succeeded" or "completed_elsewhere")
        {
            job["finished_at"] = 1_790_009_000;
            job["fine_tuned_model"] = $"ft:gpt-4.1-nano-2025-04-14:acme:{job["user_provided_suffix"]}:AbC1";
            job["trained_tokens"] = 5049;
            job["result_files"] = new JsonArray("file-abc");
            job["method"]!["supervised"]!["hyperparameters"] = new JsonObject { ["n_epochs"] = 3, ["batch_size"] = 1, ["learning_rate_multiplier"] = 2.0 };
        }

        if (status == "failed") (job["finished_at"], job["error"]) = (1_790_009_000, Error.DeepClone());
        return job.DeepClone();
    }

    private (int Status, JsonNode Body) Act(string id, string action)
    {
        JsonObject? job = Jobs.FirstOrDefault(j => (string)j["id"]! == id);
        if (job is null) return Refuse(404, "Could not find fine tune");
        string status = (string)job["status"]!;
        if (action == "cancel" && status is "cancelled" or "succeeded" or "failed") return Refuse(400, $"Job has already {status}");
        job["status"] = action switch { "cancel" => "cancelled", "pause" => "paused", _ => "running" };
        if (action != "cancel") Life = [(string)job["status"]!, .. Life[Math.Min(Looks, Life.Length - 1)..]];
        Looks = 0;
        return (200, job.DeepClone());
    }

    private void Event(string level, string message, JsonObject? data) => events.Add(new JsonObject
    {
        ["object"] = "fine_tuning.job.event",
        ["id"] = $"ftevent-{events.Count + 1}",
        ["created_at"] = 1_790_000_100 + events.Count,
        ["level"] = level,
        ["message"] = message,
        ["type"] = data is null ? "message" : "metrics",
        ["data"] = data,
    });

    private List<JsonObject> Lagging(List<JsonObject> items)
    {
        if (items.Count == 0 || Lag == 0) return items;
        Lag--;
        return [];
    }

    private static JsonObject Page(IEnumerable<JsonObject> all, HttpContext context)
    {
        string after = context.Request.Query["after"].ToString();
        JsonObject[] items = [.. all];
        int start = after.Length == 0 ? 0 : Array.FindIndex(items, i => (string)i["id"]! == after) + 1;
        return List(items.Skip(start).Take(PageSize), start + PageSize < items.Length);
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>Together's files and fine-tunes as docs.together.ai describes them.</summary>
internal sealed class FakeTogetherTuning : FakeTuningServer
{
    private readonly List<JsonObject> events = [];

    public static async Task<FakeTogetherTuning> StartAsync(params string[] life)
    {
        FakeTogetherTuning server = new() { Life = life.Length > 0 ? life : ["pending", "queued", "running", "compressing", "completed"] };
        await server.ListenAsync();
        return server;
    }

    public override async Task<(int Status, JsonNode Body)> AnswerAsync(TuningCall call, HttpContext context, IFormCollection? form)
    {
        string[] parts = call.Path["/v1".Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (call.Method, parts) switch
        {
            ("POST", ["files", "upload"]) => await UploadAsync(form!),
            ("GET", ["files"]) => (200, List(Files)),
            ("GET", ["files", var id]) => Files.FirstOrDefault(f => (string)f["id"]! == id) is { } file ? (200, file.DeepClone()) : Refuse(404, "not found"),
            ("POST", ["fine-tunes"]) => Create(JsonNode.Parse(call.Body)!.AsObject()),
            ("GET", ["fine-tunes"]) => (200, List(Jobs)),
            ("GET", ["fine-tunes", var id]) => Jobs.Any(j => (string)j["id"]! == id) ? (200, Look(id)) : Refuse(404, "not found"),
            ("POST", ["fine-tunes", var id, "cancel"]) => Cancel(id),
            ("GET", ["fine-tunes", _, "events"]) => (200, new JsonObject { ["data"] = new JsonArray([.. events.Select(e => e.DeepClone())]) }),
            ("GET", ["fine-tunes", _, "checkpoints"]) => (200, new JsonObject { ["data"] = new JsonArray(new JsonObject { ["step"] = 8, ["checkpoint_type"] = "Intermediate" }, new JsonObject { ["step"] = 12, ["checkpoint_type"] = "Final" }) }),
            _ => Refuse(404, $"Unknown request: {call.Method} {call.Path}"),
        };
    }

    private async Task<(int Status, JsonNode Body)> UploadAsync(IFormCollection form)
    {
        IFormFile file = form.Files.Single();
        if (form["purpose"] != "fine-tune" || form["file_type"] != "jsonl") return Refuse(400, "purpose, file_name and file are required");
        FileContents.Add(await new StreamReader(file.OpenReadStream()).ReadToEndAsync());
        JsonObject made = new() { ["id"] = $"file-{Guid.NewGuid():N}", ["object"] = "file", ["created_at"] = 1_715_021_438, ["filename"] = form["file_name"].ToString(), ["bytes"] = file.Length, ["purpose"] = "fine-tune", ["Processed"] = true, ["FileType"] = "jsonl", ["LineCount"] = 0 };
        Files.Add(made);
        return (200, made.DeepClone());
    }

    private (int Status, JsonNode Body) Create(JsonObject body)
    {
        JsonObject job = new()
        {
            ["id"] = $"ft-{Jobs.Count + 1}",
            ["status"] = Life[0],
            ["created_at"] = "2026-05-17T17:35:45.123Z",
            ["updated_at"] = "2026-05-17T18:46:23.456Z",
            ["total_price"] = 0,
            ["token_count"] = 850,
            ["events"] = new JsonArray(),
            ["model"] = body["model"]!.DeepClone(),
            ["model_output_name"] = $"acme/{((string)body["model"]!).Split('/')[^1]}-{body["suffix"]}-e3b0c442",
            ["n_epochs"] = body["n_epochs"]?.DeepClone() ?? 1,
            ["training_file"] = body["training_file"]!.DeepClone(),
            ["learning_rate"] = body["learning_rate"]?.DeepClone() ?? 0.00001,
        };
        Jobs.Add(job);
        Event("JOB_PENDING", "Fine tune request created");
        return (200, job.DeepClone());
    }

    private JsonNode Look(string id)
    {
        JsonObject job = Jobs.Single(j => (string)j["id"]! == id);
        if ((string)job["status"]! == "cancelled") return job.DeepClone();
        job["status"] = Life[Math.Min(Looks++, Life.Length - 1)];
        Event($"STATUS_{Looks}", $"now {job["status"]}");
        if ((string)job["status"]! == "error") job["events"] = new JsonArray(new JsonObject { ["level"] = "Error", ["message"] = "Training data has a bad row 7", ["type"] = "JOB_ERROR" });
        return job.DeepClone();
    }

    private (int Status, JsonNode Body) Cancel(string id)
    {
        JsonObject job = Jobs.Single(j => (string)j["id"]! == id);
        job["status"] = "cancelled";
        return (200, job.DeepClone());
    }

    private void Event(string type, string message) => events.Add(new JsonObject
    {
        ["object"] = "fine-tune-event",
        ["created_at"] = $"2026-05-17T17:35:{events.Count:00}.000Z",
        ["level"] = "Info",
        ["message"] = message,
        ["type"] = type,
        ["hash"] = "",
    });
}

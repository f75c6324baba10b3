using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;
using Assay.Tests.Models.Providers;

namespace Assay.Tests.EndToEnd;

/// <summary>Free and constrained decoding of <c>assay compare</c> and <c>assay ask</c>, with a model of this machine and with providers.</summary>
public sealed class DecodingTests
{
    private const string Schema = """{"type":"object","properties":{"answer":{"type":"string","maxLength":12},"sure":{"type":"boolean"}},"required":["answer","sure"],"additionalProperties":false}""";
    private const string Template = "{{ bos_token }}{% for m in messages %}<user>{{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}";

    [Fact]
    public async Task A_random_model_keeps_to_the_contract_when_it_is_constrained_and_the_free_run_stands_beside_it()
    {
        using TestProject project = Local("decoding: constrained");
        CommandLine.Result free = await CommandLine.RunAsync("compare", project.Root, "--json", "--arms", "prompt,rag", "--decoding", "free");
        CommandLine.Result held = await CommandLine.RunAsync("compare", project.Root, "--json", "--arms", "prompt,rag");
        Assert.True(held.ExitCode == 0, held.Error);
        Assert.Equal(("free", "constrained"), (free.Json.GetProperty("decoding").GetString(), held.Json.GetProperty("decoding").GetString()));
        foreach (string arm in new[] { "prompt", "rag" })
        {
            JsonElement before = Arm(free, arm), after = Arm(held, arm);
            Assert.Equal((0, 1), (Contract(before), Contract(after)));
            Assert.Equal(JsonValueKind.Null, before.GetProperty("otherDecoding").ValueKind);
            Assert.Equal(("free", 0), (after.GetProperty("otherDecoding").GetProperty("decoding").GetString(), after.GetProperty("otherDecoding").GetProperty("contract").GetDouble()));
        }

        Assert.All(project.Rows("rag"), row => Assert.Equal(2, JsonDocument.Parse(row.GetProperty("answer").GetString()!).RootElement.EnumerateObject().Count()));
        string report = File.ReadAllText(Path.Combine(project.Workspace, "report.html"));
        Assert.Contains("constrained decoding", report, StringComparison.Ordinal);
        Assert.Contains("Free and constrained decoding", report, StringComparison.Ordinal);

        // Both are kept: what was asked for once is not asked for again, and each names the other.
        CommandLine.Result again = await CommandLine.RunAsync("compare", project.Root, "--arms", "prompt,rag", "--decoding", "free");
        Assert.Contains("free decoding", again.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("contract, free  constrained", again.Out, StringComparison.Ordinal);
        Assert.Equal(1, Contract(Arm(held, "rag")));

        CommandLine.Result asked = await CommandLine.RunAsync("ask", "How many seats does plan 1 have?", "--project", project.Root, "--json");
        Assert.True(asked.ExitCode == 0, asked.Error);
        Assert.True(JsonDocument.Parse(asked.Json.GetProperty("answer").GetString()!).RootElement.TryGetProperty("sure", out _));
        CommandLine.Result freely = await CommandLine.RunAsync("ask", "How many seats does plan 1 have?", "--project", project.Root, "--json", "--decoding", "free");
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(freely.Json.GetProperty("answer").GetString()!));
    }

    [Theory]
    [InlineData("openai", "response_format")]
    [InlineData("anthropic", "output_config")]
    public async Task Providers_get_the_schema_and_answers_are_kept_apart(string kind, string field)
    {
        await using FakeModelServer server = kind == "anthropic" ? await FakeAnthropicServer.StartAsync() : await FakeOpenAiServer.StartAsync("test-key-123");
        server.RespondTo(_ => """{"answer":"101 seats","sure":true}""");
        using TestProject project = TestProject.Create(2, $"model: {kind}:tiny\nprice: {{ input: 1, output: 1 }}\ncontract: answer.schema.json\narms: [rag]");
        project.Write("answer.schema.json", Schema);
        Dictionary<string, string> environment = new()
        {
            ["OPENAI_API_KEY"] = "test-key-123", ["OPENAI_BASE_URL"] = $"{server.Url}/v1", ["ANTHROPIC_API_KEY"] = "test-key-123", ["ANTHROPIC_BASE_URL"] = server.Url,
        };
        CommandLine.Result free = await CommandLine.RunAsync(environment, "compare", project.Root, "--json");
        Assert.True(free.ExitCode == 0, free.Error);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.False(r.Body.ContainsKey(field)));
        CommandLine.Result held = await CommandLine.RunAsync(environment, "compare", project.Root, "--json", "--decoding", "constrained");
        Assert.True(held.ExitCode == 0, held.Error);
        Assert.Equal(6, server.Requests.Count);
        Assert.All(server.Requests.Skip(3), r => Assert.Contains("\"sure\"", r.Body[field]!.ToJsonString(), StringComparison.Ordinal));
        if (kind == "openai") Assert.True(server.Requests[^1].Body[field]!["json_schema"]!["strict"]!.GetValue<bool>());
        Assert.Equal(1, Arm(held, "rag").GetProperty("otherDecoding").GetProperty("contract").GetDouble());
    }

    [Theory]
    [InlineData("contract: answer.schema.json\nmodel: extractive", Schema, "the extractive reader fills the contract's form by itself")]
    [InlineData("model: MODEL", Schema, "the project has none. Name a JSON Schema under 'contract'")]
    [InlineData("contract: answer.schema.json\nmodel: MODEL", """{"type":"object","properties":{"answer":{"type":"string","minLength":600}},"required":["answer"]}""", "The limit of 512 tokens is below the shortest valid answer")]
    [InlineData("contract: answer.schema.json\nmodel: MODEL", """{"type":"object","properties":{"answer":{"type":"string"}},"not":{"required":["x"]}}""", "cannot be used for generation")]
    public async Task What_cannot_be_held_to_is_refused_before_anything_runs(string settings, string schema, string message)
    {
        using TestProject project = Local("decoding: constrained", settings);
        project.Write("answer.schema.json", schema);
        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--arms", "rag");
        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("plan-001", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_ways_to_decode_are_refused()
    {
        using TestProject project = Local("decoding: loose");
        Assert.Contains("decoding", (await CommandLine.RunAsync("compare", project.Root)).Error, StringComparison.Ordinal);
        project.Write("assay.yaml", "name: plans\n");
        Assert.Contains("--decoding: 'loose' is no way to decode. Valid: free, constrained.", (await CommandLine.RunAsync("compare", project.Root, "--decoding", "loose")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tight_window_is_filled_by_the_models_own_tokens_and_never_run_over()
    {
        using TestProject project = Local("retrieval: { passages: 20, chunkTokens: 32, contextTokens: 100000 }", "model: MODEL", window: 1600, pages: 30);
        CommandLine.Result result = await CommandLine.RunAsync("compare", project.Root, "--json", "--arms", "prompt,rag,long-context");
        Assert.True(result.ExitCode == 0, result.Error);
        foreach (string arm in new[] { "rag", "long-context" })
        {
            Assert.False(Arm(result, arm).GetProperty("outcomes").TryGetProperty("over_context", out _));
            JsonElement[] rows = [.. project.Rows(arm).Where(r => r.GetProperty("question").GetString() != "none")];
            int[] passages = [.. rows.Select(r => r.GetProperty("context").GetArrayLength())];
            long[] tokens = [.. rows.Select(r => r.GetProperty("inputTokens").GetInt64())];

            // A byte is a token here, so that the estimate would have put four times as much into the prompt.
            Assert.All(passages, p => Assert.InRange(p, 1, 19));
            Assert.All(tokens, t => Assert.InRange(t, 700, 1600 - 400));
            Assert.All(rows, r => Assert.False(r.GetProperty("tokensEstimated").GetBoolean()));
        }

        double share = Arm(result, "long-context").GetProperty("shareOfDocuments").GetDouble();
        Assert.InRange(share, 0.01, 0.9);
    }

    private static TestProject Local(string more, string settings = "contract: answer.schema.json\nmodel: MODEL", int window = 6000, int pages = 3)
    {
        TestProject project = TestProject.Create(pages);
        project.Write("answer.schema.json", Schema);
        string model = project.PathOf("models/tiny");
        Directory.CreateDirectory(model);
        TinyDecoder.Write(model, "qwen2", $"\"vocab_size\":260,\"eos_token_id\":257,\"num_hidden_layers\":1,\"max_position_embeddings\":{window}", seed: 9);
        File.WriteAllText(Path.Combine(model, "tokenizer.json"), ByteTokenizer.Json());
        File.WriteAllText(Path.Combine(model, "tokenizer_config.json"), JsonSerializer.Serialize(new { bos_token = "<s>", eos_token = "</s>", chat_template = Template }));
        project.Write("assay.yaml", $"name: plans\n{settings.Replace("MODEL", "./models/tiny", StringComparison.Ordinal)}\n{more}\n");
        return project;
    }

    private static JsonElement Arm(CommandLine.Result result, string name) => result.Json.GetProperty("arms").EnumerateArray().Single(a => a.GetProperty("arm").GetString() == name);

    private static double Contract(JsonElement arm) => arm.GetProperty("measures").GetProperty("contract").GetDouble();
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.FineTuning;
using Assay.Models.Adapters;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Running;
using Assay.Tests.Cli;
using Assay.Tuning.Examples;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;
using Microsoft.Extensions.AI;

namespace Assay.Tests.Application.FineTuning;

public sealed class TuneCommandTests : IDisposable
{
    private const string Quick = "epochs: 30, batchSize: 4, heldOut: 0.2, learningRate: 2e-2, patience: 0";

    private readonly TuneProject project = new(Quick);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Examples_become_a_version_that_writes_what_it_is_said_to_write()
    {
        CommandLine.Result result = await RunAsync("--json");
        Assert.True(result.ExitCode == 0, result.Error);
        JsonElement heldOut = result.Json.GetProperty("heldOut");
        Assert.True(heldOut.GetProperty("lossAfter").GetDouble() < heldOut.GetProperty("lossBefore").GetDouble() / 5, $"{heldOut}");
        Assert.Equal(0, heldOut.GetProperty("rightBefore").GetInt32());
        Assert.Equal("v1", result.Json.GetProperty("version").GetString());
        Assert.InRange(heldOut.GetProperty("rightAfter").GetInt32(), 1, 12);
        Assert.Equal(result.Json.GetProperty("manifest").GetProperty("result").GetProperty("steps").GetInt64(), File.ReadAllLines(Path.Combine(project.Adapters, "v1", "metrics.jsonl")).Length);
    }

    /// <summary>One pass forward tells what greedy decoding writes, text by text.</summary>
    [Fact]
    public async Task Right_is_what_greedy_decoding_writes()
    {
        LocalModel model = LocalModel.Open(Path.Combine(project.Root, "model"));
        var tokenizer = new ExampleTokenizer(model.Tokenizer, model.Template!, model.BeginText, model.EndText);
        ImmutableArray<ChatExample> examples = ExampleReader.Read(Path.Combine(project.Root, "examples.jsonl")).Chats;
        ImmutableArray<SupervisedText> texts = [.. examples.Select(tokenizer.Tokenize)];
        var options = new TrainingOptions { Epochs = 12, BatchSize = 4, LearningRate = 2e-2, Patience = 0, Seed = 5 };
        TrainableDecoder decoder = model.Trainable(new LoraSettings(), 5);
        var task = new SupervisedTask(decoder, texts[..20], texts, options, WorkerTeam.One);
        new Trainer(task, options, WorkerTeam.One, TimeProvider.System).Train();
        using LoraAdapter adapter = decoder.ToAdapter("trained");
        using var client = new LocalChatClient(model, "tiny", TimeProvider.System, adapter);
        ImmutableArray<TextScore> scores = task.Scores();
        for (int i = 0; i < scores.Length; i++)
        {
            ChatResponse answer = await client.GetResponseAsync([new(ChatRole.User, examples[i].Messages[0].Content)], new ChatOptions { MaxOutputTokens = 12 });
            Assert.Equal(scores[i].IsExact, answer.Text == examples[i].Messages[1].Content && answer.FinishReason == ChatFinishReason.Stop);
        }

        Assert.InRange(scores.Count(s => s.IsExact), 5, 58);
    }

    [Fact]
    public async Task The_same_training_is_not_done_twice_and_another_is_another_version()
    {
        Assert.Equal(0, (await RunAsync("--epochs", "1")).ExitCode);
        CommandLine.Result again = await RunAsync("--epochs", "1");
        Assert.Contains("v1 is this very training", again.Out, StringComparison.Ordinal);
        Assert.Equal("v2", (await RunAsync("--epochs", "1", "--seed", "4", "--json")).Json.GetProperty("version").GetString());
        Assert.NotEqual(project.Weights("v1"), project.Weights("v2"));
    }

    [Fact]
    public async Task A_version_is_made_again_from_its_manifest_whatever_the_settings_are_now()
    {
        Assert.Equal(0, (await RunAsync("--epochs", "2", "--rank", "3")).ExitCode);
        project.Settings("rank: 8");
        CommandLine.Result replay = await RunAsync("--replay", "v1", "--threads", "2");
        Assert.True(replay.ExitCode == 0, replay.Error);
        Assert.Contains("has the same bytes", replay.Out, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(project.Adapters, "v*"));

        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), TuneProject.Example(999));
        CommandLine.Result changed = await RunAsync("--replay", "v1");
        Assert.Equal(2, changed.ExitCode);
        Assert.Contains("the examples in examples.jsonl changed since", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checking_trains_nothing_and_says_what_it_would_take()
    {
        JsonElement plan = (await RunAsync("--check", "--json")).Json;
        Assert.Equal(48, plan.GetProperty("training").GetInt32());
        Assert.Equal(12, plan.GetProperty("heldOut").GetInt32());
        Assert.Equal(12 * 30, plan.GetProperty("steps").GetInt32());
        Assert.True(plan.GetProperty("estimate").GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(60, plan.GetProperty("checks").GetProperty("examples").GetInt32());
        Assert.False(Directory.Exists(project.Adapters));
    }

    [Fact]
    public async Task Tokens_are_shown_with_what_is_learned()
    {
        CommandLine.Result shown = await RunAsync("--show", "3");
        Assert.Contains("given    <s>|<user>|I|s| |1|4|4| |e|v|e|n|?|</s>|<assistant>", shown.Out, StringComparison.Ordinal);
        Assert.Contains("learned  y|e|s|</s>", shown.Out, StringComparison.Ordinal);
        CommandLine.Result missing = await RunAsync("--show", "400");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("line 400 holds no example", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preferences_are_told_by_their_form_and_learned()
    {
        project.Write("examples.jsonl", string.Concat(Enumerable.Range(10, 40).Select(n => JsonSerializer.Serialize(new
        {
            input = new { messages = new[] { new { role = "user", content = string.Create(CultureInfo.InvariantCulture, $"Is {n * n} even?") } } },
            preferred_completion = new[] { new { role = "assistant", content = "no idea" } },
            non_preferred_completion = new[] { new { role = "assistant", content = "certainly" } },
        }) + "\n")));
        CommandLine.Result result = await RunAsync("--epochs", "2", "--learning-rate", "5e-3", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(8, result.Json.GetProperty("heldOut").GetProperty("rightAfter").GetInt32());
        Assert.Equal(0, result.Json.GetProperty("heldOut").GetProperty("rightBefore").GetInt32());
        Assert.Contains("has the same bytes", (await RunAsync("--replay", "v1")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q4")]
    [InlineData("q8")]
    public async Task A_quantised_base_is_trained_over_and_named(string form)
    {
        CommandLine.Result result = await RunAsync("--epochs", "2", "--base-weights", form, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(form, result.Json.GetProperty("manifest").GetProperty("settings").GetProperty("baseWeights").GetString() switch { "four_bit" => "q4", "eight_bit" => "q8", var other => other });
        JsonElement heldOut = result.Json.GetProperty("heldOut");
        Assert.True(heldOut.GetProperty("lossAfter").GetDouble() < heldOut.GetProperty("lossBefore").GetDouble());
    }

    [Theory]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", "line 61", "assistant")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\",\"weight\":0}]}", "61", "teach nothing")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"My card is 4111 1111 1111 1111\"},{\"role\":\"assistant\",\"content\":\"b\"}]}", "61", "card numbers")]
    public async Task A_row_that_cannot_be_used_stops_it_with_its_line(string row, string line, string reason)
    {
        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), row + "\n");
        CommandLine.Result result = await RunAsync();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Contains(line.Replace("line ", "", StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.Adapters));
    }

    [Fact]
    public async Task An_example_longer_than_the_context_is_refused_or_cut()
    {
        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), TuneProject.Example(8).Replace("64", new string('6', 500), StringComparison.Ordinal).Replace("yes", "yes " + new string('y', 3), StringComparison.Ordinal));
        CommandLine.Result refused = await RunAsync("--check");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("longer than the window of 400 tokens", refused.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_that_are_all_the_same_teach_nothing_but_themselves()
    {
        project.Write("examples.jsonl", string.Concat(Enumerable.Repeat(TuneProject.Example(4), 12)));
        CommandLine.Result result = await RunAsync();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("All examples are the same", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_examples_are_trained_on_with_a_warning()
    {
        project.Write("examples.jsonl", string.Concat(Enumerable.Range(1, 10).Select(TuneProject.Example)));
        CommandLine.Result result = await RunAsync("--epochs", "1");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("10 examples are few", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_drops_earlier_turns_is_refused()
    {
        string folder = Path.Combine(project.Root, "model", "tokenizer_config.json");
        File.WriteAllText(folder, JsonSerializer.Serialize(new { bos_token = "<s>", eos_token = "</s>", chat_template = "{{ bos_token }}{% for m in messages[-2:] %}<{{ m.role }}>{{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}" }));
        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), "{\"messages\":[{\"role\":\"user\",\"content\":\"first\"},{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"},{\"role\":\"assistant\",\"content\":\"d\"}]}\n");
        CommandLine.Result result = await RunAsync();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("template", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluation_questions_among_the_examples_are_left_out()
    {
        project.Write("questions.jsonl", "{\"id\":\"q1\",\"question\":\"Is 144 even?\",\"answers\":[\"yes\"]}\n");
        JsonElement plan = (await RunAsync("--check", "--json")).Json;
        Assert.Contains(plan.GetProperty("leaking").EnumerateArray(), l => l.GetInt32() == 3);
        JsonElement kept = (await RunAsync("--check", "--json", "--leaks", "keep")).Json;
        Assert.Empty(kept.GetProperty("leaking").EnumerateArray());
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_left_out_when_asked()
    {
        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), "{\"messages\":5}\n");
        Assert.Equal(2, (await RunAsync("--check")).ExitCode);
        CommandLine.Result skipped = await RunAsync("--check", "--bad-rows", "skip", "--json");
        Assert.Equal((0, 48 + 12), (skipped.ExitCode, skipped.Json.GetProperty("training").GetInt32() + skipped.Json.GetProperty("heldOut").GetInt32()));
    }

    /// <summary>A single bit that changed on the disk would train another model without a word.</summary>
    [Theory]
    [InlineData(-40, 1)]
    [InlineData(-40, 255)]
    [InlineData(3, 255)]
    public async Task A_damaged_checkpoint_is_told_and_training_begins_anew(int at, byte change)
    {
        Assert.Equal(0, (await RunAsync("--epochs", "2")).ExitCode);
        string undisturbed = project.Weights();
        Directory.Delete(Path.Combine(project.Root, ".assay"), recursive: true);
        using (var stopping = new CancellationTokenSource())
        {
            var job = new TuneJob(new ProviderOptions(), WorkerTeam.One, TimeProvider.System);
            Project read = ProjectFile.Read(project.Root);
            using TunePlan plan = job.Prepare(read with { Tuning = read.Tuning with { Epochs = 2 } }, null, CancellationToken.None);
            Assert.Throws<OperationCanceledException>(() => job.Run(plan, null, new CallbackProgress<TrainingProgress>(p => stopping.Cancel()), _ => { }, stopping.Token));
        }

        string checkpoint = Directory.GetFiles(Path.Combine(project.Root, ".assay", "tuning"), "checkpoint.safetensors", SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(checkpoint);
        bytes[at < 0 ? bytes.Length + at : at] ^= change;
        File.WriteAllBytes(checkpoint, bytes);
        CommandLine.Result again = await RunAsync("--epochs", "2");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("is damaged; training begins anew", again.Error, StringComparison.Ordinal);
        Assert.Equal(undisturbed, project.Weights());
    }

    [Fact]
    public async Task Pinned_prompts_that_are_not_there_are_said_before_training()
    {
        project.Settings("epochs: 1, pinned: nope.jsonl");
        CommandLine.Result result = await RunAsync();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nope.jsonl", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project.Adapters));
    }

    [Fact]
    public async Task A_version_stays_right_when_its_project_is_moved()
    {
        Assert.Equal(0, (await RunAsync("--epochs", "1")).ExitCode);
        string moved = project.Root + "-moved";
        Directory.Move(project.Root, moved);
        try
        {
            Assert.Contains("\"baseModel\": \"./model\"", File.ReadAllText(Path.Combine(moved, ".assay", "adapters", "v1", "manifest.json")), StringComparison.Ordinal);
            CommandLine.Result replay = await CommandLine.RunAsync("tune", moved, "--replay", "v1");
            Assert.True(replay.ExitCode == 0, replay.Error);
        }
        finally
        {
            Directory.Move(moved, project.Root);
        }
    }

    [Fact]
    public async Task A_second_training_in_the_workspace_is_refused()
    {
        string tuning = Path.Combine(project.Root, ".assay", "tuning");
        Directory.CreateDirectory(tuning);
        using (new FileStream(Path.Combine(tuning, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            CommandLine.Result result = await RunAsync("--epochs", "1");
            Assert.Equal(3, result.ExitCode);
            Assert.Contains("Another training runs", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await RunAsync("--epochs", "1")).ExitCode);
    }

    [Theory]
    [InlineData("--epochs", "-1")]
    [InlineData("--learning-rate", "fast")]
    [InlineData("--rank", "0")]
    [InlineData("--base-weights", "q5")]
    public async Task A_wrong_option_is_named(string option, string value)
    {
        CommandLine.Result result = await RunAsync(option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(option, result.Error, StringComparison.Ordinal);
        Assert.Contains(value, result.Error, StringComparison.Ordinal);
    }

    private Task<CommandLine.Result> RunAsync(params string[] more) => CommandLine.RunAsync(["tune", project.Root, .. more]);
}

using System.Globalization;
using Assay.Models.Providers;
using Assay.Tests.Models.Providers;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Tuning.Hosted;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>What is checked, reckoned and shown before anything is sent.</summary>
public sealed class HostedPlanTests : IDisposable
{
    private static readonly ImpatientTimeProvider Clock = new(_ => false);
    private static readonly ModelReference OpenAi = ModelReference.Parse("openai:gpt-4.1-mini-2025-04-14");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Cost_is_tokens_times_epochs_times_price()
    {
        HostedTuningRequest request = Request(HostedScene.Rows(12)) with { TrainingUsdPerMillion = 5, Hyperparameters = new() { Epochs = 4 } };
        TokenCounter ten = new("ten", static text => text.IsEmpty ? 0 : 10);
        HostedTuningPlan plan = HostedTuningPlan.Make(request, Clock, ten);

        // Three messages: role and content of 10 each, 3 beside; and 3 an example.
        Assert.Equal(12 * ((3 * (20 + 3)) + 3), plan.TrainingFile.Tokens);
        Assert.Equal(plan.TrainingFile.Tokens * 4, plan.TrainedTokens);
        Assert.Equal(plan.TrainedTokens * 5m / 1_000_000m, plan.CostUsd);
        Assert.Null(plan.Refusal);
    }

    [Fact]
    public void Price_that_is_not_known_is_said_and_refused_under_a_limit()
    {
        HostedTuningPlan open = HostedTuningPlan.Make(Request(HostedScene.Rows(12)), Clock);
        Assert.Null(open.CostUsd);
        Assert.Null(open.Refusal);
        Assert.Contains(open.Lines(), l => l.StartsWith("Cost: the price is not known", StringComparison.Ordinal));
        HostedTuningPlan limited = HostedTuningPlan.Make(Request(HostedScene.Rows(12)) with { MaxCostUsd = 1 }, Clock);
        Assert.Contains("price is not known", limited.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "0.001", "may cost at most 0.001 USD")]
    [InlineData(3, "10", null)]
    [InlineData(null, "10", "Set the epochs")]
    public async Task Cost_limit_stops_before_the_upload(int? epochs, string limit, string? refusal)
    {
        await using HostedScene scene = await HostedScene.WithAsync(HostedDialect.OpenAi, "running");
        HostedTuningPlan plan = scene.Plan(scene.Request() with
        {
            TrainingUsdPerMillion = 25,
            MaxCostUsd = decimal.Parse(limit, CultureInfo.InvariantCulture),
            Hyperparameters = new() { Epochs = epochs },
        });
        using HostedTuner tuner = scene.Process();
        if (refusal is null)
        {
            await tuner.StartAsync(plan);
            return;
        }

        Assert.Contains(refusal, (await Assert.ThrowsAsync<AssayException>(() => tuner.StartAsync(plan))).Message, StringComparison.Ordinal);
        Assert.Empty(scene.Server.Calls);
    }

    [Fact]
    public void End_of_openais_tuning_is_shown()
    {
        HostedTuningPlan plan = HostedTuningPlan.Make(Request(HostedScene.Rows(12)), Clock);
        Assert.Equal(new DateOnly(2027, 1, 6), plan.Service.TuningEnds);
        Assert.Equal(new DateOnly(2027, 1, 6).DayNumber - DateOnly.FromDateTime(ImpatientTimeProvider.Now.Date).DayNumber, plan.DaysLeft);
        Assert.Contains(plan.Lines(), l => l.Contains("2027-01-06", StringComparison.Ordinal) && l.Contains("https://", StringComparison.Ordinal));
        HostedTuningPlan other = HostedTuningPlan.Make(Request(HostedScene.Rows(12)) with { Model = ModelReference.Parse("https://api.together.ai/v1#meta/llama") }, Clock);
        Assert.Equal((HostedDialect.Together, "Together"), (other.Service.Dialect, other.Service.Name));
        Assert.Contains(other.Lines(), l => l.StartsWith("End of service: none is known", StringComparison.Ordinal));
    }

    [Fact]
    public void Epochs_that_nobody_asked_for_are_called_a_guess()
    {
        HostedTuningPlan plan = HostedTuningPlan.Make(Request(HostedScene.Rows(12)), Clock);
        Assert.Equal((8, true), (plan.Epochs, plan.EpochsAreGuessed));
        Assert.Contains(plan.Lines(), l => l.Contains("a guess", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_faulty_row_is_named()
    {
        string good = HostedScene.Rows(1).TrimEnd();
        string[] rows =
        [
            good,
            "{\"messages\": [",
            "",
            "[1]",
            """{"messages": []}""",
            """{"messages": [{"role": "user", "content": "x"}]}""",
            """{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y", "weight": 0}]}""",
            """{"messages": [{"role": "robot", "content": "x"}, {"role": "assistant", "content": "y"}]}""",
            """{"messages": [{"role": "user", "content": 5}, {"role": "assistant", "content": "y"}]}""",
            """{"messages": [{"role": "user", "content": "x", "weight": 1}, {"role": "assistant", "content": "y", "weight": 2}]}""",
            $$"""{"messages": [{"role": "user", "content": "{{string.Concat(Enumerable.Repeat("word ", 300))}}"}, {"role": "assistant", "content": "y"}]}""",
            "{\"messages\": [{\"role\": \"user\", \"content\": \"\\ud800\"}, {\"role\": \"assistant\", \"content\": \"y\"}]}",
            """{"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "1"}]}]}""",
            good,
        ];
        HostedTuningRequest request = Request(string.Join('\n', rows)) with { ContextTokens = 100 };
        InputException refused = Assert.Throws<InputException>(() => HostedTuningPlan.Make(request, Clock));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 11, 12], refused.Problems.Select(p => p.Line!.Value));
        string[] expected = ["not JSON", "empty", "JSON object", "'messages' is missing", "nothing is learned", "nothing is learned", "robot", "'content'", "'weight'", "'weight'", "context holds 100", ""];
        Assert.All(expected.Zip(refused.Problems), pair => Assert.Contains(pair.First, pair.Second.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(9, "takes 10 or more")]
    [InlineData(0, "takes 10 or more")]
    public void Too_few_examples_are_refused(int count, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => HostedTuningPlan.Make(Request(HostedScene.Rows(count)), Clock)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_that_are_all_the_same_are_refused()
    {
        string same = string.Concat(Enumerable.Repeat(HostedScene.Rows(1), 12));
        Assert.Contains("all 12 rows are the same", Assert.Throws<InputException>(() => HostedTuningPlan.Make(Request(same), Clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_order_mark_endless_row_and_thousands_of_faults_are_named()
    {
        Assert.Contains("byte order mark", Assert.Throws<InputException>(() => HostedTuningPlan.Make(Request("\uFEFF" + HostedScene.Rows(12)), Clock)).Message, StringComparison.Ordinal);
        InputException endless = Assert.Throws<InputException>(() => HostedTuningPlan.Make(Request(HostedScene.Rows(12) + new string('x', 17_000_000)), Clock));
        Assert.Equal(13, endless.Problems.Single().Line);
        InputException many = Assert.Throws<InputException>(() => HostedTuningPlan.Make(Request(string.Concat(Enumerable.Range(0, 1500).Select(i => $"[{i},\n"))), Clock));
        Assert.Equal(1001, many.Problems.Count);
        Assert.EndsWith("1499, 1500.", many.Problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_above_the_services_size_is_refused_before_it_is_read()
    {
        string path = Path.Combine(folder.Path, "big.jsonl");
        using (FileStream sparse = File.Create(path)) sparse.SetLength(536_870_913);
        InputException refused = Assert.Throws<InputException>(() => HostedTuningPlan.Make(new HostedTuningRequest { Model = OpenAi, TrainingFile = path }, Clock));
        Assert.Contains("at most 536,870,912", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => HostedTuningPlan.Make(new HostedTuningRequest { Model = OpenAi, TrainingFile = Path.Combine(folder.Path, "none.jsonl") }, Clock));
    }

    [Fact]
    public void Preferences_are_checked_in_their_form()
    {
        string good = """{"input": {"messages": [{"role": "user", "content": "x"}]}, "preferred_completion": [{"role": "assistant", "content": "a"}], "non_preferred_completion": [{"role": "assistant", "content": "b"}]}""";
        string rows = string.Join('\n', Enumerable.Range(0, 12).Select(i => good.Replace("\"x\"", $"\"x{i}\"", StringComparison.Ordinal)));
        HostedTuningRequest request = Request(rows) with { Hyperparameters = new() { Method = HostedMethod.Preference, Beta = 0.1 } };
        Assert.Equal(12, HostedTuningPlan.Make(request, Clock).TrainingFile.Examples);
        string bad = rows + "\n" + good.Replace("non_preferred_completion", "other", StringComparison.Ordinal) + "\n" + HostedScene.Rows(1);
        InputException refused = Assert.Throws<InputException>(() => HostedTuningPlan.Make(Request(bad) with { Hyperparameters = request.Hyperparameters }, Clock));
        Assert.Equal([13, 14, 14, 14], refused.Problems.Select(p => p.Line!.Value));
    }

    [Fact]
    public void All_settings_out_of_range_are_named()
    {
        HostedTuningRequest request = Request(HostedScene.Rows(12)) with
        {
            Suffix = "Bad Suffix",
            Seed = -1,
            Attempt = 0,
            MaxCostUsd = -1,
            TrainingUsdPerMillion = -1,
            ContextTokens = 0,
            Hyperparameters = new() { Epochs = 51, BatchSize = 0, LearningRateMultiplier = double.NaN, LearningRate = 0, Beta = 3, LoraRank = 0 },
        };
        Assert.Equal(15, Assert.Throws<InputException>(() => HostedTuningPlan.Make(request, Clock)).Problems.Count);
        HostedTuningRequest together = Request(HostedScene.Rows(12)) with { Seed = 1, Hyperparameters = new() { LearningRateMultiplier = 2 } };
        Assert.Equal(2, Assert.Throws<InputException>(() => HostedTuningPlan.Make(together, Clock, dialect: HostedDialect.Together)).Problems.Count);
    }

    [Fact]
    public void Mark_tells_what_is_the_same_job()
    {
        HostedTuningRequest request = Request(HostedScene.Rows(12));
        string mark = HostedTuningPlan.Make(request, Clock).Mark;
        Assert.Equal(16, mark.Length);
        Assert.Equal(mark, HostedTuningPlan.Make(request with { TrainingFile = folder.Write("copy.jsonl", HostedScene.Rows(12)), MaxCostUsd = null, TrainingUsdPerMillion = 3 }, Clock).Mark);
        HostedTuningRequest[] others =
        [
            request with { Attempt = 2 }, request with { Seed = 1 }, request with { Suffix = "x" }, request with { Model = ModelReference.Parse("openai:gpt-4.1") },
            request with { Hyperparameters = new() { Epochs = 2 } }, request with { TrainingFile = folder.Write("more.jsonl", HostedScene.Rows(13)) }, request with { ValidationFile = request.TrainingFile },
        ];
        Assert.Equal(8, others.Select(o => HostedTuningPlan.Make(o, Clock).Mark).Append(mark).Distinct().Count());
    }

    private HostedTuningRequest Request(string rows) => new() { Model = OpenAi, TrainingFile = folder.Write($"{Guid.NewGuid():N}.jsonl", rows) };
}

using System.Diagnostics;
using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.EndToEnd;
using Assay.Tests.Tuning.Hosted;

namespace Assay.Tests.Application.FineTuning;

/// <summary>The command <c>assay tune hosted</c> against fakes of the services: plan, confirmation, one upload, one job, its life and its end.</summary>
public sealed class HostedCommandTests
{
    [Fact]
    public async Task A_job_is_followed_through_its_life_and_its_model_and_recipe_are_named()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("validating_files", "dreaming", "running", "paused", "running", "succeeded");
        CommandLine.Result result = await project.StartAsync("--yes", "--json", "--price", "25", "--epochs", "3", "--held-out", "0.2");

        Assert.True(result.ExitCode == 0, result.Error);
        project.AssertOnce();
        Assert.Equal([12, 48], project.Server.FileContents.Select(f => f.Count(c => c == '\n')).Order());
        Assert.StartsWith("openai:ft:gpt-4.1-nano-2025-04-14:acme:assay-", result.Json.GetProperty("model").GetString(), StringComparison.Ordinal);
        Assert.Contains("--epochs 3 --batch-size 1 --held-out 0.2", result.Json.GetProperty("here").GetString(), StringComparison.Ordinal);
        Assert.True(File.Exists(result.Json.GetProperty("recipe").GetString()));
        foreach (string said in (string[])["Cost: about", "(your price)", "2027-01-06", "'dreaming' is not known", "is paused", "step 3 of 20, loss 0.500", "succeeded"]) Assert.Contains(said, result.Error, StringComparison.Ordinal);

        // The same again sends nothing, asks nothing and pays nothing.
        CommandLine.Result again = await project.StartAsync("--epochs", "3", "--held-out", "0.2");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("is not started again", again.Error, StringComparison.Ordinal);
        Assert.Contains("To use it, write in assay.yaml:   model: openai:ft:", again.Out, StringComparison.Ordinal);
        Assert.Contains("then: assay tune ", again.Out, StringComparison.Ordinal);
        project.AssertOnce();

        project.Environment.Clear();
        JsonElement listed = Assert.Single((await project.RunAsync("list", "--json")).Json.GetProperty("jobs").EnumerateArray());
        Assert.Equal(("ftjob-1", "succeeded", "openai:gpt-4.1-nano"), (listed.GetProperty("job").GetString(), listed.GetProperty("status").GetString(), listed.GetProperty("baseModel").GetString()));
    }

    [Fact]
    public async Task A_failure_is_told_in_the_providers_words()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("queued", "running", "failed");
        CommandLine.Result result = await project.StartAsync("--yes");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("unsafe file. (invalid_training_file, training_file)", result.Out, StringComparison.Ordinal);
        Assert.Contains("--attempt 2", result.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await project.RunAsync("status")).ExitCode);
        Assert.Equal(3, (await project.RunAsync("watch")).ExitCode);
    }

    [Theory]
    [InlineData("LoseAnswer")]
    [InlineData("LoseRequest")]
    [InlineData("FailAfter")]
    public async Task A_connection_that_breaks_again_and_again_sends_nothing_twice(string trouble)
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("queued", "running", "succeeded");
        var random = new Random(3);
        bool[] breaks = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(4) == 0)];
        int broken = 0;
        project.Server.Mishap = (n, _) => breaks[n] && ++broken > 0 ? Enum.Parse<Trouble>(trouble) : Trouble.None;
        CommandLine.Result result = await project.StartAsync("--yes");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.True(broken > 1, $"{broken} of {project.Server.Calls.Count} requests met trouble.");
        project.AssertOnce();
    }

    [Fact]
    public async Task A_job_is_paused_resumed_and_ended()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("running");
        CommandLine.Result started = await project.StartAsync("--yes", "--no-watch");
        Assert.True(started.ExitCode == 0, started.Error);
        Assert.Contains("Follow it: assay tune hosted watch ftjob-1", started.Out, StringComparison.Ordinal);
        Assert.Equal("paused", await PhaseAsync(project, "pause"));
        Assert.Equal("running", await PhaseAsync(project, "resume"));
        Assert.Equal("running", await PhaseAsync(project, "status", "ftjob-1"));
        Assert.Equal("cancelled", await PhaseAsync(project, "cancel"));
        Assert.Equal(3, (await project.RunAsync("watch")).ExitCode);
        Assert.Contains("cancelled", (await project.RunAsync("list")).Out, StringComparison.Ordinal);
        Assert.Equal(3, (await project.RunAsync("status", "ftjob-404")).ExitCode);
    }

    [Fact]
    public async Task Killed_between_upload_and_job_the_second_start_sends_no_file_again()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("running", "succeeded");
        project.Server.Mishap = (_, call) => call is { Method: "POST", Path: "/v1/fine_tuning/jobs" } ? Trouble.HangBefore : Trouble.None;
        using (Process start = AssayProcess.Start(project.Environment, "tune", "hosted", "start", project.Root, "--yes"))
        {
            await project.Server.Held.Task.WaitAsync(TimeSpan.FromMinutes(2));
            start.Kill();
            await AssayProcess.FinishAsync(start);
        }

        Assert.Equal(2, project.Server.Files.Count);
        Assert.Empty(project.Server.Jobs);
        Assert.Contains("not known", (await project.RunAsync("list")).Out, StringComparison.Ordinal);
        project.Server.Mishap = static (_, _) => Trouble.None;
        CommandLine.Result again = await project.StartAsync("--yes");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("was sent before and is not sent again", again.Error, StringComparison.Ordinal);
        project.AssertOnce();
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_job_running_and_says_how_to_go_on()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("running");
        var looked = new TaskCompletionSource();
        project.Server.Mishap = (_, call) =>
        {
            if (call is { Method: "GET", Path: "/v1/fine_tuning/jobs/ftjob-1/events" }) looked.TrySetResult();
            return Trouble.None;
        };
        using Process start = AssayProcess.Start(project.Environment, "tune", "hosted", "start", project.Root, "--yes");
        await looked.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await AssayProcess.InterruptAsync(start);
        AssayProcess.Result result = await AssayProcess.FinishAsync(start);
        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Job ftjob-1 goes on at OpenAI", result.Error, StringComparison.Ordinal);
        Assert.Contains("assay tune hosted watch ftjob-1", result.Error, StringComparison.Ordinal);
        Assert.Equal("running", (string)project.Server.Jobs.Single()["status"]!);
    }

    [Fact]
    public async Task Together_is_reached_in_its_dialect_and_its_job_found_when_the_project_has_another_model()
    {
        await using HostedProject project = await HostedProject.TogetherAsync();
        CommandLine.Result result = await project.StartAsync("--provider", "together", "--yes", "--no-watch", "--epochs", "2", "--learning-rate", "1e-4", "--rank", "8");
        Assert.True(result.ExitCode == 0, result.Error);
        project.AssertOnce();
        project.Settings("extractive");
        CommandLine.Result watched = await project.RunAsync("watch", "--json");
        Assert.True(watched.ExitCode == 0, watched.Error);
        Assert.StartsWith($"{project.Server.Url}/v1#acme/llama-assay-", watched.Json.GetProperty("model").GetString(), StringComparison.Ordinal);
        CommandLine.Result pause = await project.RunAsync("pause");
        Assert.Equal(3, pause.ExitCode);
        Assert.Contains("cannot pause", pause.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_before_it_is_confirmed_allowed_and_paid_for_as_stated()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("running");
        CommandLine.Result check = await project.StartAsync("--check");
        Assert.Equal(0, check.ExitCode);
        foreach (string said in (string[])["Cost: the price is not known", "--price 3.00", "2027-01-06", "54 examples"]) Assert.Contains(said, check.Out, StringComparison.Ordinal);
        JsonElement plan = (await project.StartAsync("--check", "--json", "--price", "25", "--epochs", "2")).Json;
        Assert.Equal(plan.GetProperty("trainedTokens").GetInt64() * 25m / 1_000_000m, plan.GetProperty("costUsd").GetDecimal());

        CommandLine.Result unasked = await project.StartAsync();
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains("--yes", unasked.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await project.StartAsync("--yes", "--max-cost", "1")).ExitCode);
        Assert.Equal(1, (await project.StartAsync("--yes", "--max-cost", "0.0001", "--price", "25", "--epochs", "2")).ExitCode);
        Assert.Empty(project.Server.Calls);
    }

    [Fact]
    public async Task A_key_that_is_missing_is_named_before_anything_is_sent()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("running");
        project.Environment.Remove("OPENAI_API_KEY");
        CommandLine.Result openAi = await project.StartAsync("--yes");
        Assert.Equal(3, openAi.ExitCode);
        Assert.Contains("OPENAI_API_KEY is not set", openAi.Error, StringComparison.Ordinal);
        CommandLine.Result together = await project.StartAsync("--yes", "--provider", "together", "--model", "owner/name");
        Assert.Equal(3, together.ExitCode);
        Assert.Contains("ASSAY_API_KEY is not set", together.Error, StringComparison.Ordinal);
        Assert.Empty(project.Server.Calls);
    }

    [Fact]
    public async Task Personal_data_are_refused_or_replaced_and_kept_only_when_said_for_the_provider()
    {
        const string row = """{"messages":[{"role":"user","content":"My card is 4111 1111 1111 1111"},{"role":"assistant","content":"Thank you"}]}""";
        await using HostedProject project = await HostedProject.OpenAiAsync("succeeded");
        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), row + "\n");
        CommandLine.Result refused = await project.StartAsync("--yes");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("card numbers", refused.Error, StringComparison.Ordinal);
        project.Settings("openai:gpt-4.1-nano", "tuning: { sensitive: keep }");
        CommandLine.Result kept = await project.StartAsync("--yes");
        Assert.Equal(2, kept.ExitCode);
        Assert.Contains("examples.jsonl(61)", kept.Error, StringComparison.Ordinal);
        Assert.Empty(project.Server.Calls);

        Assert.Equal(0, (await project.StartAsync("--yes", "--sensitive", "redact")).ExitCode);
        string sent = string.Concat(project.Server.FileContents);
        Assert.Contains("My card is ", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai:gpt-4.1-nano", "needs: { dataResidency: self-hosted }", "", "data stay self-hosted")]
    [InlineData("openai:gpt-4.1-nano", "", "--learning-rate 1e-4", "learning rate multiplier instead")]
    [InlineData("openai:gpt-4.1-nano", "", "--provider together", "a model of OpenAI")]
    [InlineData("openai:gpt-4.1-nano", "", "--provider azure", "'azure'")]
    [InlineData("openai:gpt-4.1-nano", "", "--price cheap", "--price")]
    [InlineData("extractive", "", "", "--provider openai --model")]
    [InlineData("anthropic:claude", "", "--provider openai --model anthropic:claude", "no model that a provider tunes")]
    public async Task What_does_not_fit_is_said(string model, string settings, string options, string reason)
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("running");
        project.Settings(model, settings);
        CommandLine.Result result = await project.StartAsync([.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--yes"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Empty(project.Server.Calls);
    }

    [Fact]
    public async Task Examples_that_are_missing_few_or_wrong_are_named_by_their_own_file()
    {
        await using HostedProject project = await HostedProject.OpenAiAsync("running");
        project.Write("assay.yaml", "name: even\nmodel: openai:gpt-4.1-nano\n");
        CommandLine.Result none = await project.StartAsync("--yes");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("names no examples", none.Error, StringComparison.Ordinal);

        project.Settings("openai:gpt-4.1-nano");
        project.Write("examples.jsonl", string.Concat(Enumerable.Range(10, 10).Select(TuneProject.Example)));
        CommandLine.Result few = await project.StartAsync("--yes", "--held-out", "0.2");
        Assert.Equal(2, few.ExitCode);
        Assert.Contains("examples.jsonl: of what is trained on, the file has 8 examples", few.Error, StringComparison.Ordinal);
        Assert.Contains("--held-out 0", few.Error, StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(project.Root, "examples.jsonl"), "{\"messages\":[]}\n");
        CommandLine.Result wrong = await project.StartAsync("--yes");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("examples.jsonl(11)", wrong.Error, StringComparison.Ordinal);
        CommandLine.Result nothing = await project.RunAsync("watch");
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("No job was started", nothing.Error, StringComparison.Ordinal);
        Assert.Empty(project.Server.Calls);
    }

    private static async Task<string?> PhaseAsync(HostedProject project, string verb, params string[] more)
    {
        CommandLine.Result result = await project.RunAsync(verb, [.. more, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json.GetProperty("job").GetProperty("phase").GetString();
    }
}

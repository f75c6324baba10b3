using Assay.Tests.Cli;
using Assay.Tests.Tuning.Hosted;

namespace Assay.Tests.Application.FineTuning;

/// <summary>A project whose model is at a provider, and the command line that reaches a fake of it.</summary>
internal sealed class HostedProject : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private HostedProject(FakeTuningServer server)
    {
        Server = server;
        Settings("openai:gpt-4.1-nano");
        Write("examples.jsonl", string.Concat(Enumerable.Range(10, 60).Select(TuneProject.Example)));
    }

    public FakeTuningServer Server { get; }

    public string Root => folder.Path;

    public Dictionary<string, string> Environment { get; private init; } = [];

    public static async Task<HostedProject> OpenAiAsync(params string[] life)
    {
        FakeTuningServer server = await FakeOpenAiTuning.StartAsync(life);
        return new HostedProject(server) { Environment = new() { ["OPENAI_BASE_URL"] = $"{server.Url}/v1", ["OPENAI_API_KEY"] = FakeTuningServer.Key } };
    }

    public static async Task<HostedProject> TogetherAsync(params string[] life)
    {
        FakeTuningServer server = await FakeTogetherTuning.StartAsync(life);
        var project = new HostedProject(server) { Environment = new() { ["ASSAY_API_KEY"] = FakeTuningServer.Key } };
        project.Settings($"{server.Url}/v1#meta/llama");
        return project;
    }

    public void Settings(string model, string more = "") => Write("assay.yaml", $"name: even\nmodel: {model}\nexamples: examples.jsonl\n{more}\n");

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Root, name), name == "assay.yaml" ? ModelFree.Settings(text) : text);

    public async Task<CommandLine.Result> StartAsync(params string[] more) => Checked(await CommandLine.RunAsync(Environment, ["tune", "hosted", "start", Root, .. more]));

    public async Task<CommandLine.Result> RunAsync(string verb, params string[] more) => Checked(await CommandLine.RunAsync(Environment, ["tune", "hosted", verb, "--project", Root, .. more]));

    /// <summary>Two files and one job: everything was sent once.</summary>
    public void AssertOnce()
    {
        Assert.Equal(2, Server.Files.Count);
        Assert.Equal(2, Server.FileContents.Distinct().Count());
        Assert.Single(Server.Jobs);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        folder.Dispose();
    }

    // No key is ever shown or kept.
    private CommandLine.Result Checked(CommandLine.Result result)
    {
        Assert.DoesNotContain(FakeTuningServer.Key, result.Out + result.Error, StringComparison.Ordinal);
        string ledger = Path.Combine(Root, ".assay", "tuning", "hosted");
        if (Directory.Exists(ledger)) Assert.All(Directory.GetFiles(ledger, "*.json*", SearchOption.AllDirectories), f => Assert.DoesNotContain(FakeTuningServer.Key, File.ReadAllText(f), StringComparison.Ordinal));
        return result;
    }
}

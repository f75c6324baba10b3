using System.Collections.Concurrent;
using System.Globalization;
using Assay.Models.Providers;
using Assay.Tests.Models.Providers;
using Assay.Tuning.Hosted;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>A training file, a ledger and a server, and processes that come and go on them.</summary>
internal sealed class HostedScene : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();

    private HostedScene(FakeTuningServer server, HostedDialect dialect)
    {
        (Server, Dialect) = (server, dialect);
        TrainingFile = folder.Write("train.jsonl", Rows(12));
        Ledger = Path.Combine(folder.Path, "ledger");
        Model = ModelReference.Parse($"{server.Url}/v1#gpt-4.1-nano");
    }

    public FakeTuningServer Server { get; }

    public HostedDialect Dialect { get; }

    public TemporaryFolder Folder => folder;

    public string TrainingFile { get; }

    public string Ledger { get; }

    public ModelReference Model { get; init; }

    public static ProviderOptions Options { get; } = new() { Environment = name => name is "ASSAY_API_KEY" or "OPENAI_API_KEY" ? FakeTuningServer.Key : null };

    /// <summary>Pauses pass at once; time-outs of requests never come.</summary>
    public ImpatientTimeProvider Clock { get; } = new(d => d <= TimeSpan.FromSeconds(60));

    public Told Told { get; } = new();

    public static async Task<HostedScene> WithAsync(HostedDialect dialect, params string[] life) =>
        new(dialect == HostedDialect.OpenAi ? await FakeOpenAiTuning.StartAsync(life) : await FakeTogetherTuning.StartAsync(life), dialect);

    public static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"messages": [{"role": "system", "content": "Answer in one word."}, {"role": "user", "content": "What follows {{i}}?"}, {"role": "assistant", "content": "{{i + 1}}"}]}""") + "\n"));

    public HostedTuningRequest Request() => new() { Model = Model, TrainingFile = TrainingFile, Hyperparameters = new() { Epochs = 3 } };

    public HostedTuningPlan Plan(HostedTuningRequest? request = null) => HostedTuningPlan.Make(request ?? Request(), Clock, dialect: Dialect);

    public HostedTuner Process(string? ledger = null, ProviderOptions? options = null, TimeProvider? clock = null) =>
        HostedTuner.Open(Model, ledger ?? Ledger, options ?? Options, clock ?? Clock, Dialect);

    /// <summary>A copy of the ledger as the disk has it now: what is left after <c>kill -9</c>.</summary>
    public string LeftBehind() => CopyOf(Ledger, folder.Path);

    public static string CopyOf(string ledger, string under)
    {
        string copy = Path.Combine(under, $"after-{Guid.NewGuid():N}");
        Directory.CreateDirectory(copy);
        if (!Directory.Exists(ledger)) return copy;
        foreach (string file in Directory.EnumerateFiles(ledger, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(ledger, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public void AssertOnce()
    {
        Assert.Single(Server.Files);
        Assert.Single(Server.Jobs);
        Assert.Equal(File.ReadAllText(TrainingFile), Assert.Single(Server.FileContents));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>What was reported, in order; reports at once, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Told : IProgress<HostedProgress>
{
    private readonly ConcurrentQueue<HostedProgress> all = new();

    public Action<HostedProgress> On { get; set; } = static _ => { };

    public IEnumerable<T> Of<T>() where T : HostedProgress => all.OfType<T>();

    public void Report(HostedProgress value)
    {
        all.Enqueue(value);
        On(value);
    }
}

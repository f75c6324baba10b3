using Assay.Models.Hub;
using Assay.Tests.Cli;

namespace Assay.Tests.Models.Hub;

/// <summary>A hub, an empty store and a puller with a hurried clock between them.</summary>
internal sealed class PullTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PullTest(FakeHub? hub = null)
    {
        Hub = hub ?? FakeHub.WithModel();
        Store = new ModelStore(_folder.Path);
        Options = new HubOptions { Endpoint = new Uri(Hub.Url) };
    }

    public FakeHub Hub { get; }

    public ModelStore Store { get; }

    public HubOptions Options { get; set; }

    public Func<string, long?> FreeBytes { get; set; } = _ => null;

    /// <summary>In place of the network; null for the real one.</summary>
    public HttpMessageHandler? Handler { get; set; }

    public List<PullProgress> Progress { get; } = [];

    public string[] Notes => [.. Progress.Select(p => p.Note).OfType<string>()];

    public string PartsFolder => Path.Combine(Store.Root, "hf", "tiny--llama", ".partial");

    public async Task<PulledModel> PullAsync(string reference = "hf:tiny/llama", CancellationToken cancellationToken = default)
    {
        using var puller = new ModelPuller(Store, Options, new HurriedTimeProvider(), Handler) { FreeBytes = FreeBytes };
        return await puller.PullAsync(HubReference.Parse(reference), Progress.Add, cancellationToken);
    }

    public Task<HubException> PullFailsAsync(string reference = "hf:tiny/llama") => Assert.ThrowsAsync<HubException>(() => PullAsync(reference));

    /// <summary>Every file of the stored model is what the hub has, and nothing unfinished is left.</summary>
    public void AssertWhole(PulledModel pulled)
    {
        foreach (ModelFile file in pulled.Found.Model.Files) Assert.Equal(Hub.Files[file.Path], File.ReadAllBytes(Path.Combine(pulled.Found.Model.Folder, file.Path)));
        Assert.Equal(pulled.Found.Model.Folder, Store.Find("hf:tiny/llama").Model.Folder);
        Assert.Empty(Store.List().Unfinished);
        Assert.Empty(Store.List().Damaged);
    }

    /// <summary>Nothing can be loaded or is listed as a model.</summary>
    public void AssertNothingInstalled()
    {
        Assert.Empty(Store.List().Models);
        Assert.Null(Store.TryFind("hf:tiny/llama"));
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _folder.Dispose();
    }
}

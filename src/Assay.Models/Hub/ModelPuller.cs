using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>Fetches models from a Hugging Face hub, or a mirror of one, into a store. Several at a time, also in several processes, do not disturb each other.</summary>
public sealed class ModelPuller : IDisposable
{
    // What else writes to the disk meanwhile, and the manifest.
    private const long SpareBytes = 16 << 20;

    private readonly ModelStore _store;
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _network;

    /// <summary>A puller.</summary>
    /// <param name="store">Where models go.</param>
    /// <param name="options">The hub.</param>
    /// <param name="time">The clock.</param>
    /// <param name="handler">Sends requests, without following redirects or unpacking; null for the network. Disposed with the puller.</param>
    public ModelPuller(ModelStore store, HubOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_store, _options, _time) = (store, options, time);
        _network = new HttpMessageInvoker(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.IdleTimeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }, disposeHandler: true);
    }

    /// <summary>Tells the free bytes where a folder is; null where nobody knows.</summary>
    internal Func<string, long?> FreeBytes { get; init; } = DiskSpace.Free;

    /// <summary>Fetches what is missing of a model. When it is stopped, killed or fails, what was fetched is kept and the next call goes on with it; only a whole model is ever found in the store.</summary>
    /// <param name="reference">The model.</param>
    /// <param name="report">Is told how far it is, from whatever thread; null for silence.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The model.</returns>
    /// <exception cref="InputException">The repository holds nothing that can be loaded, several GGUF files and none is named, or the network may not be used.</exception>
    /// <exception cref="HubException">The hub does not give it.</exception>
    /// <exception cref="AssayException">The disk has no room or cannot be written.</exception>
    public async Task<PulledModel> PullAsync(HubReference reference, Action<PullProgress>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        Action<PullProgress> tell = report ?? (static _ => { });
        if (_options.OfflineBecause is { } reason)
        {
            return Stored(reference) is { } there ? new PulledModel(there, 0, []) : throw Bad($"'{reference}' is not stored here, and {reason} forbids the network. Unset it, or set {ModelStore.Variable} to a folder where the model was pulled before.");
        }

        // What a commit names never changes, so there is nothing to ask for.
        if (HubReference.IsCommit(reference.Revision) && Stored(reference) is { } pinned) return new PulledModel(pinned, 0, []);
        var hub = new HubConnection(_options, reference, _network, _time);
        HubListing listing = await ListAsync(hub, tell, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<HubFile> files = FileSelection.Choose(listing.Files, reference, hub.Errors);
        using StoreLock held = await StoreLock.TakeAsync(_store.LockOf(reference), () => tell(new PullProgress(PullStep.Waiting, "", 0, 0, $"Another process is pulling '{reference.Repository}'; waiting for it to end.")), _time, cancellationToken).ConfigureAwait(false);
        var pull = new ModelInstallation(_store, reference, listing, files, tell);
        HubFile[] missing = pull.Missing();
        CheckRoom(pull, missing, reference);
        foreach (HubFile file in missing) await InstallAsync(pull, hub, file, cancellationToken).ConfigureAwait(false);
        StoredModel model = pull.Finish(_options.Base, _time.GetUtcNow());
        return new PulledModel(Found(model, reference, files), pull.FetchedBytes, Superseded(model, reference));
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private async Task<HubListing> ListAsync(HubConnection hub, Action<PullProgress> tell, CancellationToken cancellationToken)
    {
        var attempts = new PullAttempts(_options with { MaxAttempts = Math.Min(_options.MaxAttempts, 4) }, _time, note => tell(new PullProgress(PullStep.Retrying, "", 0, 0, note)));
        tell(new PullProgress(PullStep.Listing, "", 0, 0));
        while (true)
        {
            try
            {
                return await hub.ListAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (HubException e)
            {
                await attempts.FailedAsync(e, progressed: false, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task InstallAsync(ModelInstallation pull, HubConnection hub, HubFile file, CancellationToken cancellationToken)
    {
        if (await pull.TakeLeftoverAsync(file, cancellationToken).ConfigureAwait(false)) return;
        var partial = new PartialFile(pull.Parts, file);
        pull.CopyFromOtherCommit(partial);
        var download = new FileDownload(hub, pull.Commit, _options, _time, (step, bytes, note) => pull.Tell(step, file, bytes, note));
        try
        {
            string sha256 = await download.RunAsync(partial, cancellationToken).ConfigureAwait(false);
            pull.Install(partial, sha256);
        }
        finally
        {
            pull.FetchedBytes += download.FetchedBytes;
        }
    }

    private void CheckRoom(ModelInstallation pull, HubFile[] missing, HubReference reference)
    {
        long needed = missing.Sum(f => f.Bytes!.Value - pull.AlreadyThere(f));
        if (needed <= 0 || FreeBytes(_store.Root) is not { } free || free >= needed + SpareBytes) return;
        throw new AssayException(string.Create(CultureInfo.InvariantCulture,
            $"'{reference}' needs {(needed + SpareBytes) / 1e6:N1} MB in '{_store.Root}', {free / 1e6:N1} MB are free. Free {(needed + SpareBytes - free) / 1e6:N1} MB (`assay models list` shows what could go), or choose a folder on another disk with {ModelStore.Variable}. Nothing was fetched."));
    }

    private FoundModel? Stored(HubReference reference) => _store.TryFind((reference with { Revision = reference.Revision ?? HubReference.DefaultRevision }).ToString());

    private static FoundModel Found(StoredModel model, HubReference reference, IReadOnlyList<HubFile> files)
    {
        string[] ggufs = [.. files.Select(f => f.Path).Where(FileSelection.IsGguf)];
        return new FoundModel(model, reference.File is null && model.IsFolder ? model.Folder : Path.Combine(model.Folder, ggufs[0].Replace('/', Path.DirectorySeparatorChar)));
    }

    private ImmutableArray<StoredModel> Superseded(StoredModel model, HubReference reference) =>
        [.. _store.Named(reference).Where(m => m.Commit != model.Commit && m.Revisions.Any(r => r.Name == (reference.Revision ?? HubReference.DefaultRevision)))];

    private static InputException Bad(string message) => new(new Problem("", null, message));
}

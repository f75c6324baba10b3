namespace Assay.Knowledge;

/// <summary>
/// Tells that something below a folder changed, and nothing more: what changed is found by looking, because events are lost, doubled and late. Goes on when the
/// folder is deleted and made again, as soon as <see cref="Renew"/> is called.
/// </summary>
/// <param name="root">The folder; it need not exist.</param>
/// <param name="ignored">A folder in it whose changes are not told: the workspace, which is written by what is done about changes.</param>
/// <param name="changed">Called on any thread, also several times for one change.</param>
internal sealed class FileEvents(string root, string ignored, Action changed) : IDisposable
{
    private readonly string _ignored = Path.TrimEndingDirectorySeparator(Path.GetFullPath(ignored));
    private FileSystemWatcher? _watcher;

    /// <summary>Begins to listen, or begins anew.</summary>
    /// <returns>Why events cannot be had; null when they are listened to.</returns>
    public string? Renew()
    {
        _watcher?.Dispose();
        _watcher = null;
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(root)
            {
                IncludeSubdirectories = true,
                InternalBufferSize = 64 * 1024,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Changed += (_, e) => Tell(e.FullPath);
            watcher.Created += (_, e) => Tell(e.FullPath);
            watcher.Deleted += (_, e) => Tell(e.FullPath);
            watcher.Renamed += (_, e) => Tell(e.FullPath, e.OldFullPath);
            watcher.Error += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            _watcher = watcher;
            watcher = null;
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return error.Message.TrimEnd('.');
        }
        finally
        {
            watcher?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    private void Tell(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (path == _ignored || path.StartsWith(_ignored + Path.DirectorySeparatorChar, StringComparison.Ordinal)) continue;
            changed();
            return;
        }
    }
}

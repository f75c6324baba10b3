using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>Keeps processes apart that change the same repository of a store. The operating system frees it when a process ends, however it ends.</summary>
internal sealed class StoreLock : IDisposable
{
    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows: somebody holds it. Anything else is a disk or a permission.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Takes it at once or not at all.</summary>
    /// <param name="path">Its file, which stays: whoever deletes a lock may delete somebody's.</param>
    /// <returns>Null while another process has it.</returns>
    /// <exception cref="AssayException">The store cannot be written.</exception>
    public static StoreLock? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{path}' cannot be written ({e.Message.TrimEnd('.')}). Permit writing there or choose another folder with {ModelStore.Variable}, then run the command again.", e);
        }
    }

    /// <summary>Waits for it.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="waiting">Is told once that somebody else has it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<StoreLock> TakeAsync(string path, Action waiting, TimeProvider time, CancellationToken cancellationToken)
    {
        for (bool told = false; ; told = true)
        {
            if (TryTake(path) is { } taken) return taken;
            if (!told) waiting();
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

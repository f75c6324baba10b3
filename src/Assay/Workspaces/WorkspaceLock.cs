using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assay.Text;

namespace Assay.Workspaces;

/// <summary>
/// Keeps those who write text of documents into a workspace apart from who removes it: any number of the first at a time, or one of the second alone. The operating
/// system frees it when a process ends, however it ends.
/// </summary>
public sealed class WorkspaceLock : IDisposable
{
    private const int PauseMs = 50;

    private readonly FileStream held;
    private readonly FileStream? holder;

    private WorkspaceLock(FileStream held, FileStream? holder)
    {
        this.held = held;
        this.holder = holder;
    }

    /// <summary>For a command that keeps answers, runs, stages or traces, or reads documents.</summary>
    /// <param name="workspace">What it writes to.</param>
    /// <param name="command">What runs, for the message that somebody else gets: <c>assay compare</c>.</param>
    /// <param name="wait">How long to wait for a document that is being forgotten; null for a minute.</param>
    /// <returns>Dispose it when all is written.</returns>
    /// <exception cref="AssayException">A document is still being forgotten, or the workspace cannot be written.</exception>
    public static WorkspaceLock Share(Workspace workspace, string command, TimeSpan? wait = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        FileStream held = Wait(workspace, FileShare.Read, wait ?? TimeSpan.FromMinutes(1));
        try
        {
            return new WorkspaceLock(held, Describe(workspace, command));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>For removing text: nobody else writes to the workspace.</summary>
    /// <param name="workspace">What is cleared.</param>
    /// <param name="wait">How long to wait for what runs; null for five seconds.</param>
    /// <returns>Dispose it when all is removed.</returns>
    /// <exception cref="AssayException">Something runs; names it.</exception>
    public static WorkspaceLock Take(Workspace workspace, TimeSpan? wait = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        FileStream held = Wait(workspace, FileShare.None, wait ?? TimeSpan.FromSeconds(5));
        foreach (string file in Holders(workspace)) File.Delete(file);
        return new WorkspaceLock(held, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Its description goes first: whoever finds one must find it true.
        if (holder is not null)
        {
            File.Delete(holder.Name);
            holder.Dispose();
        }

        held.Dispose();
    }

    private static FileStream Wait(Workspace workspace, FileShare share, TimeSpan wait)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (share == FileShare.None) return new FileStream(workspace.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
                return new FileStream(workspace.LockFile, FileMode.OpenOrCreate, FileAccess.Read, share);
            }
            catch (IOException e) when (waited.Elapsed >= wait)
            {
                throw new AssayException(share == FileShare.None ? InUse(workspace) : $"A document is being forgotten in '{workspace.Root}' ({e.Message.TrimEnd('.')}). Wait until that `assay forget` has ended, then run this command again.", e);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new AssayException($"'{workspace.LockFile}' cannot be written ({e.Message.TrimEnd('.')}). Permit writing there, then run the command again.", e);
            }
            catch (IOException)
            {
                Thread.Sleep(PauseMs);
            }
        }
    }

    private static string InUse(Workspace workspace)
    {
        string[] running = [.. Holders(workspace).Select(Read).OfType<string>()];
        return $"'{workspace.Root}' is in use{(running.Length > 0 ? ": " + string.Join("; ", running) : "")}. What runs could write text again that is removed now. Wait until it has ended or stop it, then run this command again; nothing was removed.";
    }

    private static FileStream Describe(Workspace workspace, string command)
    {
        using Process process = Process.GetCurrentProcess();
        string path = $"{workspace.LockFile}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
        try
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
            JsonSerializer.Serialize(file, new Holder(command, Environment.ProcessId, process.StartTime.ToUniversalTime()), JsonFormat.Compact);
            file.Flush();
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{path}' cannot be written ({e.Message.TrimEnd('.')}). Free space or permit writing there, then run the command again.", e);
        }
    }

    // The pattern alone would match the lock itself, which must never be deleted: somebody would lock the file that replaces it.
    private static string[] Holders(Workspace workspace) =>
        [.. Directory.GetFiles(workspace.Root, Path.GetFileName(workspace.LockFile) + ".*").Where(f => Path.GetFileName(f) != Path.GetFileName(workspace.LockFile))];

    // Null for the description of a process that was killed: nobody holds it.
    private static string? Read(string file)
    {
        try
        {
            using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) return null;
        }
        catch (IOException)
        {
            // Held.
        }

        try
        {
            using var held = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<Holder>(held, JsonFormat.Compact) is { } holder
                ? string.Create(CultureInfo.InvariantCulture, $"`{holder.Command}`, process {holder.Process}, started {holder.Started:yyyy-MM-dd HH:mm:ss} UTC")
                : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Holder(string Command, int Process, DateTime Started);
}

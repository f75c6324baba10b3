using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Text;

namespace Assay.Tuning.Registry;

/// <summary>Which version was in use when, one line a change, only ever added to. A line that a crash cut short is not there for readers, and gone with the next one.</summary>
/// <param name="path">The file.</param>
internal sealed class RegistryJournal(string path)
{
    private const long LongestBytes = 64 << 20;

    /// <summary>Reads it.</summary>
    /// <returns>The lines in their order, and what could not be read.</returns>
    /// <exception cref="AssayException">The file cannot be read.</exception>
    public (ImmutableArray<RegistryEntry> Entries, ImmutableArray<string> Warnings) Read()
    {
        if (!File.Exists(path)) return ([], []);
        string text = FileReading.Try(path, () => new FileInfo(path).Length <= LongestBytes ? File.ReadAllText(path) : throw new InputException(new Problem(path, null, $"The journal is longer than {LongestBytes >> 20} MiB. Move it away to begin a new one.")));
        var entries = ImmutableArray.CreateBuilder<RegistryEntry>();
        var warnings = ImmutableArray.CreateBuilder<string>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0) continue;
            if (Parse(lines[i], out string reason) is { } entry) entries.Add(entry);
            else warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{path}({i + 1}): {(i == lines.Length - 1 ? "the last change was cut short and does not count" : "this line is damaged and is passed over")} ({reason})."));
        }

        return (entries.ToImmutable(), warnings.ToImmutable());
    }

    /// <summary>Adds a line; on the disk when this returns.</summary>
    /// <exception cref="AssayException">It cannot be written; nothing was added.</exception>
    public void Add(RegistryEntry entry)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, RegistryJson.Line) + "\n");
        long length = -1;
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            RemoveTornEnd(file);
            length = file.Length;
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Undo(file, length);
            throw new AssayException($"'{path}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk or permit writing there, then run the command again: the version in use is unchanged.", e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static void Undo(FileStream? file, long length)
    {
        try
        {
            if (length >= 0) file?.SetLength(length);
        }
        catch (IOException)
        {
            // What was written of the line does not count for readers either way.
        }
    }

    // A whole line without its end is kept: only the end is missing.
    private static void RemoveTornEnd(FileStream file)
    {
        byte[] all = new byte[checked((int)Math.Min(file.Length, 1 << 20))];
        file.Seek(-all.Length, SeekOrigin.End);
        file.ReadExactly(all);
        int end = Array.LastIndexOf(all, (byte)'\n') + 1;
        if (end == all.Length) return;
        if (Parse(Encoding.UTF8.GetString(all.AsSpan(end)), out _) is not null) file.WriteByte((byte)'\n');
        else file.SetLength(file.Length - (all.Length - end));
        file.Seek(0, SeekOrigin.End);
    }

    private static RegistryEntry? Parse(string line, out string reason)
    {
        try
        {
            RegistryEntry? entry = JsonSerializer.Deserialize<RegistryEntry>(line, RegistryJson.Line);
            reason = entry is null ? "it holds null" : entry.Version is { } version && AdapterVersion.NumberOf(version) is null ? "it names no version" : "";
            return reason.Length == 0 ? entry : null;
        }
        catch (JsonException e)
        {
            reason = RegistryJson.Reason(e);
            return null;
        }
    }
}

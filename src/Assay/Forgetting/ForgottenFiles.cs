using System.Globalization;
using System.Text.Json;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>The documents that were forgotten: a file of the project that is still there, comes back, or has their bytes under another name, is not read.</summary>
internal sealed class ForgottenFiles
{
    private const int MostNamed = 3;

    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> contents = new(StringComparer.Ordinal);
    private readonly List<string> leftOut = [];

    /// <summary>The list of a workspace.</summary>
    /// <exception cref="AssayException">It cannot be understood: rather nothing is read than something that was to be forgotten.</exception>
    public static ForgottenFiles Read(Workspace workspace)
    {
        var files = new ForgottenFiles();
        if (!File.Exists(workspace.ForgottenFile)) return files;
        int line = 0;
        foreach (string text in File.ReadLines(workspace.ForgottenFile))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            try
            {
                using JsonDocument json = JsonDocument.Parse(text);
                string id = json.RootElement.GetProperty("document").GetString()!;
                files.ids.Add(id);
                if (json.RootElement.TryGetProperty("contentHash", out JsonElement hash) && hash.GetString() is { Length: > 0 } content) files.contents[content] = id;
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentNullException)
            {
                throw new AssayException($"{workspace.ForgottenFile}({line}): expected a line such as {{\"document\":\"docs/a.md\"}}. Correct it or take it out: until then nothing is ingested, so that no forgotten document comes back.", error);
            }
        }

        return files;
    }

    /// <summary>Adds a document.</summary>
    /// <param name="workspace">Whose list.</param>
    /// <param name="document">Its id.</param>
    /// <param name="contentHash">Hash of its bytes; empty when they are not known, or another document has the same and stays.</param>
    /// <param name="time">Now.</param>
    public static void Add(Workspace workspace, string document, string contentHash, DateTimeOffset time)
    {
        ForgottenFiles known = Read(workspace);
        if (known.ids.Contains(document) && (contentHash.Length == 0 || known.contents.ContainsKey(contentHash))) return;
        string[] lines = File.Exists(workspace.ForgottenFile) ? File.ReadAllLines(workspace.ForgottenFile) : [];
        AtomicFile.Write(workspace.ForgottenFile, string.Concat(lines.Append(JsonSerializer.Serialize(new { document, contentHash, time }, JsonFormat.Compact)).Select(l => l + "\n")));
    }

    /// <summary>Whether a document was forgotten.</summary>
    public bool Contains(string document) => ids.Contains(document);

    /// <summary>A scan without the forgotten documents.</summary>
    public ScanResult Without(ScanResult scan)
    {
        if (ids.Count == 0) return scan;
        leftOut.AddRange(scan.Files.Where(f => ids.Contains(f.Id)).Select(f => $"'{f.Id}'"));
        return scan with { Files = [.. scan.Files.Where(f => !ids.Contains(f.Id))] };
    }

    /// <summary>Whether a file of another name holds the bytes of a forgotten document; takes note of it.</summary>
    public bool HasContent(string id, string hash)
    {
        if (!contents.TryGetValue(hash, out string? forgotten)) return false;
        leftOut.Add($"'{id}' (as '{forgotten}')");
        return true;
    }

    /// <summary>Says what was left out, in one line; null when nothing was.</summary>
    public string? Warning(Workspace workspace) => leftOut.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture,
        $"{leftOut.Count:N0} {(leftOut.Count == 1 ? "file was" : "files were")} forgotten and {(leftOut.Count == 1 ? "is" : "are")} not read: {string.Join(", ", leftOut.Take(MostNamed))}{(leftOut.Count > MostNamed ? $" and {leftOut.Count - MostNamed:N0} more" : "")}. Delete {(leftOut.Count == 1 ? "it" : "them")}, or take {(leftOut.Count == 1 ? "its line" : "their lines")} out of {Workspace.FolderName}/{Path.GetFileName(workspace.ForgottenFile)} to read {(leftOut.Count == 1 ? "it" : "them")} again.");
}

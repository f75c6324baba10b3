using System.Collections.Immutable;
using System.Text.Json;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>The documents that were forgotten: a file of the project that is still there, or comes back, is not read.</summary>
internal static class ForgottenFiles
{
    /// <summary>Adds a document.</summary>
    public static void Add(Workspace workspace, string document, DateTimeOffset time)
    {
        string[] lines = File.Exists(workspace.ForgottenFile) ? File.ReadAllLines(workspace.ForgottenFile) : [];
        if (Ids(workspace).Contains(document)) return;
        AtomicFile.Write(workspace.ForgottenFile, string.Concat(lines.Append(JsonSerializer.Serialize(new { document, time }, JsonFormat.Compact)).Select(l => l + "\n")));
    }

    /// <summary>A scan without the forgotten documents, which it names as skipped.</summary>
    /// <exception cref="AssayException">The list cannot be understood: rather nothing is read than something that was to be forgotten.</exception>
    public static ScanResult Without(ScanResult scan, Workspace workspace)
    {
        HashSet<string> forgotten = Ids(workspace);
        if (forgotten.Count == 0) return scan;
        ImmutableArray<SkippedPath> skipped = [.. scan.Files.Where(f => forgotten.Contains(f.Id)).Select(f => new SkippedPath(
            f.Id, $"was forgotten and is not read; delete the file, or take its line out of {Workspace.FolderName}/{Path.GetFileName(workspace.ForgottenFile)} to read it again"))];
        return scan with { Files = [.. scan.Files.Where(f => !forgotten.Contains(f.Id))], Skipped = scan.Skipped.AddRange(skipped) };
    }

    /// <summary>Their ids.</summary>
    public static HashSet<string> Ids(Workspace workspace)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (!File.Exists(workspace.ForgottenFile)) return ids;
        int line = 0;
        foreach (string text in File.ReadLines(workspace.ForgottenFile))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            try
            {
                ids.Add(JsonDocument.Parse(text).RootElement.GetProperty("document").GetString()!);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentNullException)
            {
                throw new AssayException($"{workspace.ForgottenFile}({line}): expected a line such as {{\"document\":\"docs/a.md\"}}. Correct it or take it out: until then nothing is ingested, so that no forgotten document comes back.", error);
            }
        }

        return ids;
    }
}

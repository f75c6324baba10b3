using System.Text.Json;
using Assay.Comparing;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Storage;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>Removes a document and every copy of its text that Assay made, and says what was done to each and what is left to the user.</summary>
/// <param name="project">Its questions and examples are searched, not changed.</param>
/// <param name="workspace">Everything in it is searched and cleared.</param>
/// <param name="knowledge">The project's knowledge base, up to date.</param>
/// <param name="time">The clock.</param>
public sealed class Forgetter(Project project, Workspace workspace, KnowledgeBase knowledge, TimeProvider time)
{
    private readonly List<ReceiptLine> lines = [];

    /// <summary>Forgets a document.</summary>
    /// <param name="document">Its id.</param>
    /// <returns>The receipt, sealed, and the file it was written to.</returns>
    /// <exception cref="InputException">There is no such document.</exception>
    /// <exception cref="AssayException">A file cannot be written; running it again finishes what was begun.</exception>
    public (DeletionReceipt Receipt, string File) Forget(string document)
    {
        string[] ids = [.. knowledge.AllTexts().Select(t => t.Id)];
        if (!ids.Contains(document)) throw new InputException(new Problem("", null, $"'{document}' is not among the documents.{(NearestName.Find(document, ids) is { } nearest ? $" Did you mean '{nearest}'?" : "")} Name it as `assay search` shows it."));

        // Excluded first: whatever happens after this line, the file is not read again.
        ForgottenFiles.Add(workspace, document, time.GetUtcNow());
        ForgottenDocument forgotten = knowledge.Forget(document)!;
        var print = new TextPrint(forgotten.Chunks.Select(c => c.Text));
        Note("chunks", Path.GetFileName(workspace.KnowledgeFile), ReceiptAction.Deleted, $"{forgotten.Chunks.Length} chunks with their index entries; the space was overwritten");
        if (forgotten.Vectors > 0) Note("vectors", Path.GetFileName(workspace.KnowledgeFile), ReceiptAction.Deleted, $"{forgotten.Vectors} vectors, and those that no passage had any more");
        foreach (string file in workspace.DerivedFiles().Where(f => f != workspace.KeywordsFile))
        {
            File.Delete(file);
            Note("index", Path.GetFileName(file), ReceiptAction.Deleted, "is made again when it is needed");
        }

        Note("index", Path.GetFileName(workspace.KeywordsFile), ReceiptAction.Deleted, "was made anew without the document");
        foreach (long trace in forgotten.Traces) Note("trace", $"{Path.GetFileName(workspace.KnowledgeFile)} #{trace}", ReceiptAction.Redacted, "its passages and the answer written from them");
        Answers(document, print);
        Files("stage", workspace.StagesFolder, document, print, "is made again when it is needed");
        Files("run", workspace.RunsFolder, document, print, "the next assay compare or eval retrieval writes it again");
        foreach (string file in new[] { workspace.ComparisonFile, workspace.ReportFile }.Where(File.Exists)) Clear("report", file, document, print, "the next assay compare writes it again");
        Own(document, print);
        var receipt = new DeletionReceipt { Document = document, ContentHash = forgotten.ContentHash, Time = time.GetUtcNow(), Generation = forgotten.Generation, Lines = [.. lines] }.Seal();
        string path = Path.Combine(workspace.ReceiptsFolder, $"forgotten-{receipt.Hash[..16]}.json");
        AtomicFile.Write(path, JsonSerializer.Serialize(receipt, JsonFormat.Indented) + "\n");
        return (receipt, path);
    }

    // An answer goes when it repeats words of the document, or when a run says that it was written with the document in view.
    private void Answers(string document, TextPrint print)
    {
        if (!File.Exists(workspace.AnswersFile)) return;
        HashSet<string> seen = [.. Directory.EnumerateFiles(workspace.RunsFolder, "*.jsonl").SelectMany(Rows)
            .Where(r => r.Context.Any(c => DocumentReference.DocumentId(c) == document)).Select(r => r.Answer)];
        using AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: true);
        foreach (string key in cache.Forget(a => seen.Contains(a.Text) || print.IsIn(a.Text))) Note("answer", $"{Path.GetFileName(workspace.AnswersFile)} {key[..16]}", ReceiptAction.Deleted);
    }

    private static IEnumerable<AnswerRow> Rows(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            AnswerRow? row = null;
            try
            {
                row = JsonSerializer.Deserialize<AnswerRow>(line, JsonFormat.Compact);
            }
            catch (JsonException)
            {
                // A line that another version wrote; its file is searched as text below.
            }

            if (row is not null) yield return row;
        }
    }

    private void Files(string kind, string folder, string document, TextPrint print, string note)
    {
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) Clear(kind, file, document, print, note);
    }

    private void Clear(string kind, string file, string document, TextPrint print, string note)
    {
        string text = File.ReadAllText(file);
        if (!text.Contains(document, StringComparison.Ordinal) && !print.IsIn(text)) return;
        File.Delete(file);
        Note(kind, Path.GetRelativePath(workspace.Root, file).Replace('\\', '/'), ReceiptAction.Deleted, note);
    }

    // Files of the user are theirs to edit.
    private void Own(string document, TextPrint print)
    {
        string path = Path.Combine(project.Root, document);
        if (File.Exists(path)) Note("file", document, ReceiptAction.Excluded, "the file is still there and is not read any more; delete it yourself, also from backups and version control");
        foreach ((string other, string text) in knowledge.AllTexts().Where(t => print.IsIn(t.Text)))
        {
            Note("document", other, ReceiptAction.EditByYou, "shares words with it; edit it, or forget it too");
        }

        foreach ((string kind, string? file) in new[] { ("question", (string?)project.Questions), ("example", project.Examples) })
        {
            if (file is null || !File.Exists(file)) continue;
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (Strings(line).Any(s => DocumentReference.DocumentId(s) == document || print.IsIn(s))) Note(kind, $"{project.Display(file)}:{number}", ReceiptAction.EditByYou, "names it or repeats its words");
            }
        }
    }

    private static IEnumerable<string> Strings(string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return [.. Strings(json.RootElement)];
        }
        catch (JsonException)
        {
            return [line];
        }
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value)),
        _ => [],
    };

    private void Note(string kind, string where, ReceiptAction done, string note = "") => lines.Add(new ReceiptLine(kind, where, done, note));
}

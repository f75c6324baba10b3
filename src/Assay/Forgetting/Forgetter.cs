using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Answerability;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Storage;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>Removes a document and every copy of its text that Assay made, and says what was done to each and what is left to the user.</summary>
/// <remarks>A job: what is to be removed is written down first, every step can be done again, the receipt comes last. Whatever ends it between, the same call goes on.</remarks>
/// <param name="project">Its questions and examples are searched, not changed.</param>
/// <param name="workspace">Everything in it is searched and cleared.</param>
/// <param name="knowledge">The project's knowledge base.</param>
/// <param name="time">The clock.</param>
public sealed class Forgetter(Project project, Workspace workspace, KnowledgeBase knowledge, TimeProvider time)
{
    private readonly List<ReceiptLine> lines = [];

    // Texts of the document that may be gone when it is forgotten.
    private readonly Dictionary<string, ImmutableArray<string>> remembered = new(StringComparer.Ordinal);

    /// <summary>Takes note of the stored text of a document, before its file is read again: what it was then is recognised too.</summary>
    /// <param name="document">Its id.</param>
    public void Remember(string document) => remembered[document] = knowledge.TextsOf(document);

    /// <summary>What forgetting would do. Changes nothing.</summary>
    /// <param name="document">Its id.</param>
    /// <returns>A receipt without time of anything done; not sealed.</returns>
    /// <exception cref="InputException">Nothing is known of such a document.</exception>
    public DeletionReceipt Preview(string document)
    {
        ForgetJob job = Plan(document);
        Note(job);
        return Receipt(job, knowledge.Generation);
    }

    /// <summary>Forgets a document, or finishes what was begun. One that is gone already is found by its name.</summary>
    /// <param name="document">Its id.</param>
    /// <returns>The receipt, sealed, and the file it was written to.</returns>
    /// <exception cref="InputException">Nothing is known of such a document.</exception>
    /// <exception cref="AssayException">Another command runs, or a file cannot be written; running it again finishes what was begun.</exception>
    public (DeletionReceipt Receipt, string File) Forget(string document)
    {
        using WorkspaceLock alone = WorkspaceLock.Take(workspace);
        ForgetJob job = Plan(document);
        job.Keep(workspace);

        // Whatever happens after this line, the file is not read again.
        ForgottenFiles.Add(workspace, document, knowledge.HasCopy(document, job.ContentHash) ? "" : job.ContentHash, time.GetUtcNow());
        TextPrint print = job.ReadPrint();
        ForgottenDocument forgotten = knowledge.Forget(document, print.IsIn);
        foreach (string file in workspace.DerivedFiles().Where(f => f != workspace.KeywordsFile)) File.Delete(file);
        Scratch.Sweep(workspace);
        if (File.Exists(workspace.AnswersFile))
        {
            using AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: true);
            cache.Remove(job.Answers);
        }

        foreach (ForgetFile file in job.Files) File.Delete(Path.Combine(workspace.Root, file.Path));
        Note(job);
        DeletionReceipt receipt = Receipt(job, forgotten.Generation).Seal();
        string path = Path.Combine(workspace.ReceiptsFolder, $"forgotten-{receipt.Hash[..16]}.json");
        AtomicFile.Write(path, JsonSerializer.Serialize(receipt, JsonFormat.Indented) + "\n");
        job.Finish(workspace);
        return (receipt, path);
    }

    // What was found before a process ended is kept; what is found now is added, so that the receipt names every place once.
    private ForgetJob Plan(string document)
    {
        DocumentLineage lineage = knowledge.Lineage(document);
        ForgetJob? begun = ForgetJob.Find(workspace, document);
        if (begun is null) Check(document, lineage);
        ForgetJob job = begun ?? ForgetJob.Begin(document, time.GetUtcNow());
        TextPrint print = job.ReadPrint();
        ImmutableArray<string> texts = knowledge.TextsOf(document);
        print.Add(texts);
        print.Add(remembered.GetValueOrDefault(document, []));
        print.Except(Fixed());
        ImmutableArray<string> names = [.. job.Names.Union(lineage.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var finder = new ForgetFinder(project, workspace, names, print);
        (IReadOnlyList<string> answers, int all) = finder.Answers(source => source.Document == document
            || (source.ContentHash.Length == 0 ? names.Contains(source.Document) : lineage.Held.Contains((source.Document, source.ContentHash))));
        return job with
        {
            Names = names,
            Versions = Math.Max(job.Versions, lineage.Versions),
            ContentHash = lineage.ContentHash.Length > 0 ? lineage.ContentHash : job.ContentHash,
            Chunks = Math.Max(job.Chunks, knowledge.CountChunks(document)),
            Vectors = Math.Max(job.Vectors, knowledge.CountVectors(document)),
            Failures = Math.Max(job.Failures, lineage.Failures),
            AccessLists = Math.Max(job.AccessLists, lineage.AccessLists),
            Print = print.ToBytes(),
            Traces = [.. job.Traces.Union(lineage.Traces).Union(knowledge.TracesRepeating(print.IsIn)).Order()],
            Answers = [.. job.Answers.Union(answers).Order(StringComparer.Ordinal)],
            AllAnswers = Math.Max(job.AllAnswers, all),
            Files = [.. job.Files.Union(finder.Files())],
        };
    }

    // What answers consist of without any document: the sentence that abstains, as it is and in the record of the contract with its defaults.
    private IEnumerable<string> Fixed() =>
        [project.Score.AbstentionPhrase, project.Instructions ?? "", project.Contract is { } contract && !File.Exists(contract) ? "" : AnswerGate.AbstentionOf(project)];

    private void Check(string document, DocumentLineage lineage)
    {
        if (lineage.NamedNow == document) return;
        if (lineage.NamedNow is { } renamed) throw new InputException(new Problem("", null, $"'{document}' is called '{renamed}' now. Forget that: what was made from it under its old name is found too."));
        if (lineage.Keys.Length > 0 || lineage.Failures > 0 || ForgottenFiles.Read(workspace).Contains(document)) return;
        if (new ForgetFinder(project, workspace, [document], new TextPrint([])).IsNamed()) return;
        string hint = NearestName.Find(document, knowledge.AllTexts().Select(t => t.Id)) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw new InputException(new Problem("", null, $"'{document}' is not among the documents, and neither the journal nor a run nor a kept answer names it.{hint} Name it as `assay search` shows it."));
    }

    private void Note(ForgetJob job)
    {
        string store = Path.GetFileName(workspace.KnowledgeFile);
        if (job.Chunks > 0) Note("chunks", store, ReceiptAction.Deleted, $"{Number(job.Chunks)} chunks with their index entries; the file was made anew without them");
        if (job.Vectors > 0) Note("vectors", store, ReceiptAction.Deleted, $"{Number(job.Vectors)} vectors, and those that no passage had any more");
        if (job.Failures > 0) Note("journal", store, ReceiptAction.Redacted, $"the reasons of {Number(job.Failures)} failures to read it, which may quote it");
        if (job.AccessLists > 0) Note("readers", store, ReceiptAction.Redacted, $"{Number(job.AccessLists)} lists of readers that no other document has");
        Note("index", Path.GetFileName(workspace.DenseIndexFile), ReceiptAction.Deleted, "where there was one; is made again when it is needed");
        Note("index", Path.GetFileName(workspace.KeywordsFile), ReceiptAction.Deleted, "was made anew without the document");
        foreach (long trace in job.Traces) Note("trace", $"{store} #{Number(trace)}", ReceiptAction.Redacted, "its passages, the answer written from them, words taken from documents, and a question or an answer that repeats its words");
        foreach (string key in job.Answers) Note("answer", $"{Path.GetFileName(workspace.AnswersFile)} {key[..16]}", ReceiptAction.Deleted);
        foreach (ForgetFile file in job.Files) Note(file.Kind, file.Path, ReceiptAction.Deleted, file.Kind == "stage" ? "is made again when it is needed" : file.Kind == "evaluation" ? "cannot be replayed or compared with any more; assay eval makes another one" : file.Kind == "prompt" ? "assay eval prompts looks for another one" : "the next assay compare or eval retrieval writes it again");
        Own(job);
    }

    // Files of the user are theirs to edit.
    private void Own(ForgetJob job)
    {
        TextPrint print = job.ReadPrint();
        if (File.Exists(Path.Combine(project.Root, job.Document))) Note("file", job.Document, ReceiptAction.Excluded, "the file is still there and is not read any more; delete it yourself, also from backups and version control");
        foreach ((string other, string text) in knowledge.AllTexts().Where(t => t.Id != job.Document && print.IsIn(t.Text)))
        {
            Note("document", other, ReceiptAction.EditByYou, "shares words with it; edit it, or forget it too");
        }

        foreach ((string kind, string where) in new ForgetFinder(project, workspace, job.Names, print).Lines()) Note(kind, where, ReceiptAction.EditByYou, "names it or repeats its words");
    }

    private DeletionReceipt Receipt(ForgetJob job, long generation) => new()
    {
        Document = job.Document,
        ContentHash = job.ContentHash,
        Time = time.GetUtcNow(),
        Generation = generation,
        Names = job.Names,
        AnswersDeleted = job.Answers.Length,
        AnswersKept = job.AllAnswers - job.Answers.Length,
        Lines = [.. lines],
        Limits = [.. Limits(job)],
    };

    private static IEnumerable<string> Limits(ForgetJob job)
    {
        if (job.Print.Length == 0) yield return $"{(job.Chunks == 0 ? "Its text was not at hand any more" : "It has no three words in a row of its own")}: everything was found by its name and its entries in the journal, nothing by its words.";
        else if (job.Versions > 1) yield return "Versions older than the stored one were found by its name and the journal, not by their words.";
        yield return job.Print.Length == 0 ? "Questions that people asked stay in traces." : "Questions that people asked stay in traces, except where they repeat six words of it or are shorter and stand in it whole.";
        yield return "Answers that an Assay without a record of documents kept were found by their words and by the runs that are there.";
        yield return "Trained versions (`assay models versions`) may have learned from it, and their vocabularies from its words: train again without it, promote that, and remove the folders of the others. Files of examples that were made (`assay tune make`) are the project's own: look for it there.";
        yield return "Not looked at: workspaces elsewhere (--workspace DIR), copies outside the project's folder, backups, and what a model's provider keeps.";
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Note(string kind, string where, ReceiptAction done, string note = "") => lines.Add(new ReceiptLine(kind, where, done, note));
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Storage;
using Assay.Text;

namespace Assay.Retrieval.Ingestion;

/// <summary>Brings a knowledge store in line with a set of files, doing only what changed.</summary>
/// <remarks>
/// A file is unchanged when the SHA-256 of its bytes and the settings it would be read with are those of the stored document. The bytes are not read again
/// while size and time of the file are what they were when they were last read, unless it had been written within <see cref="FileStamp.Settled"/> before that
/// or the store is restricted: who may read a document stands in it, and a tool that restores times must not delay that it is closed.
/// Reading and chunking run on several threads while what is ready is stored in the order of the ids, so the result does not depend on the
/// number of threads. Every document is committed by itself: an ingestion that is cancelled or killed goes on where it stopped.
/// </remarks>
/// <param name="store">Where documents go.</param>
/// <param name="read">Reads and chunks one file; called from several threads. An <see cref="AssayException"/> is shown to the user as the reason of a failure.</param>
/// <param name="fingerprint">Names the settings that <paramref name="read"/> works with; documents stored under another one are read again.</param>
/// <param name="degree">Threads that read, 1 or more; null for one per processor.</param>
public sealed class Ingester(KnowledgeStore store, Func<SourceFile, CancellationToken, ReadDocument> read, string fingerprint, int? degree = null)
{
    private const int MostAlike = 20;
    private readonly ConcurrentDictionary<(string Format, string? Title), string> settingsOf = new();
    private readonly int degree = Math.Max(1, degree ?? Environment.ProcessorCount);

    /// <summary>Whether the bytes of every file are read, also of those whose size and time are what they were: finds a change that kept both. A restricted store always does.</summary>
    /// <value>False.</value>
    public bool Verify { get; init; }

    /// <summary>Whether a file is left out for its bytes, told its id and their hash; null for none. Called by one thread, in the order of the ids.</summary>
    public Func<string, string, bool>? IsLeftOut { get; init; }

    /// <summary>Makes the store hold exactly the files of a scan.</summary>
    /// <param name="scan">Its warnings and what it skipped go into the report.</param>
    /// <param name="progress">Told about every file; may be null.</param>
    /// <param name="cancellationToken">Stops between documents; what was stored stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="AssayException">The store cannot be read or written; documents stored before that stay.</exception>
    public IngestReport Ingest(ScanResult scan, IProgress<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        if (scan.HasAccessFiles) store.Restrict();
        IngestReport report = Ingest(scan.Files, progress, cancellationToken);
        return report with { Warnings = [.. scan.Warnings, .. scan.Skipped.Select(s => $"'{s.Path}' {s.Reason}."), .. report.Warnings], Unmatched = scan.Unmatched };
    }

    /// <summary>Makes the store hold exactly <paramref name="files"/>: new and changed ones are read, those that are gone are removed.</summary>
    /// <param name="files">All files of the knowledge base, in any order; ids differ.</param>
    /// <param name="progress">Told about every file; may be null.</param>
    /// <param name="cancellationToken">Stops between documents; what was stored stays.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="InputException">Two files have the same id.</exception>
    /// <exception cref="AssayException">The store cannot be read or written; documents stored before that stay.</exception>
    public IngestReport Ingest(IEnumerable<SourceFile> files, IProgress<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        List<SourceFile> all = Ordered(files);
        Outcome?[] outcomes = new Outcome?[all.Count];
        Dictionary<string, KnownFile> known = store.KnownFiles();
        DateTimeOffset reading = store.Time.GetUtcNow();
        if (all.Any(f => f.Access is not null)) store.Restrict();
        bool verify = Verify || store.IsRestricted;
        InParallel(all.Count, i => outcomes[i] = Hash(all[i], verify ? null : known.GetValueOrDefault(all[i].Id)), cancellationToken);
        Remember(all, outcomes, known, reading);
        (all, outcomes) = WithoutLeftOut(all, outcomes);

        IngestPlan plan = IngestPlan.Make(all, outcomes, store.Documents());
        var run = new Run(progress, all.Count) { Report = new IngestReport { Unchanged = plan.Unchanged.Length } };
        foreach (int i in plan.Unchanged) run.Finish(all[i].Id);
        Rename(plan, run, cancellationToken);
        foreach (string id in plan.Gone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (store.Remove(id)) run.Report = run.Report with { Deleted = run.Report.Deleted + 1 };
        }

        foreach (int i in plan.Access)
        {
            cancellationToken.ThrowIfCancellationRequested();
            store.SetAccess(all[i].Id, all[i].Access?.List ?? AccessList.Unstated);
            run.Report = run.Report with { Updated = run.Report.Updated + 1 };
            run.Finish(all[i].Id);
        }

        ReadAndStore(all, outcomes, plan.ToRead, run, cancellationToken);
        return Finish(run, cancellationToken);
    }

    private static List<SourceFile> Ordered(IEnumerable<SourceFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var all = files.ToList();
        all.Sort((x, y) => string.CompareOrdinal(x.Id, y.Id));
        Problem[] twice = [.. all.Zip(all.Skip(1)).Where(p => p.First.Id == p.Second.Id)
            .Select(p => new Problem("", null, $"Two documents have the id '{p.First.Id}'; ids must differ. Rename one of them."))];
        return twice.Length == 0 ? all : throw new InputException(twice);
    }

    private (List<SourceFile>, Outcome?[]) WithoutLeftOut(List<SourceFile> all, Outcome?[] outcomes)
    {
        if (IsLeftOut is null) return (all, outcomes);
        int[] kept = [.. Enumerable.Range(0, all.Count).Where(i => !IsLeftOut(all[i].Id, outcomes[i]!.Hash))];
        return kept.Length == all.Count ? (all, outcomes) : ([.. kept.Select(i => all[i])], [.. kept.Select(i => outcomes[i])]);
    }

    private void Rename(IngestPlan plan, Run run, CancellationToken cancellationToken)
    {
        foreach ((string from, string to) in plan.Moves)
        {
            cancellationToken.ThrowIfCancellationRequested();
            store.Move(from, to);
            run.Report = run.Report with { Moved = run.Report.Moved + 1 };
            run.Finish(to);
        }
    }

    // Few enough documents in flight that their chunks fit into memory.
    private void ReadAndStore(List<SourceFile> all, Outcome?[] outcomes, ImmutableArray<int> toRead, Run run, CancellationToken cancellationToken)
    {
        new OrderedWork(degree, window: degree * 16).Run(toRead.Length, i => Read(all[toRead[i]], outcomes, toRead[i], cancellationToken), i =>
        {
            int item = toRead[i];
            run.Report = Store(all[item], outcomes[item]!, run.Report);
            outcomes[item] = null;
            run.Finish(all[item].Id);
        }, cancellationToken);
    }

    private IngestReport Store(SourceFile file, Outcome outcome, IngestReport report)
    {
        if (outcome.Reason is { } reason)
        {
            // What was meant to be said about its readers is not known, but that something was is: the others are closed as if it were.
            if (outcome.AccessUnclear) store.Restrict();
            store.Fail(file.Id, outcome.Hash, reason);
            return report with { Failures = report.Failures.Add(new IngestFailure(file.Id, reason)) };
        }

        ReadDocument document = outcome.Document!;
        string title = document.Chunks is [{ } first, ..] ? first.Title : "";
        report = report with { Warnings = report.Warnings.AddRange(document.Warnings.Select(w => $"'{file.Id}': {w}")) };
        bool updated = store.Put(
            new StoredDocument(file.Id, title, outcome.Hash, outcome.Settings, file.LengthBytes, document.Chunks.Length)
            {
                Language = document.Language, Updated = file.Updated ?? document.Updated, Metadata = document.Metadata,
            },
            document.Chunks, document.Access, file.Access?.List, document.Tables);
        return updated ? report with { Updated = report.Updated + 1 } : report with { Added = report.Added + 1 };
    }

    private IngestReport Finish(Run run, CancellationToken cancellationToken)
    {
        ImmutableArray<NearDuplicate> alike = new NearDuplicates(store).Find(cancellationToken);
        StoreTotals totals = store.Totals();
        return run.Report with
        {
            Documents = totals.Documents,
            Chunks = totals.Chunks,
            Tokens = totals.Tokens,
            NearDuplicates = alike,
            Warnings = [.. run.Report.Warnings, .. Alike(alike), .. store.EmptyDocuments().Select(id => $"'{id}' has no text; nothing of it can be found.")],
        };
    }

    private static IEnumerable<string> Alike(ImmutableArray<NearDuplicate> alike)
    {
        foreach (NearDuplicate pair in alike.Take(MostAlike))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"'{pair.DocumentId}' has nearly the same text as '{pair.OtherId}' ({pair.Same * 100:0} %); passages of both compete for the same places. Leave one out if they are versions of each other.");
        }

        if (alike.Length > MostAlike) yield return string.Create(CultureInfo.InvariantCulture, $"{alike.Length - MostAlike} more documents have nearly the same text as another one.");
    }

    private void InParallel(int count, Action<int> body, CancellationToken cancellationToken) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken }, body);

    // Before anything is stored: what is remembered is which bytes a file holds, not what was made of them.
    private void Remember(List<SourceFile> all, Outcome?[] outcomes, Dictionary<string, KnownFile> known, DateTimeOffset reading)
    {
        var files = new List<KnownFile>();
        HashSet<string> gone = [.. known.Keys];
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Stamp is not { } stamp || outcomes[i]!.Hash.Length == 0 || !stamp.IsSettled(reading)) continue;
            var file = new KnownFile(all[i].Id, stamp, outcomes[i]!.Hash);
            gone.Remove(file.Id);
            if (!known.TryGetValue(file.Id, out KnownFile? before) || before != file) files.Add(file);
        }

        store.Remember(files, gone);
    }

    private Outcome Hash(SourceFile file, KnownFile? before)
    {
        string settings = Settings(file), given = (file.Access?.List ?? AccessList.Unstated).Canonical;
        try
        {
            string? kept = before is not null && file.Stamp == before.Stamp ? before.ContentHash : null;
            string hash = kept ?? HashOf(file);
            return new Outcome(hash, settings, null, file.Access?.Problem) { GivenAccess = given, AccessUnclear = file.Access?.Problem is not null };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or AssayException)
        {
            return new Outcome("", settings, null, Why(error)) { GivenAccess = given };
        }
    }

    private static string HashOf(SourceFile file)
    {
        using Stream bytes = file.Open();
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private void Read(SourceFile file, Outcome?[] outcomes, int item, CancellationToken cancellationToken)
    {
        Outcome outcome = outcomes[item]!;
        if (outcome.Reason is not null) return;
        try
        {
            outcomes[item] = outcome with { Document = Checked(file, read(file, cancellationToken)) };
        }
        catch (Exception error) when (error is AssayException or IOException or UnauthorizedAccessException)
        {
            outcomes[item] = outcome with { Reason = Why(error), AccessUnclear = error is UnclearAccessException };
        }
#pragma warning disable CA1031 // One file that a reader stumbles over must not keep the other files out of the knowledge base.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            outcomes[item] = outcome with { Reason = string.Create(CultureInfo.InvariantCulture, $"The reader of {file.Format} files failed ({error.GetType().Name}: {error.Message}). Take the file out of the documents, or save it anew with another program.") };
        }
#pragma warning restore CA1031
    }

    private static ReadDocument Checked(SourceFile file, ReadDocument document) =>
        document.Access is not { } own || file.Access is not { } given || given.List.Equals(own) || !given.OfDocument ? document : throw new UnclearAccessException(
            file.Id, 1, $"the document says '{own}' and its access file '{given.List}'; keep one of them");

    // What a document is made of besides its bytes. The format is part of it, so that a file that changes its ending is read anew.
    private string Settings(SourceFile file) => settingsOf.GetOrAdd((file.Format, file.Title), of => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\0', fingerprint, of.Format, of.Title is null ? "" : "title:" + of.Title)))));

    /// <summary>The reason without the id of the document, which stands beside it wherever it is shown.</summary>
    private static string Why(Exception error) => (error as UnreadableDocumentException)?.Reason ?? error.Message;

    /// <summary>What is known of one file: its hash, then what it was read into or the reason why it was not.</summary>
    internal sealed record Outcome(string Hash, string Settings, ReadDocument? Document, string? Reason)
    {
        /// <summary>What was said of its readers from outside, as text.</summary>
        public string GivenAccess { get; init; } = "";

        /// <summary>Whether the reason is a statement about readers that cannot be understood.</summary>
        public bool AccessUnclear { get; init; }
    }

    private sealed class Run(IProgress<IngestProgress>? progress, int total)
    {
        private int done;

        public IngestReport Report { get; set; } = new();

        public void Finish(string id) => progress?.Report(new IngestProgress(++done, total, id));
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Projects;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Knowledge;

/// <summary>
/// Edits and deletes facts in a copy of a project's documents while a watch runs over it, and measures how long a search from outside the watch takes to be
/// right. The project itself is not touched.
/// </summary>
/// <param name="project">Its documents are copied to a folder of the workspace that is removed afterwards.</param>
/// <param name="time">The clock.</param>
public sealed class FreshnessDrill(Project project, TimeProvider time)
{
    private const int Rounds = 15, Rechecks = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2), GiveUp = TimeSpan.FromSeconds(30);
    private static readonly string[] Kinds = ["fact added", "fact changed", "fact deleted", "document deleted"];

    private readonly List<double>[] _times = [.. Kinds.Select(_ => new List<double>())];
    private readonly List<string> _stale = [];
    private int _searches;

    /// <summary>Runs the drill.</summary>
    /// <param name="cancellationToken">Ends it; the copy is removed.</param>
    /// <returns>Times and stale results.</returns>
    /// <exception cref="InputException">No document can be used: none is readable by everyone.</exception>
    /// <exception cref="AssayException">The copy cannot be made, or a search did not become right within 30 seconds.</exception>
    public async Task<FreshnessReport> RunAsync(CancellationToken cancellationToken)
    {
        Workspace own = Workspace.Open(project.Root);
        using WorkspaceLock running = WorkspaceLock.Share(own, "assay ingest --drill");
        using var scratch = Scratch.Create(own);
        string copy = scratch.Path;
        Copy(copy);
        Project drilled = project with { Root = copy };
        Workspace workspace = Workspace.Open(copy);
        using (KnowledgeBase watched = KnowledgeBase.Open(drilled, workspace, time), asked = KnowledgeBase.Open(drilled, workspace, time))
        {
            watched.Ingest(null, cancellationToken);
            var watch = new KnowledgeWatch(token => Task.FromResult(watched.Ingest(null, token)), copy, workspace.Root, new KnowledgeWatchOptions(), time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task watching = watch.RunAsync(_ => ready.TrySetResult(), stop.Token);
            try
            {
                await ready.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                await DrillAsync(copy, asked, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await watching.ConfigureAwait(false);
            }
        }

        return new FreshnessReport([.. Kinds.Select((k, i) => Summary(k, _times[i]))], _searches, [.. _stale]);
    }

    private async Task DrillAsync(string copy, KnowledgeBase asked, CancellationToken cancellationToken)
    {
        string[] usable = [.. asked.ReadableIds().Where(id => DocumentEndings.Contains(Path.GetExtension(id).ToLowerInvariant()))];
        if (usable.Length == 0) throw new InputException(new Problem("", null, "No document can be used for the drill: it needs one in Markdown or plain text that everyone may read. Run it on a project with such documents."));
        int rounds = Math.Min(Rounds, usable.Length);
        for (int round = 0; round < rounds; round++)
        {
            // Spread over the documents, so that small and large folders take part.
            string id = usable[(int)((long)round * usable.Length / rounds)], path = Path.Combine(copy, id);
            string text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            string old = Word(2 * round), young = Word((2 * round) + 1);
            await StepAsync(0, asked, id, () => File.WriteAllText(path, Fact(text, old)), old, null, cancellationToken).ConfigureAwait(false);
            await StepAsync(1, asked, id, () => File.WriteAllText(path, Fact(text, young)), young, old, cancellationToken).ConfigureAwait(false);
            if (round % 2 == 0) await StepAsync(2, asked, id, () => File.WriteAllText(path, text), null, young, cancellationToken).ConfigureAwait(false);
            else await StepAsync(3, asked, id, () => File.Delete(path), null, young, cancellationToken).ConfigureAwait(false);
        }
    }

    // Right is: the fact that is there is found in its document, the one that is gone is not found.
    private async Task StepAsync(int kind, KnowledgeBase asked, string id, Action change, string? present, string? gone, CancellationToken cancellationToken)
    {
        change();
        long started = time.GetTimestamp();
        while (!IsRight())
        {
            if (time.GetElapsedTime(started) > GiveUp) throw new AssayException($"After '{Kinds[kind]}' in {id} a search was not right within {GiveUp.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s. Check that the temporary folder is on a local disk, then run the drill again.");
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }

        _times[kind].Add(time.GetElapsedTime(started).TotalMilliseconds);
        for (int i = 0; i < Rechecks; i++)
        {
            if (!IsRight()) _stale.Add($"{Kinds[kind]} in {id}: a later search returned the older version");
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }

        bool IsRight() => (present is null || Found(asked, present, id)) && (gone is null || !Found(asked, gone, id));
    }

    private bool Found(KnowledgeBase asked, string word, string id)
    {
        _searches++;
        return asked.Search(word, 5).Any(p => p.Chunk.DocumentId == id && p.Chunk.Text.Contains(word, StringComparison.Ordinal));
    }

    private void Copy(string target)
    {
        try
        {
            ScanResult scan = FileScanner.Scan(project.Root, project.Documents);
            foreach (SourceFile file in scan.Files)
            {
                string path = Path.Combine(target, file.Id);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using Stream from = file.Open(), to = File.Create(path);
                from.CopyTo(to);
            }

            foreach (string access in scan.AccessFiles)
            {
                string path = Path.Combine(target, access);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Copy(Path.Combine(project.Root, access), path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"The documents cannot be copied to '{target}' ({error.Message.TrimEnd('.')}). Free space in the temporary folder, or name another one with TMPDIR.", error);
        }
    }

    private static readonly string[] DocumentEndings = [".md", ".markdown", ".txt", ".text"];

    private static string Fact(string text, string word) => $"{text.TrimEnd()}\n\nThe drill of today has the code {word}.\n";

    // A word that no document holds: letters only, so that no index cuts it.
    private static string Word(int number) => "zqdrill" + string.Concat(number.ToString("000", CultureInfo.InvariantCulture).Select(d => (char)('k' + (d - '0'))));

    private static FreshnessReport.Kind Summary(string kind, List<double> times)
    {
        double[] sorted = [.. times.Order()];
        return sorted.Length == 0 ? new FreshnessReport.Kind(kind, 0, 0, 0, 0) : new FreshnessReport.Kind(kind, sorted.Length, At(0.5), At(0.95), sorted[^1]);

        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}

using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;
using Assay.Text;

namespace Assay.Retrieval.Ingestion;

/// <summary>Finds the files of a project by patterns such as <c>docs/**/*.md</c>; a pattern that begins with <c>!</c> takes files out.</summary>
/// <remarks>
/// Names that begin with a dot and access files (see <see cref="SourceFile.Access"/>) are never read as documents. A link is followed when it stays inside the root; each folder and file is read once,
/// under its own path where a pattern means that, so links in a circle end.
/// </remarks>
public sealed class FileScanner
{
    private readonly string root;
    private readonly string realRoot;
    private readonly GlobPattern[] wanted;
    private readonly GlobPattern[] excluded;
    private readonly SortedDictionary<string, FileInfo> files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> skipped = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, string Target)> links = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> unmatched = new(StringComparer.Ordinal);
    private readonly string[] folders;
    private readonly AccessFiles access;

    private FileScanner(string root, string realRoot, IEnumerable<GlobPattern> patterns)
    {
        this.root = root;
        this.realRoot = realRoot;
        access = new AccessFiles(realRoot);
        ILookup<bool, GlobPattern> byKind = patterns.ToLookup(p => p.Text.StartsWith('!'));
        wanted = [.. byKind[false]];
        excluded = [.. byKind[true]];
        folders = [.. wanted.Select(p => p.Folder).Where(f => f.Length > 0).Distinct(StringComparer.Ordinal).Select(f => f + '/')];
    }

    /// <summary>The files under <paramref name="root"/> that the patterns mean.</summary>
    /// <param name="root">The project folder; ids are relative to it.</param>
    /// <param name="patterns">Relative paths with <c>*</c>, <c>?</c> and <c>**</c>; at least one without <c>!</c>.</param>
    /// <param name="cancellationToken">Checked per folder.</param>
    /// <returns>Files, what was skipped, and warnings; the same for the same tree.</returns>
    /// <exception cref="InputException">A pattern is absolute, leaves the root or is malformed (all are listed), or the root does not exist.</exception>
    public static ScanResult Scan(string root, IReadOnlyList<string> patterns, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(patterns);
        List<Problem> problems = [.. Problems(patterns)];
        string? realRoot = Directory.Exists(root) ? RealPath.Of(root) : null;
        if (realRoot is null) problems.Add(new Problem("", null, $"The folder '{root}' does not exist."));
        if (problems.Count > 0) throw new InputException(problems);

        var scanner = new FileScanner(Path.GetFullPath(root), realRoot!, patterns.Select(p => GlobPattern.Parse(p).Pattern!));
        scanner.Walk("", realRoot!, cancellationToken);
        scanner.FollowLinks(cancellationToken);
        return scanner.Result();
    }

    /// <summary>What is wrong with patterns by themselves, whatever files there are.</summary>
    /// <param name="patterns">See <see cref="Scan"/>.</param>
    /// <returns>Problems without a file; none when they can be used.</returns>
    public static IEnumerable<Problem> Problems(IReadOnlyList<string> patterns)
    {
        foreach (Problem problem in patterns.Select(p => GlobPattern.Parse(p).Problem).OfType<Problem>()) yield return problem;
        if (patterns.All(p => p.StartsWith('!'))) yield return new Problem("", null, "No documents pattern says what to read; add one such as 'docs/**/*.md'.");
    }

    private void Walk(string start, string realStart, CancellationToken cancellationToken)
    {
        var folders = new Stack<(string Id, string Real)>([(start, realStart)]);
        while (folders.TryPop(out (string Id, string Real) folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!seen.Add(folder.Real))
            {
                skipped[folder.Id] = $"leads to '{Relative(folder.Real)}', which is read under another path";
                continue;
            }

            foreach (FileSystemInfo entry in Entries(folder.Id, folder.Real))
            {
                string id = folder.Id.Length == 0 ? entry.Name : $"{folder.Id}/{entry.Name}";
                if (!Means(id, entry))
                {
                    CountUnmatched(id, entry);
                    continue;
                }

                if (entry.LinkTarget is not null) AddLink(id, entry.FullName);
                else if (entry is DirectoryInfo) folders.Push((id, entry.FullName));
                else AddFile(id, (FileInfo)entry);
            }
        }
    }

    // Own paths come before links, so that a link into a folder that a pattern means does not take its files away.
    private void FollowLinks(CancellationToken cancellationToken)
    {
        while (links.TryDequeue(out (string Id, string Target) link))
        {
            if (Directory.Exists(link.Target))
            {
                if (wanted.Any(p => p.MayMatchBelow(link.Id))) Walk(link.Id, link.Target, cancellationToken);
            }
            else if (wanted.Any(p => p.Matches(link.Id)))
            {
                AddFile(link.Id, new FileInfo(link.Target));
            }
        }
    }

    private void AddFile(string id, FileInfo file)
    {
        if (seen.Add(file.FullName)) files[id] = file;
        else skipped[id] = $"leads to '{Relative(file.FullName)}', which is read under another path";
    }

    private void AddLink(string id, string path)
    {
        string? target = RealPath.Of(path);
        if (target is null) skipped[id] = "is a link to nothing, or a link in a circle";
        else if (!RealPath.IsWithin(target, realRoot)) skipped[id] = "is a link that leaves the project folder; copy what it points to into the project to read it";
        else links.Enqueue((id, target));
    }

    private bool Means(string id, FileSystemInfo entry)
    {
        if (entry.Name.StartsWith('.') || AccessFiles.IsOne(entry.Name) || excluded.Any(p => p.Matches(id))) return false;
        bool folder = entry is DirectoryInfo || entry.LinkTarget is not null;
        return wanted.Any(p => (folder && p.MayMatchBelow(id)) || (entry is not DirectoryInfo && p.Matches(id)));
    }

    // Beside documents, in the folders that patterns name: in the root of a project stand other things.
    private void CountUnmatched(string id, FileSystemInfo entry)
    {
        if (entry is not FileInfo { LinkTarget: null } || entry.Name.StartsWith('.') || AccessFiles.IsOne(entry.Name)) return;
        if (excluded.Any(p => p.Matches(id)) || !folders.Any(f => id.StartsWith(f, StringComparison.Ordinal))) return;
        string ending = Path.GetExtension(entry.Name);
        unmatched[ending] = unmatched.GetValueOrDefault(ending) + 1;
    }

    private List<FileSystemInfo> Entries(string id, string real)
    {
        try
        {
            var entries = new DirectoryInfo(real).EnumerateFileSystemInfos().ToList();
            entries.Sort((x, y) => string.CompareOrdinal(x.Name, y.Name));
            access.Listed(real, entries);
            return entries;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            skipped[id.Length == 0 ? "." : id] = $"is a folder that cannot be read: {error.Message}";
            return [];
        }
    }

    private string Relative(string real) => real == realRoot ? "." : Path.GetRelativePath(realRoot, real).Replace(Path.DirectorySeparatorChar, '/');

    private ScanResult Result()
    {
        ImmutableArray<string> warnings = [.. wanted.Where(p => !files.Keys.Any(p.Matches)).Select(Unmatched)];
        ImmutableArray<SourceFile> found = [.. files.Select(f => Source(f.Key, f.Value))];
        return new ScanResult(found, [.. skipped.Select(s => new SkippedPath(s.Key, s.Value))], [.. warnings, .. access.Unused().Select(UnusedAccess), .. access.Misnames().Select(m => MisnamedAccess(m.File, m.Meant))]) 
        {
            AccessFiles = [.. access.All()],
            Unmatched = [.. unmatched.Select(u => new UnmatchedFiles(u.Key, u.Value)).OrderByDescending(u => u.Count)],
        };
    }

    // A file may vanish between the scan and here; opening it then fails and is reported for that file.
    private SourceFile Source(string id, FileInfo file)
    {
        FileStamp? stamp = file.Exists ? new FileStamp(file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)) : null;

        // A pipe has no length and would be waited for without end when it is opened; nothing without length needs to be.
        Func<Stream> open = stamp is { LengthBytes: 0 } ? static () => new MemoryStream([], writable: false) : file.OpenRead;
        return new SourceFile(id, Path.GetExtension(id).ToLowerInvariant(), open, stamp?.LengthBytes ?? 0) { Stamp = stamp, Access = access.Of(file.FullName) };
    }

    private static string UnusedAccess(string file) =>
        $"'{file}' speaks of no document that is read. Give it the whole name of its document with .access.yaml behind it, or delete it.";

    private static string MisnamedAccess(string file, string meant) =>
        $"'{file}' looks like an access file but is none, so it closes nothing. Name it '{meant}' if it says who may read documents.";

    private string Unmatched(GlobPattern pattern)
    {
        string advice = Directory.Exists(Path.Combine(root, pattern.Text))
            ? $"it is a folder: write '{pattern.Text.TrimEnd('/')}/**' to read what is in it"
            : "check its spelling, capitals included; * is any name, ** any folders, and names that begin with a dot are never read";
        return $"The documents pattern '{pattern.Text}' matches no file in '{root}': {advice}.";
    }
}

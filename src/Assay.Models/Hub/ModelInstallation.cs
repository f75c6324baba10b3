using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>One pull's files on their way into the store: those of the manifest stay, the others are fetched, and the manifest comes last. Needs the repository's lock.</summary>
internal sealed class ModelInstallation
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(14);

    private readonly ModelStore _store;
    private readonly HubReference _reference;
    private readonly HubListing _listing;
    private readonly Action<PullProgress> _tell;
    private readonly ModelManifest? _before;
    private readonly Dictionary<string, ModelFile> _there = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<HubFile> _files;
    private readonly long _totalBytes;

    /// <summary>Looks at what is there.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="reference">What for.</param>
    /// <param name="listing">What the hub has.</param>
    /// <param name="files">What is needed of it.</param>
    /// <param name="tell">Is told how far it is.</param>
    public ModelInstallation(ModelStore store, HubReference reference, HubListing listing, IReadOnlyList<HubFile> files, Action<PullProgress> tell)
    {
        (_store, _reference, _listing, _files, _tell) = (store, reference, listing, files, tell);
        Folder = store.FolderOf(reference, listing.Commit);
        Parts = store.PartsOf(reference);
        (_before, _) = ModelManifest.Read(Folder);
        foreach (ModelFile file in _before?.Files ?? []) _there[file.Path] = file;
        _totalBytes = files.Sum(f => f.Bytes!.Value);
    }

    /// <summary>The commit that is installed.</summary>
    public string Commit => _listing.Commit;

    /// <summary>The model's folder.</summary>
    public string Folder { get; }

    /// <summary>Where unfinished files are.</summary>
    public string Parts { get; }

    /// <summary>What came over the network.</summary>
    public long FetchedBytes { get; set; }

    /// <summary>What is not installed yet.</summary>
    public HubFile[] Missing() => [.. _files.Where(f => !_there.TryGetValue(f.Path, out ModelFile? file) || file.Bytes != f.Bytes)];

    /// <summary>How many bytes of a missing file lie somewhere already.</summary>
    public long AlreadyThere(HubFile file) => new FileInfo(Target(file)) is { Exists: true } left && left.Length == file.Bytes ? left.Length : new PartialFile(Parts, file).Length;

    /// <summary>Says how far the whole pull is.</summary>
    public void Tell(PullStep step, HubFile file, long bytes, string? note = null)
    {
        bool isChecking = step == PullStep.Checking;
        long others = isChecking ? 0 : _files.Where(f => f != file && _there.ContainsKey(f.Path)).Sum(f => f.Bytes!.Value);
        _tell(new PullProgress(step, file.Path, others + bytes, isChecking ? file.Bytes!.Value : _totalBytes, note));
    }

    /// <summary>Takes a file that a pull which was cut short had put in place, if it is what it should be.</summary>
    /// <returns>Whether the file is installed now.</returns>
    public async Task<bool> TakeLeftoverAsync(HubFile file, CancellationToken cancellationToken)
    {
        string target = Target(file);
        if (!File.Exists(target)) return false;
        if (new FileInfo(target).Length == file.Bytes)
        {
            (string found, string sha256) = await FileDigest.OfAsync(target, file.Digest!.IsGit, read => Tell(PullStep.Checking, file, read), cancellationToken).ConfigureAwait(false);
            if (found == file.Digest.Hex)
            {
                _there[file.Path] = new ModelFile(file.Path, file.Bytes!.Value, sha256);
                return true;
            }
        }

        File.Delete(target);
        return false;
    }

    /// <summary>Copies the content from another commit that is stored, where one has it: a new description of the same weights needs no second download.</summary>
    /// <param name="partial">Where to; checked like what was downloaded.</param>
    public void CopyFromOtherCommit(PartialFile partial)
    {
        HubFile file = partial.Expected;
        if (file.Digest!.IsGit || partial.Length > 0) return;
        string? source = _store.Named(_reference).Where(m => m.Commit != Commit)
            .SelectMany(m => m.Files.Where(f => f.Sha256 == file.Digest.Hex && f.Bytes == file.Bytes).Select(f => Path.Combine(m.Folder, f.Path))).FirstOrDefault();
        if (source is null) return;
        try
        {
            Directory.CreateDirectory(Parts);
            File.Copy(source, partial.Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            partial.Discard();
            throw partial.Unwritable(e);
        }
    }

    /// <summary>Puts a whole, checked file in place.</summary>
    public void Install(PartialFile partial, string sha256)
    {
        HubFile file = partial.Expected;
        partial.MoveTo(Target(file));
        _there[file.Path] = new ModelFile(file.Path, file.Bytes!.Value, sha256);
    }

    /// <summary>Makes the folder a model.</summary>
    /// <param name="endpoint">The hub.</param>
    /// <param name="now">When.</param>
    /// <returns>The model.</returns>
    /// <exception cref="AssayException">The manifest cannot be written.</exception>
    public StoredModel Finish(string endpoint, DateTimeOffset now)
    {
        string revision = _reference.Revision ?? HubReference.DefaultRevision;
        var manifest = new ModelManifest
        {
            Source = $"hf:{_reference.Repository}",
            Endpoint = endpoint,
            Commit = Commit,
            Revisions = [.. (_before?.Revisions ?? []).Where(r => r.Name != revision), new ModelRevision(revision, now)],
            Parameters = _listing.Parameters,
            Files = [.. _there.Values.OrderBy(f => f.Path, StringComparer.Ordinal)],
        };
        try
        {
            manifest.Write(Folder);
            Sweep(now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{Path.Combine(Folder, ModelManifest.FileName)}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk or permit writing there, then run the same command again: what was fetched is kept.", e);
        }

        return new StoredModel(Folder, _reference, manifest);
    }

    // What pulls of other commits began and nobody went on with would take room for ever. Parts of files that this commit has, too, stay: another GGUF file of it.
    private void Sweep(DateTimeOffset now)
    {
        string[] known = [.. _listing.Files.Where(f => f is { Digest: not null, Bytes: not null }).Select(f => PartialFile.NameOf(f))];
        if (Directory.Exists(Parts))
        {
            foreach (FileInfo part in new DirectoryInfo(Parts).GetFiles().Where(f => now - f.LastWriteTimeUtc > KeptFor && !known.Any(k => f.Name.StartsWith(k, StringComparison.Ordinal)))) part.Delete();
            if (!Directory.EnumerateFileSystemEntries(Parts).Any()) Directory.Delete(Parts);
        }

        foreach (DirectoryInfo begun in new DirectoryInfo(Path.GetDirectoryName(Folder)!).GetDirectories().Where(d => HubReference.IsCommit(d.Name) && d.Name != Commit))
        {
            if (!File.Exists(Path.Combine(begun.FullName, ModelManifest.FileName)) && now - begun.LastWriteTimeUtc > KeptFor) begun.Delete(recursive: true);
        }
    }

    private string Target(HubFile file) => Path.Combine(Folder, file.Path.Replace('/', Path.DirectorySeparatorChar));
}

using System.Globalization;
using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>
/// The models of one user on this machine: a folder for each repository and commit, with a manifest that is written last. What has no valid manifest is never offered.
/// Reading is safe while others pull or remove.
/// </summary>
public sealed class ModelStore
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "ASSAY_MODELS";

    private const string PartsFolder = ".partial";
    private const int LeastCommit = 7;

    /// <summary>A store in a folder, which need not exist yet.</summary>
    /// <param name="root">The folder.</param>
    public ModelStore(string root)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        Root = Path.GetFullPath(root);
    }

    /// <summary>The store's folder.</summary>
    public string Root { get; }

    private string Repositories => Path.Combine(Root, "hf");

    /// <summary>The user's store: <c>ASSAY_MODELS</c>, else <c>XDG_DATA_HOME/assay/models</c>, else the same in the platform's folder for local application data.</summary>
    /// <param name="environment">Looks up a variable; null when it is not set.</param>
    /// <returns>The store; its folder is made by the first pull.</returns>
    /// <exception cref="InputException">There is no such folder for this user.</exception>
    public static ModelStore Open(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment(Variable) is { } named && !string.IsNullOrWhiteSpace(named)) return new ModelStore(named.Trim());
        string? data = environment("XDG_DATA_HOME");

        // A relative one is to be ignored, says the XDG base directory specification.
        if (string.IsNullOrWhiteSpace(data) || !Path.IsPathFullyQualified(data)) data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0 ? new ModelStore(Path.Combine(data, "assay", "models"))
            : throw Bad($"This user has no folder for application data. Name a folder for models with {Variable}.");
    }

    /// <summary>Looks through the store.</summary>
    /// <returns>Models, and what is none.</returns>
    public StoreContents List()
    {
        var models = new List<StoredModel>();
        var damaged = new List<DamagedModel>();
        var unfinished = new List<UnfinishedPull>();
        foreach ((string folder, HubReference repository) in RepositoryFolders())
        {
            long loose = LengthOf(Path.Combine(folder, PartsFolder));
            foreach (string commit in CommitFolders(folder))
            {
                (ModelManifest? manifest, string reason) = ModelManifest.Read(commit);
                if (manifest is not null) models.Add(new StoredModel(commit, repository, manifest));
                else if (File.Exists(Path.Combine(commit, ModelManifest.FileName))) damaged.Add(new DamagedModel(repository.ToString(), commit, reason));
                else loose += LengthOf(commit);
            }

            if (loose > 0) unfinished.Add(new UnfinishedPull(repository.ToString(), loose));
        }

        return new StoreContents([.. models.OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase).ThenByDescending(LastPulled)], [.. unfinished], [.. damaged]);
    }

    /// <summary>Finds a model to load.</summary>
    /// <param name="name"><c>hf:owner/name</c>, <c>owner/name</c> or <c>name</c>, each with <c>@revision</c> (a name it was pulled under, or a commit) and <c>:file</c> (for GGUF) where it needs them.</param>
    /// <returns>The folder or the GGUF file.</returns>
    /// <exception cref="InputException">There is none, or several fit: says which, and how to pull it.</exception>
    public FoundModel Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        HubReference wanted = HubReference.ParseStored(name);
        StoredModel[] named = Named(wanted);
        if (named.Length == 0) throw Missing(name, wanted);
        if (named.Select(m => m.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1) throw Bad($"'{name}' is the name of several models here. Write the owner, too: {string.Join(", ", named.Select(m => m.Name).Distinct(StringComparer.OrdinalIgnoreCase))}.");
        StoredModel model = Choose(named, name, wanted.Revision);
        return new FoundModel(model, ToLoad(model, wanted.File, name));
    }

    /// <summary>Finds a model to load.</summary>
    /// <param name="name">As for <see cref="Find"/>.</param>
    /// <returns>Null where there is none; several that fit are an error as with <see cref="Find"/>.</returns>
    public FoundModel? TryFind(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        HubReference wanted = HubReference.ParseStored(name);
        StoredModel[] named = [.. Named(wanted).Where(m => wanted.Revision is null || Fits(m, wanted.Revision)).Where(m => wanted.File is null || FileSelection.Matching(m.Ggufs, wanted.File).Length > 0)];
        return named.Length == 0 ? null : Find(name);
    }

    /// <summary>Removes models: all revisions of a repository and what is left of unfinished pulls, or one revision, or one GGUF file where others stay.</summary>
    /// <param name="name">As for <see cref="Find"/>.</param>
    /// <returns>How many bytes are free again.</returns>
    /// <exception cref="InputException">There is nothing of that name.</exception>
    /// <exception cref="AssayException">It is being pulled, or a file cannot be removed.</exception>
    public long Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        HubReference wanted = HubReference.ParseStored(name);
        string[] folders = [.. RepositoryFolders().Where(f => IsNamed(f.Repository, wanted)).Select(f => f.Folder)];
        if (folders.Length > 1) throw Bad($"'{name}' is the name of several models here. Write the owner, too: {string.Join(", ", folders.Select(f => HubReference.FromFolderName(Path.GetFileName(f))))}.");
        if (folders.Length == 0) throw Bad($"There is no model '{name}' in '{Root}'. `assay models list` shows what there is.");
        using StoreLock held = StoreLock.TryTake(LockOf(HubReference.FromFolderName(Path.GetFileName(folders[0]))!)) ?? throw new AssayException($"'{name}' is being pulled by another process. Wait until that has ended or stop it, then run the command again; nothing was removed.");
        try
        {
            if (wanted.Revision is null && wanted.File is null) return RemoveFolder(folders[0], CommitFolders(folders[0]));
            FoundModel found = Find(name);
            string[] others = [.. found.Model.Ggufs.Where(g => Path.Combine(found.Model.Folder, g) != found.Path)];
            if (wanted.File is not null && (others.Length > 0 || found.Model.IsFolder)) return RemoveFile(found);
            long freed = RemoveFolder(found.Model.Folder, [found.Model.Folder]);
            if (CommitFolders(folders[0]).Length == 0) freed += RemoveFolder(folders[0], []);
            return freed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{name}' could not be removed wholly ({e.Message.TrimEnd('.')}). What is left is not offered any more. Stop what uses its files, permit writing to '{folders[0]}', then run the command again.", e);
        }
    }

    /// <summary>Compares every file of a model with its checksum.</summary>
    /// <param name="model">A stored model.</param>
    /// <param name="report">Is told the file and how many of its bytes were read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is wrong, a line for each file; nothing when all is as it was pulled.</returns>
    public static async Task<IReadOnlyList<string>> VerifyAsync(StoredModel model, Action<ModelFile, long>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var wrong = new List<string>();
        foreach (ModelFile file in model.Files)
        {
            try
            {
                (_, string sha256) = await FileDigest.OfAsync(Path.Combine(model.Folder, file.Path), isGit: false, read => report?.Invoke(file, read), cancellationToken).ConfigureAwait(false);
                if (sha256 != file.Sha256) wrong.Add($"'{file.Path}' has sha256 {sha256} instead of {file.Sha256}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                wrong.Add($"'{file.Path}' cannot be read ({e.Message.TrimEnd('.')})");
            }
        }

        return wrong;
    }

    internal string FolderOf(HubReference reference, string commit) => Path.Combine(Repositories, reference.FolderName, commit);

    internal string PartsOf(HubReference reference) => Path.Combine(Repositories, reference.FolderName, PartsFolder);

    internal string LockOf(HubReference reference) => Path.Combine(Root, ".locks", reference.FolderName);

    /// <summary>The valid models of one repository.</summary>
    internal StoredModel[] Named(HubReference wanted) =>
        [.. RepositoryFolders().Where(f => IsNamed(f.Repository, wanted)).SelectMany(f => CommitFolders(f.Folder).Select(c => (f.Repository, Folder: c, ModelManifest.Read(c).Manifest)))
            .Where(c => c.Manifest is not null).Select(c => new StoredModel(c.Folder, c.Repository, c.Manifest!))];

    private static StoredModel Choose(StoredModel[] models, string name, string? revision)
    {
        string wanted = revision ?? HubReference.DefaultRevision;
        StoredModel[] fitting = [.. models.Where(m => Fits(m, wanted))];
        if (fitting.Length == 0 && revision is null && models.Length == 1) return models[0];
        if (fitting.Length == 0) throw Bad($"'{name}': {(revision is null ? "of several revisions none was pulled as 'main'" : "this revision is not stored")}. Stored are {string.Join(", ", models.Select(m => m.Pinned + Known(m)))}.{(revision is null ? " Name one of them." : $" Fetch it with `assay models pull {models[0].Name}@{revision}`.")}");

        // The same name of several commits: it pointed to the one first and to the other later. Commits have no later.
        StoredModel[] byName = [.. fitting.Where(m => m.Revisions.Any(r => r.Name == wanted))];
        return byName.Length > 0 ? byName.MaxBy(m => m.Revisions.First(r => r.Name == wanted).PulledAt)!
            : fitting.Length == 1 ? fitting[0] : throw Bad($"'{name}' is the beginning of several commits: {string.Join(", ", fitting.Select(m => m.Commit))}.");
    }

    private static string ToLoad(StoredModel model, string? file, string name)
    {
        string[] ggufs = file is null ? [.. model.Ggufs] : FileSelection.Matching(model.Ggufs, file);
        if (file is null && model.IsFolder) return model.Folder;
        if (ggufs.Length == 1) return Path.Combine(model.Folder, ggufs[0].Replace('/', Path.DirectorySeparatorChar));
        throw Bad(ggufs.Length == 0
            ? $"'{name}': no GGUF file of that name is stored{(model.Ggufs.Any() ? $", only {string.Join(", ", model.Ggufs)}" : "")}. Fetch it with `assay models pull {model.Name}@{model.Commit} --file {file}`."
            : $"'{name}' has several GGUF files. Name one after ':', or a part of its name that no other has, for example {model.Name}:{Path.GetFileName(ggufs[0])}. Stored are {string.Join(", ", ggufs)}.");
    }

    private InputException Missing(string name, HubReference wanted)
    {
        DamagedModel? damaged = List().Damaged.FirstOrDefault(d => HubReference.ParseStored(d.Name) is { } there && IsNamed(there, wanted));
        string pull = wanted.Owner.Length > 0 ? $"`assay models pull {wanted with { File = null }}{(wanted.File is null ? "" : $" --file {wanted.File}")}`" : $"`assay models pull hf:OWNER/{wanted.Name}`";
        return Bad(damaged is null ? $"There is no model '{name}' in '{Root}'. Run {pull} first; `assay models list` shows what there is."
            : $"The model '{name}' in '{damaged.Folder}' is damaged: {damaged.Reason}. Run {pull} to make it whole.");
    }

    private static long RemoveFolder(string folder, string[] models)
    {
        long freed = LengthOf(folder);

        // First what makes it a model, so that a removal cut short leaves nothing that is offered.
        foreach (string model in models) File.Delete(Path.Combine(model, ModelManifest.FileName));
        Directory.Delete(folder, recursive: true);
        return freed;
    }

    private static long RemoveFile(FoundModel found)
    {
        StoredModel model = found.Model;
        ModelFile gone = model.Files.First(f => Path.GetFullPath(Path.Combine(model.Folder, f.Path)) == Path.GetFullPath(found.Path));
        (model.Manifest with { Files = model.Files.Remove(gone) }).Write(model.Folder);
        File.Delete(found.Path);
        return gone.Bytes;
    }

    private IEnumerable<(string Folder, HubReference Repository)> RepositoryFolders()
    {
        if (!Directory.Exists(Repositories)) yield break;
        foreach (string folder in Directory.GetDirectories(Repositories).Order(StringComparer.Ordinal))
        {
            if (HubReference.FromFolderName(Path.GetFileName(folder)) is { } repository) yield return (folder, repository);
        }
    }

    private static string[] CommitFolders(string repository)
    {
        try
        {
            return [.. Directory.GetDirectories(repository).Where(f => HubReference.IsCommit(Path.GetFileName(f))).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            // Removed in between.
            return [];
        }
    }

    private static long LengthOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;
        }
        catch (IOException)
        {
            // Changed while it was looked through; what is asked for here is only how much.
            return 0;
        }
    }

    private static bool IsNamed(HubReference repository, HubReference wanted) =>
        (wanted.Owner.Length == 0 || repository.Owner.Equals(wanted.Owner, StringComparison.OrdinalIgnoreCase)) && repository.Name.Equals(wanted.Name, StringComparison.OrdinalIgnoreCase);

    private static bool Fits(StoredModel model, string revision) =>
        model.Revisions.Any(r => r.Name == revision) || (revision.Length >= LeastCommit && model.Commit.StartsWith(revision, StringComparison.OrdinalIgnoreCase));

    private static string Known(StoredModel model) => model.Revisions.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $" ({string.Join(", ", model.Revisions.Select(r => r.Name))})");

    private static DateTimeOffset LastPulled(StoredModel model) => model.Revisions.Select(r => r.PulledAt).DefaultIfEmpty().Max();

    private static InputException Bad(string message) => new(new Problem("", null, message));
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Tuning.Registry;

/// <summary>
/// The trained versions of a project and which of them is in use, the champion. A version is there whole or not at all, and is never changed; which one is in use is in a journal.
/// Several processes may use it at once.
/// </summary>
public sealed class AdapterRegistry
{
    private const string JournalName = "registry.jsonl", LockName = "registry.lock";
    private const int Attempts = 1500, PauseMs = 20;

    private readonly string folder;
    private readonly TimeProvider time;
    private readonly RegistryJournal journal;

    private AdapterRegistry(string folder, TimeProvider time)
    {
        (this.folder, this.time) = (folder, time);
        journal = new RegistryJournal(Path.Combine(folder, JournalName));
        Load();
    }

    /// <summary>The versions that can be used, oldest first.</summary>
    public ImmutableArray<AdapterVersion> Versions { get; private set; } = [];

    /// <summary>Those that cannot.</summary>
    public ImmutableArray<DamagedVersion> Damaged { get; private set; } = [];

    /// <summary>Every change of the version in use, oldest first.</summary>
    public ImmutableArray<RegistryEntry> Journal { get; private set; } = [];

    /// <summary>What of the journal could not be read; for the user.</summary>
    public ImmutableArray<string> Warnings { get; private set; } = [];

    /// <summary>The version in use; null when none is.</summary>
    /// <exception cref="InputException">The journal names one that is gone or damaged.</exception>
    public AdapterVersion? Champion => ChampionName is { } name ? Required(name) : null;

    /// <summary>Name of the version in use, whether or not it is there.</summary>
    public string? ChampionName => Journal is [.., var last] ? last.Version : null;

    /// <summary>Fingerprint of the documents that the version in use was promoted with; null when not known.</summary>
    public string? ChampionIndex => Journal is [.., var last] ? last.Index : null;

    /// <summary>Opens the registry of a project; nothing is made yet.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="time">The clock of manifests and journal.</param>
    /// <returns>What is there now; what other processes add is seen by opening it again.</returns>
    /// <exception cref="AssayException">It cannot be read.</exception>
    public static AdapterRegistry Open(string folder, TimeProvider time) => new(Path.GetFullPath(folder), time);

    /// <summary>A version by its name.</summary>
    /// <param name="name"><c>v3</c>, <c>champion</c> or <c>newest</c>.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="InputException">It is there and damaged.</exception>
    public AdapterVersion? Find(string name) => name switch
    {
        "champion" => Champion,
        "newest" => Versions is [.., var newest] ? newest : null,
        _ => Versions.FirstOrDefault(v => v.Name == name) ?? (Damaged.FirstOrDefault(d => d.Name == name) is { } damaged ? throw new InputException(new Problem("", null, $"{name}: {damaged.Reason}")) : null),
    };

    /// <summary>The same for a version that must be there.</summary>
    /// <param name="name"><c>v3</c>, <c>champion</c> or <c>newest</c>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="InputException">There is none: lists those there are.</exception>
    public AdapterVersion Required(string name) => Find(name) ?? throw new InputException(new Problem("", null,
        Versions.IsEmpty ? $"There is no version '{name}': nothing was trained here yet. Run `assay tune` first."
        : name == "champion" ? "There is no champion yet. Run `assay models promote` with one of " + Names() + "."
        : $"There is no version '{name}'. There are {Names()}; `champion` and `newest` name one of them, too."));

    /// <summary>Adds a version. It gets the next name; until all is written there is nothing of it, however the process ends.</summary>
    /// <param name="manifest">What it was made of; its time and the hash of its weights are filled in.</param>
    /// <param name="write">Writes the files of the adapter or model, and <c>metrics.jsonl</c>, into the folder it is given.</param>
    /// <returns>The version.</returns>
    /// <exception cref="AssayException">The registry cannot be written.</exception>
    public AdapterVersion Add(TuningManifest manifest, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(write);
        return Writing(() =>
        {
            using PendingVersion pending = Locked(() =>
            {
                PendingVersion.Sweep(folder);
                return PendingVersion.Create(folder);
            });
            write(pending.Folder);
            string weights = AdapterVersion.WeightsIn(pending.Folder, manifest.Method);
            foreach (string file in new[] { weights, AdapterVersion.ConfigIn(pending.Folder, manifest.Method) })
            {
                if (!File.Exists(file)) throw new InvalidOperationException($"A version of the method {manifest.Method} needs {Path.GetFileName(file)}, which was not written.");
            }

            RegistryJson.Write(Path.Combine(pending.Folder, TuningManifest.FileName), manifest with { WeightsSha256 = BaseModelHashes.OfContent(weights), MadeAt = time.GetUtcNow() });
            _ = TuningManifest.Read(pending.Folder);
            string name = Locked(() =>
            {
                string next = NextName();
                Directory.Move(pending.Folder, Path.Combine(folder, next));
                return next;
            });
            Load();
            return Required(name);
        });
    }

    /// <summary>Puts a version into use.</summary>
    /// <param name="version">The version.</param>
    /// <param name="index">Fingerprint of the documents as they are; null when not known.</param>
    /// <param name="why">The gates that passed, or the reason that was given.</param>
    /// <exception cref="AssayException">The journal cannot be written.</exception>
    public void Promote(AdapterVersion version, string? index, string why)
    {
        ArgumentNullException.ThrowIfNull(version);
        Writing(() => Locked(() =>
        {
            Load();
            journal.Add(new RegistryEntry(time.GetUtcNow(), RegistryAction.Promote, Required(version.Name).Name, ChampionName, index, why));
            Load();
            return true;
        }));
    }

    /// <summary>Puts the version back into use that was before the present one, with the documents' fingerprint that it was promoted with.</summary>
    /// <param name="why">The reason.</param>
    /// <param name="check">Refuses a version that cannot be used; null for none that is looked at.</param>
    /// <returns>The version in use now; null for none, which is what there was before the first one.</returns>
    /// <exception cref="InputException">No version is in use, or the one before is gone or damaged.</exception>
    /// <exception cref="AssayException">The journal cannot be written.</exception>
    public AdapterVersion? Rollback(string why, Action<AdapterVersion>? check = null) => Writing(() => Locked(() =>
    {
        Load();
        if (Uses() is not [.., var present]) throw new InputException(new Problem("", null, "There is nothing to roll back: no version is in use."));
        RegistryEntry? before = Uses() is [.., var earlier, _] ? earlier : null;
        AdapterVersion? version = before?.Version is { } name ? Required(name) : null;
        if (version is not null) check?.Invoke(version);
        journal.Add(new RegistryEntry(time.GetUtcNow(), RegistryAction.Rollback, version?.Name, present.Version, before?.Index, why));
        Load();
        return version;
    }));

    // The promotions that were not rolled back, the present one last.
    private List<RegistryEntry> Uses()
    {
        var uses = new List<RegistryEntry>();
        foreach (RegistryEntry entry in Journal)
        {
            if (entry.Action == RegistryAction.Promote)
            {
                uses.Add(entry);
                continue;
            }

            if (uses.Count > 0) uses.RemoveAt(uses.Count - 1);

            // A damaged line is missing in between: what the journal says is in use counts.
            if (entry.Version is not null && (uses.Count == 0 || uses[^1].Version != entry.Version)) uses.Add(entry);
        }

        return uses;
    }

    private void Load()
    {
        var versions = new List<AdapterVersion>();
        var damaged = new List<DamagedVersion>();
        foreach ((string name, string path) in Folders())
        {
            try
            {
                TuningManifest manifest = TuningManifest.Read(path);
                if (File.Exists(AdapterVersion.WeightsIn(path, manifest.Method))) versions.Add(new AdapterVersion(name, path, manifest));
                else damaged.Add(new DamagedVersion(name, $"'{AdapterVersion.WeightsIn(path, manifest.Method)}' is missing. Restore it, or remove the version's folder and run `assay tune` again."));
            }
            catch (InputException e)
            {
                damaged.Add(new DamagedVersion(name, e.Message));
            }
        }

        (Versions, Damaged) = ([.. versions], [.. damaged]);
        (Journal, Warnings) = journal.Read();
    }

    private IEnumerable<(string Name, string Path)> Folders() => !Directory.Exists(folder) ? [] :
        Directory.GetDirectories(folder).Select(p => (Name: Path.GetFileName(p), Path: p)).Where(f => AdapterVersion.NumberOf(f.Name) is not null).OrderBy(f => AdapterVersion.NumberOf(f.Name));

    // A name is never given again, also when its version was removed: the journal and other versions may speak of it.
    private string NextName()
    {
        IEnumerable<string?> known = [.. Folders().Select(f => f.Name), .. journal.Read().Entries.SelectMany(e => new[] { e.Version, e.Previous }), .. Versions.Select(v => v.Manifest.Parent)];
        int last = known.Select(n => n is null ? 0 : AdapterVersion.NumberOf(n) ?? 0).Append(0).Max();
        return string.Create(CultureInfo.InvariantCulture, $"v{last + 1}");
    }

    private string Names() => string.Join(", ", Versions.Select(v => v.Name));

    private T Locked<T>(Func<T> work)
    {
        Directory.CreateDirectory(folder);
        for (int attempt = 1; ; attempt++)
        {
            FileStream held;
            try
            {
                held = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(PauseMs);
                continue;
            }

            using (held) return work();
        }
    }

    private T Writing<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{folder}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk, permit writing there, or wait for another command that writes there, then run this command again: the versions that are there are untouched.", e);
        }
    }
}

using System.Collections.Immutable;

namespace Assay.Models.Hub;

/// <summary>A model that is stored whole.</summary>
public sealed record StoredModel
{
    private const int ShortCommit = 12;

    internal StoredModel(string folder, HubReference repository, ModelManifest manifest) => (Folder, Repository, Manifest) = (folder, repository, manifest);

    /// <summary>Where it came from: <c>hf:owner/name</c>.</summary>
    public string Name => Manifest.Source;

    /// <summary>The commit, 40 hexadecimal digits.</summary>
    public string Commit => Manifest.Commit;

    /// <summary>The names under which this commit was pulled (<c>main</c>), each with its time; the same name of another commit with a later time has moved there.</summary>
    public ImmutableArray<ModelRevision> Revisions => Manifest.Revisions;

    /// <summary>Its folder.</summary>
    public string Folder { get; }

    /// <summary>Its files.</summary>
    public ImmutableArray<ModelFile> Files => Manifest.Files;

    /// <summary>The hub it was fetched from.</summary>
    public string Endpoint => Manifest.Endpoint;

    /// <summary>How many numbers it has, as the hub counts them; null where it did not say.</summary>
    public long? Parameters => Manifest.Parameters;

    /// <summary>Length of all files together.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);

    /// <summary>The name that means this commit and no other, short enough to read: <c>hf:owner/name@0123456789ab</c>.</summary>
    public string Pinned => $"{Name}@{Commit[..ShortCommit]}";

    internal HubReference Repository { get; }

    internal ModelManifest Manifest { get; }

    /// <summary>The GGUF files among its files.</summary>
    internal IEnumerable<string> Ggufs => Files.Select(f => f.Path).Where(FileSelection.IsGguf);

    /// <summary>Whether the folder as a whole can be loaded, not only GGUF files in it.</summary>
    internal bool IsFolder => Files.Any(f => f.Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase));

    /// <summary>What it is for, from its <c>config.json</c> and the names of its files. Reads the file each time.</summary>
    /// <returns><see cref="StoredModelKind.Other"/> where nobody can tell.</returns>
    public StoredModelKind ReadKind() => IsFolder ? ModelFolder.KindOf(Folder) : Ggufs.Any() ? StoredModelKind.Gguf : StoredModelKind.Other;
}

using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Initializing;

/// <summary>The files of a folder by their path under it. Links and hidden files are not followed, so nothing outside the folder can be reached by a path in it.</summary>
internal sealed class SourceTree
{
    private readonly Dictionary<string, string> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> anyCase = new(StringComparer.OrdinalIgnoreCase);

    private SourceTree(string root) => Root = root;

    /// <summary>The folder, as the user would type it.</summary>
    public string Root { get; }

    /// <summary>Every file's path under the folder, with forward slashes, in ordinal order.</summary>
    public ImmutableArray<string> Paths { get; private init; } = [];

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Its files as they are now.</returns>
    /// <exception cref="InputException">The folder is not there.</exception>
    public static SourceTree Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(new Problem(folder, null, "expected a folder with documents; there is none of this name."));
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };
        ImmutableArray<string> paths =
        [
            .. Directory.EnumerateFiles(folder, "*", options).Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal),
        ];
        var tree = new SourceTree(folder) { Paths = paths };
        foreach (string path in paths)
        {
            tree.exact.Add(path, path);
            tree.anyCase.TryAdd(path, path);
        }

        return tree;
    }

    /// <summary>The file on disk.</summary>
    /// <param name="path">A path of <see cref="Paths"/>.</param>
    /// <returns>Where it is.</returns>
    public string Locate(string path) => Path.Combine(Root, path);

    /// <summary>The file a link names.</summary>
    /// <param name="fromFolder">Folder of the page with the link, under the root, with forward slashes; empty for the root.</param>
    /// <param name="target">The link's path, with forward slashes, without query and anchor.</param>
    /// <returns>A path of <see cref="Paths"/>, letter case as on disk; null when there is none or the link leads out of the folder.</returns>
    public string? Find(string fromFolder, string target)
    {
        var parts = new List<string>(fromFolder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count == 0) return null;
            else parts.RemoveAt(parts.Count - 1);
        }

        string path = string.Join('/', parts);
        return exact.GetValueOrDefault(path) ?? anyCase.GetValueOrDefault(path);
    }

    /// <summary>The folder part of a path.</summary>
    /// <param name="path">With forward slashes.</param>
    /// <returns>Without its last part; empty for a file in the root.</returns>
    public static string FolderOf(string path) => path.LastIndexOf('/') is var at and >= 0 ? path[..at] : "";
}

using System.Text.RegularExpressions;
using Assay.Retrieval.Ingestion;

namespace Assay.Retrieval.Permissions;

/// <summary>
/// Files that say who may read documents: <c>page.md.access.yaml</c> for <c>page.md</c>, <c>.access.yaml</c> for a folder and those below it.
/// The one that is nearest to a document speaks alone. The ending <c>.yml</c> means the same.
/// </summary>
/// <remarks>Of the document's own place, also when it is read through a link: what a folder closes, no link opens.</remarks>
internal sealed partial class AccessFiles(string realRoot)
{
    private const string Ending = ".access.yaml", ShortEnding = ".access.yml";
    private const int MaxLength = 1 << 20;

    private readonly Dictionary<string, Dictionary<string, List<FileSystemInfo>>> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccessRule?> rules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> misnames = new(StringComparer.Ordinal);
    private readonly SortedSet<string> used = new(StringComparer.Ordinal);

    /// <summary>Whether a name is that of an access file, which is never a document.</summary>
    public static bool IsOne(string name) =>
        name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) || name.EndsWith(ShortEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name that was probably meant by one that looks like that of an access file and is none (<c>access.yaml</c>, <c>page.md.access.json</c>, <c>.acces.yaml</c>); null for all other names.</summary>
    public static string? Meant(string name) =>
        !IsOne(name) && Misnamed().Match(name) is { Success: true } match && (match.Groups["word"].Value.Equals("access", StringComparison.OrdinalIgnoreCase) || AccessWords.IsLike(match.Groups["word"].Value))
            ? match.Groups["of"].Value.TrimEnd('.') + Ending : null;

    /// <summary>Files that look as if they were meant to be access files, relative to the root, each with the name that was probably meant; ordered.</summary>
    public IEnumerable<(string File, string Meant)> Misnames() => misnames.Select(m => (m.Key, m.Value));

    /// <summary>All that were met, also those that speak of no document; relative to the root, ordered.</summary>
    public IEnumerable<string> All() => folders.Values.SelectMany(f => f.Values).SelectMany(f => f).Select(f => Relative(f.FullName)).Order(StringComparer.Ordinal);

    /// <summary>Remembers the access files of a folder that was listed.</summary>
    public void Listed(string realFolder, IReadOnlyList<FileSystemInfo> entries)
    {
        if (folders.ContainsKey(realFolder)) return;
        var found = new Dictionary<string, List<FileSystemInfo>>(StringComparer.OrdinalIgnoreCase);
        foreach (FileSystemInfo entry in entries)
        {
            if (Meant(entry.Name) is { } meant) misnames[Relative(entry.FullName)] = meant;
        }

        foreach (FileSystemInfo entry in entries.Where(e => IsOne(e.Name)))
        {
            string subject = entry.Name[..entry.Name.LastIndexOf(".access.", StringComparison.OrdinalIgnoreCase)];
            if (!found.TryGetValue(subject, out List<FileSystemInfo>? same)) found[subject] = same = [];
            same.Add(entry);
        }

        folders[realFolder] = found;
    }

    /// <summary>What is said of a document from outside.</summary>
    /// <param name="realFile">Its path without links.</param>
    /// <returns>Null when nothing is said.</returns>
    public AccessRule? Of(string realFile)
    {
        string folder = Path.GetDirectoryName(realFile)!;
        return Named(folder).TryGetValue(Path.GetFileName(realFile), out List<FileSystemInfo>? own) ? Read(own) : OfFolder(folder);
    }

    /// <summary>Access files that speak of no document that is read, relative to the root.</summary>
    public IEnumerable<string> Unused() => folders.Values.SelectMany(f => f.Where(s => s.Key.Length > 0).SelectMany(s => s.Value))
        .Select(f => f.FullName).Where(f => !used.Contains(f)).Select(Relative).Order(StringComparer.Ordinal);

    private AccessRule? OfFolder(string folder)
    {
        if (rules.TryGetValue(folder, out AccessRule? kept)) return kept;
        AccessRule? rule = Named(folder).TryGetValue("", out List<FileSystemInfo>? own) ? Read(own) with { OfDocument = false }
            : folder == realRoot || !RealPath.IsWithin(folder, realRoot) ? null : OfFolder(Path.GetDirectoryName(folder)!);
        return rules[folder] = rule;
    }

    private Dictionary<string, List<FileSystemInfo>> Named(string folder)
    {
        if (!folders.ContainsKey(folder)) Listed(folder, [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()]);
        return folders[folder];
    }

    private AccessRule Read(List<FileSystemInfo> files)
    {
        foreach (FileSystemInfo file in files) used.Add(file.FullName);
        string name = Relative(files[0].FullName);
        try
        {
            if (files.Count > 1) throw new UnclearAccessException(name, 1, $"'{files[1].Name}' beside it speaks of the same; keep one of them");
            if (files[0] is not FileInfo info || info.LinkTarget is not null) throw new UnclearAccessException(name, 1, "it is a folder or a link; write a file");
            if (info.Length > MaxLength) throw new UnclearAccessException(name, 1, $"it is larger than {MaxLength} bytes");
            return new AccessRule(AccessYaml.File(info.Length == 0 ? "" : File.ReadAllText(info.FullName), name), null);
        }
        catch (UnclearAccessException error)
        {
            return new AccessRule(AccessList.Nobody, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new AccessRule(AccessList.Nobody, new UnclearAccessException(name, 1, $"it cannot be read: {error.Message.TrimEnd('.')}").Message);
        }
    }

    [GeneratedRegex(@"^(?<of>.*\.)?(?<word>\p{L}{4,7})(\.(ya?ml|json|toml)(\.(txt|bak|orig))?)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Misnamed();

    private string Relative(string path) => Path.GetRelativePath(realRoot, path).Replace(Path.DirectorySeparatorChar, '/');
}

namespace Assay.Retrieval.Ingestion;

/// <summary>Paths without symbolic links in them.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path that <paramref name="path"/> leads to when every link on the way is followed.</summary>
    /// <returns>Null when it leads to nothing or round in a circle.</returns>
    public static string? Of(string path)
    {
        string full = Path.GetFullPath(path);
        var rest = new Stack<string>(Split(full).Reverse());
        string real = Path.GetPathRoot(full)!;
        int links = 0;
        while (rest.TryPop(out string? name))
        {
            string next = name == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is not string target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks) return null;
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            foreach (string part in Split(target).Reverse()) rest.Push(part);
        }

        return Path.Exists(real) ? real : null;
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies in it; both without links.</summary>
    public static bool IsWithin(string path, string folder) => path == folder
        || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string[] Split(string path) =>
        [.. path[Path.GetPathRoot(path)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".")];
}

using System.Text.RegularExpressions;

namespace Assay.Initializing;

/// <summary>Finds the pages that an answer links to.</summary>
/// <param name="tree">The source folder.</param>
/// <param name="pages">The pages that are documents of the project.</param>
internal sealed partial class PageLinks(SourceTree tree, IReadOnlySet<string> pages)
{
    private readonly Dictionary<string, HashSet<string>> anchors = new(StringComparer.Ordinal);
    private readonly string rootName = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(tree.Root))).Name;

    /// <summary>The pages an answer links to, each once.</summary>
    /// <param name="answer">Markdown.</param>
    /// <param name="folder">Folder of the page the answer is from.</param>
    /// <returns>Document ids in the order of the links. A <c>#heading</c> is kept where the page has such a heading and no other link names the whole page.</returns>
    public IReadOnlyList<string> Targets(string answer, string folder)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (Match link in Link().Matches(answer))
        {
            string target = link.Groups["target"].Value;
            if (Page(target, folder) is not { } page) continue;
            string anchor = target.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? target[(at + 1)..] : "";
            if (!found.TryGetValue(page, out List<string>? slugs))
            {
                found.Add(page, slugs = []);
                order.Add(page);
            }

            slugs.Add(PlainAnchor().IsMatch(anchor) && AnchorsOf(page).Contains(anchor) ? anchor : "");
        }

        return [.. order.SelectMany(page => found[page].Contains("") ? [$"docs/{page}"] : found[page].Distinct(StringComparer.Ordinal).Select(slug => $"docs/{page}#{slug}"))];
    }

    private string? Page(string target, string folder)
    {
        string path = target.Split('#', '?')[0];
        if (path.Length == 0 || path.Contains(':', StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal)) return null;
        path = Uri.UnescapeDataString(path);
        return path.StartsWith("~/", StringComparison.Ordinal) ? Known("", path[2..])
            : path.StartsWith('/') ? Absolute(path)
            : Known(folder, path);
    }

    // A site's address of a page begins with parts that are no folders here: /product/area/page. The folder itself must be
    // named among them, or a part of the remaining path be a folder in it, or else any site's /x/overview would be this overview.md.
    private string? Absolute(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int skip = 0; skip < parts.Length; skip++)
        {
            bool anchored = parts.Length - skip > 1 || skip > 0 && parts[skip - 1].Equals(rootName, StringComparison.OrdinalIgnoreCase);
            if (anchored && Known("", string.Join('/', parts[skip..])) is { } page) return page;
        }

        return null;
    }

    private string? Known(string folder, string path) =>
        new[] { path, path + ".md", path + ".html" }.Select(p => tree.Find(folder, p)).FirstOrDefault(p => p is not null && pages.Contains(p));

    private HashSet<string> AnchorsOf(string page)
    {
        if (anchors.TryGetValue(page, out HashSet<string>? known)) return known;
        known = page.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? Headings.Anchors(File.ReadAllText(tree.Locate(page))) : [];
        anchors.Add(page, known);
        return known;
    }

    [GeneratedRegex("\\]\\(\\s*<?(?<target>[^)\\s>]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainAnchor();
}

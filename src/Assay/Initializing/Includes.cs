using System.Text.RegularExpressions;

namespace Assay.Initializing;

/// <summary>Puts short included files in the place of their <c>[!INCLUDE[...](path)]</c> markers (DocFX), so that the text reads as published.</summary>
/// <param name="tree">Where included files are looked for.</param>
internal sealed partial class Includes(SourceTree tree)
{
    private const int MaxCharacters = 400;
    private const int MaxDepth = 4;

    private readonly Dictionary<string, string> contents = new(StringComparer.Ordinal);

    /// <summary>The text with its markers replaced.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="folder">Folder of the page, under the tree's root.</param>
    /// <returns>Markers of files that are missing, or have 400 characters or more, stay as they are; so do includes that include themselves.</returns>
    public string Expand(string text, string folder) => Expand(text, folder, 0);

    /// <summary>Whether there is anything to replace.</summary>
    /// <param name="text">Markdown.</param>
    /// <returns>True when it has a marker.</returns>
    public static bool Has(string text) => Marker().IsMatch(text);

    /// <summary>The text without its markers.</summary>
    /// <param name="text">Markdown.</param>
    /// <returns>Nothing stands in their place.</returns>
    public static string Drop(string text) => Marker().Replace(text, "");

    private string Expand(string text, string folder, int depth)
    {
        if (depth == MaxDepth) return text;
        return Marker().Replace(text, marker =>
        {
            if (tree.Find(folder, marker.Groups["path"].Value) is not { } path) return marker.Value;
            string content = Content(path);
            return content.Length < MaxCharacters ? Expand(content, SourceTree.FolderOf(path), depth + 1) : marker.Value;
        });
    }

    private string Content(string path)
    {
        if (contents.TryGetValue(path, out string? content)) return content;
        content = FrontMatter().Replace(File.ReadAllText(tree.Locate(path)), "").Trim();
        contents.Add(path, content);
        return content;
    }

    [GeneratedRegex("\\[!INCLUDE\\s*\\[[^\\]]*\\]\\s*\\((?<path>[^)\\s]+)[^)]*\\)\\s*\\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marker();

    [GeneratedRegex("\\A\\s*---[ \\t]*\\r?\\n.*?\\n---[ \\t]*(?:\\r?\\n|\\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex FrontMatter();
}

using Assay.Text;

namespace Assay.Retrieval.Ingestion;

/// <summary>A path pattern: <c>*</c> is any characters within a name, <c>?</c> one, <c>**</c> any number of folders, none included, <c>{md,txt}</c> one of several texts within a name. Capitals matter, but not in the ending of a file: <c>*.pdf</c> is <c>REPORT.PDF</c> too.</summary>
internal sealed class GlobPattern
{
    private const int MaxAlternatives = 256;
    private readonly string[][] segments;

    private GlobPattern(string text, string[][] segments)
    {
        Text = text;
        this.segments = segments;
    }

    /// <summary>The pattern as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>The folder that it names before anything in it may vary, with forward slashes; empty for the root.</summary>
    public string Folder => string.Join('/', segments.SkipLast(1).TakeWhile(s => s is [var name] && !name.AsSpan().ContainsAny('*', '?')).Select(s => s[0]));

    /// <summary>Reads a pattern.</summary>
    /// <returns>The pattern, or null and the problem with it.</returns>
    public static (GlobPattern? Pattern, Problem? Problem) Parse(string text)
    {
        string path = text.StartsWith('!') ? text[1..] : text;
        while (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..];
        if (path.EndsWith('/')) path += "**";
        string[] segments = path.Split('/');
        string[]?[] alternatives = [.. segments.Select(Alternatives)];
        string? wrong = path.Trim().Length == 0 ? "is empty"
            : path.StartsWith('/') || (path.Length > 1 && path[1] == ':') ? "is an absolute path; write it relative to the project folder"
            : path.Contains('\\', StringComparison.Ordinal) ? "has a backslash; write / between folders, also on Windows"
            : segments.Contains("..") ? "leaves the project folder with '..'; move the documents into it, or link to them from inside with a copy"
            : segments.Contains("") ? "has an empty folder name ('//')"
            : alternatives.Contains(null) ? $"has braces that are not closed, nested, or stand for more than {MaxAlternatives} names; write for example *.{{md,txt}}"
            : null;
        return wrong is null ? (new GlobPattern(text, alternatives!), null) : (null, new Problem("", null, $"The documents pattern '{text}' {wrong}."));
    }

    /// <summary>Whether a file at this path is meant.</summary>
    /// <param name="path">Relative to the root, with forward slashes.</param>
    public bool Matches(string path) => Walk(path)[^1];

    /// <summary>Whether some file below this folder could be meant.</summary>
    /// <param name="folder">Relative to the root, with forward slashes; empty for the root.</param>
    public bool MayMatchBelow(string folder) => folder.Length == 0 || Walk(folder).AsSpan(0, segments.Length).Contains(true);

    /// <summary>Which pattern segments could be next after the names of <paramref name="path"/>; the last entry means that the pattern is used up.</summary>
    private bool[] Walk(string path)
    {
        bool[] at = new bool[segments.Length + 1];
        at[0] = true;
        SkipStars(at);
        foreach (string name in path.Split('/'))
        {
            bool[] next = new bool[at.Length];
            for (int i = 0; i < segments.Length; i++)
            {
                if (!at[i]) continue;
                if (IsFolders(segments[i])) next[i] = true;
                else if (segments[i].Any(s => NameMatches(s, name, isFile: i == segments.Length - 1))) next[i + 1] = true;
            }

            SkipStars(next);
            at = next;
        }

        return at;
    }

    private void SkipStars(bool[] at)
    {
        for (int i = 0; i < segments.Length; i++) at[i + 1] |= at[i] && IsFolders(segments[i]);
    }

    private static bool IsFolders(string[] segment) => segment is ["**"];

    // Every text that a segment with braces stands for; null when its braces cannot be understood.
    private static string[]? Alternatives(string segment)
    {
        int open = segment.IndexOf('{', StringComparison.Ordinal), close = segment.IndexOf('}', StringComparison.Ordinal);
        if (open < 0) return close < 0 ? [segment] : null;
        if (close < open || segment.IndexOf('{', open + 1, close - open - 1) >= 0 || Alternatives(segment[(close + 1)..]) is not { } rest) return null;
        string[] all = [.. segment[(open + 1)..close].Split(',').SelectMany(a => rest.Select(r => segment[..open] + a.Trim() + r)).Take(MaxAlternatives + 1)];
        return all.Length > MaxAlternatives ? null : all;
    }

    // The last star takes one character more each time the rest does not fit: linear in practice, never exponential.
    private static bool NameMatches(string pattern, string name, bool isFile)
    {
        int p = 0, n = 0, star = -1, taken = 0, dot = isFile ? pattern.LastIndexOf('.') : -1, ending = dot < 0 ? pattern.Length : dot;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, taken) = (p++, n);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n] || (p > ending && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(name[n])))) (p, n) = (p + 1, n + 1);
            else if (star >= 0) (p, n) = (star + 1, ++taken);
            else return false;
        }

        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}

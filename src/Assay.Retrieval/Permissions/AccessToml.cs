using System.Text.RegularExpressions;

namespace Assay.Retrieval.Permissions;

/// <summary>The statement <c>access = ["group:hr"]</c> (or <c>allow</c>) in TOML front matter between lines of <c>+++</c>. Nothing else of TOML is read.</summary>
internal static partial class AccessToml
{
    /// <summary>Finds the statement.</summary>
    /// <param name="text">The lines between the fences, ended by <c>\n</c>.</param>
    /// <param name="file">Named in messages.</param>
    /// <param name="firstLine">Line of the file that the text begins on.</param>
    /// <returns>Null when nothing is said about access.</returns>
    /// <exception cref="UnclearAccessException">It is said twice, in a table, or not as a string or a list of strings.</exception>
    public static AccessList? Find(string text, string file, int firstLine)
    {
        int[] mentions = [.. Keys().Matches(text).Where(m => AccessWords.IsLike(m.Groups["key"].Value)).Select(m => m.Groups["key"].Index)];
        if (mentions.Length == 0) return null;
        int line = firstLine + text.AsSpan(0, mentions[0]).Count('\n');
        if (mentions.Length > 1) throw new UnclearAccessException(file, firstLine + text.AsSpan(0, mentions[1]).Count('\n'), "access is stated twice");
        Match statement = Statement().Match(text);
        bool inTable = Table().IsMatch(text[..mentions[0]]);
        if (!statement.Success || statement.Groups["key"].Index != mentions[0] || inTable || text.Contains("\"\"\"", StringComparison.Ordinal) || text.Contains("'''", StringComparison.Ordinal))
        {
            throw new UnclearAccessException(file, line, "the TOML front matter speaks of access in a way that is not read; write access = [\"group:support\"] before all [tables]");
        }

        string[] items = [.. statement.Groups["item"].Captures.Select(c => c.Value[1..^1])];
        return AccessYaml.Of(statement.Groups["one"].Success ? items[0].Split(',') : items, file, line);
    }

    [GeneratedRegex(@"(?:^[ \t]*|[{,.\[][ \t]*)[""']?(?<key>\p{L}{4,7})(?=[""']?[ \t]*[=.:\]])", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Keys();

    [GeneratedRegex(@"^[ \t]*\[", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Table();

    [GeneratedRegex(@"^[ \t]*[""']?(?<key>access|allow)[""']?[ \t]*=[ \t]*(?:(?<one>(?<item>""[^""\\\n]*""|'[^'\n]*'))|\[\s*(?:(?<item>""[^""\\\n]*""|'[^'\n]*')\s*(?:,\s*(?<item>""[^""\\\n]*""|'[^'\n]*')\s*)*,?\s*)?\])[ \t]*(?:\#[^\n]*)?$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Statement();
}

using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Retrieval.Permissions;

namespace Assay.Retrieval.Reading;

/// <summary>What a document says about itself in the front matter at its beginning, whatever its format.</summary>
/// <param name="Access">Who may read it; null when nothing is said.</param>
/// <param name="Metadata">The front matter as a JSON object, every scalar a string; <c>{}</c> when there is none or it is no YAML.</param>
/// <param name="Updated">Its date: the first of <c>updated</c>, <c>last_updated</c>, <c>lastmod</c>, <c>modified</c>, <c>ms.date</c> and <c>date</c> that is one, UTC where no zone is said; null for none.</param>
public sealed partial record DocumentFields(AccessList? Access, string Metadata, DateTimeOffset? Updated)
{
    private static readonly DocumentFields None = new(null, "{}", null);
    private static readonly string[] Dates = ["updated", "last_updated", "lastmod", "modified", "ms.date", "date"];

    /// <summary>Reads the front matter of a text.</summary>
    /// <param name="source">The whole text.</param>
    /// <param name="documentId">Named in messages.</param>
    /// <returns>What it says; nothing for a text without front matter.</returns>
    /// <exception cref="UnclearAccessException">Something is said about access that cannot be understood.</exception>
    public static DocumentFields Of(string source, string documentId)
    {
        ArgumentNullException.ThrowIfNull(source);
        Match opening = Opening().Match(source);
        if (!opening.Success) return None;
        int start = opening.Groups["fence"].Index;
        int firstLine = 1 + LineEnds().Count(source.AsSpan(0, start));
        string fence = opening.Groups["fence"].Value, text = source[start..].ReplaceLineEndings("\n");
        if (fence == "{") return NotRead(Unclosed(text), documentId, firstLine, "JSON front matter is not read");
        string body = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        Match closing = (fence[0] == '+' ? PlusClosing() : fence.Length == 3 ? Closing() : LongClosing()).Match(body);
        string head = closing.Success ? body[..closing.Index] : fence == "---" ? body[..Math.Min(body.Length, MaxUnclosed)] : Unclosed(body);
        if (!closing.Success) return NotRead(head, documentId, firstLine + 1, $"it has no closing line {fence}");
        if (fence == "+++") return None with { Access = AccessToml.Find(head, documentId, firstLine + 1) };
        if (fence.Length > 3) return NotRead(head, documentId, firstLine + 1, $"it stands between lines of {fence} instead of ---");
        YamlFields fields = YamlFields.Parse(head);
        return fields.Problem is { } problem
            ? NotRead(head, documentId, firstLine + 1, problem, firstLine + Math.Max(1, fields.ProblemLine))
            : new DocumentFields(AccessYaml.Find(fields, documentId, firstLine + 1), fields.ToJson(), Dates.Select(d => Date(fields.Text(d))).FirstOrDefault(d => d is not null));
    }

    // Not understood as a whole: a line that may have been meant to restrict the document must not get lost with it.
    private static DocumentFields NotRead(string head, string documentId, int firstLine, string why, int? line = null)
    {
        if (AccessLine().Matches(head).FirstOrDefault(m => AccessWords.IsLike(m.Groups["key"].Value)) is not { } spoken) return None;
        throw new UnclearAccessException(documentId, line ?? firstLine + head.AsSpan(0, spoken.Groups["key"].Index).Count('\n'), $"the front matter speaks of access, but {why}");
    }

    // What is no front matter for certain ends at the first empty line: text may begin with a rule or a brace.
    private static string Unclosed(string text)
    {
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return text[..Math.Min(end < 0 ? text.Length : end, MaxUnclosed)];
    }

    private const int MaxUnclosed = 4000;

    private static DateTimeOffset? Date(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date) ? date : null;

    // Comments may stand before it: a licence at the head of a file must not open what the front matter closes.
    [GeneratedRegex(@"\A(?:[\s\uFEFF\u200B]|<!--(?s:.*?)-->)*(?:(?<fence>-{3,}|\+{3,})[ \t]*(?:\r\n?|\n)|(?<fence>\{)\s*"")", RegexOptions.CultureInvariant)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\r\n?|\n", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnds();

    [GeneratedRegex(@"^(---|\.\.\.)[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex Closing();

    [GeneratedRegex(@"^\+{3,}[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex PlusClosing();

    [GeneratedRegex(@"^-{3,}[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex LongClosing();

    [GeneratedRegex("(?:^[ \\t]*(?:- )?|[{,][ \\t]*)[\"']?(?<key>\\p{L}{4,7})[\"']?[ \\t]*[:=]", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex AccessLine();
}

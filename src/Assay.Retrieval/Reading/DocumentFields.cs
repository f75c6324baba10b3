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
        int start = opening.Length, firstLine = 1 + source.AsSpan(0, start).Count('\n');
        Match closing = Closing().Match(source, start);
        string text = closing.Success ? source[start..closing.Index] : "";
        YamlFields fields = YamlFields.Parse(text);
        if (closing.Success && fields.Problem is null)
        {
            return new DocumentFields(AccessYaml.Find(fields, documentId, firstLine), fields.ToJson(), Dates.Select(d => Date(fields.Text(d))).FirstOrDefault(d => d is not null));
        }

        // Not understood as a whole: a line that may have been meant to restrict the document must not get lost with it.
        Match line = AccessLine().Match(source, start, Math.Min(source.Length - start, closing.Success ? closing.Index - start : MaxUnclosed));
        if (!line.Success) return None;
        int at = closing.Success ? firstLine + Math.Max(1, fields.ProblemLine) - 1 : 1 + source.AsSpan(0, line.Groups[1].Index).Count('\n');
        throw new UnclearAccessException(documentId, at, closing.Success ? $"the front matter speaks of access, but {fields.Problem}" : "the front matter speaks of access, but has no closing line ---");
    }

    private const int MaxUnclosed = 4000;

    private static DateTimeOffset? Date(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date) ? date : null;

    [GeneratedRegex(@"\A[\s\uFEFF\u200B]*---[ \t]*\r?\n")]
    private static partial Regex Opening();

    [GeneratedRegex(@"^(---|\.\.\.)[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Closing();

    [GeneratedRegex("^[ \\t]*[\"']?(access|allow)[\"']?[ \\t]*:", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AccessLine();
}

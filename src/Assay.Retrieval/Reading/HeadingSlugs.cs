using System.Globalization;
using System.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Anchors of the headings of one document, as GitHub makes them.</summary>
public sealed class HeadingSlugs
{
    private readonly Dictionary<string, int> used = new(StringComparer.Ordinal);

    /// <summary>The anchor of the next heading: lower case, spaces to hyphens, punctuation dropped, <c>-1</c>, <c>-2</c> for repeats.</summary>
    /// <param name="heading">Plain text of the heading, without markup; the headings of a document in their order.</param>
    /// <returns>Unique within the document; empty for the first heading of nothing but punctuation.</returns>
    public string Next(string heading)
    {
        ArgumentNullException.ThrowIfNull(heading);
        string plain = Plain(heading), slug = plain;
        used.TryGetValue(plain, out int repeats);
        while (used.ContainsKey(slug)) slug = plain + "-" + (++repeats).ToString(CultureInfo.InvariantCulture);
        used[plain] = repeats;
        used.TryAdd(slug, 0);
        return slug;
    }

    private static string Plain(string heading)
    {
        var slug = new StringBuilder(heading.Length);
        foreach (Rune rune in heading.EnumerateRunes())
        {
            if (rune.Value == ' ') slug.Append('-');
            else if (rune.Value is '-' or '_' || IsWord(rune)) slug.Append(Rune.ToLowerInvariant(rune));
        }

        return slug.ToString();
    }

    private static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.ConnectorPunctuation || Rune.IsLetterOrDigit(rune);
}

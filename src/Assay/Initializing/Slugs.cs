using System.Globalization;
using System.Text;

namespace Assay.Initializing;

/// <summary>File names made of titles: ASCII letters, digits and hyphens, each given out once.</summary>
internal sealed class Slugs
{
    private const int MaxLength = 60;

    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    /// <summary>A slug that was not given out before.</summary>
    /// <param name="title">Any text; accents are dropped, other characters become hyphens.</param>
    /// <param name="fallback">A slug for a title that has no Latin letter or digit.</param>
    /// <returns>1 to about 60 characters; lower case, so unique also where file names ignore case.</returns>
    public string Next(string title, string fallback)
    {
        string slug = Make(title) is { Length: > 0 } made ? made : fallback;
        string unique = slug;
        for (int i = 2; !given.Add(unique); i++) unique = string.Create(CultureInfo.InvariantCulture, $"{slug}-{i}");
        return unique;
    }

    private static string Make(string title)
    {
        var slug = new StringBuilder();
        foreach (char c in title.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c is '\'' or '\u2019') continue;
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        if (slug.Length > MaxLength) slug.Length = MaxLength;
        return slug.ToString().Trim('-');
    }
}

using System.Text.RegularExpressions;

namespace Assay.Retrieval.Reading.Markdown;

/// <summary>Takes the constructs of site generators (DocFX and Microsoft Learn, Liquid tags) out of Markdown without moving anything else.</summary>
internal static partial class GeneratorMarkup
{
    private static readonly string[] Starts = ["[!", ":::", "{%", "{{"];

    // Noncharacters: never valid in interchanged text, so one of them is always free to stand for "nothing here".
    private const char FirstMask = '\uFDD0';
    private const char LastMask = '\uFDEF';

    /// <summary>A text of the same length in which the constructs are covered by a character that does not occur in <paramref name="source"/>.</summary>
    /// <remarks>Human words inside a construct (alternative text, the name of an include where it is one) stay where they are.</remarks>
    public static string Mask(string source)
    {
        if (!Starts.Any(s => source.Contains(s, StringComparison.Ordinal))) return source;
        char mask = FirstMask;
        while (mask <= LastMask && source.Contains(mask, StringComparison.Ordinal)) mask++;
        if (mask > LastMask) return source;
        char[] view = source.ToCharArray();
        foreach (Match include in Include().Matches(source))
        {
            Group name = include.Groups["name"];
            Cover(view, include, IsHumanText(name.ValueSpan) ? name : null, mask);
        }

        foreach (Match marker in Marker().Matches(source)) Cover(view, marker, null, mask);
        foreach (Match tag in Liquid().Matches(source)) Cover(view, tag, null, mask);
        foreach (Match colons in TripleColon().Matches(source))
        {
            Match text = Alternative().Match(colons.Value);
            Cover(view, colons, null, mask);
            if (text.Success) source.CopyTo(colons.Index + text.Groups["text"].Index, view, colons.Index + text.Groups["text"].Index, text.Groups["text"].Length);
        }

        return new string(view);
    }

    /// <summary>Whether an include's bracket text is words rather than an identifier such as <c>prod_short</c>.</summary>
    private static bool IsHumanText(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        if (name.IsEmpty || name.Contains('_')) return false;
        return name.Contains(' ') || (char.IsUpper(name[0]) && !name.ContainsAny('-', '.', '/'));
    }

    private static void Cover(char[] view, Match match, Group? keep, char mask)
    {
        for (int i = match.Index; i < match.Index + match.Length; i++)
        {
            bool kept = keep is not null && i >= keep.Index && i < keep.Index + keep.Length;
            if (!kept) view[i] = mask;
        }
    }

    [GeneratedRegex(@"\[!INCLUDE[ \t]*\[(?<name>[^\[\]\r\n]{0,300})\][ \t]*\([^()\r\n]{0,500}\)[ \t]*\]?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Include();

    [GeneratedRegex(@"\[!(?:NOTE|TIP|IMPORTANT|CAUTION|WARNING|VIDEO|DIV|ALERT|SUCCESS|ERROR|INFO)(?:[ \t][^\[\]\r\n]{0,500})?\]|\[!code[\w-]*[ \t]*\[[^\[\]\r\n]{0,300}\]\([^()\r\n]{0,500}\)\]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Marker();

    [GeneratedRegex(@":::[ \t]*(?:image|image-end|row|row-end|column|column-end|zone|zone-end|moniker|moniker-end|video|code|no-loc)\b(?:(?!:::)[^\r\n]){0,2000}(?::::)?", RegexOptions.CultureInvariant)]
    private static partial Regex TripleColon();

    [GeneratedRegex(@"\{%[^%\r\n]{0,500}%\}|(?<=\]\()\{\{[^{}\r\n]{0,300}\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Liquid();

    [GeneratedRegex(@"(?:alt-text|[ \t]text)[ \t]*=[ \t]*""(?<text>[^""]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Alternative();
}

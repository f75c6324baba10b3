using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Retrieval.Reading.Html;

/// <summary>The character set that a web page says it is in: <c>&lt;meta charset="…"&gt;</c>, the older form with <c>content</c>, or the first line of XHTML.</summary>
internal static partial class HtmlCharset
{
    // The standard looks at 1024 bytes; programs write comments and styles before it.
    private const int Head = 8192;

    /// <summary>The set that is said.</summary>
    /// <param name="bytes">The page, in a set that has ASCII in its place.</param>
    /// <returns>Null where none is said, one that is not known, or UTF-8.</returns>
    public static Encoding? Of(ReadOnlySpan<byte> bytes)
    {
        string head = Encoding.Latin1.GetString(bytes[..Math.Min(Head, bytes.Length)]);
        Match said = Xml().Match(head) is { Success: true } xml ? xml : Meta().Match(head);
        if (!said.Success || Charsets.Find(said.Groups[1].Value) is not { } found || found is UTF8Encoding or UnicodeEncoding or UTF32Encoding) return null;

        // As browsers do: pages that name these sets have the quotation marks and dashes of Windows.
        return found is ASCIIEncoding || found.CodePage == Encoding.Latin1.CodePage ? Charsets.Windows : found;
    }

    [GeneratedRegex("""^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{2,40})""", RegexOptions.CultureInvariant)]
    private static partial Regex Xml();

    [GeneratedRegex("""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Meta();
}

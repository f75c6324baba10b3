using System.Globalization;
using AngleSharp.Html;
using Assay.Text;

namespace Assay.Retrieval.Reading.Html;

/// <summary>Copies raw HTML text into rendered text, character references decoded one by one.</summary>
internal static class HtmlText
{
    private const int LongestName = 32;

    /// <summary>Adds the characters of <paramref name="span"/> of the original as running text.</summary>
    public static void Append(MappedTextBuilder text, string source, TextSpan span) => Append(text, source, span, null, 0, verbatim: false);

    /// <summary>Adds the characters of <paramref name="span"/> of the original, without those that differ from <paramref name="view"/>.</summary>
    public static void Append(MappedTextBuilder text, string source, TextSpan span, string? view, int viewOffset, bool verbatim)
    {
        void Copy(int start, int end)
        {
            if (verbatim && start < end) text.CopyVerbatim(start, end);
            else if (start < end) text.Copy(start, end, view, viewOffset);
        }

        int from = span.Start, position = span.Start;
        while (position < span.End)
        {
            int length = source.AsSpan(position, span.End - position).IndexOf('&');
            if (length < 0) break;
            position += length;
            if (Decode(source, position, span.End, out int end) is not { } decoded)
            {
                position++;
                continue;
            }

            Copy(from, position);
            text.Render(decoded, new TextSpan(position, end));
            from = position = end;
        }

        Copy(from, span.End);
    }

    private static string? Decode(string source, int start, int limit, out int end)
    {
        int position = end = start + 1;
        if (position < limit && source[position] == '#') return Numeric(source, position + 1, limit, out end);
        while (position < limit && position - start <= LongestName && char.IsAsciiLetterOrDigit(source[position])) position++;
        string name = source[(start + 1)..position];
        end = position + 1;
        if (position < limit && source[position] == ';' && HtmlEntityProvider.Resolver.GetSymbol(name + ";") is { } exact) return exact;

        // The old names are understood without their semicolon, and then only as a prefix.
        for (int length = name.Length; length >= 2; length--)
        {
            if (HtmlEntityProvider.Resolver.GetSymbol(name[..length]) is not { } symbol) continue;
            end = start + 1 + length;
            return symbol;
        }

        return null;
    }

    private static string? Numeric(string source, int position, int limit, out int end)
    {
        bool hex = position < limit && source[position] is 'x' or 'X';
        if (hex) position++;
        int digits = position;
        while (position < limit && position - digits < 8 && (hex ? char.IsAsciiHexDigit(source[position]) : char.IsAsciiDigit(source[position]))) position++;
        end = position < limit && source[position] == ';' ? position + 1 : position;
        if (!int.TryParse(source.AsSpan(digits, position - digits), hex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out int code)) return null;
        bool valid = code is > 0 and < 0xD800 or > 0xDFFF and <= 0x10FFFF;
        return valid ? char.ConvertFromUtf32(code) : "\uFFFD";
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Retrieval.Reading.Mail;

/// <summary>The encodings of mail: words in headers, parameters, bodies.</summary>
internal static partial class MimeWords
{
    /// <summary>Undoes encoded words (RFC 2047) in a header.</summary>
    public static string Decode(string value)
    {
        if (!value.Contains("=?", StringComparison.Ordinal)) return value;
        string joined = Between().Replace(value, "$1");
        return EncodedWord().Replace(joined, m =>
        {
            string text = m.Groups["text"].Value;
            byte[] bytes = m.Groups["kind"].Value is "B" or "b" ? Base64(Encoding.Latin1.GetBytes(text)) : Quoted(Encoding.Latin1.GetBytes(text.Replace('_', ' ')), inHeader: true);
            return Charsets.Decode(bytes, m.Groups["charset"].Value);
        });
    }

    /// <summary>A parameter of a header such as <c>charset</c>; empty for none. Continued and encoded ones (RFC 2231) are put together.</summary>
    public static string Parameter(string header, string name)
    {
        var pieces = new SortedDictionary<int, (string Value, bool Encoded)>();
        foreach (Match match in Parameters().Matches(header))
        {
            if (!match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            string value = match.Groups["quoted"].Success ? match.Groups["quoted"].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : match.Groups["plain"].Value;
            int number = match.Groups["number"].Success && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0;
            pieces.TryAdd(number, (value, match.Groups["star"].Success));
        }

        if (pieces.Count == 0) return "";
        string whole = string.Concat(pieces.Values.Select(p => p.Value));
        if (!pieces.Values.First().Encoded) return whole.Trim();
        string[] parts = whole.Split('\'', 3);
        return parts.Length < 3 ? whole : Charsets.Decode(Percent(parts[2]), parts[0]);
    }

    /// <summary>A body with its transfer encoding undone.</summary>
    public static byte[] Body(ReadOnlySpan<byte> body, string encoding) =>
        encoding.Equals("base64", StringComparison.OrdinalIgnoreCase) ? Base64(body)
        : encoding.Equals("quoted-printable", StringComparison.OrdinalIgnoreCase) ? Quoted(body, inHeader: false) : body.ToArray();

    // Whatever is none of its letters is passed over, as the standard asks.
    private static byte[] Base64(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        int length = 0, bits = 0, held = 0;
        foreach (byte c in text)
        {
            int value = c switch
            {
                >= (byte)'A' and <= (byte)'Z' => c - 'A',
                >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
                (byte)'+' or (byte)'-' => 62,
                (byte)'/' or (byte)'_' => 63,
                _ => -1,
            };
            if (c == '=') break;
            if (value < 0) continue;
            held = ((held << 6) | value) & 0xFFFFFF;
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            bytes[length++] = (byte)((held >> bits) & 0xFF);
        }

        return bytes[..length];
    }

    private static byte[] Quoted(ReadOnlySpan<byte> text, bool inHeader)
    {
        byte[] bytes = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes[length++] = text[i];
                continue;
            }

            int rest = text.Length - i - 1;
            if (rest >= 2 && Hex(text[i + 1]) is >= 0 and int high && Hex(text[i + 2]) is >= 0 and int low)
            {
                bytes[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            else if (!inHeader && rest >= 1 && text[i + 1] is (byte)'\n' or (byte)'\r')
            {
                i += text[i + 1] == '\r' && rest >= 2 && text[i + 2] == '\n' ? 2 : 1;
            }
            else
            {
                bytes[length++] = text[i];
            }
        }

        return bytes[..length];
    }

    private static byte[] Percent(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text), all = new byte[bytes.Length];
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool escaped = bytes[i] == '%' && i + 2 < bytes.Length && Hex(bytes[i + 1]) >= 0 && Hex(bytes[i + 2]) >= 0;
            all[length++] = escaped ? (byte)((Hex(bytes[i + 1]) << 4) | Hex(bytes[i + 2])) : bytes[i];
            if (escaped) i += 2;
        }

        return all[..length];
    }

    private static int Hex(byte c) => char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : -1;

    [GeneratedRegex(@"=\?(?<charset>[^?*\s]{1,40})(?:\*[^?\s]{0,20})?\?(?<kind>[BbQq])\?(?<text>[^?]{0,2000})\?=", RegexOptions.CultureInvariant)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(\?=)\s+(?==\?)", RegexOptions.CultureInvariant)]
    private static partial Regex Between();

    [GeneratedRegex(@";\s*(?<name>[A-Za-z\-]{1,40})(?:\*(?<number>\d{1,3}))?(?<star>\*)?\s*=\s*(?:""(?<quoted>(?:[^""\\]|\\.){0,4000})""|(?<plain>[^;\s]{0,4000}))", RegexOptions.CultureInvariant)]
    private static partial Regex Parameters();
}

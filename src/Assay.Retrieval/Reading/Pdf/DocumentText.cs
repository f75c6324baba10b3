using System.Text;
using Assay.Retrieval.Reading.Pdf.Fonts;

namespace Assay.Retrieval.Reading.Pdf;

/// <summary>Strings that a file has for people: titles, outlines (ISO 32000-1, 7.9.2.2).</summary>
internal static class DocumentText
{
    private const int Longest = 64 * 1024;

    /// <summary>The text of a string's bytes: UTF-16 or UTF-8 by their mark, PDFDocEncoding otherwise; without controls.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Longest) bytes = bytes[..Longest];
        string text = bytes switch
        {
            [0xFE, 0xFF, .. var big] => Encoding.BigEndianUnicode.GetString(big[..(big.Length / 2 * 2)]),
            [0xFF, 0xFE, .. var little] => Encoding.Unicode.GetString(little[..(little.Length / 2 * 2)]),
            [0xEF, 0xBB, 0xBF, .. var utf8] => Encoding.UTF8.GetString(utf8),
            _ => Single(bytes),
        };
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is '\t' or '\n' or '\r' or '\u00A0') plain.Append(' ');
            else if (!char.IsControl(c)) plain.Append(c);
        }

        return plain.ToString();
    }

    private static string Single(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (byte b in bytes) text.Append(b is (byte)'\t' or (byte)'\n' or (byte)'\r' ? ' ' : FontEncodings.Document[b]);
        return text.ToString();
    }
}

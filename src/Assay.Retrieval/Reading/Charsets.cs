using System.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Text in one of the character sets that mail, web pages and old programs use.</summary>
internal static class Charsets
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The encoding of a name; null for one that is not known.</summary>
    public static Encoding? Find(string name)
    {
        name = name.Trim().Trim('"');
        if (name.Length is 0 or > 40 || name.Contains("utf-7", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Bytes as text: in the set they are said to be in; where none is said, or a wrong one, as UTF-8 or what they look like.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="stated">Name of the set, or empty.</param>
    public static string Decode(byte[] bytes, string stated)
    {
        if (Utf8(bytes) is { } utf8 && (stated.Length == 0 || stated.Contains("ascii", StringComparison.OrdinalIgnoreCase) || stated.Contains("utf-8", StringComparison.OrdinalIgnoreCase))) return utf8;
        Encoding encoding = Find(stated) is { } found && found is not UTF8Encoding && found is not ASCIIEncoding ? found : CharsetDetector.Detect(bytes) ?? Windows;
        return encoding.GetString(bytes);
    }

    /// <summary>A line of a header, which should be ASCII and often is UTF-8.</summary>
    public static string Header(ReadOnlySpan<byte> line) => Utf8(line) ?? Windows.GetString(line);

    /// <summary>The set of Western Europe on Windows, which gives some text for any bytes.</summary>
    public static Encoding Windows { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The text of bytes that are UTF-8; null when they are not.</summary>
    public static string? Utf8(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return System.Text.Unicode.Utf8.IsValid(bytes) ? StrictUtf8.GetString(bytes) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

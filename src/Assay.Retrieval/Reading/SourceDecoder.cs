using System.Buffers;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Html;

namespace Assay.Retrieval.Reading;

/// <summary>Bytes to text: UTF-8 and UTF-16 with or without a byte order mark, else the character set that the bytes are most like (see <see cref="CharsetDetector"/>). Never replaces.</summary>
internal static class SourceDecoder
{
    private const int FewestBytes = 24;
    private const int LongestCharacter = 4;
    private const int SampleChars = 64 * 1024;
    private const double MaxControlShare = 0.1;

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\f' or '\v' or '\u0085'))]);

    /// <summary>The text of <paramref name="file"/>, without the byte order mark, line ends as they are.</summary>
    /// <exception cref="UnreadableDocumentException">Too large, wrongly encoded or binary.</exception>
    public static string Decode(SourceFile file, ReadingOptions options, CancellationToken cancellationToken) => Decode(file, SourceBytes.Read(file, options.MaxBytes, cancellationToken).Span, out _);

    /// <summary>The same of bytes that were read, saying which character set was guessed.</summary>
    /// <param name="file">The file they are of.</param>
    /// <param name="bytes">All of its bytes.</param>
    /// <param name="guessed">The set's name; null where the file says it itself (UTF-8, a byte order mark, a web page that names its set).</param>
    /// <exception cref="UnreadableDocumentException">Wrongly encoded or binary.</exception>
    public static string Decode(SourceFile file, ReadOnlySpan<byte> bytes, out string? guessed)
    {
        Encoding? guess = null;
        string text = bytes switch
        {
            [0xFF, 0xFE, ..] => Utf16(file, bytes, bigEndian: false),
            [0xFE, 0xFF, ..] => Utf16(file, bytes, bigEndian: true),
            [0xEF, 0xBB, 0xBF, ..] => Utf8(file, bytes, 3, out guess),
            _ => Stated(file, bytes) ?? Unmarked(file, bytes, out guess),
        };
        RefuseBinary(file, text);
        guessed = guess?.WebName;
        return text;
    }

    // What a web page says of its set counts where its bytes fit it; that it is UTF-8 says nothing about one that is not.
    private static string? Stated(SourceFile file, ReadOnlySpan<byte> bytes)
    {
        if (file.Format is not (".html" or ".htm") || System.Text.Unicode.Utf8.IsValid(bytes) || HtmlCharset.Of(bytes) is not { } said) return null;
        var strict = (Encoding)said.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Unmarked(SourceFile file, ReadOnlySpan<byte> bytes, out Encoding? guess)
    {
        guess = null;
        if (!bytes.Contains((byte)0) || CharsetDetector.Detect(bytes) is not { } wide) return Utf8(file, bytes, 0, out guess);
        try
        {
            guess = wide;
            return wide.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Binary(file);
        }
    }

    // A file with characters of UTF-8 before the first wrong byte is damaged, not in another set; a few bytes are like any set.
    private static Encoding? OtherSet(ReadOnlySpan<byte> bytes, int skip, int valid) =>
        skip == 0 && bytes.Length >= FewestBytes && valid < bytes.Length - LongestCharacter && Ascii.IsValid(bytes[..valid]) ? CharsetDetector.Detect(bytes) : null;

    private static string Utf8(SourceFile file, ReadOnlySpan<byte> bytes, int skip, out Encoding? guess)
    {
        guess = null;
        ReadOnlySpan<byte> body = bytes[skip..];
        if (System.Text.Unicode.Utf8.IsValid(body)) return Encoding.UTF8.GetString(body);
        int valid = ValidBytes(body);
        if (OtherSet(bytes, skip, valid) is { } other)
        {
            guess = other;
            return other.GetString(bytes);
        }

        if (bytes.Contains((byte)0)) throw Binary(file);
        int offset = skip + valid;
        throw new UnreadableDocumentException(file.Id, $"not valid UTF-8: byte 0x{bytes[offset]:X2} at offset {offset}. Save the file as UTF-8, or as UTF-16 with a byte order mark.");
    }

    // How many bytes stand before the first that is no UTF-8.
    private static int ValidBytes(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[1024];
        int valid = 0;
        while (true)
        {
            OperationStatus status = System.Text.Unicode.Utf8.ToUtf16(bytes[valid..], chars, out int read, out _, replaceInvalidSequences: false);
            valid += read;
            if (status != OperationStatus.DestinationTooSmall) return valid;
        }
    }

    private static string Utf16(SourceFile file, ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        if (bytes.Length % 2 != 0)
        {
            throw new UnreadableDocumentException(file.Id, $"not valid UTF-16: half a character at byte offset {bytes.Length - 1}. The file is cut off; get it again or save it as UTF-8.");
        }

        try
        {
            return new UnicodeEncoding(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes[2..]);
        }
        catch (DecoderFallbackException e)
        {
            throw new UnreadableDocumentException(file.Id, $"not valid UTF-16: half a surrogate pair at byte offset {2 + Math.Max(0, e.Index)}. Save the file as UTF-8.");
        }
    }

    private static void RefuseBinary(SourceFile file, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw Binary(file);
        int sample = Math.Min(text.Length, SampleChars), control = 0, position = 0;
        while (text.AsSpan(position, sample - position).IndexOfAny(Controls) is >= 0 and int found)
        {
            control++;
            position += found + 1;
        }

        if (control > sample * MaxControlShare) throw Binary(file);
    }

    private static UnreadableDocumentException Binary(SourceFile file) => new(
        file.Id, $"looks like a binary file, expected text in the format '{file.Format}'. Convert it or leave it out of the project's documents.");
}

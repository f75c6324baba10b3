using System.Text;

namespace Assay.Text.Tokenizers;

/// <summary>The 256 visible characters that byte-level vocabularies write bytes with, as GPT-2 chose them.</summary>
internal static class ByteAlphabet
{
    /// <summary>Character of each byte.</summary>
    public static readonly char[] Characters = Build();

    /// <summary>Byte of each character below U+0144, or -1.</summary>
    private static readonly short[] Bytes = Invert();

    /// <summary>The byte that a character stands for, or -1.</summary>
    public static int ByteOf(char c) => c < Bytes.Length ? Bytes[c] : -1;

    /// <summary>The bytes that a text stands for, or null where a character stands for none.</summary>
    public static byte[]? BytesOf(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            int value = ByteOf(text[i]);
            if (value < 0) return null;
            bytes[i] = (byte)value;
        }

        return bytes;
    }

    /// <summary>The characters that stand for the UTF-8 bytes of a text.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        int count = Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(count, bytes, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++) chars[i] = Characters[source[i]];
        });
    }

    private static char[] Build()
    {
        var characters = new char[256];
        int next = 256;
        for (int b = 0; b < 256; b++)
        {
            bool visible = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            characters[b] = (char)(visible ? b : next++);
        }

        return characters;
    }

    private static short[] Invert()
    {
        var bytes = new short[Characters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int b = 0; b < 256; b++) bytes[Characters[b]] = (short)b;
        return bytes;
    }
}

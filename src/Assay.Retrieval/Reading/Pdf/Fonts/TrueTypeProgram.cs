using System.Buffers.Binary;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>What an embedded TrueType font says its glyphs mean: its <c>cmap</c> tables, read only as far as they stand inside the font's bytes.</summary>
internal sealed class TrueTypeProgram
{
    private const int MostTables = 64;
    private const int MostGlyphs = 65_536;
    private readonly Dictionary<int, char> textOfGlyph = [];
    private readonly Dictionary<int, int> glyphOfCode = [];

    private TrueTypeProgram()
    {
    }

    /// <summary>Reads a font.</summary>
    /// <returns>Null when it has no table of characters.</returns>
    public static TrueTypeProgram? Read(ReadOnlySpan<byte> font)
    {
        if (font.Length < 12) return null;
        int tables = Math.Min((int)U16(font, 4), MostTables);
        for (int i = 0; i < tables; i++)
        {
            int at = 12 + (i * 16);
            if (at + 16 > font.Length) return null;
            if (!font.Slice(at, 4).SequenceEqual("cmap"u8)) continue;
            long offset = U32(font, at + 8), length = U32(font, at + 12);
            if (offset >= font.Length) return null;
            return new TrueTypeProgram().Characters(font.Slice((int)offset, (int)Math.Min(length, font.Length - offset)));
        }

        return null;
    }

    /// <summary>The character of a glyph; null when no table says it.</summary>
    public string? TextOfGlyph(int glyph) => textOfGlyph.TryGetValue(glyph, out char text) ? text.ToString() : null;

    /// <summary>The character that a one-byte code of a symbolic font shows; null when no table says it.</summary>
    public string? TextOfCode(int code) => glyphOfCode.TryGetValue(code, out int glyph) ? TextOfGlyph(glyph) : null;

    private TrueTypeProgram? Characters(ReadOnlySpan<byte> cmap)
    {
        if (cmap.Length < 4) return null;
        int count = Math.Min((int)U16(cmap, 2), MostTables);
        for (int i = 0; i < count; i++)
        {
            int at = 4 + (i * 8);
            if (at + 8 > cmap.Length) break;
            int platform = U16(cmap, at), kind = U16(cmap, at + 2);
            long offset = U32(cmap, at + 4);
            if (offset + 8 > cmap.Length) continue;
            Table(cmap[(int)offset..], unicode: platform == 0 || (platform == 3 && kind is 1 or 10), roman: platform == 1);
        }

        return textOfGlyph.Count > 0 ? this : null;
    }

    private void Table(ReadOnlySpan<byte> table, bool unicode, bool roman)
    {
        switch (U16(table, 0))
        {
            case 0:
                for (int code = 0; code < 256 && 6 + code < table.Length; code++) Add(code, table[6 + code], unicode, roman);
                break;
            case 4:
                Segments(table, unicode, roman);
                break;
            case 6 when table.Length >= 10:
                int first = U16(table, 6), count = U16(table, 8);
                for (int i = 0; i < count && 12 + (i * 2) <= table.Length; i++) Add(first + i, U16(table, 10 + (i * 2)), unicode, roman);
                break;
            case 12 when table.Length >= 16:
                Groups(table, unicode, roman);
                break;
        }
    }

    private void Segments(ReadOnlySpan<byte> table, bool unicode, bool roman)
    {
        int segments = U16(table, 6) / 2;
        int ends = 14, starts = 16 + (segments * 2), deltas = starts + (segments * 2), offsets = deltas + (segments * 2);
        if (offsets + (segments * 2) > table.Length) return;
        int added = 0;
        for (int i = 0; i < segments; i++)
        {
            int start = U16(table, starts + (i * 2)), end = U16(table, ends + (i * 2)), delta = U16(table, deltas + (i * 2)), offset = U16(table, offsets + (i * 2));
            for (int code = start; code <= end && code < 0xFFFF && added < MostGlyphs; code++, added++)
            {
                int glyph = code + delta & 0xFFFF;
                if (offset != 0)
                {
                    int at = offsets + (i * 2) + offset + ((code - start) * 2);
                    if (at + 2 > table.Length) break;
                    glyph = U16(table, at);
                    if (glyph != 0) glyph = glyph + delta & 0xFFFF;
                }

                Add(code, glyph, unicode, roman);
            }
        }
    }

    private void Groups(ReadOnlySpan<byte> table, bool unicode, bool roman)
    {
        long count = U32(table, 12);
        int added = 0;
        for (int i = 0; i < count && 28 + (i * 12) <= table.Length && added < MostGlyphs; i++)
        {
            long start = U32(table, 16 + (i * 12)), end = U32(table, 20 + (i * 12)), glyph = U32(table, 24 + (i * 12));
            for (long code = start; code <= end && code <= 0xFFFF && added < MostGlyphs; code++, added++) Add((int)code, (int)Math.Min(0xFFFF, glyph + code - start), unicode, roman);
        }
    }

    private void Add(int code, int glyph, bool unicode, bool roman)
    {
        if (glyph == 0) return;
        if (unicode && code >= 32) textOfGlyph.TryAdd(glyph, (char)code);
        if (roman && code < 256 && FontEncodings.MacRoman[code] is not '\0' and char text) textOfGlyph.TryAdd(glyph, text);
        if (!unicode) glyphOfCode.TryAdd(code & 0xFF, glyph);
    }

    private static ushort U16(ReadOnlySpan<byte> data, int at) => at + 2 <= data.Length ? BinaryPrimitives.ReadUInt16BigEndian(data[at..]) : (ushort)0;

    private static uint U32(ReadOnlySpan<byte> data, int at) => at + 4 <= data.Length ? BinaryPrimitives.ReadUInt32BigEndian(data[at..]) : 0;
}

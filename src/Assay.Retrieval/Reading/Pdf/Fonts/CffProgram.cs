using System.Text;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>Glyph names and the built-in encoding of an embedded CFF font (Adobe Technical Note 5176), read only as far as they stand inside the font's bytes.</summary>
internal sealed class CffProgram
{
    private const int StandardStrings = 391;
    private const int CharsetKey = 15;
    private const int EncodingKey = 16;
    private const int CharStringsKey = 17;
    private const int RosKey = 1230;

    // Appendix A of the note, without the glyphs of expert fonts.
    private static readonly string[] StandardNames =
    [
        ".notdef",
        .. GlyphNames.Ascii.Replace("quotesingle", "quoteright", StringComparison.Ordinal).Replace(" grave ", " quoteleft ", StringComparison.Ordinal).Split(' '),
        .. ("exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph " +
            "bullet quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring cedilla hungarumlaut " +
            "ogonek caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide " +
            "brokenbar degree thorn threequarters twosuperior registered minus eth multiply threesuperior copyright Aacute Acircumflex Adieresis Agrave Aring Atilde Ccedilla Eacute Ecircumflex " +
            "Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute " +
            "acircumflex adieresis agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde oacute ocircumflex odieresis ograve otilde scaron " +
            "uacute ucircumflex udieresis ugrave yacute ydieresis zcaron").Split(' '),
    ];

    private readonly string?[] names;

    private CffProgram(string?[] names, string?[] codes)
    {
        this.names = names;
        Codes = codes;
    }

    /// <summary>Texts by code of the built-in encoding.</summary>
    public string?[] Codes { get; }

    /// <summary>The text of a glyph by its number; null when its name does not say it.</summary>
    public string? TextOfGlyph(int glyph) => glyph >= 0 && glyph < names.Length && names[glyph] is { } name ? GlyphNames.Text(name) : null;

    /// <summary>Reads a font; null when its glyphs have no names.</summary>
    public static CffProgram? Read(ReadOnlySpan<byte> font)
    {
        if (font.Length < 4) return null;
        int at = font[2];
        if (!Index(font, ref at, out _) || !Index(font, ref at, out List<(int Start, int End)> tops) || !Index(font, ref at, out List<(int Start, int End)> strings) || tops.Count == 0) return null;
        Dictionary<int, int> top = Dict(font[tops[0].Start..tops[0].End]);
        if (top.ContainsKey(RosKey)) return null;
        int charStrings = top.GetValueOrDefault(CharStringsKey);
        if (charStrings <= 0 || charStrings + 2 > font.Length) return null;
        int glyphs = font[charStrings] << 8 | font[charStrings + 1];
        string?[] names = Names(font, top.GetValueOrDefault(CharsetKey), glyphs, strings);
        return new CffProgram(names, CodesOf(font, top.GetValueOrDefault(EncodingKey), names));
    }

    private static string?[] Names(ReadOnlySpan<byte> font, int charset, int glyphs, List<(int Start, int End)> strings)
    {
        string?[] names = new string?[Math.Min(glyphs, ushort.MaxValue)];
        if (charset <= 2)
        {
            for (int glyph = 1; glyph < names.Length; glyph++) names[glyph] = charset == 0 ? StandardName(glyph) : null;
            return names;
        }

        int at = charset;
        if (at >= font.Length) return names;
        int format = font[at++];
        for (int glyph = 1; glyph < names.Length && at + 2 <= font.Length;)
        {
            int sid = font[at] << 8 | font[at + 1];
            at += 2;
            int left = 0;
            if (format == 1 && at < font.Length) left = font[at++];
            else if (format == 2 && at + 2 <= font.Length)
            {
                left = font[at] << 8 | font[at + 1];
                at += 2;
            }

            for (int i = 0; i <= left && glyph < names.Length; i++) names[glyph++] = NameOf(font, sid + i, strings);
        }

        return names;
    }

    private static string?[] CodesOf(ReadOnlySpan<byte> font, int encoding, string?[] names)
    {
        string?[] codes = new string?[256];
        if (encoding <= 1)
        {
            for (int code = 0; code < 256; code++) codes[code] = FontEncodings.Standard[code] is not '\0' and char text ? text.ToString() : null;
            return codes;
        }

        int at = encoding;
        if (at + 2 > font.Length) return codes;
        int format = font[at++] & 0x7F, count = font[at++], glyph = 1;
        for (int i = 0; i < count && at < font.Length; i++)
        {
            int code = font[at++], left = format == 1 && at < font.Length ? font[at++] : 0;
            for (int j = 0; j <= left && code + j < 256 && glyph < names.Length; j++, glyph++) codes[code + j] = names[glyph] is { } name ? GlyphNames.Text(name) : null;
        }

        return codes;
    }

    private static string? NameOf(ReadOnlySpan<byte> font, int sid, List<(int Start, int End)> strings)
    {
        if (sid < StandardStrings) return StandardName(sid);
        int index = sid - StandardStrings;
        return index < strings.Count ? Encoding.Latin1.GetString(font[strings[index].Start..Math.Min(strings[index].End, strings[index].Start + 64)]) : null;
    }

    private static string? StandardName(int sid) => sid > 0 && sid < StandardNames.Length ? StandardNames[sid] : null;

    private static bool Index(ReadOnlySpan<byte> font, ref int at, out List<(int Start, int End)> items)
    {
        items = [];
        if (at + 2 > font.Length) return false;
        int count = font[at] << 8 | font[at + 1];
        at += 2;
        if (count == 0) return true;
        if (at >= font.Length) return false;
        int size = font[at++];
        long table = at, data = table + (((long)count + 1) * size) - 1;
        if (size is < 1 or > 4 || data >= font.Length) return false;
        long start = Offset(font, (int)table, size), end = start;
        for (int i = 1; i <= count; i++)
        {
            end = Offset(font, (int)(table + ((long)i * size)), size);
            if (end < start || data + end > font.Length) return false;
            items.Add(((int)(data + start), (int)(data + end)));
            start = end;
        }

        at = (int)(data + end);
        return true;
    }

    private static long Offset(ReadOnlySpan<byte> font, int at, int size)
    {
        long value = 0;
        for (int i = 0; i < size; i++) value = value << 8 | font[at + i];
        return value;
    }

    private static Dictionary<int, int> Dict(ReadOnlySpan<byte> data)
    {
        var values = new Dictionary<int, int>();
        int operand = 0;
        for (int i = 0; i < data.Length;)
        {
            int b = data[i++];
            if (b <= 21)
            {
                int key = b == 12 && i < data.Length ? 1200 + data[i++] : b;
                values[key] = operand;
                operand = 0;
            }
            else if (b is >= 32 and <= 246) operand = b - 139;
            else if (b is >= 247 and <= 250 && i < data.Length) operand = ((b - 247) * 256) + data[i++] + 108;
            else if (b is >= 251 and <= 254 && i < data.Length) operand = -((b - 251) * 256) - data[i++] - 108;
            else if (b == 28 && i + 1 < data.Length)
            {
                operand = unchecked((short)(data[i] << 8 | data[i + 1]));
                i += 2;
            }
            else if (b == 29 && i + 3 < data.Length)
            {
                operand = unchecked(data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]);
                i += 4;
            }
            else if (b == 30)
            {
                while (i < data.Length && (data[i] & 0xF) != 0xF && (data[i] >> 4) != 0xF) i++;
                i++;
            }
        }

        return values;
    }
}

using System.Text;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>The maps that files only name (ISO 32000-1, table 118), as far as the codes themselves say what they mean: UTF-16, Shift-JIS, EUC, GBK, Big5 and Unified Hangul.</summary>
internal sealed class NamedCMap
{
    private readonly Encoding? encoding;
    private readonly Func<byte, bool> isLead;
    private readonly byte setBits;

    private NamedCMap(Encoding? encoding, Func<byte, bool> isLead, byte setBits = 0)
    {
        this.encoding = encoding;
        this.isLead = isLead;
        this.setBits = setBits;
    }

    /// <summary>The map of a name; null for one whose codes are character ids, or that is not known.</summary>
    public static NamedCMap? Find(string name)
    {
        if (name.Contains("UCS2", StringComparison.Ordinal) || name.Contains("UTF16", StringComparison.Ordinal)) return new(Encoding.BigEndianUnicode, _ => true);
        if (name.Contains("RKSJ", StringComparison.Ordinal)) return Of(932, b => b is (>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC));
        if (name.StartsWith("GBK2K", StringComparison.Ordinal)) return Of(54936, b => b >= 0x81);
        if (name.StartsWith("GB", StringComparison.Ordinal)) return Of(936, b => b >= 0x81);
        if (name.StartsWith("KSC", StringComparison.Ordinal)) return Of(949, b => b >= 0x81);
        if (name.StartsWith("B5", StringComparison.Ordinal) || name.StartsWith("ETen", StringComparison.Ordinal) || name.StartsWith("HKscs", StringComparison.Ordinal)) return Of(950, b => b >= 0x81);
        if (name is "EUC-H" or "EUC-V") return Of(51932, b => b >= 0x8E);
        return name is "H" or "V" ? Of(51932, _ => true, 0x80) : null;
    }

    /// <summary>Bytes of the code at the beginning.</summary>
    public int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || !isLead(bytes[0])) return 1;
        return encoding == Encoding.BigEndianUnicode && bytes[0] is >= 0xD8 and <= 0xDB && bytes.Length >= 4 ? 4 : 2;
    }

    /// <summary>The text of a code.</summary>
    public string Text(ReadOnlySpan<byte> code)
    {
        if (setBits == 0) return encoding!.GetString(code);
        Span<byte> set = stackalloc byte[code.Length];
        for (int i = 0; i < code.Length; i++) set[i] = (byte)(code[i] | setBits);
        return encoding!.GetString(set);
    }

    private static NamedCMap Of(int codePage, Func<byte, bool> isLead, byte setBits = 0) => new(CodePagesEncodingProvider.Instance.GetEncoding(codePage), isLead, setBits);
}

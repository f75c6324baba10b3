using System.Text;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>A map from codes to character ids or to Unicode, as embedded in files (ISO 32000-1, 9.7.5 and 9.10.3). Ranges are kept as ranges, so that a short file cannot state millions of codes.</summary>
internal sealed class CMap
{
    private const int MostRanges = 200_000;
    private const int LongestText = 64;
    private readonly List<CodeSpace> spaces = [];
    private readonly List<CidRange> cids = [];
    private readonly Dictionary<uint, string> texts = [];
    private readonly List<TextRange> textRanges = [];
    private bool sorted;

    /// <summary>Whether it says how long codes are.</summary>
    public bool HasCodeSpaces => spaces.Count > 0;

    /// <summary>Whether it maps codes to text.</summary>
    public bool HasText => texts.Count + textRanges.Count > 0;

    /// <summary>Whether the lines run from top to bottom.</summary>
    public bool IsVertical { get; private set; }

    /// <summary>Name of the map that this one builds on; null for none.</summary>
    public string? Base { get; private set; }

    /// <summary>Reads an embedded map.</summary>
    /// <exception cref="PdfSyntaxException">Beyond the budget.</exception>
    public static CMap Read(ReadOnlySpan<byte> program, PdfBudget budget)
    {
        var map = new CMap();
        var parser = new PdfParser(program, budget);
        PdfValue before = default;
        budget.Work(program.Length);
        while (true)
        {
            PdfValue value = parser.Value();
            if (value.Kind == PdfKind.End) break;
            if (value.Kind == PdfKind.Keyword)
            {
                switch (value.LongKeyword)
                {
                    case "begincodespacerange": map.ReadSpaces(ref parser); break;
                    case "begincidrange": map.ReadCids(ref parser, ranges: true); break;
                    case "begincidchar": map.ReadCids(ref parser, ranges: false); break;
                    case "beginbfrange": map.ReadTexts(ref parser, ranges: true); break;
                    case "beginbfchar": map.ReadTexts(ref parser, ranges: false); break;
                    default:
                        if (value.Is("usecmap"u8)) map.Base = before.Name;
                        break;
                }
            }
            else if (before.Name == "WMode")
            {
                map.IsVertical = value.Integer == 1;
            }

            before = value;
        }

        return map;
    }

    /// <summary>Bytes of the code that stands at the beginning of <paramref name="bytes"/>; 1 where no code space fits.</summary>
    public int LengthOf(ReadOnlySpan<byte> bytes)
    {
        uint code = 0;
        for (int length = 1; length <= 4 && length <= bytes.Length; length++)
        {
            code = code << 8 | bytes[length - 1];
            foreach (CodeSpace space in spaces)
            {
                if (space.Length == length && space.Holds(code)) return length;
            }
        }

        return spaces.Count == 0 ? Math.Min(2, bytes.Length) : Math.Min(bytes.Length, spaces.Min(s => s.Length));
    }

    /// <summary>The character id of a code; -1 when it has none.</summary>
    public int Cid(uint code)
    {
        Sort();
        int low = 0, high = cids.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            CidRange range = cids[middle];
            if (code < range.First) high = middle - 1;
            else if (code > range.Last) low = middle + 1;
            else return (int)Math.Min(int.MaxValue, (long)range.Cid + code - range.First);
        }

        return -1;
    }

    /// <summary>The text of a code; null when it has none.</summary>
    public string? Text(uint code)
    {
        if (texts.TryGetValue(code, out string? text)) return text;
        Sort();
        int low = 0, high = textRanges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            TextRange range = textRanges[middle];
            if (code < range.First) high = middle - 1;
            else if (code > range.Last) low = middle + 1;
            else return Moved(range.Text, code - range.First);
        }

        return null;
    }

    private static string Moved(string text, uint by)
    {
        if (text.Length == 0 || by == 0) return text;
        if (text.Length >= 2 && char.IsSurrogatePair(text[^2], text[^1]))
        {
            long moved = char.ConvertToUtf32(text[^2], text[^1]) + (long)by;
            return moved <= 0x10FFFF ? string.Concat(text.AsSpan(0, text.Length - 2), new Rune((int)moved).ToString()) : text;
        }

        return string.Concat(text.AsSpan(0, text.Length - 1), [(char)(text[^1] + by & 0xFFFF)]);
    }

    private void Sort()
    {
        if (sorted) return;
        sorted = true;
        cids.Sort((x, y) => x.First.CompareTo(y.First));
        textRanges.Sort((x, y) => x.First.CompareTo(y.First));
    }

    private void ReadSpaces(ref PdfParser parser)
    {
        while (parser.Value() is { Kind: PdfKind.String } low && parser.Value() is { Kind: PdfKind.String } high)
        {
            if (spaces.Count < 64 && low.Bytes.Length is >= 1 and <= 4 && high.Bytes.Length == low.Bytes.Length) spaces.Add(new CodeSpace(low.Bytes.Length, Code(low.Bytes), Code(high.Bytes)));
        }
    }

    private void ReadCids(ref PdfParser parser, bool ranges)
    {
        while (parser.Value() is { Kind: PdfKind.String } first)
        {
            PdfValue last = ranges ? parser.Value() : first, cid = parser.Value();
            if (cid.Kind != PdfKind.Number || last.Kind != PdfKind.String) return;
            if (cids.Count < MostRanges) cids.Add(new CidRange(Code(first.Bytes), Code(last.Bytes), Math.Max(0, cid.Integer)));
        }
    }

    private void ReadTexts(ref PdfParser parser, bool ranges)
    {
        while (parser.Value() is { Kind: PdfKind.String } first)
        {
            PdfValue last = ranges ? parser.Value() : first, target = parser.Value();
            if (last.Kind != PdfKind.String) return;
            uint code = Code(first.Bytes), end = Code(last.Bytes);
            if (texts.Count + textRanges.Count >= MostRanges) continue;
            if (target.Kind == PdfKind.Array)
            {
                for (uint i = 0; i < target.Elements.Length && i <= end - (long)code; i++) texts[code + i] = Unicode(target.Elements[i]);
            }
            else if (end > code)
            {
                textRanges.Add(new TextRange(code, end, Unicode(target)));
            }
            else if (end == code)
            {
                texts[code] = Unicode(target);
            }
        }
    }

    private static uint Code(byte[] bytes)
    {
        uint code = 0;
        foreach (byte b in bytes.AsSpan(0, Math.Min(4, bytes.Length))) code = code << 8 | b;
        return code;
    }

    private static string Unicode(PdfValue target)
    {
        if (target.Name is { } name) return GlyphNames.Text(name) ?? "";
        byte[] bytes = target.Bytes;
        if (bytes.Length == 1) return ((char)bytes[0]).ToString();
        string text = Encoding.BigEndianUnicode.GetString(bytes, 0, Math.Min(bytes.Length / 2 * 2, LongestText));
        return text.Replace("\0", "", StringComparison.Ordinal);
    }

    private readonly record struct CodeSpace(int Length, uint Low, uint High)
    {
        // Every byte has a range of its own.
        public bool Holds(uint code)
        {
            for (int shift = 0; shift < Length * 8; shift += 8)
            {
                uint value = code >> shift & 0xFF;
                if (value < (Low >> shift & 0xFF) || value > (High >> shift & 0xFF)) return false;
            }

            return true;
        }
    }

    private readonly record struct CidRange(uint First, uint Last, int Cid);

    private readonly record struct TextRange(uint First, uint Last, string Text);
}

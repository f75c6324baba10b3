using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Files;

/// <summary>Where the objects of a file stand (ISO 32000-1, 7.5.4 and 7.5.8): its tables and streams from the newest to the oldest, or what a scan finds.</summary>
internal sealed class CrossReference
{
    private const int MostSections = 4096;
    private const int MostObjects = 1_000_000;
    private const int TailBytes = 2048;
    private readonly Dictionary<int, CrossReferenceEntry> entries = [];
    private readonly HashSet<int> free = [];

    /// <summary>The newest trailer; values that it lacks come from older ones.</summary>
    public PdfDictionary Trailer { get; } = new();

    /// <summary>Where an object stands.</summary>
    public bool TryGet(int number, out CrossReferenceEntry entry) => entries.TryGetValue(number, out entry);

    /// <summary>Reads the chain of sections that the end of the file names; empty where it names none.</summary>
    public static CrossReference Read(ReadOnlySpan<byte> data, PdfFile file)
    {
        var table = new CrossReference();
        int tail = Math.Max(0, data.Length - TailBytes), mark = data[tail..].LastIndexOf("startxref"u8);
        if (mark < 0) return table;
        var lexer = new PdfLexer(data) { Position = tail + mark + "startxref".Length };
        var open = new Queue<int>([lexer.Next() is { Kind: PdfKind.Number } start ? start.Integer : -1]);
        var seen = new HashSet<int>();
        while (open.TryDequeue(out int position) && seen.Count < MostSections)
        {
            if (position < 0 || position >= data.Length || !seen.Add(position)) continue;
            PdfDictionary section = table.Section(data, position, file);
            foreach ((string name, PdfValue value) in section.Values)
            {
                if (table.Trailer[name].IsNull) table.Trailer.Set(name, value);
            }

            if (section["XRefStm"] is { Kind: PdfKind.Number } hybrid) open.Enqueue(hybrid.Integer);
            if (section["Prev"] is { Kind: PdfKind.Number } previous) open.Enqueue(previous.Integer);
        }

        return table;
    }

    /// <summary>Finds every object of the file by its first words; of two with one number the later counts.</summary>
    public static CrossReference Scan(ReadOnlySpan<byte> data, PdfFile file)
    {
        var table = new CrossReference();
        for (int from = 0; data[from..].IndexOf("obj"u8) is >= 0 and int found;)
        {
            int at = from + found;
            from = at + "obj".Length;
            int position = StartOfObject(data, at, out int number);
            if (position < 0 || table.entries.Count >= MostObjects) continue;
            table.entries[number] = new CrossReferenceEntry(position, 0);
        }

        var trailers = new List<PdfDictionary>();
        for (int from = 0; data[from..].IndexOf("trailer"u8) is >= 0 and int found;)
        {
            from += found + "trailer".Length;
            var parser = new PdfParser(data, file.Budget) { Position = from };
            trailers.Add(parser.Value().Dictionary);
            file.Budget.Work(Math.Max(16, parser.Position - from));
        }

        foreach ((int number, CrossReferenceEntry entry) in table.entries.ToArray()) table.Look(number, entry, data, file, trailers);
        foreach (PdfDictionary trailer in Enumerable.Reverse(trailers))
        {
            foreach ((string name, PdfValue value) in trailer.Values)
            {
                if (name is "Root" or "Info" or "Encrypt" or "ID" && table.Trailer[name].IsNull) table.Trailer.Set(name, value);
            }
        }

        return table;
    }

    // What the objects say that are not found by number: object streams, cross-reference streams, the catalog.
    private void Look(int number, CrossReferenceEntry entry, ReadOnlySpan<byte> data, PdfFile file, List<PdfDictionary> trailers)
    {
        ReadOnlySpan<byte> head = data.Slice(entry.Position, Math.Min(data.Length - entry.Position, 4096));
        if (head.IndexOf("endobj"u8) is >= 0 and int end) head = head[..end];
        bool catalog = head.IndexOf("/Catalog"u8) >= 0, objects = head.IndexOf("/ObjStm"u8) >= 0;
        if (!catalog && !objects && head.IndexOf("/XRef"u8) < 0) return;
        PdfValue value = file.ReadAt(entry.Position, out _);
        switch (value.Dictionary["Type"].Name)
        {
            case "Catalog" when Trailer["Root"].IsNull:
                Trailer.Set("Root", PdfValue.Reference(number));
                break;
            case "XRef":
                trailers.Add(value.Dictionary);
                break;
            case "ObjStm" when file.Decode(value) is { } content:
                foreach (int inside in ObjectStream.Open(content, value.Dictionary, file).Numbers)
                {
                    if (entries.Count < MostObjects) entries.TryAdd(inside, new CrossReferenceEntry(0, number));
                }

                break;
        }
    }

    private static int StartOfObject(ReadOnlySpan<byte> data, int at, out int number)
    {
        number = 0;
        int i = at;
        if (!Back(data, ref i, white: true) || !Back(data, ref i, white: false) || !Back(data, ref i, white: true)) return -1;
        int end = i;
        if (!Back(data, ref i, white: false) || end - i > 9) return -1;
        foreach (byte digit in data[i..end]) number = (number * 10) + (digit - '0');
        return i;
    }

    private static bool Back(ReadOnlySpan<byte> data, ref int i, bool white)
    {
        int end = i;
        while (i > 0 && end - i < 24 && (white ? PdfLexer.IsWhite(data[i - 1]) : data[i - 1] is >= (byte)'0' and <= (byte)'9')) i--;
        return i < end;
    }

    private PdfDictionary Section(ReadOnlySpan<byte> data, int position, PdfFile file)
    {
        var lexer = new PdfLexer(data) { Position = position };
        if (lexer.Next().Is("xref"u8)) return Table(data, lexer.Position, file);
        PdfValue value = file.ReadAt(position, out _);
        if (value.Stream is null || file.Decode(value) is not { } content) return PdfDictionary.Empty;
        Stream(content.Span, value.Dictionary);
        return value.Dictionary;
    }

    private PdfDictionary Table(ReadOnlySpan<byte> data, int position, PdfFile file)
    {
        var parser = new PdfParser(data, file.Budget) { Position = position };
        while (true)
        {
            PdfValue first = parser.Token();
            if (first.Is("trailer"u8)) return parser.Value().Dictionary;
            PdfValue count = parser.Token();
            if (first.Kind != PdfKind.Number || count.Kind != PdfKind.Number) return PdfDictionary.Empty;
            for (int i = 0; i < count.Integer; i++)
            {
                int before = parser.Position;
                PdfValue offset = parser.Token();
                if (offset.Kind != PdfKind.Number)
                {
                    parser.Position = before;
                    break;
                }

                PdfValue generation = parser.Token(), use = parser.Token();
                if (generation.Kind != PdfKind.Number || use.Kind != PdfKind.Keyword) return PdfDictionary.Empty;
                long number = (long)first.Integer + i;
                if (number is < 0 or > int.MaxValue) continue;
                if (use.Is("n"u8)) Add((int)number, new CrossReferenceEntry(offset.Integer, 0));
                else free.Add((int)number);
            }

            file.Budget.Work(16);
        }
    }

    private void Stream(ReadOnlySpan<byte> content, PdfDictionary dictionary)
    {
        PdfValue[] widths = dictionary["W"].Elements;
        if (widths.Length < 3 || widths.Any(w => w.Integer is < 0 or > 8)) return;
        int type = widths[0].Integer, second = widths[1].Integer, third = widths[2].Integer, row = type + second + third;
        if (row == 0) return;
        PdfValue[] index = dictionary["Index"].Elements;
        if (index.Length == 0) index = [PdfValue.Of(0), dictionary["Size"]];
        int at = 0;
        for (int pair = 0; pair + 1 < index.Length; pair += 2)
        {
            for (int i = 0; i < index[pair + 1].Integer && at + row <= content.Length; i++, at += row)
            {
                long kind = type == 0 ? 1 : Field(content.Slice(at, type)), value = Field(content.Slice(at + type, second)), number = (long)index[pair].Integer + i;
                if (number is < 0 or > int.MaxValue || value is < 0 or > int.MaxValue) continue;
                if (kind == 1) Add((int)number, new CrossReferenceEntry((int)value, 0));
                else if (kind == 2 && value > 0) Add((int)number, new CrossReferenceEntry(0, (int)value));
                else if (kind == 0) free.Add((int)number);
            }
        }
    }

    private void Add(int number, CrossReferenceEntry entry)
    {
        if (entries.Count < MostObjects && !free.Contains(number)) entries.TryAdd(number, entry);
    }

    private static long Field(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        foreach (byte b in bytes)
        {
            if (value > int.MaxValue) return -1;
            value = value << 8 | b;
        }

        return value;
    }
}

using Assay.Retrieval.Reading.Pdf.Filters;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Files;

/// <summary>The objects of a PDF file by number: looked up in its cross-reference, or in what a scan of the file finds where that is damaged.</summary>
internal sealed class PdfFile
{
    private const int DeepestResolve = 32;
    private const int KeptObjectStreams = 16;
    private const int EndBytes = 1024;
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly Dictionary<int, PdfValue> objects = [];
    private readonly Dictionary<int, ObjectStream> objectStreams = [];
    private readonly Queue<int> objectStreamOrder = new();
    private CrossReference table = new();
    private PdfDecryptor? decryptor;
    private bool scanned;
    private int depth;

    private PdfFile(ReadOnlyMemory<byte> bytes, PdfBudget budget)
    {
        this.bytes = bytes;
        Budget = budget;
        table = CrossReference.Read(bytes.Span, this);
    }

    /// <summary>What the file may still cause.</summary>
    public PdfBudget Budget { get; }

    /// <summary>The document's catalog.</summary>
    public PdfDictionary Catalog { get; private set; } = PdfDictionary.Empty;

    /// <summary>The information dictionary; empty when there is none.</summary>
    public PdfDictionary Information => Resolve(table.Trailer["Info"]).Dictionary;

    /// <summary>Whether the file's end is missing, so that its objects were looked for and some may be gone.</summary>
    public bool IsCutOff => scanned && bytes.Span[Math.Max(0, bytes.Length - EndBytes)..].IndexOf("%%EOF"u8) < 0;

    /// <summary>Whether the file was encrypted, and opened without a password.</summary>
    public bool WasEncrypted => decryptor is not null;

    /// <summary>Opens a file.</summary>
    /// <exception cref="PdfSyntaxException">It is no PDF, encrypted with a password, or beyond a limit.</exception>
    public static PdfFile Open(ReadOnlyMemory<byte> bytes)
    {
        int header = bytes.Span[..Math.Min(bytes.Length, 1024)].IndexOf("%PDF-"u8);
        if (header > 0) bytes = bytes[header..];
        var file = new PdfFile(bytes, new PdfBudget(bytes.Length));
        file.Prepare();
        if (file.Catalog == PdfDictionary.Empty && !file.scanned)
        {
            file.Scan();
            file.Prepare();
        }

        if (file.Catalog == PdfDictionary.Empty) throw new PdfSyntaxException(header < 0 ? "is no PDF: it does not begin with '%PDF-'" : "has no catalog of pages: it is cut off or damaged");
        return file;
    }

    /// <summary>The value that a reference stands for; any other value as it is.</summary>
    /// <exception cref="PdfSyntaxException">Beyond a limit.</exception>
    public PdfValue Resolve(PdfValue value)
    {
        for (int i = 0; value.Kind == PdfKind.Reference; i++)
        {
            if (i > DeepestResolve) return default;
            value = Object(value.Target);
        }

        return value;
    }

    /// <summary>The value of a name in a dictionary, references followed.</summary>
    public PdfValue Get(PdfDictionary dictionary, string name) => Resolve(dictionary[name]);

    /// <summary>The bytes of a stream without filters; null for a picture and for what is no stream.</summary>
    public ReadOnlyMemory<byte>? Decode(PdfValue value) =>
        Raw(value) is { } raw ? StreamDecoder.Decode(raw, Resolve(value).Stream!.Dictionary, Resolve, Budget) : null;

    /// <summary>The bytes of a stream with its filters, decrypted; null for what is no stream.</summary>
    public ReadOnlyMemory<byte>? Raw(PdfValue value)
    {
        if (Resolve(value).Stream is not { } stream) return null;
        return decryptor is not null && stream.Number > 0 && !HasOwnCrypt(stream) ? decryptor.Decrypt(stream.Raw.Span, stream.Number, stream.Generation, isString: false) : stream.Raw;
    }

    /// <summary>Looks for objects in the whole file, and no more in its cross-reference.</summary>
    public void Scan()
    {
        scanned = true;
        Budget.Work(bytes.Length);
        objects.Clear();
        objectStreams.Clear();
        table = CrossReference.Scan(bytes.Span, this);
        objects.Clear();
        objectStreams.Clear();
        objectStreamOrder.Clear();
    }

    /// <summary>Reads the object that stands at <paramref name="position"/>; its number is told for a check.</summary>
    public PdfValue ReadAt(int position, out int number)
    {
        number = -1;
        if (position < 0 || position >= bytes.Length) return default;
        ReadOnlySpan<byte> data = bytes.Span;
        var parser = new PdfParser(data, Budget) { Position = position };
        PdfValue first = parser.Token(), second = parser.Token();
        if (first.Kind != PdfKind.Number || second.Kind != PdfKind.Number || !parser.Token().Is("obj"u8)) return default;
        number = first.Integer;
        int generation = Math.Clamp(second.Integer, 0, ushort.MaxValue);
        PdfValue value = parser.Value();
        Budget.Work(parser.Position - position);
        if (value.Kind == PdfKind.Dictionary)
        {
            int after = parser.Position;
            if (parser.Token().Is("stream"u8)) return PdfValue.Of(Stream(value.Dictionary, parser.Position, number, generation));
            parser.Position = after;
        }

        return value.Kind > PdfKind.Reference ? default : decryptor is null ? value : decryptor.DecryptStrings(value, number, generation);
    }

    private static bool HasOwnCrypt(PdfStream stream) =>
        stream.Dictionary["Type"].Name == "XRef" || (stream.Dictionary["Filter"].Elements is [{ Name: "Crypt" }, ..]);

    private void Prepare()
    {
        decryptor = null;
        if (Resolve(table.Trailer["Encrypt"]) is { Kind: PdfKind.Dictionary } encrypt)
        {
            decryptor = PdfDecryptor.Open(encrypt.Dictionary, Resolve(table.Trailer["ID"]), Resolve);
            objects.Clear();
            objectStreams.Clear();
        }

        Catalog = Resolve(table.Trailer["Root"]).Dictionary;
        if (Get(Catalog, "Pages").Kind != PdfKind.Dictionary) Catalog = PdfDictionary.Empty;
    }

    private PdfValue Object(int number)
    {
        if (objects.TryGetValue(number, out PdfValue known)) return known;
        if (depth >= DeepestResolve) return default;
        depth++;
        try
        {
            objects[number] = default;
            PdfValue value = Find(number);
            objects[number] = value;
            return value;
        }
        finally
        {
            depth--;
        }
    }

    private PdfValue Find(int number)
    {
        if (!table.TryGet(number, out CrossReferenceEntry entry)) return default;
        if (entry.Container > 0) return InObjectStream(entry.Container, number);
        PdfValue value = ReadAt(entry.Position, out int found);
        if (found == number || scanned) return found == number ? value : default;
        Scan();
        return table.TryGet(number, out entry) ? Find(number) : default;
    }

    private PdfValue InObjectStream(int container, int number)
    {
        if (!objectStreams.TryGetValue(container, out ObjectStream? stream))
        {
            PdfValue value = Object(container);
            stream = Decode(value) is { } content ? ObjectStream.Open(content, value.Dictionary, this) : ObjectStream.Empty;
            if (objectStreamOrder.Count >= KeptObjectStreams) objectStreams.Remove(objectStreamOrder.Dequeue());
            objectStreamOrder.Enqueue(container);
            objectStreams[container] = stream;
        }

        return stream.Get(number, Budget);
    }

    private PdfStream Stream(PdfDictionary dictionary, int position, int number, int generation)
    {
        ReadOnlySpan<byte> data = bytes.Span;
        int start = position;
        if (start < data.Length && data[start] == '\r') start++;
        if (start < data.Length && data[start] == '\n') start++;
        int length = Get(dictionary, "Length") is { Kind: PdfKind.Number, Number: >= 0 } stated ? stated.Integer : -1;
        if (length < 0 || length > data.Length - start || !EndsHere(data[(start + length)..]))
        {
            int end = data[start..].IndexOf("endstream"u8);
            if (end < 0) end = data[start..].IndexOf("endobj"u8);
            length = end < 0 ? data.Length - start : end;
            Budget.Work(length);
        }

        return new PdfStream(dictionary, bytes.Slice(start, length), number, generation);
    }

    private static bool EndsHere(ReadOnlySpan<byte> data)
    {
        int i = 0;
        while (i < data.Length && i < 4 && PdfLexer.IsWhite(data[i])) i++;
        return data[i..].StartsWith("endstream"u8) || data[i..].StartsWith("endobj"u8);
    }
}

namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>One value of a PDF file, or one mark of its notation (ISO 32000-1, 7.3).</summary>
/// <remarks>A value asked for what it is not answers with the empty value of that kind: files of unknown origin have anything anywhere.</remarks>
internal readonly struct PdfValue
{
    private static readonly PdfValue[] NoValues = [];
    private readonly double number;
    private readonly object? content;

    private PdfValue(PdfKind kind, double number, object? content)
    {
        Kind = kind;
        this.number = number;
        this.content = content;
    }

    /// <summary>What it is.</summary>
    public PdfKind Kind { get; }

    /// <summary>Whether it is nothing.</summary>
    public bool IsNull => Kind == PdfKind.Null;

    /// <summary>Whether it is true.</summary>
    public bool IsTrue => Kind == PdfKind.Boolean && number != 0;

    /// <summary>The number; 0 for another kind.</summary>
    public double Number => Kind == PdfKind.Number ? number : 0;

    /// <summary>The number without its fraction, held within what an int can say; 0 for another kind.</summary>
    public int Integer => Kind == PdfKind.Number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : 0;

    /// <summary>The name; null for another kind.</summary>
    public string? Name => Kind == PdfKind.Name ? (string?)content : null;

    /// <summary>The bytes of a string; empty for another kind.</summary>
    public byte[] Bytes => Kind == PdfKind.String ? (byte[])content! : [];

    /// <summary>The elements of an array; empty for another kind.</summary>
    public PdfValue[] Elements => Kind == PdfKind.Array ? (PdfValue[])content! : NoValues;

    /// <summary>The dictionary, also that of a stream; the empty one for another kind.</summary>
    public PdfDictionary Dictionary => Kind switch
    {
        PdfKind.Dictionary => (PdfDictionary)content!,
        PdfKind.Stream => ((PdfStream)content!).Dictionary,
        _ => PdfDictionary.Empty,
    };

    /// <summary>The stream; null for another kind.</summary>
    public PdfStream? Stream => Kind == PdfKind.Stream ? (PdfStream?)content : null;

    /// <summary>The number of the object that a reference means; 0 for another kind.</summary>
    public int Target => Kind == PdfKind.Reference ? (int)number : 0;

    /// <summary>The letters of a keyword of up to 8 bytes, the first in the lowest byte; 0 for a longer one and another kind.</summary>
    public ulong Operator => Kind == PdfKind.Keyword ? BitConverter.DoubleToUInt64Bits(number) : 0;

    /// <summary>A keyword of more than 8 bytes; null for a shorter one and another kind.</summary>
    public string? LongKeyword => Kind == PdfKind.Keyword ? (string?)content : null;

    /// <summary>A mark of the notation.</summary>
    public static PdfValue Mark(PdfKind kind) => new(kind, 0, null);

    /// <summary>True or false.</summary>
    public static PdfValue Of(bool value) => new(PdfKind.Boolean, value ? 1 : 0, null);

    /// <summary>A number.</summary>
    public static PdfValue Of(double value) => new(PdfKind.Number, value, null);

    /// <summary>A string.</summary>
    public static PdfValue Of(byte[] value) => new(PdfKind.String, 0, value);

    /// <summary>An array.</summary>
    public static PdfValue Of(PdfValue[] value) => new(PdfKind.Array, 0, value);

    /// <summary>A dictionary.</summary>
    public static PdfValue Of(PdfDictionary value) => new(PdfKind.Dictionary, 0, value);

    /// <summary>A stream.</summary>
    public static PdfValue Of(PdfStream value) => new(PdfKind.Stream, 0, value);

    /// <summary>A name.</summary>
    public static PdfValue OfName(string name) => new(PdfKind.Name, 0, name);

    /// <summary>A reference to an object.</summary>
    public static PdfValue Reference(int target) => new(PdfKind.Reference, target, null);

    /// <summary>A keyword.</summary>
    public static PdfValue Keyword(ReadOnlySpan<byte> letters)
    {
        if (letters.Length > sizeof(ulong)) return new(PdfKind.Keyword, 0, System.Text.Encoding.Latin1.GetString(letters));
        ulong packed = 0;
        for (int i = letters.Length - 1; i >= 0; i--) packed = packed << 8 | letters[i];
        return new(PdfKind.Keyword, BitConverter.UInt64BitsToDouble(packed), null);
    }

    /// <summary>Whether it is the keyword <paramref name="letters"/>, of up to 8 bytes.</summary>
    public bool Is(ReadOnlySpan<byte> letters) => Kind == PdfKind.Keyword && content is null && Keyword(letters).Operator == Operator;
}

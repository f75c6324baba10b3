using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Files;

/// <summary>Objects inside a stream (ISO 32000-1, 7.5.7).</summary>
internal sealed class ObjectStream
{
    private const int MostObjects = 200_000;
    private readonly ReadOnlyMemory<byte> content;
    private readonly Dictionary<int, int> positions = [];

    private ObjectStream(ReadOnlyMemory<byte> content) => this.content = content;

    /// <summary>One without objects.</summary>
    public static ObjectStream Empty { get; } = new(default);

    /// <summary>The numbers of its objects.</summary>
    public IEnumerable<int> Numbers => positions.Keys;

    /// <summary>Reads which objects a stream holds.</summary>
    /// <param name="content">Its bytes without filters.</param>
    /// <param name="dictionary">Its dictionary.</param>
    /// <param name="file">Follows references.</param>
    public static ObjectStream Open(ReadOnlyMemory<byte> content, PdfDictionary dictionary, PdfFile file)
    {
        var stream = new ObjectStream(content);
        int first = file.Get(dictionary, "First").Integer, count = Math.Clamp(file.Get(dictionary, "N").Integer, 0, MostObjects);
        var lexer = new PdfLexer(content.Span);
        for (int i = 0; i < count; i++)
        {
            PdfValue number = lexer.Next(), offset = lexer.Next();
            if (number.Kind != PdfKind.Number || offset.Kind != PdfKind.Number) break;
            long position = (long)first + offset.Integer;
            if (position >= 0 && position < content.Length) stream.positions.TryAdd(number.Integer, (int)position);
        }

        return stream;
    }

    /// <summary>The object of a number; nothing when it is not here.</summary>
    public PdfValue Get(int number, PdfBudget budget)
    {
        if (!positions.TryGetValue(number, out int position)) return default;
        var parser = new PdfParser(content.Span, budget) { Position = position };
        PdfValue value = parser.Value();
        budget.Work(parser.Position - position);
        return value.Kind > PdfKind.Reference ? default : value;
    }
}

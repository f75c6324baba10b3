namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>Reads values from bytes.</summary>
/// <param name="data">The bytes.</param>
/// <param name="budget">Pays for what is kept; null for values that are used up at once, of which one may have 100,000 parts.</param>
internal ref struct PdfParser(ReadOnlySpan<byte> data, PdfBudget? budget)
{
    private const int DeepestNesting = 60;
    private const int MostParts = 100_000;
    private readonly PdfBudget? budget = budget;
    private int parts;
    private PdfLexer lexer = new(data);

    /// <summary>The next byte to be read.</summary>
    public int Position
    {
        readonly get => lexer.Position;
        set => lexer.Position = value;
    }

    /// <summary>The next value: a whole array or dictionary, with references; a mark of the notation where no value stands.</summary>
    /// <exception cref="PdfSyntaxException">Nested too deep or beyond the budget.</exception>
    public PdfValue Value() => Value(lexer.Next(), 0);

    /// <summary>The next token.</summary>
    public PdfValue Token() => lexer.Next();

    /// <summary>The value that begins with <paramref name="token"/>.</summary>
    public PdfValue Value(PdfValue token)
    {
        parts = 0;
        return Value(token, 0);
    }

    private PdfValue Value(PdfValue token, int depth)
    {
        switch (token.Kind)
        {
            case PdfKind.Number:
                return ReferenceOr(token);
            case PdfKind.ArrayOpen:
                return Array(depth + 1);
            case PdfKind.DictionaryOpen:
                return PdfValue.Of(Dictionary(depth + 1));
            default:
                return token;
        }
    }

    private PdfValue ReferenceOr(PdfValue number)
    {
        if (number.Number is < 0 or > int.MaxValue || number.Number != Math.Floor(number.Number)) return number;
        int after = lexer.Position;
        int limit = Math.Min(lexer.Data.Length, after + 16);
        int i = after;
        while (i < limit && PdfLexer.IsWhite(lexer.Data[i])) i++;
        int digits = i;
        while (i < limit && lexer.Data[i] is >= (byte)'0' and <= (byte)'9') i++;
        if (i == digits) return number;
        int gap = i;
        while (i < limit && PdfLexer.IsWhite(lexer.Data[i])) i++;
        if (i == gap || i >= lexer.Data.Length || lexer.Data[i] != 'R') return number;
        if (i + 1 < lexer.Data.Length && (char.IsAsciiLetterOrDigit((char)lexer.Data[i + 1]))) return number;
        lexer.Position = i + 1;
        return PdfValue.Reference(number.Integer);
    }

    private PdfValue Array(int depth)
    {
        Deeper(depth);
        var elements = new List<PdfValue>();
        while (true)
        {
            PdfValue token = lexer.Next();
            if (token.Kind is PdfKind.ArrayClose or PdfKind.End) break;
            if (EndsObject(token)) break;
            if (token.Kind is PdfKind.Keyword or PdfKind.DictionaryClose) continue;
            Take(1);
            elements.Add(Value(token, depth));
        }

        return PdfValue.Of(elements.ToArray());
    }

    private PdfDictionary Dictionary(int depth)
    {
        Deeper(depth);
        var dictionary = new PdfDictionary();
        while (true)
        {
            int before = lexer.Position;
            PdfValue name = lexer.Next();
            if (name.Kind is PdfKind.DictionaryClose or PdfKind.End) return dictionary;
            if (EndsObject(name))
            {
                lexer.Position = before;
                return dictionary;
            }

            if (name.Name is not { } key) continue;
            before = lexer.Position;
            PdfValue token = lexer.Next();
            if (token.Kind is PdfKind.DictionaryClose or PdfKind.End) return dictionary;
            if (EndsObject(token))
            {
                lexer.Position = before;
                return dictionary;
            }

            Take(3);
            dictionary.Set(key, Value(token, depth));
        }
    }

    private void Take(int count)
    {
        budget?.Values(count);
        parts += count;
        if (budget is null && parts > MostParts) throw new PdfSyntaxException($"has a value with more than {MostParts} parts");
    }

    private static bool EndsObject(PdfValue token) => token.Kind == PdfKind.Keyword && (token.Is("endobj"u8) || token.Is("stream"u8) || token.Is("obj"u8));

    private static void Deeper(int depth)
    {
        if (depth > DeepestNesting) throw new PdfSyntaxException($"has values nested deeper than {DeepestNesting} levels");
    }
}

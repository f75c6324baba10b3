using System.Buffers;
using System.Text;

namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>Goes through bytes in the notation of PDF (ISO 32000-1, 7.2 and 7.3) token by token. Wrong notation is read as well as it can be; nothing throws.</summary>
/// <param name="data">The bytes.</param>
internal ref struct PdfLexer(ReadOnlySpan<byte> data)
{
    private static readonly SearchValues<byte> Breaks = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);
    private static readonly SearchValues<byte> StringMarks = SearchValues.Create("()\\\r"u8);
    private readonly ReadOnlySpan<byte> data = data;

    /// <summary>The next byte to be read.</summary>
    public int Position { get; set; }

    /// <summary>The bytes gone through.</summary>
    public readonly ReadOnlySpan<byte> Data => data;

    /// <summary>Whether a byte is white space.</summary>
    public static bool IsWhite(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0 or (byte)'\f';

    /// <summary>The next token; a literal value or a mark.</summary>
    public PdfValue Next()
    {
        while (true)
        {
            SkipWhite();
            if (Position >= data.Length) return PdfValue.Mark(PdfKind.End);
            byte first = data[Position];
            switch (first)
            {
                case (byte)'/':
                    return Name();
                case (byte)'(':
                    return Literal();
                case (byte)'<':
                    if (Position + 1 >= data.Length || data[Position + 1] != '<') return Hexadecimal();
                    Position += 2;
                    return PdfValue.Mark(PdfKind.DictionaryOpen);
                case (byte)'>':
                    Position++;
                    if (Position >= data.Length || data[Position] != '>') continue;
                    Position++;
                    return PdfValue.Mark(PdfKind.DictionaryClose);
                case (byte)'[':
                    Position++;
                    return PdfValue.Mark(PdfKind.ArrayOpen);
                case (byte)']':
                    Position++;
                    return PdfValue.Mark(PdfKind.ArrayClose);
                case (byte)'{' or (byte)'}':
                    Position++;
                    return PdfValue.Keyword(data.Slice(Position - 1, 1));
                case (byte)')':
                    Position++;
                    continue;
                case (byte)'+' or (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'):
                    return Number();
                default:
                    return Keyword();
            }
        }
    }

    /// <summary>Skips white space and comments.</summary>
    public void SkipWhite()
    {
        while (Position < data.Length)
        {
            byte value = data[Position];
            if (IsWhite(value))
            {
                Position++;
            }
            else if (value == '%')
            {
                int end = data[Position..].IndexOfAny((byte)'\r', (byte)'\n');
                Position = end < 0 ? data.Length : Position + end;
            }
            else
            {
                return;
            }
        }
    }

    private int RegularEnd()
    {
        int length = data[Position..].IndexOfAny(Breaks);
        return length < 0 ? data.Length : Position + length;
    }

    private PdfValue Name()
    {
        Position++;
        int end = RegularEnd();
        ReadOnlySpan<byte> letters = data[Position..end];
        Position = end;
        if (letters.Length > 1024) letters = letters[..1024];
        if (!letters.Contains((byte)'#')) return PdfValue.OfName(Encoding.Latin1.GetString(letters));
        Span<byte> plain = stackalloc byte[letters.Length];
        int length = 0;
        for (int i = 0; i < letters.Length; i++)
        {
            bool escaped = letters[i] == '#' && i + 2 < letters.Length && Digit(letters[i + 1]) >= 0 && Digit(letters[i + 2]) >= 0;
            plain[length++] = escaped ? (byte)(Digit(letters[i + 1]) << 4 | Digit(letters[i + 2])) : letters[i];
            if (escaped) i += 2;
        }

        return PdfValue.OfName(Encoding.Latin1.GetString(plain[..length]));
    }

    private PdfValue Keyword()
    {
        int end = Math.Max(Position + 1, RegularEnd());
        ReadOnlySpan<byte> letters = data[Position..end];
        Position = end;
        if (letters.SequenceEqual("true"u8)) return PdfValue.Of(true);
        if (letters.SequenceEqual("false"u8)) return PdfValue.Of(false);
        if (letters.SequenceEqual("null"u8)) return default;
        return PdfValue.Keyword(letters[..Math.Min(letters.Length, 64)]);
    }

    // "--5", "5-3" and "1.2.3" occur in files; what other readers make of them is kept: the sign counts once and what follows the number is dropped.
    private PdfValue Number()
    {
        int i = Position;
        bool negative = false, digits = false;
        while (i < data.Length && data[i] is (byte)'+' or (byte)'-') negative |= data[i++] == '-';
        double value = 0;
        while (i < data.Length && data[i] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + (data[i++] - '0');
            digits = true;
        }

        if (i < data.Length && data[i] == '.')
        {
            i++;
            double scale = 1, fraction = 0;
            while (i < data.Length && data[i] is >= (byte)'0' and <= (byte)'9')
            {
                if (scale < 1e15)
                {
                    fraction = (fraction * 10) + (data[i] - '0');
                    scale *= 10;
                }

                i++;
                digits = true;
            }

            value += fraction / scale;
        }

        int end = i;
        while (end < data.Length && !Breaks.Contains(data[end])) end++;
        if (!digits && end > i) return Keyword();
        Position = digits && end > i && data[i] is not ((byte)'-' or (byte)'.') ? i : end;
        if (value > 1e15) value = 1e15;
        return PdfValue.Of(negative ? -value : value);
    }

    private PdfValue Hexadecimal()
    {
        Position++;
        int close = data[Position..].IndexOf((byte)'>');
        ReadOnlySpan<byte> digits = close < 0 ? data[Position..] : data.Slice(Position, close);
        Position = close < 0 ? data.Length : Position + close + 1;
        byte[] bytes = new byte[(digits.Length + 1) / 2];
        int length = 0, high = -1;
        foreach (byte digit in digits)
        {
            int value = Digit(digit);
            if (value < 0) continue;
            if (high < 0)
            {
                high = value;
                continue;
            }

            bytes[length++] = (byte)(high << 4 | value);
            high = -1;
        }

        if (high >= 0) bytes[length++] = (byte)(high << 4);
        return PdfValue.Of(length == bytes.Length ? bytes : bytes[..length]);
    }

    private PdfValue Literal()
    {
        int start = ++Position;
        int plain = data[Position..].IndexOfAny(StringMarks);
        if (plain >= 0 && data[Position + plain] == ')')
        {
            Position += plain + 1;
            return PdfValue.Of(data.Slice(start, plain).ToArray());
        }

        var bytes = new ArrayBufferWriter<byte>();
        int depth = 1;
        while (Position < data.Length)
        {
            int run = data[Position..].IndexOfAny(StringMarks);
            if (run < 0) run = data.Length - Position;
            bytes.Write(data.Slice(Position, run));
            Position += run;
            if (Position >= data.Length) break;
            byte mark = data[Position++];
            if (mark == '\\')
            {
                Escape(bytes);
                continue;
            }

            if (mark == '\r')
            {
                if (Position < data.Length && data[Position] == '\n') Position++;
                mark = (byte)'\n';
            }

            if (mark == '(') depth++;
            else if (mark == ')' && --depth == 0) break;
            bytes.Write<byte>([mark]);
        }

        return PdfValue.Of(bytes.WrittenSpan.ToArray());
    }

    private void Escape(ArrayBufferWriter<byte> bytes)
    {
        if (Position >= data.Length) return;
        byte mark = data[Position++];
        switch (mark)
        {
            case (byte)'n': mark = (byte)'\n'; break;
            case (byte)'r': mark = (byte)'\r'; break;
            case (byte)'t': mark = (byte)'\t'; break;
            case (byte)'b': mark = (byte)'\b'; break;
            case (byte)'f': mark = (byte)'\f'; break;
            case (byte)'\n': return;
            case (byte)'\r':
                if (Position < data.Length && data[Position] == '\n') Position++;
                return;
            case >= (byte)'0' and <= (byte)'7':
                int value = mark - '0';
                for (int i = 0; i < 2 && Position < data.Length && data[Position] is >= (byte)'0' and <= (byte)'7'; i++) value = (value * 8) + (data[Position++] - '0');
                mark = (byte)(value & 0xFF);
                break;
        }

        bytes.Write<byte>([mark]);
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };
}

using System.Globalization;
using System.Text;
using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>The text of values, with escapes undone.</summary>
internal static class DataText
{
    /// <summary>The text of a scalar.</summary>
    public static string Of(string source, DataNode node)
    {
        var text = new MappedTextBuilder(source);
        Append(text, source, node);
        return text.Build().Text;
    }

    /// <summary>Adds the text of a scalar; line ends in it become spaces except where the value is made of lines.</summary>
    public static void Append(MappedTextBuilder text, string source, DataNode node)
    {
        switch (node.Kind)
        {
            case DataKind.Escaped:
                Escaped(text, source, node.Span);
                break;
            case DataKind.Apostrophes:
                Doubled(text, source, node.Span);
                break;
            case DataKind.Lines:
                Lines(text, source, node.Span);
                break;
            default:
                text.Copy(node.Span.Start, node.Span.End);
                break;
        }
    }

    /// <summary>A text between quotation marks as it is meant, white space kept.</summary>
    public static string Verbatim(string source, TextSpan span)
    {
        var text = new StringBuilder();
        for (int i = span.Start; i < span.End; i++)
        {
            if (source[i] != '\\' || i + 1 >= span.End)
            {
                text.Append(source[i]);
                continue;
            }

            char kind = source[++i];
            if (kind == 'u' && i + 4 < span.End && ushort.TryParse(source.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                text.Append((char)code);
                i += 4;
            }
            else
            {
                text.Append(kind switch { 'n' => '\n', 't' => '\t', 'r' or 'b' or 'f' => ' ', _ => kind });
            }
        }

        return text.ToString();
    }

    private static void Doubled(MappedTextBuilder text, string source, TextSpan span)
    {
        int from = span.Start;
        while (source.IndexOf("''", from, span.End - from, StringComparison.Ordinal) is >= 0 and int found)
        {
            text.Copy(from, found);
            from = found + 2;
            text.Render("'", new TextSpan(found, from));
        }

        text.Copy(from, span.End);
    }

    private static void Lines(MappedTextBuilder text, string source, TextSpan span)
    {
        for (int from = span.Start; from < span.End;)
        {
            int found = source.IndexOf('\n', from, span.End - from), end = found < 0 ? span.End : found;
            text.Copy(from, end);
            text.Break();
            from = end + 1;
        }
    }

    private static void Escaped(MappedTextBuilder text, string source, TextSpan span)
    {
        int from = span.Start;
        while (source.IndexOf('\\', from, span.End - from) is >= 0 and int found)
        {
            text.Copy(from, found);
            from = Escape(text, source, found, span.End);
        }

        text.Copy(from, span.End);
    }

    private static int Escape(MappedTextBuilder text, string source, int at, int limit)
    {
        int end = Math.Min(at + 2, limit);
        char kind = at + 1 < limit ? source[at + 1] : '\\';
        int digits = kind switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
        if (digits > 0 && end + digits <= limit && uint.TryParse(source.AsSpan(end, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) && code <= 0x10FFFF)
        {
            end += digits;
            string shown = code is >= 0xD800 and <= 0xDFFF ? Pair(source, (char)code, ref end, limit) : char.ConvertFromUtf32((int)code);
            text.Render(char.IsControl(shown[0]) ? " " : shown, new TextSpan(at, end));
            return end;
        }

        switch (kind)
        {
            case 'n':
                text.Break();
                break;
            case 't' or 'r' or 'b' or 'f' or '\n' or '\r' or 'v' or 'a' or '0':
                text.Space();
                break;
            default:
                text.Render([kind], new TextSpan(at, end));
                break;
        }

        return end;
    }

    private static string Pair(string source, char high, ref int end, int limit)
    {
        if (char.IsHighSurrogate(high) && end + 6 <= limit && source.AsSpan(end, 2).SequenceEqual("\\u")
            && ushort.TryParse(source.AsSpan(end + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort low) && char.IsLowSurrogate((char)low))
        {
            end += 6;
            return new string([high, (char)low]);
        }

        return "\uFFFD";
    }
}

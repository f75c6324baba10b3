using System.Text;

namespace Assay.Text.Templates;

/// <summary>Cuts a template into tokens, with white space as chat templates expect it: the first line break after a block goes, and so do the spaces before one at the start of a line.</summary>
/// <remarks>One line break at the very end of the template is dropped. A minus sign in a tag strips all white space on its side, a plus sign keeps it.</remarks>
internal sealed class TemplateLexer
{
    private static readonly string[] Operators = ["**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string source;
    private readonly List<TemplateToken> tokens = [];
    private readonly Stack<char> brackets = new();
    private int position;
    private int line = 1;
    private bool lineStarting = true;

    private TemplateLexer(string source) => this.source = source;

    /// <summary>Cuts a template.</summary>
    /// <param name="template">Its text.</param>
    /// <returns>The tokens; the last one is <see cref="TokenKind.End"/>.</returns>
    /// <exception cref="TemplateException">A tag is not closed, or holds a character that no token begins with.</exception>
    public static List<TemplateToken> Read(string template)
    {
        string source = template.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (source.EndsWith('\n')) source = source[..^1];
        TemplateLexer lexer = new(source);
        lexer.ReadAll();
        return lexer.tokens;
    }

    private void ReadAll()
    {
        while (position < source.Length)
        {
            int tag = NextTag(position);
            if (tag < 0)
            {
                Data(source[position..]);
                position = source.Length;
                break;
            }

            ReadTag(tag);
        }

        tokens.Add(new(TokenKind.End, "", line));
    }

    private int NextTag(int from)
    {
        for (int i = source.IndexOf('{', from); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
        {
            if (source[i + 1] is '{' or '%' or '#') return i;
        }

        return -1;
    }

    private void ReadTag(int tag)
    {
        char kind = source[tag + 1];
        char sign = tag + 2 < source.Length && source[tag + 2] is '-' or '+' ? source[tag + 2] : '\0';
        int begin = tag + 2 + (sign == '\0' ? 0 : 1);
        Data(Stripped(source[position..tag], sign, kind != '{'), source[position..tag]);
        position = begin;
        int start = line;
        if (kind == '#') ReadComment(start);
        else if (kind == '%' && RawEnd(begin) is { } raw) ReadRaw(raw, start);
        else ReadTokens(kind == '{' ? TokenKind.OutputBegin : TokenKind.BlockBegin);
    }

    private string Stripped(string text, char sign, bool isBlock)
    {
        if (sign == '-') return PythonStrings.StripEnd(text);
        if (sign == '+' || !isBlock) return text;
        int start = text.LastIndexOf('\n') + 1;
        return (start > 0 || lineStarting) && PythonStrings.IsSpace(text.AsSpan(start)) ? text[..start] : text;
    }

    private void Data(string text, string? whole = null)
    {
        if (text.Length > 0) tokens.Add(new(TokenKind.Data, text, line));
        line += (whole ?? text).AsSpan().Count('\n');
        if ((whole ?? text).Length > 0) lineStarting = false;
    }

    // Moves behind a closing mark and the white space that it takes with it.
    private void Close(int end, bool strip, bool trim)
    {
        int after = end;
        if (strip) while (after < source.Length && PythonStrings.IsSpace(source[after])) after++;
        else if (trim && after < source.Length && source[after] == '\n') after++;
        line += source.AsSpan(position, after - position).Count('\n');
        lineStarting = source[after - 1] == '\n';
        position = after;
    }

    private void ReadComment(int start)
    {
        int end = source.IndexOf("#}", position, StringComparison.Ordinal);
        if (end < 0) throw new TemplateException(start, "a comment is not closed: expected '#}'.");
        char sign = end > position ? source[end - 1] : '\0';
        Close(end + 2, sign == '-', sign != '+');
    }

    // Where the text of a raw block begins, when there is one.
    private (int Begin, bool Strip)? RawEnd(int from)
    {
        int i = SkipSpace(from);
        if (!source.AsSpan(i).StartsWith("raw", StringComparison.Ordinal)) return null;
        i = SkipSpace(i + 3);
        if (source.AsSpan(i).StartsWith("-%}", StringComparison.Ordinal)) return (i + 3, true);
        return source.AsSpan(i).StartsWith("%}", StringComparison.Ordinal) ? (i + 2, false) : null;
    }

    private void ReadRaw((int Begin, bool Strip) raw, int start)
    {
        Close(raw.Begin, raw.Strip, trim: false);
        for (int tag = source.IndexOf("{%", position, StringComparison.Ordinal); tag >= 0; tag = source.IndexOf("{%", tag + 2, StringComparison.Ordinal))
        {
            char sign = tag + 2 < source.Length && source[tag + 2] is '-' or '+' ? source[tag + 2] : '\0';
            int i = SkipSpace(tag + 2 + (sign == '\0' ? 0 : 1));
            if (!source.AsSpan(i).StartsWith("endraw", StringComparison.Ordinal)) continue;
            i = SkipSpace(i + 6);
            char closing = i < source.Length && source[i] is '-' or '+' ? source[i++] : '\0';
            if (!source.AsSpan(i).StartsWith("%}", StringComparison.Ordinal)) continue;
            Data(Stripped(source[position..tag], sign, isBlock: true), source[position..tag]);
            position = tag;
            Close(i + 2, closing == '-', closing != '+');
            return;
        }

        throw new TemplateException(start, "a raw block is not closed: expected '{% endraw %}'.");
    }

    private int SkipSpace(int from)
    {
        while (from < source.Length && PythonStrings.IsSpace(source[from])) from++;
        return from;
    }

    private void ReadTokens(TokenKind kind)
    {
        tokens.Add(new(kind, "", line));
        int start = line;
        string end = kind == TokenKind.OutputBegin ? "}}" : "%}";
        brackets.Clear();
        while (true)
        {
            int next = SkipSpace(position);
            line += source.AsSpan(position, next - position).Count('\n');
            position = next;
            if (position >= source.Length) throw new TemplateException(start, $"a tag is not closed: expected '{end}'.");
            if (brackets.Count == 0 && IsEnd(end, out bool strip, out bool keep))
            {
                tokens.Add(new(kind + 1, "", line));
                Close(position + (strip || keep ? 3 : 2), strip, trim: kind == TokenKind.BlockBegin && !keep);
                return;
            }

            ReadToken();
        }
    }

    private bool IsEnd(string end, out bool strip, out bool keep)
    {
        ReadOnlySpan<char> rest = source.AsSpan(position);
        strip = rest.Length > 2 && rest[0] == '-' && rest[1..].StartsWith(end, StringComparison.Ordinal);
        keep = end == "%}" && rest.Length > 2 && rest[0] == '+' && rest[1..].StartsWith(end, StringComparison.Ordinal);
        return strip || keep || rest.StartsWith(end, StringComparison.Ordinal);
    }

    private void ReadToken()
    {
        char c = source[position];
        if (char.IsAsciiDigit(c)) ReadNumber();
        else if (char.IsLetter(c) || c == '_') ReadName();
        else if (c is '\'' or '"') ReadText(c);
        else ReadOperator();
    }

    private void ReadName()
    {
        int end = position;
        while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_')) end++;
        Add(TokenKind.Name, source[position..end], end);
    }

    private void ReadNumber()
    {
        int end = Digits(position);
        bool real = false;
        bool afterPoint = tokens[^1].Is("."); // a.0.1 is two items, not one number
        if (!afterPoint && end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
        {
            end = Digits(end + 1);
            real = true;
        }

        if (!afterPoint && end < source.Length && source[end] is 'e' or 'E')
        {
            int exponent = end + 1 < source.Length && source[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (exponent < source.Length && char.IsAsciiDigit(source[exponent]))
            {
                end = Digits(exponent);
                real = true;
            }
        }

        Add(real ? TokenKind.Real : TokenKind.Whole, source[position..end].Replace("_", "", StringComparison.Ordinal), end);
    }

    private int Digits(int from)
    {
        while (from < source.Length && (char.IsAsciiDigit(source[from]) || (source[from] == '_' && from + 1 < source.Length && char.IsAsciiDigit(source[from + 1])))) from++;
        return from;
    }

    private void ReadText(char quote)
    {
        int end = position + 1;
        while (end < source.Length && source[end] != quote) end += source[end] == '\\' ? 2 : 1;
        if (end >= source.Length) throw new TemplateException(line, "a text is not closed: expected another " + quote + ".");
        Add(TokenKind.Text, Unescaped(source[(position + 1)..end]), end + 1);
    }

    private string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        StringBuilder result = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length) result.Append(text[i]);
            else i = Unescape(text, i + 1, result);
        }

        return result.ToString();
    }

    // The index of the escape's last character.
    private int Unescape(string text, int i, StringBuilder result)
    {
        const string simple = "n\nt\tr\rb\bf\fv\va\a\\\\''\"\"";
        int known = -1;
        for (int k = 0; k < simple.Length; k += 2) if (simple[k] == text[i]) known = k + 1;
        int digits = text[i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (known >= 0) result.Append(simple[known]);
        else if (digits > 0) return Hex(text, i + 1, digits, result);
        else if (text[i] is >= '0' and <= '7')
        {
            int end = i, value = 0;
            while (end < text.Length && end < i + 3 && text[end] is >= '0' and <= '7') value = (value * 8) + (text[end++] - '0');
            result.Append((char)value);
            return end - 1;
        }
        else if (text[i] != '\n') result.Append('\\').Append(text[i]);
        return i;
    }

    private int Hex(string text, int from, int digits, StringBuilder result)
    {
        if (from + digits > text.Length || !uint.TryParse(text.AsSpan(from, digits), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out uint value) || value > 0x10FFFF)
            throw new TemplateException(line, "an escape in a text is broken: expected \\xhh, \\uhhhh or \\Uhhhhhhhh.");
        result.Append(value > 0xFFFF ? char.ConvertFromUtf32((int)value) : ((char)value).ToString());
        return from + digits - 1;
    }

    private void ReadOperator()
    {
        ReadOnlySpan<char> rest = source.AsSpan(position);
        foreach (string text in Operators)
        {
            if (!rest.StartsWith(text, StringComparison.Ordinal)) continue;
            Balance(text[0]);
            Add(TokenKind.Operator, text, position + text.Length);
            return;
        }

        throw new TemplateException(line, $"unexpected character '{source[position]}'.");
    }

    private void Balance(char c)
    {
        if (c is '(' or '[' or '{') brackets.Push(c == '(' ? ')' : c == '[' ? ']' : '}');
        if (c is ')' or ']' or '}' && (!brackets.TryPop(out char expected) || expected != c)) throw new TemplateException(line, $"unexpected '{c}'.");
        if (brackets.Count > TemplateLimits.DeepestSource) throw new TemplateException(line, $"brackets are nested deeper than {TemplateLimits.DeepestSource}.");
    }

    private void Add(TokenKind kind, string text, int end)
    {
        tokens.Add(new(kind, text, line));
        line += source.AsSpan(position, end - position).Count('\n');
        position = end;
    }
}

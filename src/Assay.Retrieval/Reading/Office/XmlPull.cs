using System.Globalization;
using System.Text;

namespace Assay.Retrieval.Reading.Office;

/// <summary>What <see cref="XmlPull"/> stands at.</summary>
internal enum XmlNode
{
    /// <summary>The tag that opens an element.</summary>
    Start,

    /// <summary>The end of an element; also follows the start of an empty one.</summary>
    End,

    /// <summary>Text, in pieces of bounded length.</summary>
    Text,
}

/// <summary>
/// Reads XML of unknown origin from a stream, forward only. Document types and their entities are refused; depth, length of tags and length in all are limited,
/// and nothing is kept of what was passed, so that no text can use more memory than its window. Names are taken without their prefix.
/// </summary>
/// <remarks>Throws <see cref="InvalidDataException"/> for what is no XML or beyond a limit.</remarks>
/// <param name="reader">The text.</param>
/// <param name="cancellationToken">Checked for every window.</param>
internal sealed class XmlPull(TextReader reader, CancellationToken cancellationToken)
{
    /// <summary>Most elements within each other.</summary>
    public const int MaxDepth = 256;

    private const int Window = 64 * 1024;
    private const int LongestEntity = 12;
    private readonly char[] buffer = new char[Window];
    private readonly string[] open = new string[MaxDepth];
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly StringBuilder decoded = new();
    private int at, filled, tagStart, tagEnd, textStart, textEnd;
    private bool ended, emptyPending, isDecoded;

    /// <summary>What it stands at.</summary>
    public XmlNode Node { get; private set; }

    /// <summary>Name of the element that begins or ends.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Elements around what it stands at; the element that begins or ends is one of them.</summary>
    public int Depth { get; private set; }

    /// <summary>The text it stands at; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> Text => isDecoded ? decoded.ToString() : buffer.AsSpan(textStart, textEnd - textStart);

    /// <summary>Goes on to the next node.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool Read()
    {
        if (Node == XmlNode.End && Depth > 0) Depth--;
        if (emptyPending)
        {
            emptyPending = false;
            Node = XmlNode.End;
            return true;
        }

        while (true)
        {
            if (at >= filled && !Fill())
            {
                if (Depth > 0) throw new InvalidDataException($"its XML ends inside the element '{open[Depth - 1]}'");
                return false;
            }

            if (buffer[at] != '<')
            {
                if (ReadText()) return true;
                continue;
            }

            if (ReadMarkup()) return true;
        }
    }

    /// <summary>Passes over the element it stands at the start of, up to its end.</summary>
    public void Skip()
    {
        int depth = Depth;
        while (!(Node == XmlNode.End && Depth == depth) && Read())
        {
        }
    }

    /// <summary>The value of an attribute of the element that begins.</summary>
    /// <param name="name">Name without prefix.</param>
    /// <param name="prefixed">Whether the attribute must have a prefix, as references to other parts have; otherwise one without prefix comes first.</param>
    /// <returns>Null when it has none.</returns>
    public string? Attribute(string name, bool prefixed = false)
    {
        ReadOnlySpan<char> tag = buffer.AsSpan(tagStart, tagEnd - tagStart);
        string? found = null;
        for (int position = 0; NextAttribute(tag, ref position, out ReadOnlySpan<char> full, out ReadOnlySpan<char> value);)
        {
            int colon = full.IndexOf(':');
            if (!full[(colon + 1)..].SequenceEqual(name) || full.StartsWith("xmlns")) continue;
            if (prefixed ? colon > 0 : colon < 0) return Decode(value);
            if (!prefixed) found ??= Decode(value);
        }

        return found;
    }

    /// <summary>Whether an attribute that says yes or no says no.</summary>
    public bool IsOff(string name) => Attribute(name) is "0" or "false" or "off" or "none";

    /// <summary>A whole number in an attribute; null when there is none.</summary>
    public int? Number(string name) => int.TryParse(Attribute(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>All text in the element it stands at the start of, up to its end.</summary>
    /// <param name="most">Characters that are kept.</param>
    public string AllText(int most = 1 << 20)
    {
        var text = new StringBuilder();
        int depth = Depth;
        while (!(Node == XmlNode.End && Depth == depth) && Read())
        {
            if (Node == XmlNode.Text && text.Length < most) text.Append(Text);
        }

        return text.ToString();
    }

    private bool ReadText()
    {
        int length = buffer.AsSpan(at, filled - at).IndexOf('<');
        int end = length < 0 ? filled : at + length;
        if (length < 0 && !ended)
        {
            // An entity may go on behind the window.
            int from = Math.Max(at, end - LongestEntity), ampersand = buffer.AsSpan(from, end - from).LastIndexOf('&');
            if (ampersand >= 0 && !buffer.AsSpan(from + ampersand, end - from - ampersand).Contains(';'))
            {
                end = from + ampersand;
                if (end == at)
                {
                    Fill();
                    return false;
                }
            }
        }

        (textStart, textEnd, at) = (at, end, end);
        if (Depth == 0) return false;
        isDecoded = buffer.AsSpan(textStart, textEnd - textStart).Contains('&');
        if (isDecoded) DecodeInto(buffer.AsSpan(textStart, textEnd - textStart));
        Node = XmlNode.Text;
        return true;
    }

    private bool ReadMarkup()
    {
        Need(9);
        ReadOnlySpan<char> rest = buffer.AsSpan(at, filled - at);
        if (rest.StartsWith("<!--")) return PassOver("-->", 4);
        if (rest.StartsWith("<?")) return PassOver("?>", 2);
        if (rest.StartsWith("<![CDATA[")) return CData();
        if (rest.StartsWith("<!")) throw new InvalidDataException("its XML has a document type (DTD), which is never read");
        int end = TagEnd();
        bool closes = buffer[at + 1] == '/', empty = buffer[end - 1] == '/' && !closes;
        int nameStart = at + (closes ? 2 : 1), nameEnd = nameStart;
        while (nameEnd < end && !char.IsWhiteSpace(buffer[nameEnd]) && buffer[nameEnd] != '/') nameEnd++;
        Name = NameOf(buffer.AsSpan(nameStart, nameEnd - nameStart));
        (tagStart, tagEnd, at) = (nameEnd, empty ? end - 1 : end, end + 1);
        if (closes)
        {
            if (Depth == 0 || open[Depth - 1] != Name) throw new InvalidDataException($"its XML is damaged: '</{Name}>' ends {(Depth == 0 ? "nothing" : $"'{open[Depth - 1]}'")}");
            Node = XmlNode.End;
            return true;
        }

        if (Depth >= MaxDepth) throw new InvalidDataException($"its XML is nested deeper than {MaxDepth} elements");
        open[Depth++] = Name;
        Node = XmlNode.Start;
        emptyPending = empty;
        return true;
    }

    // A '>' may stand in the value of an attribute.
    private int TagEnd()
    {
        int position = at + 1;
        char quote = '\0';
        while (true)
        {
            ReadOnlySpan<char> rest = buffer.AsSpan(position, filled - position);
            int found = quote == '\0' ? rest.IndexOfAny('>', '"', '\'') : rest.IndexOf(quote);
            if (found < 0)
            {
                int before = position = filled, kept = filled - at;
                if (ended || kept >= Window || !Fill()) throw new InvalidDataException(ended ? "its XML ends inside a tag" : $"its XML has a tag of more than {Window} characters");
                position = at + kept;
                continue;
            }

            position += found;
            char c = buffer[position];
            if (quote == '\0' && c == '>') return position;
            quote = quote == '\0' ? c : '\0';
            position++;
        }
    }

    private bool CData()
    {
        // One window at a time would need a state of its own; such sections are short where office programs write them.
        at += 9;
        decoded.Clear();
        for (int end; (end = buffer.AsSpan(at, filled - at).IndexOf("]]>")) < 0;)
        {
            int keep = ended ? 0 : Math.Min(2, filled - at);
            decoded.Append(buffer, at, filled - at - keep);
            if (decoded.Length > 16 * Window) throw new InvalidDataException($"its XML has a section of more than {16 * Window} characters");
            at = filled - keep;
            if (!Fill()) throw new InvalidDataException("its XML ends inside a section");
        }

        int close = buffer.AsSpan(at, filled - at).IndexOf("]]>");
        decoded.Append(buffer, at, close);
        at += close + 3;
        isDecoded = true;
        Node = XmlNode.Text;
        return Depth > 0;
    }

    private bool PassOver(string end, int from)
    {
        at += from;
        int found;
        while ((found = buffer.AsSpan(at, filled - at).IndexOf(end)) < 0)
        {
            at = Math.Max(at, filled - end.Length + 1);
            if (!Fill()) throw new InvalidDataException("its XML ends inside a comment");
        }

        at += found + end.Length;
        return false;
    }

    private void Need(int count)
    {
        while (filled - at < count && Fill())
        {
        }
    }

    // Moves what is left to the front and reads behind it.
    private bool Fill()
    {
        if (ended) return false;
        cancellationToken.ThrowIfCancellationRequested();
        buffer.AsSpan(at, filled - at).CopyTo(buffer);
        filled -= at;
        at = 0;
        int read = reader.Read(buffer, filled, buffer.Length - filled);
        if (read == 0) ended = true;
        filled += read;
        return read > 0;
    }

    private string NameOf(ReadOnlySpan<char> full)
    {
        int colon = full.IndexOf(':');
        ReadOnlySpan<char> local = full[(colon + 1)..];
        if (local.IsEmpty) throw new InvalidDataException("its XML has a tag without a name");
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> known = names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(local, out string? name)) return name;
        name = local.ToString();
        if (names.Count < 4096) names[name] = name;
        return name;
    }

    private static bool NextAttribute(ReadOnlySpan<char> tag, ref int position, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        int equals = tag[position..].IndexOf('=');
        if (equals < 0) return false;
        equals += position;
        name = tag[position..equals].Trim();
        int quote = equals + 1;
        while (quote < tag.Length && char.IsWhiteSpace(tag[quote])) quote++;
        if (quote >= tag.Length || tag[quote] is not ('"' or '\'')) return false;
        int close = tag[(quote + 1)..].IndexOf(tag[quote]);
        if (close < 0) return false;
        value = tag.Slice(quote + 1, close);
        position = quote + 1 + close + 1;
        return true;
    }

    private string Decode(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('&')) return raw.ToString();
        DecodeInto(raw);
        return decoded.ToString();
    }

    private void DecodeInto(ReadOnlySpan<char> raw)
    {
        decoded.Clear();
        while (raw.IndexOf('&') is >= 0 and int ampersand)
        {
            decoded.Append(raw[..ampersand]);
            raw = raw[ampersand..];
            int length = raw.IndexOf(';');
            if (length is < 0 or > LongestEntity || !Entity(raw[1..length]))
            {
                decoded.Append('&');
                length = 0;
            }

            raw = raw[(length + 1)..];
        }

        decoded.Append(raw);
    }

    private bool Entity(ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case "lt": decoded.Append('<'); return true;
            case "gt": decoded.Append('>'); return true;
            case "amp": decoded.Append('&'); return true;
            case "quot": decoded.Append('"'); return true;
            case "apos": decoded.Append('\''); return true;
        }

        if (name.IsEmpty || name[0] != '#') return false;
        bool hex = name.Length > 1 && name[1] is 'x' or 'X';
        ReadOnlySpan<char> digits = name[(hex ? 2 : 1)..];
        if (!int.TryParse(digits, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out int code) || !Rune.IsValid(code) || code == 0) return false;
        decoded.Append(new Rune(code).ToString());
        return true;
    }
}

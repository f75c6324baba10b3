using System.Text;

namespace Assay.Retrieval.Reading.Mail;

/// <summary>A message or a part of one (RFC 5322, RFC 2045 to 2047, RFC 2231).</summary>
internal sealed class MimePart
{
    private const int MaxDepth = 16;
    private const int MaxParts = 2_000;
    private const int MaxHeader = 256 * 1024;
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
    private ReadOnlyMemory<byte> body;

    /// <summary>The parts of a message of several.</summary>
    public List<MimePart> Parts { get; } = [];

    /// <summary>Its type in small letters: <c>text/plain</c>.</summary>
    public string Type { get; private set; } = "text/plain";

    /// <summary>Name of the attached file; empty for none.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Whether it is meant to be saved, not shown.</summary>
    public bool IsAttachment { get; private set; }

    /// <summary>A header field with its words decoded; empty for none.</summary>
    public string Header(string name) => headers.TryGetValue(name, out string? value) ? MimeWords.Decode(value) : "";

    /// <summary>Parses a message.</summary>
    /// <param name="bytes">Header and body.</param>
    /// <exception cref="InvalidDataException">It has no header, or is beyond a limit.</exception>
    public static MimePart Parse(ReadOnlyMemory<byte> bytes)
    {
        int parts = 0;
        MimePart message = Parse(bytes, 0, ref parts);
        if (message.headers.Count == 0) throw new InvalidDataException("it does not begin with header lines such as 'Subject: …'");
        return message;
    }

    /// <summary>The body with its transfer encoding undone.</summary>
    public byte[] Content() => MimeWords.Body(body.Span, headers.GetValueOrDefault("Content-Transfer-Encoding", "").Trim());

    /// <summary>The body as text.</summary>
    public string Text() => Charsets.Decode(Content(), MimeWords.Parameter(headers.GetValueOrDefault("Content-Type", ""), "charset"));

    private static MimePart Parse(ReadOnlyMemory<byte> bytes, int depth, ref int parts)
    {
        if (++parts > MaxParts) throw new InvalidDataException($"it has more than {MaxParts} parts");
        if (depth > MaxDepth) throw new InvalidDataException($"its parts are nested deeper than {MaxDepth}");
        var part = new MimePart();
        part.body = bytes[part.ReadHeader(bytes.Span)..];
        string type = part.headers.GetValueOrDefault("Content-Type", "text/plain"), disposition = part.headers.GetValueOrDefault("Content-Disposition", "");
        int end = type.IndexOf(';', StringComparison.Ordinal);
        part.Type = (end < 0 ? type : type[..end]).Trim().ToLowerInvariant();
        part.FileName = MimeWords.Decode(MimeWords.Parameter(disposition, "filename") is { Length: > 0 } name ? name : MimeWords.Parameter(type, "name"));
        part.IsAttachment = disposition.TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase);
        if (part.Type.StartsWith("multipart/", StringComparison.Ordinal) && MimeWords.Parameter(type, "boundary") is { Length: > 0 and <= 200 } boundary) part.Split(boundary, depth, ref parts);
        return part;
    }

    private int ReadHeader(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        string? name = null;
        var value = new StringBuilder();
        while (at < bytes.Length)
        {
            int length = bytes[at..].IndexOf((byte)'\n'), end = length < 0 ? bytes.Length : at + length;
            ReadOnlySpan<byte> line = bytes[at..end].TrimEnd((byte)'\r');
            int next = Math.Min(end + 1, bytes.Length);
            if (next > MaxHeader) throw new InvalidDataException($"its header is longer than {MaxHeader} bytes");
            if (line.IsEmpty)
            {
                at = next;
                break;
            }

            if (line[0] is (byte)' ' or (byte)'\t')
            {
                value.Append(' ').Append(Charsets.Header(line).Trim());
            }
            else
            {
                int colon = line.IndexOf((byte)':');
                if (colon <= 0 || line[..colon].Contains((byte)' ')) break;
                Keep(name, value);
                name = Charsets.Header(line[..colon]);
                value.Clear().Append(Charsets.Header(line[(colon + 1)..]).Trim());
            }

            at = next;
        }

        Keep(name, value);
        return at;
    }

    private void Keep(string? name, StringBuilder value)
    {
        if (name is not null) headers.TryAdd(name, value.ToString());
    }

    private void Split(string boundary, int depth, ref int parts)
    {
        byte[] line = Encoding.Latin1.GetBytes("--" + boundary);
        ReadOnlySpan<byte> all = body.Span;
        int start = -1;
        for (int at = 0; at < all.Length;)
        {
            int found = all[at..].IndexOf(line);
            if (found < 0) break;
            int mark = at + found, after = mark + line.Length;
            at = after;
            if (mark > 0 && all[mark - 1] != '\n') continue;
            bool last = all[after..].StartsWith("--"u8);
            if (start >= 0) Parts.Add(Parse(body[start..mark], depth + 1, ref parts));
            int end = all[after..].IndexOf((byte)'\n');
            start = last || end < 0 ? -1 : after + end + 1;
            if (last || end < 0) return;
            at = start;
        }

        // A message that was cut off has no last boundary.
        if (start >= 0 && start < all.Length) Parts.Add(Parse(body[start..], depth + 1, ref parts));
    }
}

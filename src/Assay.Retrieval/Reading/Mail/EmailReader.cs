using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Archives;

namespace Assay.Retrieval.Reading.Mail;

/// <summary>Messages (EML): subject, who wrote to whom and when, the text, and attachments by their own readers.</summary>
internal sealed partial class EmailReader : IBinaryDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken)
    {
        var document = new CompositeDocument(file, options);
        try
        {
            MimePart message = MimePart.Parse(bytes);
            Add(document, file, message, options, 1, "", cancellationToken);
            return document.Build(message.Header("Subject"), new DocumentProperties(Fields(message), Date(message)));
        }
        catch (InvalidDataException error)
        {
            throw new UnreadableDocumentException(file.Id, $"this message cannot be read: {error.Message.TrimEnd('.')}. Save it anew from the mail program, or leave it out.");
        }
    }

    /// <summary>Adds a message with its attachments.</summary>
    /// <param name="document">Receives it.</param>
    /// <param name="file">For names in errors.</param>
    /// <param name="message">The message.</param>
    /// <param name="options">Limits.</param>
    /// <param name="level">Level of its subject as a heading.</param>
    /// <param name="place">What its place is called; empty for a file of its own.</param>
    /// <param name="cancellationToken">Handed on.</param>
    public static void Add(CompositeDocument document, SourceFile file, MimePart message, ReadingOptions options, int level, string place, CancellationToken cancellationToken)
    {
        string subject = message.Header("Subject") is { Length: > 0 } stated ? stated : "(no subject)";
        var bodies = new List<MimePart>();
        var attached = new List<MimePart>();
        Sort(message, bodies, attached);
        var head = new RenderedDocument(file with { Title = null });
        foreach (string name in new[] { "From", "To", "Cc", "Date" }) if (message.Header(name) is { Length: > 0 and < 4000 } value) head.Block(BlockKind.Paragraph, $"{name}: {value}");
        document.Add(head.Build(null, new DocumentProperties([], null)), subject, level, place);
        foreach (MimePart body in bodies) document.Add(Body(file, body, options, cancellationToken), null, level, "");
        foreach (MimePart part in attached)
        {
            string name = Name(part);
            if (DocumentReaders.CanReadWithin(Path.GetExtension(name))) document.Read(name, part.Content, level + 1, cancellationToken);
            else if (!part.Type.StartsWith("image/", StringComparison.Ordinal)) document.LeaveOut(name, "its format cannot be read");
        }
    }

    /// <summary>When a message was sent; null when it does not say.</summary>
    public static DateTimeOffset? Date(MimePart message)
    {
        string date = Comment().Replace(message.Header("Date"), "").Trim();
        return DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset sent) ? sent : null;
    }

    private static ImmutableArray<KeyValuePair<string, string>> Fields(MimePart message)
    {
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach ((string name, string field) in new[] { ("From", "author"), ("To", "to"), ("Cc", "cc"), ("Subject", "title"), ("Message-ID", "messageId"), ("In-Reply-To", "inReplyTo") })
        {
            if (message.Header(name) is { Length: > 0 and < 4000 } value) fields.Add(new(field, value));
        }

        if (Date(message) is { } date) fields.Add(new("date", date.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
        return fields.ToImmutable();
    }

    private static string Name(MimePart part)
    {
        string name = part.FileName.Replace('\\', '/');
        name = name[(name.LastIndexOf('/') + 1)..].Trim();
        if (part.Type == "message/rfc822") return Path.GetExtension(name).Equals(".eml", StringComparison.OrdinalIgnoreCase) ? name : (name.Length > 0 ? name : "message") + ".eml";
        if (Path.GetExtension(name).Length > 1) return name;
        return (name.Length > 0 ? name : "attachment") + part.Type switch
        {
            "application/pdf" => ".pdf", "text/csv" => ".csv", "text/plain" => ".txt", "text/html" => ".html", "application/json" => ".json", "application/zip" => ".zip", _ => "",
        };
    }

    // Of the forms of one text the last readable one is the richest.
    private static void Sort(MimePart part, List<MimePart> bodies, List<MimePart> attached)
    {
        if (part.Parts.Count > 0 && part.Type == "multipart/alternative")
        {
            MimePart? html = part.Parts.LastOrDefault(p => p.Type == "text/html" || p.Type.StartsWith("multipart/", StringComparison.Ordinal)), plain = part.Parts.Find(p => p.Type == "text/plain");
            Sort(html ?? plain ?? part.Parts[^1], bodies, attached);
        }
        else if (part.Parts.Count > 0)
        {
            foreach (MimePart inner in part.Parts) Sort(inner, bodies, attached);
        }
        else if (!part.IsAttachment && part.FileName.Length == 0 && part.Type is "text/plain" or "text/html")
        {
            bodies.Add(part);
        }
        else if (!part.Type.StartsWith("multipart/", StringComparison.Ordinal))
        {
            attached.Add(part);
        }
    }

    private static Document Body(SourceFile file, MimePart body, ReadingOptions options, CancellationToken cancellationToken)
    {
        byte[] text = Encoding.UTF8.GetBytes(body.Text().Replace("\0", "", StringComparison.Ordinal));
        var inner = new SourceFile(file.Id, body.Type == "text/html" ? ".html" : ".txt", () => new MemoryStream(text, writable: false), text.Length) { MayHaveFrontMatter = false };
        return DocumentReaders.Read(inner, options, cancellationToken);
    }

    [GeneratedRegex(@"\([^()]{0,100}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}

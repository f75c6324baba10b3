using System.Globalization;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Archives;

namespace Assay.Retrieval.Reading.Mail;

/// <summary>Mailboxes (MBOX): the messages in their order, a section each.</summary>
internal sealed class MailboxReader : IBinaryDocumentReader
{
    private const int MaxMessages = 20_000;

    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken)
    {
        var document = new CompositeDocument(file, options);
        if (!bytes.Span.StartsWith("From "u8)) throw new UnreadableDocumentException(file.Id, "no mailbox: expected a first line that begins with 'From '. Save the message as .eml, or leave the file out.");
        int number = 0, at = 0;
        DateTimeOffset? latest = null;
        while (at < bytes.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++number > MaxMessages) throw new UnreadableDocumentException(file.Id, $"this mailbox has more than {MaxMessages} messages. Split it.");
            int line = bytes.Span[at..].IndexOf((byte)'\n'), start = line < 0 ? bytes.Length : at + line + 1;
            int end = Next(bytes.Span, start);
            string place = string.Create(CultureInfo.InvariantCulture, $"message {number}");
            try
            {
                MimePart message = MimePart.Parse(bytes[start..end]);
                EmailReader.Add(document, file, message, options, 1, place, cancellationToken);
                latest = EmailReader.Date(message) is { } date && (latest is null || date > latest) ? date : latest;
            }
            catch (Exception error) when (error is InvalidDataException or UnreadableDocumentException && !document.Budget.IsSpent)
            {
                document.LeaveOut(place, error.Message.TrimEnd('.'));
            }
            catch (InvalidDataException error)
            {
                throw new UnreadableDocumentException(file.Id, $"this mailbox is too large: {error.Message}. Split it.");
            }

            at = end;
        }

        return document.Build(null, new DocumentProperties([new("messages", number.ToString(CultureInfo.InvariantCulture))], latest));
    }

    // A message begins behind an empty line; in text such a line has a '>' before it.
    private static int Next(ReadOnlySpan<byte> bytes, int from)
    {
        for (int at = from; bytes[at..].IndexOf("\nFrom "u8) is >= 0 and int found; at += found + 1)
        {
            int mark = at + found;
            if (mark >= 1 && (bytes[mark - 1] == '\n' || (bytes[mark - 1] == '\r' && mark >= 2 && bytes[mark - 2] == '\n'))) return mark + 1;
        }

        return bytes.Length;
    }
}

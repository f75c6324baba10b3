using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Office;

namespace Assay.Retrieval.Reading.Archives;

/// <summary>Books (EPUB 2 and 3): the chapters in the order of the spine, each as the web page that it is; title, authors and dates from the package file.</summary>
internal sealed partial class EpubReader : IBinaryDocumentReader
{
    private const int MaxChapters = 5_000;

    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken)
    {
        var document = new CompositeDocument(file, options);
        try
        {
            using PackedFile zip = PackedFile.Open(bytes, document.Budget);
            if (zip.Find("META-INF/encryption.xml") is not null && zip.Find("META-INF/rights.xml") is not null) throw new InvalidDataException("it is protected against copying");
            string package = PackagePath(zip, cancellationToken);
            Book book = ReadPackage(zip, package, cancellationToken);
            string folder = package[..(package.LastIndexOf('/') + 1)];
            foreach (string reference in book.Spine.Take(MaxChapters))
            {
                if (!book.Items.TryGetValue(reference, out string? path) || zip.Find(Join(folder, path)) is not { } entry) continue;
                Chapter(document, file, options, PackedFile.Path(entry), zip.ReadAll(entry, options.MaxBytes), cancellationToken);
            }

            return document.Build(book.Title, new DocumentProperties(book.Fields.ToImmutableArray(), book.Updated));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new UnreadableDocumentException(file.Id, $"this book cannot be read: {error.Message.TrimEnd('.')}. Get it again, or convert it to HTML.");
        }
    }

    private static void Chapter(CompositeDocument document, SourceFile file, ReadingOptions options, string path, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            // XHTML closes empty elements in their first tag; read as HTML, everything behind such a tag would be inside of it.
            var page = new SourceFile($"{file.Id}/{path}", ".html", () => new MemoryStream(bytes, writable: false), bytes.Length);
            byte[] html = Encoding.UTF8.GetBytes(EmptyElement().Replace(SourceDecoder.Decode(page, options, cancellationToken), "<$1$2></$1>"));
            Document chapter = DocumentReaders.Read(page with { Open = () => new MemoryStream(html, writable: false), LengthBytes = html.Length }, options, cancellationToken);
            document.Add(chapter, null, 0, $"chapter {Path.GetFileNameWithoutExtension(path)}");
        }
        catch (UnreadableDocumentException error)
        {
            document.LeaveOut(path, error.Reason.TrimEnd('.'));
        }
    }

    private static string PackagePath(PackedFile zip, CancellationToken cancellationToken)
    {
        ZipArchiveEntry container = zip.Find("META-INF/container.xml") ?? throw new InvalidDataException("it has no META-INF/container.xml");
        XmlPull pull = Xml(zip, container, cancellationToken);
        while (pull.Read())
        {
            if (pull.Node == XmlNode.Start && pull.Name == "rootfile" && pull.Attribute("full-path") is { } path) return path;
        }

        throw new InvalidDataException("its container.xml names no package");
    }

    private static Book ReadPackage(PackedFile zip, string path, CancellationToken cancellationToken)
    {
        var book = new Book();
        XmlPull pull = Xml(zip, zip.Find(path) ?? throw new InvalidDataException($"its package '{path}' is missing"), cancellationToken);
        while (pull.Read())
        {
            if (pull.Node != XmlNode.Start) continue;
            switch (pull.Name)
            {
                case "item" when pull.Attribute("id") is { } id && pull.Attribute("href") is { } target && (pull.Attribute("media-type") ?? "").Contains("html", StringComparison.Ordinal):
                    if ((pull.Attribute("properties") ?? "") != "nav") book.Items[id] = Uri.UnescapeDataString(target);
                    break;
                case "itemref" when pull.Attribute("idref") is { } id && book.Spine.Count < MaxChapters:
                    book.Spine.Add(id);
                    break;
                case "title" or "creator" or "date" or "language" or "publisher" or "subject" or "description":
                    book.Say(pull.Name, pull.AllText(10_000).Trim());
                    break;
            }
        }

        return book;
    }

    private static XmlPull Xml(PackedFile zip, ZipArchiveEntry entry, CancellationToken cancellationToken) =>
        new(new StreamReader(new MemoryStream(zip.ReadAll(entry, 8 << 20)), Encoding.UTF8), cancellationToken);

    private static string Join(string folder, string path)
    {
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string step in path.Split('#')[0].Split('/'))
        {
            if (step == ".." && steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else if (step is not ("." or ".." or "")) steps.Add(step);
        }

        return string.Join('/', steps);
    }

    [GeneratedRegex("<(title|script|style|a|p|div|span|td|th|li|i|b|em|strong|h[1-6]|section|aside|iframe|textarea)((?:\\s[^<>]{0,500})?)/>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EmptyElement();

    private sealed class Book
    {
        public string? Title { get; private set; }

        public DateTimeOffset? Updated { get; private set; }

        public Dictionary<string, string> Items { get; } = new(StringComparer.Ordinal);

        public List<string> Spine { get; } = [];

        public List<KeyValuePair<string, string>> Fields { get; } = [];

        public void Say(string name, string value)
        {
            if (value.Length == 0 || Fields.Count > 50) return;
            if (name == "title") Title ??= value;
            if (name == "date" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)) Updated ??= date;
            Fields.Add(new(name == "creator" ? "author" : name, value));
        }
    }
}

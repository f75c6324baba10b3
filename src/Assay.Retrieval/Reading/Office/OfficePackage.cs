using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Archives;

namespace Assay.Retrieval.Reading.Office;

/// <summary>The parts of an Office Open XML file and how they refer to each other (ECMA-376 part 2).</summary>
internal sealed class OfficePackage
{
    private const int MaxReferences = 200_000;
    private static readonly byte[] OldOffice = [0xD0, 0xCF, 0x11, 0xE0];
    private readonly SourceFile file;
    private readonly PackedFile zip;
    private readonly CancellationToken cancellationToken;

    private OfficePackage(SourceFile file, PackedFile zip, CancellationToken cancellationToken)
    {
        this.file = file;
        this.zip = zip;
        this.cancellationToken = cancellationToken;
    }

    /// <summary>Reads a document from a package; damage of any kind becomes the error of this one file.</summary>
    /// <param name="file">Named in errors.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="options">Supplies what may still be unpacked when the file stands in another.</param>
    /// <param name="read">Makes the document.</param>
    /// <param name="cancellationToken">Checked while parts are read.</param>
    /// <exception cref="UnreadableDocumentException">It is no such file, is encrypted, damaged or beyond a limit.</exception>
    public static Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, Func<OfficePackage, Document> read, CancellationToken cancellationToken)
    {
        if (bytes.Span.StartsWith(OldOffice))
        {
            throw new UnreadableDocumentException(file.Id, "this is an Office file with a password, or one in the format of Office 97. Open it there and save it without password, in today's format.");
        }

        try
        {
            using var zip = PackedFile.Open(bytes, options.Nested?.Budget ?? new UnpackBudget());
            return read(new OfficePackage(file, zip, cancellationToken));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new UnreadableDocumentException(file.Id, $"damaged, or no {file.Format} file: {error.Message.TrimEnd('.')}. Open it in an office program and save it anew.");
        }
    }

    /// <summary>Whether there is a part.</summary>
    public bool Has(string part) => zip.Find(part) is not null;

    /// <summary>Opens the XML of a part.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public XmlPart Open(string part)
    {
        ZipArchiveEntry entry = zip.Find(part) ?? throw new InvalidDataException($"its part '{part}' is missing");
        var reader = new StreamReader(zip.Open(entry), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return new XmlPart(reader, new XmlPull(reader, cancellationToken));
    }

    /// <summary>What a part refers to, by the id of the reference.</summary>
    /// <param name="part">The part; empty for the package.</param>
    public Dictionary<string, Reference> References(string part)
    {
        int slash = part.LastIndexOf('/');
        string folder = part[..(slash + 1)], list = $"{folder}_rels/{part[(slash + 1)..]}.rels";
        var references = new Dictionary<string, Reference>(StringComparer.Ordinal);
        if (!Has(list)) return references;
        using XmlPart xml = Open(list);
        while (xml.Pull.Read() && references.Count < MaxReferences)
        {
            if (xml.Pull.Node != XmlNode.Start || xml.Pull.Name != "Relationship") continue;
            string type = xml.Pull.Attribute("Type") ?? "", target = xml.Pull.Attribute("Target") ?? "", id = xml.Pull.Attribute("Id") ?? "";
            bool external = xml.Pull.Attribute("TargetMode") == "External";
            references[id] = new Reference(type[(type.LastIndexOf('/') + 1)..], external ? target : Resolve(folder, target), external);
        }

        return references;
    }

    /// <summary>The part that the package is about.</summary>
    /// <exception cref="InvalidDataException">It names none.</exception>
    /// <exception cref="UnreadableDocumentException">It is one of another Office program.</exception>
    public string MainPart()
    {
        if (References("").Values.FirstOrDefault(r => r.Type == "officeDocument" && !r.IsExternal)?.Target is not { } main)
        {
            if (Has("mimetype")) throw FileKind.Other(file, new("an OpenDocument file or a book", ""));
            throw new InvalidDataException("it does not say which of its parts is the document");
        }

        if (Has(main)) RefuseOthers(main);
        return main;
    }

    private void RefuseOthers(string main)
    {
        using XmlPart xml = Open(main);
        while (xml.Pull.Read() && xml.Pull.Node != XmlNode.Start) { }
        if (xml.Pull.Node != XmlNode.Start) return;
        FileKind.Kind? kind = xml.Pull.Name switch
        {
            "document" => new("a Word file", ".docx"),
            "workbook" => new("an Excel file", ".xlsx"),
            "presentation" => new("a PowerPoint file", ".pptx"),
            _ => null,
        };
        if (kind is not null && !file.Format.AsSpan(0, file.Format.Length - 1).Equals(kind.Ending.AsSpan(0, kind.Ending.Length - 1), StringComparison.OrdinalIgnoreCase)) throw FileKind.Other(file, kind);
    }

    /// <summary>Title, authors and dates as the file states them.</summary>
    /// <param name="title">The stated title, or empty.</param>
    public DocumentProperties Properties(out string title)
    {
        title = "";
        var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        DateTimeOffset? updated = null;
        string? core = References("").Values.FirstOrDefault(r => r.Type == "core-properties" && !r.IsExternal)?.Target;
        if (core is null || !Has(core)) return new DocumentProperties([], null);
        using XmlPart xml = Open(core);
        while (xml.Pull.Read())
        {
            if (xml.Pull.Node != XmlNode.Start || xml.Pull.Depth != 2) continue;
            string name = xml.Pull.Name, value = xml.Pull.AllText(10_000).Trim();
            if (value.Length == 0) continue;
            if (name == "title") title = value;
            string field = name switch { "creator" => "author", "lastModifiedBy" => "modifiedBy", _ => name };
            if (field is not ("title" or "author" or "modifiedBy" or "created" or "modified" or "subject" or "keywords" or "description" or "category" or "language")) continue;
            fields.Add(new(field, value));
            if (name == "modified" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)) updated = date;
        }

        return new DocumentProperties(fields.ToImmutable(), updated);
    }

    private static string Resolve(string folder, string target)
    {
        if (target.StartsWith('/')) return target.TrimStart('/');
        var path = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string step in target.Split('/'))
        {
            if (step == ".." && path.Count > 0) path.RemoveAt(path.Count - 1);
            else if (step is not ("." or ".." or "")) path.Add(step);
        }

        return string.Join('/', path);
    }

    /// <summary>A reference from one part to another, or to what is outside of the file.</summary>
    /// <param name="Type">Last word of its type: <c>hyperlink</c>, <c>slide</c>, ….</param>
    /// <param name="Target">Path of the part, or the address outside.</param>
    /// <param name="IsExternal">Whether it leads outside; nothing outside is ever opened.</param>
    public sealed record Reference(string Type, string Target, bool IsExternal);

    /// <summary>The XML of a part.</summary>
    /// <param name="reader">Closed with it.</param>
    /// <param name="pull">The XML.</param>
    public sealed class XmlPart(StreamReader reader, XmlPull pull) : IDisposable
    {
        /// <summary>The XML.</summary>
        public XmlPull Pull => pull;

        /// <inheritdoc/>
        public void Dispose() => reader.Dispose();
    }
}

using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>Word files (DOCX): headings by style, lists, tables, notes where they are referred to; tracked changes as accepted, hidden text, headers, footers and tables of contents left out.</summary>
internal sealed class WordReader : IBinaryDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken) => OfficePackage.Read(file, bytes, options, package =>
    {
        string main = package.MainPart();
        Dictionary<string, OfficePackage.Reference> references = package.References(main);
        var body = new WordBody(new RenderedDocument(file), WordStyles.Read(package, Part("styles")), WordNumbering.Read(package, Part("numbering")));
        Notes(package, Part("footnotes"), "footnote", "f", body);
        Notes(package, Part("endnotes"), "endnote", "e", body);
        using OfficePackage.XmlPart xml = package.Open(main);
        while (xml.Pull.Read())
        {
            if (xml.Pull.Node == XmlNode.Start && xml.Pull.Name == "body") body.Read(xml.Pull);
        }

        DocumentProperties properties = package.Properties(out string title);
        return body.Document.Build(title.Length > 0 ? title : body.Title, properties);

        string? Part(string type) => references.Values.FirstOrDefault(r => r.Type == type && !r.IsExternal)?.Target;
    }, cancellationToken);

    private static void Notes(OfficePackage package, string? part, string element, string prefix, WordBody body)
    {
        if (part is null || !package.Has(part)) return;
        using OfficePackage.XmlPart xml = package.Open(part);
        XmlPull pull = xml.Pull;
        while (pull.Read())
        {
            if (pull.Node != XmlNode.Start || pull.Name != element) continue;
            string id = prefix + pull.Attribute("id");
            if (pull.Attribute("type") is not null and not "normal")
            {
                pull.Skip();
                continue;
            }

            var texts = new List<string>();
            int depth = pull.Depth;
            while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
            {
                if (pull.Node != XmlNode.Start || pull.Name != "p") continue;
                var paragraph = new WordParagraph();
                new WordRuns(pull).Read(paragraph);
                texts.Add(paragraph.Text.ToString().Trim());
            }

            body.Notes[id] = string.Join('\n', texts);
        }
    }
}

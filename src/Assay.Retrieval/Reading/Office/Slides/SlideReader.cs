using System.Globalization;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Tables;
using Assay.Text;

namespace Assay.Retrieval.Reading.Office.Slides;

/// <summary>PowerPoint files (PPTX): a section for each visible slide in the order of the presentation, with its tables, diagrams and notes.</summary>
internal sealed class SlideReader : IBinaryDocumentReader
{
    private const int MaxSlides = 5_000;
    private const int LongestTitle = 100;
    private static readonly string[] Furniture = ["dt", "ftr", "sldNum", "hdr", "sldImg"];

    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken) => OfficePackage.Read(file, bytes, options, package =>
    {
        string main = package.MainPart();
        Dictionary<string, OfficePackage.Reference> references = package.References(main);
        var document = new RenderedDocument(file);
        string? first = null;
        int number = 0, hidden = 0;
        foreach (string id in Slides(package, main))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!references.TryGetValue(id, out OfficePackage.Reference? reference) || reference.IsExternal || reference.Type != "slide") continue;
            number++;
            List<SlideShape> shapes = Shapes(package, reference.Target, out bool shown);
            if (!shown)
            {
                hidden++;
                continue;
            }

            NameTitle(shapes);
            int start = document.Length;
            string title = Title(shapes, number);
            first ??= title;
            Slide(document, shapes, title);
            foreach (OfficePackage.Reference part in package.References(reference.Target).Values.Where(r => !r.IsExternal)) Part(document, package, part);
            document.Place(string.Create(CultureInfo.InvariantCulture, $"slide {number}"), new TextSpan(Math.Min(start + (start > 0 ? 2 : 0), document.Length), document.Length));
        }

        if (hidden > 0) document.Warn(string.Create(CultureInfo.InvariantCulture, $"Hidden slides were left out: {hidden}. Show them in the presentation if they are to be read."));
        DocumentProperties properties = package.Properties(out string stated);
        return document.Build(stated.Length > 0 && !stated.Equals("PowerPoint Presentation", StringComparison.OrdinalIgnoreCase) ? stated : first, properties);
    }, cancellationToken);

    // A slide stands in the list once; a damaged list that names one a thousand times does not make it read as often.
    private static List<string> Slides(OfficePackage package, string main)
    {
        var ids = new List<string>();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        using OfficePackage.XmlPart xml = package.Open(main);
        while (xml.Pull.Read() && ids.Count < MaxSlides)
        {
            if (xml.Pull.Node == XmlNode.Start && xml.Pull.Name == "sldId" && xml.Pull.Attribute("id", prefixed: true) is { } id && listed.Add(id)) ids.Add(id);
        }

        return ids;
    }

    private static List<SlideShape> Shapes(OfficePackage package, string part, out bool shown)
    {
        using OfficePackage.XmlPart xml = package.Open(part);
        return SlideShapes.Read(xml.Pull, out shown);
    }

    // Programs that do not mark titles put them first, in one line.
    private static void NameTitle(List<SlideShape> shapes)
    {
        if (shapes.Exists(s => s.IsTitle && s.Paragraphs.Count > 0)) return;
        SlideShape? first = shapes.Find(s => s.Paragraphs.Count > 0 && s.Placeholder is null);
        if (first is { Paragraphs: [{ IsItem: false, Text.Length: <= LongestTitle } title] } && !title.Text.Contains('\n', StringComparison.Ordinal)) first.Placeholder = "title";
    }

    private static string Title(List<SlideShape> shapes, int number) =>
        shapes.Where(s => s.IsTitle).Select(s => string.Join(' ', s.Paragraphs.Select(p => p.Text))).FirstOrDefault(t => t.Length > 0) ?? string.Create(CultureInfo.InvariantCulture, $"Slide {number}");

    private static void Slide(RenderedDocument document, List<SlideShape> shapes, string title)
    {
        document.Heading(1, title);
        foreach (SlideShape shape in shapes.Where(s => !s.IsTitle && !Furniture.Contains(s.Placeholder))) Add(document, shape);
    }

    private static void Add(RenderedDocument document, SlideShape shape)
    {
        int list = -1;
        foreach (SlideParagraph paragraph in shape.Paragraphs)
        {
            if (paragraph.IsItem && list < 0) list = document.NextGroup();
            if (!paragraph.IsItem) list = -1;
            document.Block(paragraph.IsItem ? BlockKind.ListItem : BlockKind.Paragraph, paragraph.Text, list);
        }

        if (shape.Rows.Count == 0) return;
        int group = document.NextGroup();
        bool header = shape.Rows.Count > 1 && (shape.HasHeader || TableHead.Of(shape.Rows) is { HasHeader: true, Above: 0 });
        for (int i = 0; i < shape.Rows.Count; i++) document.Row(shape.Rows[i], group, header && i == 0);
    }

    private static void Part(RenderedDocument document, OfficePackage package, OfficePackage.Reference part)
    {
        if (part.Type is not ("notesSlide" or "diagramData") || !package.Has(part.Target)) return;
        List<SlideShape> shapes = Shapes(package, part.Target, out _);
        if (part.Type == "diagramData")
        {
            int list = document.NextGroup();
            foreach (SlideParagraph paragraph in shapes.SelectMany(s => s.Paragraphs)) document.Block(BlockKind.ListItem, paragraph.Text, list);
            return;
        }

        foreach (SlideParagraph paragraph in shapes.Where(s => !Furniture.Contains(s.Placeholder)).SelectMany(s => s.Paragraphs)) document.Block(BlockKind.Paragraph, paragraph.Text);
    }
}

using System.Text;

namespace Assay.Retrieval.Reading.Office.Slides;

/// <summary>Reads the shapes of a slide in their order, groups opened.</summary>
internal static class SlideShapes
{
    private const int MaxShapes = 20_000;
    private const int MaxColumns = 1_000;

    /// <summary>All shapes with text and all tables.</summary>
    /// <param name="pull">The XML of a slide, its notes or a diagram.</param>
    /// <param name="shown">False when the slide is marked as hidden.</param>
    public static List<SlideShape> Read(XmlPull pull, out bool shown)
    {
        var shapes = new List<SlideShape>();
        shown = true;
        while (pull.Read())
        {
            if (pull.Node != XmlNode.Start) continue;
            if (shapes.Count > MaxShapes) throw new InvalidDataException($"a slide has more than {MaxShapes} shapes");
            if (pull.Name == "sld") shown = !pull.IsOff("show");
            else if (pull.Name is "sp" or "pt" or "cxnSp") shapes.Add(Shape(pull));
            else if (pull.Name == "tbl") shapes.Add(Table(pull));
            else if (pull.Name == "Fallback") pull.Skip();
        }

        return shapes;
    }

    private static SlideShape Shape(XmlPull pull)
    {
        var shape = new SlideShape();
        int depth = pull.Depth;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "ph") shape.Placeholder = pull.Attribute("type") ?? "";
            else if (pull.Name == "p" && Paragraph(pull, shape.Placeholder is "" or "body" or "obj") is { Text.Length: > 0 } paragraph) shape.Paragraphs.Add(paragraph);
        }

        return shape;
    }

    // The body of a slide is a list unless a paragraph says that it has no bullet; other text is one only where it says so.
    private static SlideParagraph Paragraph(XmlPull pull, bool isItem)
    {
        var text = new StringBuilder();
        int depth = pull.Depth;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "t") text.Append(pull.AllText());
            else if (pull.Name == "br") text.Append('\n');
            else if (pull.Name == "tab") text.Append(' ');
            else if (pull.Name == "buNone") isItem = false;
            else if (pull.Name is "buChar" or "buAutoNum" or "buBlip") isItem = true;
            else if (pull.Name == "endParaRPr") pull.Skip();
        }

        return new SlideParagraph(text.ToString().Replace('\v', '\n').Trim(), isItem);
    }

    private static SlideShape Table(XmlPull pull)
    {
        var table = new SlideShape();
        int depth = pull.Depth;
        string[] above = [];
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "tblPr") table.HasHeader = pull.Attribute("firstRow") is "1" or "true";
            else if (pull.Name == "tr") table.Rows.Add(above = Row(pull, above));
        }

        return table;
    }

    private static string[] Row(XmlPull pull, string[] above)
    {
        var cells = new List<string>();
        int depth = pull.Depth;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start || pull.Name != "tc") continue;
            bool goesOn = pull.Attribute("vMerge") is "1" or "true";
            string text = string.Join(' ', Shape(pull).Paragraphs.Select(p => p.Text));
            if (cells.Count >= MaxColumns) throw new InvalidDataException($"a table has more than {MaxColumns} columns");
            cells.Add(goesOn && cells.Count < above.Length ? above[cells.Count] : text);
        }

        return [.. cells];
    }
}

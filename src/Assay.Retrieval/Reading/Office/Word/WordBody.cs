using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Tables;

namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>Turns paragraphs and tables of a Word file into blocks.</summary>
/// <param name="document">Receives the blocks.</param>
/// <param name="styles">What styles mean.</param>
/// <param name="numbering">Numbers of lists and headings.</param>
internal sealed class WordBody(RenderedDocument document, WordStyles styles, WordNumbering numbering)
{
    private const int MaxBlocks = 400_000;
    private readonly StringBuilder code = new();
    private int list = -1, blocks;

    /// <summary>The document.</summary>
    public RenderedDocument Document => document;

    /// <summary>Text of footnotes and endnotes by the ids that paragraphs have them by.</summary>
    public Dictionary<string, string> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>The first paragraph in the style of a title; null for none.</summary>
    public string? Title { get; private set; }

    /// <summary>Reads the body up to its end.</summary>
    /// <param name="pull">Stands at its start.</param>
    public void Read(XmlPull pull)
    {
        int depth = pull.Depth;
        WordParagraph? open = null;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "p")
            {
                // A paragraph whose end was deleted goes on in the next one.
                WordParagraph paragraph = open ?? new WordParagraph();
                paragraph.EndIsDeleted = false;
                new WordRuns(pull).Read(paragraph);
                open = paragraph.EndIsDeleted ? paragraph : null;
                if (open is null) Add(paragraph);
            }
            else if (pull.Name == "tbl")
            {
                Add(WordTable.Read(pull));
            }
            else if (pull.Name == "sdtPr")
            {
                if (IsContents(pull)) PassContent(pull);
            }
            else if (WordRuns.IsPassedOver(pull.Name))
            {
                pull.Skip();
            }
        }

        if (open is not null) Add(open);
        EndCode();
    }

    private static bool IsContents(XmlPull pull)
    {
        int depth = pull.Depth;
        bool contents = false;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node == XmlNode.Start && pull.Name == "docPartGallery") contents |= pull.Attribute("val") == "Table of Contents";
        }

        return contents;
    }

    private static void PassContent(XmlPull pull)
    {
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Name == "sdt"))
        {
            if (pull.Node != XmlNode.Start || pull.Name != "sdtContent") continue;
            pull.Skip();
            return;
        }
    }

    private void Add(WordParagraph paragraph)
    {
        if (++blocks > MaxBlocks) throw new InvalidDataException($"it has more than {MaxBlocks} paragraphs");
        string text = paragraph.Text.ToString();
        if (styles.IsCode(paragraph.Style))
        {
            code.Append(code.Length > 0 ? "\n" : "").Append(text);
            list = -1;
        }
        else if (!styles.IsContents(paragraph.Style))
        {
            if (text.Length > 0 || code.Length > 0) EndCode();
            Prose(paragraph, text.Trim());
        }

        After(paragraph.Notes);
        foreach (WordParagraph box in paragraph.Boxes) Add(box);
    }

    private void Prose(WordParagraph paragraph, string text)
    {
        if (text.Length == 0) return;
        int heading = paragraph.Outline is { } outline ? (outline is >= 0 and < 9 ? Math.Min(outline + 1, 6) : 0) : styles.HeadingLevel(paragraph.Style);
        (int? ofStyle, int? levelOfStyle) = styles.List(paragraph.Style);
        int of = paragraph.List ?? ofStyle ?? 0, parts = 0;
        string label = of > 0 ? numbering.Next(of, paragraph.ListLevel ?? levelOfStyle ?? 0, out parts) : "";
        if (heading > 0)
        {
            if (styles.IsTitle(paragraph.Style)) Title ??= text.ReplaceLineEndings(" ");
            document.Heading(heading, label.Length > 0 ? $"{label} {text}" : text);
            list = -1;
        }
        else if (of != 0)
        {
            // A bare "3." says no more than the order does; a clause number such as 4.2 is what people refer to.
            if (list < 0) list = document.NextGroup();
            document.Block(BlockKind.ListItem, parts > 1 ? $"{label} {text}" : text, list);
        }
        else
        {
            document.Block(BlockKind.Paragraph, text);
            list = -1;
        }
    }

    private void Add(WordTable table)
    {
        EndCode();
        list = -1;
        if (table.Rows.TrueForAll(r => r.Length == 1))
        {
            foreach (WordParagraph paragraph in table.Paragraphs) Add(paragraph);
            return;
        }

        int group = document.NextGroup(), headers = table.HeaderRows > 0 ? table.HeaderRows : TableHead.Of(table.Rows) is { HasHeader: true, Above: 0 } ? 1 : 0;
        if (headers == table.Rows.Count) headers = Math.Min(1, table.Rows.Count - 1);
        bool joined = headers is > 1 and <= WordTable.MaxHeaderRows;
        if (joined) document.Row(table.Names(headers), group, header: true);
        for (int i = joined ? headers : 0; i < table.Rows.Count; i++)
        {
            int row = i;
            document.Row(table.Rows[i], group, header: i < headers, column => table.IsFromAbove(row, column));
        }

        After(table.Notes);
    }

    private void After(List<string> notes)
    {
        foreach (string note in notes)
        {
            if (Notes.Remove(note, out string? text)) document.Block(BlockKind.Paragraph, text);
        }
    }

    private void EndCode()
    {
        if (code.Length > 0) document.Block(BlockKind.Code, code.ToString());
        code.Clear();
    }
}

namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>Reads the inside of a paragraph: runs of text, breaks, references to notes, text boxes. What was deleted is passed over, what was inserted is read.</summary>
/// <param name="pull">Stands at the start of the paragraph.</param>
internal sealed class WordRuns(XmlPull pull)
{
    private const int MaxChars = 4 << 20;

    /// <summary>Whether an element and all in it says nothing of what is shown.</summary>
    public static bool IsPassedOver(string name) => name is "del" or "moveFrom" or "Fallback" or "instrText" or "delText" or "delInstrText" or "pPrChange" or "rPrChange" or "tblPrChange" or "tcPrChange"
        or "trPrChange" or "sectPrChange" or "numberingChange" or "tblGridChange" or "sectPr" or "commentRangeStart" or "commentReference" or "annotationRef";

    /// <summary>Reads up to the end of the paragraph.</summary>
    /// <param name="paragraph">Receives what is found; text already in it stays before.</param>
    public void Read(WordParagraph paragraph)
    {
        int depth = pull.Depth, hiddenAt = -1;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node == XmlNode.End)
            {
                if (pull.Depth == hiddenAt) hiddenAt = -1;
                continue;
            }

            if (pull.Node == XmlNode.Text) continue;
            if (pull.Name == "pPr") Settings(paragraph);
            else if (pull.Name == "rPr") hiddenAt = IsHidden() ? pull.Depth - 1 : hiddenAt;
            else if (IsPassedOver(pull.Name)) pull.Skip();
            else if (hiddenAt < 0) Element(paragraph);
        }
    }

    private void Element(WordParagraph paragraph)
    {
        if (paragraph.Text.Length > MaxChars) throw new InvalidDataException($"a paragraph has more than {MaxChars} characters");
        switch (pull.Name)
        {
            case "t":
                paragraph.Text.Append(pull.AllText());
                break;
            case "tab" or "ptab":
                paragraph.Text.Append(' ');
                break;
            case "br" when pull.Attribute("type") is "page" or "column":
                break;
            case "br" or "cr":
                paragraph.Text.Append('\n');
                break;
            case "noBreakHyphen":
                paragraph.Text.Append('-');
                break;
            case "footnoteReference" or "endnoteReference" when pull.Attribute("id") is { } note:
                paragraph.Notes.Add((pull.Name[0] == 'f' ? "f" : "e") + note);
                break;
            case "txbxContent":
                Box(paragraph);
                break;
        }
    }

    private void Box(WordParagraph host)
    {
        int depth = pull.Depth;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start || pull.Name != "p") continue;
            var inner = new WordParagraph();
            Read(inner);
            host.Boxes.Add(inner);
        }
    }

    private bool IsHidden()
    {
        int depth = pull.Depth;
        bool hidden = false;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node == XmlNode.Start && pull.Name == "rPrChange") pull.Skip();
            else if (pull.Node == XmlNode.Start && pull.Name == "vanish") hidden = !pull.IsOff("val");
        }

        return hidden;
    }

    private void Settings(WordParagraph paragraph)
    {
        int depth = pull.Depth;
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            switch (pull.Name)
            {
                case "pStyle":
                    paragraph.Style ??= pull.Attribute("val");
                    break;
                case "numId":
                    paragraph.List ??= pull.Number("val");
                    break;
                case "ilvl":
                    paragraph.ListLevel ??= pull.Number("val");
                    break;
                case "outlineLvl":
                    paragraph.Outline ??= pull.Number("val");
                    break;
                case "pPrChange" or "rPrChange":
                    pull.Skip();
                    break;
                case "del":
                    paragraph.EndIsDeleted = true;
                    break;
            }
        }
    }
}

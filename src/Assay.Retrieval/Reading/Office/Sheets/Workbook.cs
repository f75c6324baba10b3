using System.Text;

namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>What the sheets of a workbook share: texts, formats, the epoch of dates, and how much may be read.</summary>
internal sealed class Workbook
{
    private const int MaxTexts = 2_000_000;
    private const int MaxReserved = 8_000_000;
    private readonly List<string> texts = [];
    private int cells;
    private long chars, reserved;

    /// <summary>The formats.</summary>
    public required SheetStyles Styles { get; init; }

    /// <summary>Whether dates count from 1904.</summary>
    public bool From1904 { get; set; }

    /// <summary>The shared text of a number; empty for one that there is none of.</summary>
    public string Text(int index) => index >= 0 && index < texts.Count ? texts[index] : "";

    /// <summary>Counts a filled cell.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Count(int length)
    {
        chars += length;
        if (++cells > SheetRows.MaxCells || chars > SheetRows.MaxChars)
        {
            throw new InvalidDataException($"it has more than {SheetRows.MaxCells} filled cells or {SheetRows.MaxChars} characters; split the workbook");
        }
    }

    /// <summary>Counts the columns of a row up to its last filled cell.</summary>
    /// <exception cref="InvalidDataException">Few cells stand so far apart that the rows would fill memory.</exception>
    public void Reserve(int columns)
    {
        reserved += columns;
        if (reserved > MaxReserved) throw new InvalidDataException($"its rows have more than {MaxReserved} columns in all, most of them empty; split the workbook");
    }

    /// <summary>Reads the shared texts.</summary>
    public void ReadTexts(OfficePackage package, string? part)
    {
        if (part is null || !package.Has(part)) return;
        using OfficePackage.XmlPart xml = package.Open(part);
        XmlPull pull = xml.Pull;
        long length = 0;
        while (pull.Read())
        {
            if (pull.Node != XmlNode.Start || pull.Name != "si") continue;
            var text = new StringBuilder();
            int depth = pull.Depth;
            while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
            {
                if (pull.Node != XmlNode.Start) continue;
                if (pull.Name == "t") text.Append(pull.AllText());
                else if (pull.Name == "rPh") pull.Skip();
            }

            length += text.Length;
            if (texts.Count >= MaxTexts || length > SheetRows.MaxChars) throw new InvalidDataException($"it has more than {MaxTexts} texts or {SheetRows.MaxChars} characters; split the workbook");
            texts.Add(text.ToString());
        }
    }
}

using System.Text;

namespace Assay.Retrieval.Reading.Office.Word;

/// <summary>A table as a grid: a cell over several columns stands in the first of them, a cell over several rows in each of them.</summary>
internal sealed class WordTable
{
    private const int MaxColumns = 1_000;
    private const int MaxCells = 500_000;
    private int cells;

    /// <summary>The rows, every cell as one text.</summary>
    public List<string[]> Rows { get; } = [];

    /// <summary>Rows at the top that the file repeats on every page.</summary>
    public int HeaderRows { get; private set; }

    /// <summary>Paragraphs, for a table of one column, which is layout.</summary>
    public List<WordParagraph> Paragraphs { get; } = [];

    /// <summary>Notes that its cells refer to.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Reads a table up to its end.</summary>
    /// <param name="pull">Stands at its start.</param>
    public static WordTable Read(XmlPull pull)
    {
        var table = new WordTable();
        int depth = pull.Depth;
        var above = new List<string>();
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "tr") table.Row(pull, above);
            else if (WordRuns.IsPassedOver(pull.Name)) pull.Skip();
        }

        return table;
    }

    private void Row(XmlPull pull, List<string> above)
    {
        int depth = pull.Depth, before = 0;
        bool header = false, deleted = false;
        var row = new List<string>();
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            if (pull.Name == "tc") Cell(pull, row, above);
            else if (pull.Name == "tblHeader") header = !pull.IsOff("val");
            else if (pull.Name == "gridBefore") before = Math.Clamp(pull.Number("val") ?? 0, 0, MaxColumns);
            else if (pull.Name == "del") deleted = true;
            else if (WordRuns.IsPassedOver(pull.Name)) pull.Skip();
        }

        if (deleted || row.Count == 0) return;
        for (int i = 0; i < before; i++) row.Insert(0, "");
        if (header && HeaderRows == Rows.Count) HeaderRows++;
        Rows.Add([.. row]);
        above.Clear();
        above.AddRange(row);
        cells += row.Count;
        if (cells > MaxCells) throw new InvalidDataException($"its tables have more than {MaxCells} cells");
    }

    private void Cell(XmlPull pull, List<string> row, List<string> above)
    {
        int depth = pull.Depth, span = 1;
        bool goesOn = false;
        var text = new StringBuilder();
        while (pull.Read() && !(pull.Node == XmlNode.End && pull.Depth == depth))
        {
            if (pull.Node != XmlNode.Start) continue;
            switch (pull.Name)
            {
                case "gridSpan":
                    span = Math.Clamp(pull.Number("val") ?? 1, 1, MaxColumns);
                    break;
                case "vMerge":
                    goesOn = pull.Attribute("val") is not "restart";
                    break;
                case "p":
                    var paragraph = new WordParagraph();
                    new WordRuns(pull).Read(paragraph);
                    Paragraphs.Add(paragraph);
                    Notes.AddRange(paragraph.Notes);
                    text.Append(text.Length > 0 ? " " : "").Append(paragraph.Text);
                    break;
                case "tbl":
                    WordTable inner = Read(pull);
                    foreach (string[] line in inner.Rows) text.Append(text.Length > 0 ? " " : "").AppendJoin(" ", line.Where(c => c.Length > 0));
                    break;
                default:
                    if (WordRuns.IsPassedOver(pull.Name)) pull.Skip();
                    break;
            }
        }

        if (row.Count + span > MaxColumns) throw new InvalidDataException($"a table has more than {MaxColumns} columns");
        row.Add(goesOn && row.Count < above.Count ? above[row.Count] : text.ToString().ReplaceLineEndings(" ").Trim());
        for (int i = 1; i < span; i++) row.Add("");
    }
}

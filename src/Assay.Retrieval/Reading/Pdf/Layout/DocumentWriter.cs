using System.Buffers;
using System.Globalization;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Pdf.Content;
using Assay.Text;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Writes lines and tables as headings, paragraphs, list items, code and rows, and says on which page their text stands.</summary>
/// <param name="document">Receives them.</param>
/// <param name="headings">Tells headings.</param>
/// <param name="hyphens">Undoes broken words.</param>
internal sealed class DocumentWriter(RenderedDocument document, Headings headings, Hyphens hyphens)
{
    private static readonly SearchValues<char> CodeSigns = SearchValues.Create("{}();=<>$#_");
    private const float Indent = 0.8f;
    private const float NextLine = 1.45f;
    private const float ShortLine = 0.78f;
    private const int FewestCodeLines = 2;
    private readonly List<Line> open = [];
    private readonly List<int> pageOf = [];
    private int listGroup = -1;
    private int tableGroup = -1;
    private int page;
    private float columnLeft;
    private float columnRight;
    private float leading;

    /// <summary>Writes a page; what it leaves open may go on on the next one.</summary>
    public void Write(PageLayout layout)
    {
        page = layout.Number;
        Measure(layout);
        foreach (PageItem item in layout.Items)
        {
            if (item is PageTable table)
            {
                Close();
                Table(table);
            }
            else
            {
                Add((Line)item);
            }
        }

        if (layout.Recognized is not { } recognized) return;
        Close();
        listGroup = -1;
        foreach (string paragraph in recognized.Paragraphs) document.Place(Name(page), document.Block(BlockKind.Paragraph, paragraph));
    }

    /// <summary>Writes what is open.</summary>
    public void Close()
    {
        if (open.Count == 0) return;
        Paragraph();
        open.Clear();
        pageOf.Clear();
    }

    private void Add(Line line)
    {
        if (line.Text.Length == 0) return;
        if (open.Count > 0 && !GoesOn(open[^1], line)) Close();
        open.Add(line);
        pageOf.Add(page);
    }

    // The usual distance of lines, and the edges of the text.
    private void Measure(PageLayout layout)
    {
        Line[] lines = [.. layout.Items.OfType<Line>()];
        (columnLeft, columnRight, leading) = (0, (float)layout.Width, headings.BodySize * 1.2f);
        if (lines.Length < 2) return;
        columnLeft = lines.Min(l => l.Left);
        columnRight = lines.Max(l => l.Right);
        float[] steps = [.. lines.Zip(lines.Skip(1)).Select(p => p.First.Base - p.Second.Base).Where(d => d > 0 && d < headings.BodySize * 2.2f).Order()];
        if (steps.Length > 0) leading = steps[steps.Length / 3];
    }

    private bool GoesOn(Line before, Line line)
    {
        if (Math.Abs(before.Size - line.Size) > before.Size * 0.1f || headings.Differs(before) != headings.Differs(line)) return false;
        if (before.Face.HasFlag(TextFace.Fixed) != line.Face.HasFlag(TextFace.Fixed)) return false;
        if (ListMark.LengthOf(line.Text) > 0 && !Hyphens.IsBroken(before.Text, line.Text) && IsMarkPlace(line)) return false;
        float step = before.Base - line.Base;
        bool ends = before.Text[^1] is '.' or ':' or ';' or '!' or '?' or '”' or '"' or ')';
        if (step < before.Size * 0.5f || pageOf[^1] != page) return (step > -before.Size * 0.3f && pageOf[^1] == page) || (!ends && !headings.Differs(line));
        if (step > Math.Max(leading, before.Size * 1.1f) * NextLine) return false;
        bool item = ListMark.LengthOf(open[0].Text) > 0;
        if (!item && line.Left > before.Left + (Indent * line.Size) && !IsCentered(before, line)) return false;
        bool ended = before.Right < columnLeft + ((columnRight - columnLeft) * ShortLine) && line.Right > before.Right;
        return !(ended && ends && !IsCentered(before, line));
    }

    // A letter or number in the middle of a paragraph may look like the mark of an item.
    private bool IsMarkPlace(Line line) => !char.IsLower(line.Text[0]) || line.Left > open[^1].Left + 1 || line.Left < open[^1].Left - 1 || ListMark.LengthOf(open[0].Text) > 0;

    private static bool IsCentered(Line a, Line b) => Math.Abs(a.Left + a.Right - b.Left - b.Right) < a.Size;

    private void Paragraph()
    {
        if (open.Count >= FewestCodeLines && open.TrueForAll(l => l.Face.HasFlag(TextFace.Fixed)) && IsCode())
        {
            listGroup = -1;
            Code();
            return;
        }

        var text = new StringBuilder();
        int[] starts = new int[open.Count];
        for (int i = 0; i < open.Count; i++)
        {
            hyphens.Append(text, open[i].Text);
            starts[i] = Math.Max(0, text.Length - open[i].Text.Length);
        }

        string all = text.ToString();
        int level = headings.LevelOf(all, open);
        int mark = level > 0 ? 0 : ListMark.LengthOf(all);
        TextSpan span;
        if (level > 0)
        {
            span = document.Heading(level, all);
            listGroup = -1;
        }
        else if (mark > 0)
        {
            if (listGroup < 0) listGroup = document.NextGroup();
            span = document.Block(BlockKind.ListItem, all, listGroup);
        }
        else
        {
            span = document.Block(BlockKind.Paragraph, all);
            listGroup = -1;
        }

        Places(span, starts);
    }

    // Contracts and letters are set in Courier too: code has lines that are far from full or deeper than their neighbours.
    private bool IsCode() => open.Any(l => l.Text.AsSpan().ContainsAny(CodeSigns)) && open.Any(l => Math.Abs(l.Left - open[0].Left) > l.Size * 0.5f || "{};".Contains(l.Text[^1], StringComparison.Ordinal));

    private void Code()
    {
        float left = open.Min(l => l.Left), width = open[0].Size * 0.6f;
        var text = new StringBuilder();
        int[] starts = new int[open.Count];
        for (int i = 0; i < open.Count; i++)
        {
            if (i > 0) text.Append('\n');
            starts[i] = text.Length;
            text.Append(' ', (int)Math.Clamp((open[i].Left - left) / Math.Max(1, width), 0, 100)).Append(open[i].Text);
        }

        Places(document.Block(BlockKind.Code, text.ToString()), starts);
    }

    private void Places(TextSpan span, int[] starts)
    {
        for (int i = 0; i < open.Count && span.Length > 0;)
        {
            int end = i;
            while (end < open.Count && pageOf[end] == pageOf[i]) end++;
            int from = i == 0 ? 0 : Math.Min(starts[i], span.Length), to = end == open.Count ? span.Length : Math.Min(starts[end], span.Length);
            document.Place(Name(pageOf[i]), new TextSpan(span.Start + from, span.Start + to));
            i = end;
        }
    }

    private static string Name(int page) => string.Create(CultureInfo.InvariantCulture, $"page {page}");

    private void Table(PageTable table)
    {
        listGroup = -1;
        if (!table.GoesOn || tableGroup < 0) tableGroup = document.NextGroup();
        int start = -1, end = -1;
        for (int i = 0; i < table.Rows.Length; i++)
        {
            TextSpan row = document.Row(table.Rows[i], tableGroup, i == 0 && table.HasHeader);
            if (row.Length == 0) continue;
            if (start < 0) start = row.Start;
            end = row.End;
        }

        if (start >= 0) document.Place(Name(page), new TextSpan(start, end));
    }
}

using Assay.Retrieval.Reading.Ocr;
using Assay.Retrieval.Reading.Pdf.Content;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>The lines and tables of a page in reading order.</summary>
/// <param name="Number">1-based number of the page.</param>
/// <param name="Width">Its width in points, in the direction of its lines.</param>
/// <param name="Height">Its height.</param>
/// <param name="Items">What stands on it.</param>
internal sealed record PageLayout(int Number, double Width, double Height, List<PageItem> Items)
{
    private const int Turns = 4;

    /// <summary>Whether it shows a picture and no text.</summary>
    public bool IsPicture { get; init; }

    /// <summary>What was read off its picture; null where none was.</summary>
    public OcrPage? Recognized { get; init; }

    /// <summary>Glyphs whose characters the file does not say.</summary>
    public int Unknown { get; init; }

    /// <summary>Lays a page out. Text that stands in another direction than most follows at the end.</summary>
    public static PageLayout Of(int number, PageContent content)
    {
        Span<int> glyphs = stackalloc int[Turns];
        foreach (TextGlyph glyph in content.Glyphs) glyphs[glyph.Turn]++;
        byte main = 0;
        for (byte turn = 1; turn < Turns; turn++)
        {
            if (glyphs[turn] > glyphs[main]) main = turn;
        }

        List<PageItem> items = Ordered(content, main, content.Rules.ConvertAll(r => Turned(r, main)));
        for (byte turn = 0; turn < Turns; turn++)
        {
            if (turn != main && glyphs[turn] > 0) items.AddRange(Ordered(content, turn, []));
        }

        bool sideways = main % 2 == 1;
        (double width, double height) = sideways ? (content.Height, content.Width) : (content.Width, content.Height);
        return new PageLayout(number, width, height, items)
        {
            Top = main switch { 0 => content.Height, 3 => content.Width, _ => 0 },
            IsPicture = items.Count == 0 && content.PictureShare > 0.2,
            Unknown = content.Unknown,
        };
    }

    /// <summary>Height of the page's upper edge in the frame of its items.</summary>
    public double Top { get; private init; }

    private static List<PageItem> Ordered(PageContent content, byte turn, List<Rule> rules)
    {
        List<Word> words = WordBuilder.Of(content.Glyphs, turn);
        List<PageTable> tables = RuledTables.Take(rules, words);
        List<PageItem> items = LineBuilder.Of(words);
        items.AddRange(tables);
        return AlignedTables.Of(PageOrder.Of(items));
    }

    private static Rule Turned(Rule rule, byte turn) => turn switch
    {
        0 => rule,
        1 => new Rule(rule.Bottom, -rule.Right, rule.Top, -rule.Left),
        2 => new Rule(-rule.Right, -rule.Top, -rule.Left, -rule.Bottom),
        _ => new Rule(-rule.Top, rule.Left, -rule.Bottom, rule.Right),
    };
}

using System.Text;
using Assay.Retrieval.Reading.Pdf.Content;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Puts glyphs together into words, in the order in which they are drawn.</summary>
internal sealed class WordBuilder
{
    /// <summary>Gap between words in font sizes: narrower than any word space, wider than kerning.</summary>
    public const float Gap = 0.16f;

    private const float Overlap = -0.4f;
    private const float SameBase = 0.12f;
    private const int LongestWord = 400;
    private readonly List<Word> words = [];
    private readonly StringBuilder text = new();
    private TextGlyph first;
    private TextGlyph last;
    private bool afterSpace;

    /// <summary>The words of the glyphs with one turn.</summary>
    public static List<Word> Of(List<TextGlyph> glyphs, byte turn)
    {
        var builder = new WordBuilder();
        foreach (TextGlyph glyph in glyphs)
        {
            if (glyph.Turn == turn) builder.Add(glyph);
        }

        builder.End();
        return builder.words;
    }

    private void Add(in TextGlyph glyph)
    {
        if (glyph.IsSpace)
        {
            End();
            afterSpace = true;
            return;
        }

        if (text.Length > 0)
        {
            float size = Math.Min(glyph.Size, last.Size), gap = glyph.Left - last.Right;
            bool again = glyph.Text == last.Text && Math.Abs(glyph.Left - last.Left) < glyph.Size * 0.1f && Math.Abs(glyph.Base - last.Base) < glyph.Size * 0.1f;
            if (again) return;
            if (Math.Abs(glyph.Base - first.Base) > size * SameBase || gap > size * Gap || gap < size * Overlap || Math.Abs(glyph.Size - first.Size) > size * 0.2f
                || glyph.Face != first.Face || text.Length > LongestWord) End();
        }

        if (text.Length == 0) first = glyph;
        Append(glyph.Text);
        last = glyph;
    }

    // A text given for several glyphs may hold spaces itself.
    private void Append(string glyph)
    {
        foreach (char c in glyph) text.Append(c is '\n' or '\r' or '\t' ? ' ' : c);
    }

    private void End()
    {
        if (text.Length == 0) return;
        words.Add(new Word(text.ToString(), first.Left, last.Right, first.Base, first.Size, first.Face, afterSpace, words.Count));
        text.Clear();
        afterSpace = false;
    }
}

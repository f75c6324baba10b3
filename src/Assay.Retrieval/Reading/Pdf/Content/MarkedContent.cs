using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>Stretches of content that are marked (ISO 32000-1, 14.6): text given in other words, layers that are switched off, and what a producer itself calls header or footer.</summary>
/// <param name="file">Its objects.</param>
/// <param name="page">Whose glyphs are marked.</param>
internal sealed class MarkedContent(PdfFile file, PageContent page)
{
    private const int Deepest = 256;
    private readonly Stack<Mark> open = new();
    private HashSet<PdfDictionary>? off;
    private int hidden;
    private int beyond;

    /// <summary>Whether what is drawn is not shown or belongs to no text.</summary>
    public bool IsHidden => hidden > 0;

    /// <summary>Begins a stretch.</summary>
    public void Begin(string? tag, PdfDictionary properties)
    {
        if (open.Count >= Deepest)
        {
            beyond++;
            return;
        }

        bool hides = (tag == "OC" && IsOff(PdfValue.Of(properties))) || (tag == "Artifact" && file.Get(properties, "Type").Name == "Pagination");
        PdfValue words = file.Get(properties, "ActualText");
        open.Push(new Mark(words.Kind == PdfKind.String ? DocumentText.Of(words.Bytes) : null, page.Glyphs.Count, hides));
        if (hides) hidden++;
    }

    /// <summary>Ends the innermost stretch.</summary>
    public void End()
    {
        if (beyond > 0)
        {
            beyond--;
            return;
        }

        if (!open.TryPop(out Mark? mark)) return;
        if (mark.Hides) hidden--;
        if (mark.Words is { } words) Replace(mark.Start, words);
    }

    /// <summary>Ends all stretches that were left open.</summary>
    public void Finish()
    {
        while (open.Count > 0) End();
    }

    /// <summary>Whether a layer is switched off.</summary>
    public bool IsOff(PdfValue layer)
    {
        if (layer.Kind != PdfKind.Dictionary) return false;
        off ??= [.. file.Get(file.Get(file.Get(file.Catalog, "OCProperties").Dictionary, "D").Dictionary, "OFF").Elements.Select(e => file.Resolve(e).Dictionary)];
        return off.Contains(layer.Dictionary);
    }

    private void Replace(int start, string words)
    {
        List<TextGlyph> glyphs = page.Glyphs;
        if (start >= glyphs.Count) return;
        TextGlyph first = glyphs[start], last = glyphs[^1];
        bool oneLine = first.Turn == last.Turn && Math.Abs(first.Base - last.Base) < first.Size / 2 && last.Right >= first.Left;
        if (!oneLine) return;
        glyphs.RemoveRange(start, glyphs.Count - start);
        if (words.Length > 0) glyphs.Add(first with { Text = words, Right = last.Right });
    }

    private sealed record Mark(string? Words, int Start, bool Hides);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Assay.Retrieval.Reading.Ocr;

/// <summary>Puts the table of words that <c>tesseract</c> writes (TSV: page, block, paragraph, line, word, box, confidence, text) together into paragraphs.</summary>
internal static class TesseractOutput
{
    private const int Columns = 12;
    private const double LeastConfidence = 20;
    private const int MostCharacters = 4_000_000;

    /// <summary>The pages of a table, in order; a picture of one page gives one.</summary>
    /// <param name="table">What the program wrote; lines that are none of its table are passed over.</param>
    public static ImmutableArray<OcrPage> Parse(string table)
    {
        var pages = ImmutableArray.CreateBuilder<OcrPage>();
        var paragraphs = ImmutableArray.CreateBuilder<string>();
        var text = new StringBuilder();
        (string Page, string Paragraph, string Line) at = ("", "", "");
        double confidence = 0;
        int words = 0, length = 0;
        foreach (string line in table.Split('\n'))
        {
            string[] cells = line.TrimEnd('\r').Split('\t', Columns);
            if (cells.Length < Columns || !double.TryParse(cells[10], CultureInfo.InvariantCulture, out double sure)) continue;
            if (at.Page != cells[1])
            {
                if (at.Page.Length > 0) EndPage();
                at = (cells[1], "", "");
            }

            string word = cells[11].Trim();
            if (cells[0] != "5" || sure < LeastConfidence || word.Length == 0 || length > MostCharacters) continue;
            string paragraph = $"{cells[2]} {cells[3]}";
            if (paragraph != at.Paragraph) EndParagraph();
            Append(word, cells[4] != at.Line && paragraph == at.Paragraph);
            at = (at.Page, paragraph, cells[4]);
            (confidence, words, length) = (confidence + sure, words + 1, length + word.Length);
        }

        if (at.Page.Length > 0) EndPage();
        return pages.DrainToImmutable();

        void EndParagraph()
        {
            if (text.Length > 0) paragraphs.Add(text.ToString());
            text.Clear();
        }

        void EndPage()
        {
            EndParagraph();
            pages.Add(new OcrPage(paragraphs.DrainToImmutable(), words == 0 ? 0 : confidence / words) { Words = words });
            (confidence, words) = (0, 0);
        }

        // A word broken at the end of a line goes on in the next.
        void Append(string word, bool newLine)
        {
            if (newLine && text.Length > 1 && text[^1] == '-' && char.IsLetter(text[^2]) && char.IsLower(word[0])) text.Length--;
            else if (text.Length > 0) text.Append(' ');
            text.Append(word);
        }
    }
}

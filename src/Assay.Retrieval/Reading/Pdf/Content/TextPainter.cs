using Assay.Retrieval.Reading.Pdf.Fonts;

namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>Places glyphs: the text matrix and what the text operators do to it (ISO 32000-1, 9.4).</summary>
/// <param name="page">Receives the glyphs.</param>
internal sealed class TextPainter(PageContent page)
{
    private const double SmallestSize = 0.05;
    private const double Margin = 2;

    // A font drawn by operators may count in other units than a thousandth of its size, and then its size is a scale: 10 units are about an em there.
    private const double TypeThreeUnits = 10;
    private Matrix line = Matrix.Identity;
    private Matrix pen = Matrix.Identity;

    /// <summary>Begins a text object.</summary>
    public void Begin() => Set(Matrix.Identity);

    /// <summary>Sets the text matrix.</summary>
    public void Set(in Matrix matrix) => line = pen = matrix;

    /// <summary>Goes to the beginning of another line.</summary>
    public void NextLine(double x, double y) => Set(new Matrix(1, 0, 0, 1, x, y).Then(line));

    /// <summary>Moves back along the line by thousandths of the font size.</summary>
    public void Move(in TextState state, double thousandths)
    {
        double by = -thousandths / 1000 * state.Size;
        if (state.Font is { IsVertical: true }) Advance(0, by);
        else Advance(by * state.Scale, 0);
    }

    /// <summary>Shows bytes in a font.</summary>
    public void Show(in TextState state, PdfFont font, ReadOnlySpan<byte> bytes)
    {
        Matrix whole = pen.Then(state.Page);
        bool vertical = font.IsVertical;
        (double dx, double dy) = vertical ? (-whole.C, -whole.D) : (whole.A * Math.Sign(state.Size) * Math.Sign(state.Scale), whole.B * Math.Sign(state.Size) * Math.Sign(state.Scale));
        byte turn = Math.Abs(dx) >= Math.Abs(dy) ? (byte)(dx >= 0 ? 0 : 2) : (byte)(dy > 0 ? 1 : 3);
        double size = Math.Abs(state.Size) * Math.Sqrt((whole.C * whole.C) + (whole.D * whole.D));
        if (font.Unit is > 0.01) size *= font.Unit * TypeThreeUnits;
        TextFace face = Face(state, font);
        while (bytes.Length > 0)
        {
            PdfGlyph glyph = font.Next(bytes, out int length);
            bool space = length == 1 && bytes[0] == ' ';
            bytes = bytes[length..];
            double advance = ((vertical ? 1 : glyph.Width) * state.Size) + state.CharacterSpacing + (space ? state.WordSpacing : 0);
            if (!vertical) advance *= state.Scale;
            double drawn = vertical ? -state.Size : glyph.Width * state.Size * state.Scale;
            Place(state, glyph.Text, drawn, turn, size, face, vertical);
            if (vertical) Advance(0, -advance);
            else Advance(advance, 0);
        }
    }

    private static TextFace Face(in TextState state, PdfFont font) =>
        (font.IsBold || state.Mode == 2 ? TextFace.Bold : 0) | (font.IsItalic ? TextFace.Italic : 0) | (font.IsFixed ? TextFace.Fixed : 0);

    private void Place(in TextState state, string text, double drawn, byte turn, double size, TextFace face, bool vertical)
    {
        if (text.Length == 0)
        {
            page.Unknown++;
            return;
        }

        Matrix whole = pen.Then(state.Page);
        (double x0, double y0) = whole.Apply(0, state.Rise);
        (double x1, double y1) = vertical ? whole.Apply(0, drawn + state.Rise) : whole.Apply(drawn, state.Rise);
        if (size < SmallestSize || x0 < -Margin || y0 < -Margin || x0 > page.Width + Margin || y0 > page.Height + Margin) return;
        (double left, double right, double level) = turn switch
        {
            0 => (x0, x1, y0),
            1 => (y0, y1, -x0),
            2 => (-x0, -x1, -y0),
            _ => (-y0, -y1, x0),
        };
        page.Add(new TextGlyph(text, (float)Math.Min(left, right), (float)Math.Max(left, right), (float)level, (float)size, face, turn));
    }

    private void Advance(double x, double y) => pen = pen with { E = Held(pen.E + (x * pen.A) + (y * pen.C)), F = Held(pen.F + (x * pen.B) + (y * pen.D)) };

    private static double Held(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, -1e7, 1e7);
}

using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>Carries out the operators of a page (ISO 32000-1, Annex A), as far as they place text, straight lines and pictures.</summary>
/// <param name="file">Its objects.</param>
/// <param name="fonts">Opened fonts of the file.</param>
/// <param name="page">Receives what is found.</param>
/// <param name="cancellationToken">Checked now and then.</param>
internal sealed class ContentReader(PdfFile file, FontCache fonts, PageContent page, CancellationToken cancellationToken)
{
    private const int MostOperands = 64;
    private const int DeepestStates = 512;
    private const int DeepestForms = 12;
    private const int CheckEvery = 4096;

    // Beginning to carry out a form costs as much as many operators, which counts for forms that call each other.
    private const int RunWork = 500;
    private readonly PdfValue[] operands = new PdfValue[MostOperands];
    private readonly Stack<TextState> states = new();
    private readonly PathTracer path = new(page);
    private readonly TextPainter painter = new(page);
    private readonly MarkedContent marks = new(file, page);
    private TextState state = new();
    private int count;
    private int forms;
    private int operators;

    /// <summary>Carries out the operators of a page.</summary>
    /// <param name="content">The operators.</param>
    /// <param name="resources">What their names mean.</param>
    /// <param name="matrix">From their space to the page as it is shown.</param>
    /// <exception cref="PdfSyntaxException">Damaged beyond reading, or beyond a limit.</exception>
    public void Read(ReadOnlySpan<byte> content, PdfDictionary resources, in Matrix matrix)
    {
        state = new TextState { Page = matrix };
        Run(content, resources);
        marks.Finish();
    }

    private void Run(ReadOnlySpan<byte> content, PdfDictionary resources)
    {
        file.Budget.Work(content.Length + RunWork);
        var parser = new PdfParser(content, null);
        count = 0;
        int floor = states.Count;
        while (true)
        {
            PdfValue token = parser.Token();
            if (token.Kind == PdfKind.End) break;
            if (token.Kind != PdfKind.Keyword)
            {
                if (token.Kind is PdfKind.ArrayOpen or PdfKind.DictionaryOpen) token = parser.Value(token);
                if (token.Kind is PdfKind.ArrayClose or PdfKind.DictionaryClose) continue;
                if (count == MostOperands)
                {
                    Array.Copy(operands, 1, operands, 0, MostOperands - 1);
                    count--;
                }

                operands[count++] = token;
                continue;
            }

            if (++operators % CheckEvery == 0) cancellationToken.ThrowIfCancellationRequested();
            if (token.Is("BI"u8)) InlineImage.Skip(ref parser, content);
            else if (!Text(token.Operator, resources) && !Path(token.Operator)) State(token.Operator, resources, floor);
            count = 0;
        }

        while (states.Count > floor) state = states.Pop();
    }

    private double N(int fromEnd) => count >= fromEnd ? operands[count - fromEnd].Number : 0;

    private PdfValue Last => count > 0 ? operands[count - 1] : default;

    private bool Text(ulong op, PdfDictionary resources)
    {
        switch (op)
        {
            case 'B' | 'T' << 8:
                painter.Begin();
                return true;
            case 'E' | 'T' << 8:
                return true;
            case 'T' | 'f' << 8:
                state.Size = N(1);
                if (count >= 2 && operands[count - 2].Name is { } name) state.Font = fonts.Find(resources, name);
                return true;
            case 'T' | 'd' << 8:
                painter.NextLine(N(2), N(1));
                return true;
            case 'T' | 'D' << 8:
                state.Leading = -N(1);
                painter.NextLine(N(2), N(1));
                return true;
            case 'T' | 'm' << 8:
                painter.Set(new Matrix(N(6), N(5), N(4), N(3), N(2), N(1)));
                return true;
            case 'T' | '*' << 8:
                painter.NextLine(0, -state.Leading);
                return true;
            case 'T' | 'j' << 8:
                Show(Last.Bytes);
                return true;
            case 'T' | 'J' << 8:
                foreach (PdfValue element in Last.Elements)
                {
                    if (element.Kind == PdfKind.Number) painter.Move(state, element.Number);
                    else Show(element.Bytes);
                }

                return true;
            case '\'':
                painter.NextLine(0, -state.Leading);
                Show(Last.Bytes);
                return true;
            case '"':
                state.WordSpacing = N(3);
                state.CharacterSpacing = N(2);
                painter.NextLine(0, -state.Leading);
                Show(Last.Bytes);
                return true;
            default:
                return TextSetting(op);
        }
    }

    private bool TextSetting(ulong op)
    {
        switch (op)
        {
            case 'T' | 'c' << 8: state.CharacterSpacing = N(1); return true;
            case 'T' | 'w' << 8: state.WordSpacing = N(1); return true;
            case 'T' | 'z' << 8: state.Scale = N(1) / 100; return true;
            case 'T' | 'L' << 8: state.Leading = N(1); return true;
            case 'T' | 's' << 8: state.Rise = N(1); return true;
            case 'T' | 'r' << 8: state.Mode = Last.Integer; return true;
            default: return false;
        }
    }

    private void Show(byte[] bytes)
    {
        if (state.Font is { } font && !marks.IsHidden) painter.Show(state, font, bytes);
    }

    private bool Path(ulong op)
    {
        switch (op)
        {
            case 'm': path.Move(state.Page, N(2), N(1)); return true;
            case 'l': path.Line(state.Page, N(2), N(1)); return true;
            case 'c' or 'v' or 'y': path.Curve(state.Page, N(2), N(1)); return true;
            case 'h': path.Close(); return true;
            case 'r' | 'e' << 8: path.Rectangle(state.Page, N(4), N(3), N(2), N(1)); return true;
            case 'S': path.Paint(stroke: true, fill: false); return true;
            case 's':
                path.Close();
                path.Paint(stroke: true, fill: false);
                return true;
            case 'f' or 'F' or ('f' | '*' << 8): path.Paint(stroke: false, fill: true); return true;
            case 'B' or ('B' | '*' << 8) or 'b' or ('b' | '*' << 8):
                path.Paint(stroke: true, fill: true);
                return true;
            case 'n': path.End(); return true;
            default: return false;
        }
    }

    private void State(ulong op, PdfDictionary resources, int floor)
    {
        switch (op)
        {
            case 'q':
                if (states.Count < DeepestStates) states.Push(state);
                break;
            case 'Q':
                if (states.Count > floor) state = states.Pop();
                break;
            case 'c' | 'm' << 8:
                state.Page = new Matrix(N(6), N(5), N(4), N(3), N(2), N(1)).Then(state.Page);
                break;
            case 'g' | 's' << 8:
                Settings(file.Get(file.Get(resources, "ExtGState").Dictionary, Last.Name ?? "").Dictionary);
                break;
            case 'D' | 'o' << 8:
                External(resources, Last.Name ?? "");
                break;
            case 'B' | 'M' << 8 | 'C' << 16:
                marks.Begin(Last.Name, PdfDictionary.Empty);
                break;
            case 'B' | 'D' << 8 | 'C' << 16:
                PdfValue properties = Last.Name is { } name ? file.Get(file.Get(resources, "Properties").Dictionary, name) : Last;
                marks.Begin(count >= 2 ? operands[count - 2].Name : null, properties.Dictionary);
                break;
            case 'E' | 'M' << 8 | 'C' << 16:
                marks.End();
                break;
        }
    }

    private void Settings(PdfDictionary settings)
    {
        if (file.Get(settings, "Font").Elements is not [var font, var size, ..]) return;
        state.Font = fonts.Open(file.Resolve(font).Dictionary);
        state.Size = file.Resolve(size).Number;
    }

    private void External(PdfDictionary resources, string name)
    {
        PdfValue external = file.Get(file.Get(resources, "XObject").Dictionary, name);
        PdfDictionary dictionary = external.Dictionary;
        if (file.Get(dictionary, "Subtype").Name == "Image")
        {
            Matrix at = state.Page;
            page.Add(external, at.F + Math.Max(0, Math.Max(at.B, at.D)), Math.Abs((at.A * at.D) - (at.B * at.C)) / Math.Max(1, page.Width * page.Height));
            return;
        }

        if (external.Stream is null || forms >= DeepestForms || marks.IsOff(file.Get(dictionary, "OC"))) return;
        if (fonts.Form(external) is not { } content) return;
        TextState outer = state;
        PdfValue[] m = file.Get(dictionary, "Matrix").Elements;
        if (m.Length >= 6)
        {
            double[] v = Array.ConvertAll(m[..6], e => file.Resolve(e).Number);
            state.Page = new Matrix(v[0], v[1], v[2], v[3], v[4], v[5]).Then(state.Page);
        }

        forms++;
        PdfValue own = file.Get(dictionary, "Resources");
        Run(content.Span, own.Kind == PdfKind.Dictionary ? own.Dictionary : resources);
        forms--;
        state = outer;
    }
}

using System.Text;

namespace Assay.Text.Tokenizers.Normalizers;

/// <summary>One of the four Unicode normalization forms.</summary>
/// <remarks>
/// Text that is in the form already stays as it is. Other text is worked on from one ASCII character to the next, which no form moves anything across:
/// the characters are decomposed with a note of which of them stand for an old one, put into canonical order and, for the composed forms, composed,
/// and the places follow from the notes.
/// </remarks>
/// <param name="form">The form.</param>
internal sealed class UnicodeFormNormalizer(NormalizationForm form) : Normalizer
{
    private const int ShortRun = 16;
    private readonly bool _composes = form is NormalizationForm.FormC or NormalizationForm.FormKC;
    private readonly NormalizationForm _decomposed = form is NormalizationForm.FormC or NormalizationForm.FormD ? NormalizationForm.FormD : NormalizationForm.FormKD;

    /// <inheritdoc/>
    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> chars = text.Chars.Span;
        if (chars.IsNormalized(form)) return text;
        var rewrite = new TextRewrite(text);
        for (int at = 0; at < chars.Length;)
        {
            int end = at + 1;
            while (end < chars.Length && !char.IsAscii(chars[end])) end++;
            ReadOnlySpan<char> part = chars[at..end];
            if (part.IsNormalized(form)) rewrite.Copy(part.Length);
            else Write(part, rewrite);
            at = end;
        }

        return rewrite.Finish();
    }

    private void Write(ReadOnlySpan<char> part, TextRewrite rewrite)
    {
        List<Unit> units = Decompose(part);
        if (_composes) units = Compose(units);
        foreach (Unit unit in units) rewrite.Apply(unit.Scalar, unit.Change);
    }

    private List<Unit> Decompose(ReadOnlySpan<char> part)
    {
        var units = new List<Unit>();
        int sorted = 0, width;
        for (int at = 0; at < part.Length; at += width)
        {
            UnicodeText.ScalarAt(part, at, out width);
            bool first = true;
            foreach (Rune rune in part.Slice(at, width).ToString().Normalize(_decomposed).EnumerateRunes())
            {
                byte combining = UnicodeData.CombiningClass(rune.Value);
                if (combining == 0) sorted = Sort(units, sorted);
                units.Add(new Unit(rune.Value, first ? 0 : 1, combining));
                first = false;
            }
        }

        Sort(units, sorted);
        return units;
    }

    // Puts what follows the last starter into canonical order, keeping the order of equals.
    private static int Sort(List<Unit> units, int from)
    {
        if (units.Count - from > ShortRun)
        {
            Unit[] sorted = [.. units.Skip(from).OrderBy(u => u.Class)];
            units.RemoveRange(from, units.Count - from);
            units.AddRange(sorted);
            return units.Count;
        }

        for (int i = from + 1; i < units.Count; i++)
        {
            Unit moved = units[i];
            int to = i;
            while (to > from && units[to - 1].Class > moved.Class)
            {
                units[to] = units[to - 1];
                to--;
            }

            units[to] = moved;
        }

        return units.Count;
    }

    private static List<Unit> Compose(List<Unit> units)
    {
        var composed = new List<Unit>(units.Count);
        int starter = -1, last = -1;
        foreach (Unit unit in units)
        {
            if (starter < 0)
            {
                if (unit.Class == 0) starter = composed.Count;
                composed.Add(unit);
                continue;
            }

            bool blocked = last >= 0 && last >= unit.Class;
            if (!blocked && Composite(composed[starter].Scalar, unit.Scalar) is { } composite)
            {
                composed[starter] = new Unit(composite, composed[starter].Change + unit.Change - 1, 0);
                continue;
            }

            if (unit.Class == 0) (starter, last) = (composed.Count, -1);
            else last = unit.Class;
            composed.Add(unit);
        }

        return composed;
    }

    private static int? Composite(int first, int second)
    {
        if (second < 0x300) return null;
        string both = char.ConvertFromUtf32(first) + char.ConvertFromUtf32(second);
        string composed = both.Normalize(NormalizationForm.FormC);
        return composed.Length > 0 && composed.Length == UnicodeText.UnitsAt(composed, 0) ? char.ConvertToUtf32(composed, 0) : null;
    }

    // Change: 1 adds a character, 0 stands for an old one, less takes old ones away after it.
    private readonly record struct Unit(int Scalar, int Change, byte Class);
}

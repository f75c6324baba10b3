using System.Globalization;

namespace Assay.Text.Templates;

/// <summary>Python's <c>'…' % values</c> with <c>%s %r %d %i %f %x %%</c>, a width, <c>-</c>, <c>0</c>, and a precision.</summary>
internal static class PercentFormat
{
    private const int Widest = 1000;

    /// <summary>Puts values into a pattern.</summary>
    /// <param name="whole">The pattern.</param>
    /// <param name="values">As many as it has places.</param>
    /// <returns>The text.</returns>
    /// <exception cref="TemplateFault">Pattern and values do not fit.</exception>
    public static TemplateText Format(TemplateText whole, IReadOnlyList<TemplateValue> values)
    {
        TemplateTextBuilder text = new();
        string pattern = whole.Text;
        int used = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%') text.Append(whole, new TextSpan(i, i + 1));
            else if (i + 1 < pattern.Length && pattern[i + 1] == '%') text.Append(whole, new TextSpan(i + 1, ++i + 1));
            else
            {
                if (used == values.Count) throw new TemplateFault("a format with '%' has more places than values.");
                i = Place(pattern, i + 1, values[used++], text);
            }
        }

        return used == values.Count ? text.Finish() : throw new TemplateFault("a format with '%' has more values than places.");
    }

    private static int Place(string pattern, int i, TemplateValue value, TemplateTextBuilder text)
    {
        bool left = false, zero = false;
        for (; i < pattern.Length && pattern[i] is '-' or '0'; i++) (left, zero) = (left || pattern[i] == '-', zero || pattern[i] == '0');
        int width = Number(pattern, ref i) ?? 0;
        int? precision = null;
        if (i < pattern.Length && pattern[i] == '.')
        {
            i++;
            precision = Number(pattern, ref i) ?? 0;
        }

        if (i == pattern.Length) throw new TemplateFault("a format with '%' is not complete.");
        TemplateText shown = Shown(pattern[i], value, precision);
        bool number = pattern[i] is not ('s' or 'r');
        TemplateText blanks = TemplateText.Own(new string(' ', Math.Max(0, width - shown.Text.Length)));
        if (!left && zero && number) shown = TemplateText.Own(shown.Text.StartsWith('-') ? $"-{shown.Text[1..].PadLeft(Math.Max(0, width - 1), '0')}" : shown.Text.PadLeft(width, '0'));
        else if (!left) text.Append(blanks);
        text.Append(shown);
        if (left) text.Append(blanks);
        return i;
    }

    private static int? Number(string pattern, ref int i)
    {
        int start = i, value = 0;
        for (; i < pattern.Length && char.IsAsciiDigit(pattern[i]); i++) value = Math.Min(Widest, (value * 10) + (pattern[i] - '0'));
        return i > start ? value : null;
    }

    private static TemplateText Shown(char kind, TemplateValue value, int? precision)
    {
        if (kind is 's' or 'r')
        {
            TemplateText text = kind == 's' ? PythonText.Parts(value) : TemplateText.Given(PythonText.Repr(value));
            return precision < text.Text.Length ? text.Slice(new TextSpan(0, precision.Value)) : text;
        }

        if (!value.IsNumber) throw new TemplateFault($"'%{kind}' needs a number, not {PythonText.TypeName(value)}.");
        return TemplateText.Own(kind switch
        {
            'd' or 'i' => (value.Kind == TemplateKind.Real ? checked((long)value.Real) : value.AsWhole).ToString("D" + (precision ?? 1), CultureInfo.InvariantCulture),
            'f' => value.AsReal.ToString("F" + (precision ?? 6), CultureInfo.InvariantCulture),
            'x' when value.Kind != TemplateKind.Real => value.AsWhole.ToString("x", CultureInfo.InvariantCulture),
            _ => throw new TemplateFault($"the format '%{kind}' is not supported."),
        });
    }
}

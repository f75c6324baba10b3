using System.Globalization;
using System.Text;

namespace Assay.Text.Templates;

/// <summary>Values as Python prints them.</summary>
internal static class PythonText
{
    /// <summary>What <c>str()</c> gives.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text; empty for an undefined one.</returns>
    public static string Str(TemplateValue value) => value.Kind switch
    {
        TemplateKind.Text => value.Text,
        TemplateKind.Undefined => "",
        _ => Repr(value),
    };

    /// <summary>What <c>str()</c> gives, and which parts of it a template wrote; a number, a truth value and nothing count as the template's.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text; empty for an undefined one.</returns>
    public static TemplateText Parts(TemplateValue value) => value.Kind switch
    {
        TemplateKind.Text => value.Parts,
        TemplateKind.List or TemplateKind.Tuple or TemplateKind.Mapping => TemplateText.Given(Repr(value)),
        _ => TemplateText.Own(Str(value)),
    };

    /// <summary>What <c>repr()</c> gives.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    public static string Repr(TemplateValue value)
    {
        StringBuilder text = new();
        Repr(value, text, 0);
        return text.ToString();
    }

    /// <summary>What messages call a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>For example <c>a list</c>.</returns>
    public static string TypeName(TemplateValue value) => value.Kind switch
    {
        TemplateKind.Undefined => $"the undefined '{value.Name}'",
        TemplateKind.None => "None",
        TemplateKind.Bool => "a truth value",
        TemplateKind.Whole => "a whole number",
        TemplateKind.Real => "a number",
        TemplateKind.Text => "a text",
        TemplateKind.List => "a list",
        TemplateKind.Tuple => "a tuple",
        TemplateKind.Mapping => "a mapping",
        TemplateKind.Namespace => "a namespace",
        _ => "a function",
    };

    /// <summary>A float as Python writes it: the shortest text that reads back the same.</summary>
    /// <param name="value">The number.</param>
    /// <returns>For example <c>1.0</c>, <c>1e+16</c>, <c>inf</c>.</returns>
    public static string Float(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        string scientific = value.ToString("E16", CultureInfo.InvariantCulture);
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = value == 0 ? 0 : int.Parse(scientific.AsSpan(scientific.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = Digits(shortest);
        string sign = double.IsNegative(value) ? "-" : "";
        if (exponent is < -4 or >= 16) return $"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        string whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        return $"{sign}{whole}.{(digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0")}";
    }

    private static string Digits(string shortest)
    {
        int end = shortest.IndexOf('E', StringComparison.Ordinal);
        string digits = string.Concat((end < 0 ? shortest : shortest[..end]).Where(char.IsAsciiDigit)).TrimStart('0').TrimEnd('0');
        return digits.Length == 0 ? "0" : digits;
    }

    private static void Repr(TemplateValue value, StringBuilder text, int depth)
    {
        if (depth > TemplateLimits.DeepestValue) throw new TemplateFault("a value is nested too deeply to be printed.");
        switch (value.Kind)
        {
            case TemplateKind.None: text.Append("None"); break;
            case TemplateKind.Undefined: text.Append("Undefined"); break;
            case TemplateKind.Bool: text.Append(value.Flag ? "True" : "False"); break;
            case TemplateKind.Whole: text.Append(value.Whole.ToString(CultureInfo.InvariantCulture)); break;
            case TemplateKind.Real: text.Append(Float(value.Real)); break;
            case TemplateKind.Text: Quote(value.Text, text); break;
            case TemplateKind.Mapping: Mapping(value, text, depth); break;
            case TemplateKind.List or TemplateKind.Tuple: Sequence(value, text, depth); break;
            default: throw new TemplateFault($"{TypeName(value)} cannot be printed.");
        }

        if (text.Length > TemplateLimits.LongestText) throw new TemplateFault($"a text grew beyond {TemplateLimits.LongestText} characters.");
    }

    private static void Sequence(TemplateValue value, StringBuilder text, int depth)
    {
        bool tuple = value.Kind == TemplateKind.Tuple;
        text.Append(tuple ? '(' : '[');
        for (int i = 0; i < value.Items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Repr(value.Items[i], text, depth + 1);
        }

        if (tuple && value.Items.Count == 1) text.Append(',');
        text.Append(tuple ? ')' : ']');
    }

    private static void Mapping(TemplateValue value, StringBuilder text, int depth)
    {
        text.Append('{');
        bool first = true;
        foreach ((TemplateValue key, TemplateValue item) in value.Entries)
        {
            if (!first) text.Append(", ");
            first = false;
            Repr(key, text, depth + 1);
            text.Append(": ");
            Repr(item, text, depth + 1);
        }

        text.Append('}');
    }

    private static void Quote(string value, StringBuilder text)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\') text.Append('\\').Append((char)rune.Value);
            else if (rune.Value == '\n') text.Append("\\n");
            else if (rune.Value == '\r') text.Append("\\r");
            else if (rune.Value == '\t') text.Append("\\t");
            else if (Printable(rune)) text.Append(rune.ToString());
            else text.Append(rune.Value < 0x100 ? $"\\x{rune.Value:x2}" : rune.Value < 0x10000 ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}");
        }

        text.Append(quote);
    }

    private static bool Printable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}

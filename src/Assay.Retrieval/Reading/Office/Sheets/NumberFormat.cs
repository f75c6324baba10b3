using System.Globalization;
using System.Text;

namespace Assay.Retrieval.Reading.Office.Sheets;

/// <summary>Shows numbers as a spreadsheet's number format does (ECMA-376 part 1, 18.8.31), with English names and signs.</summary>
/// <remarks>Colours and column widths are left out; fractions are shown as decimals.</remarks>
internal sealed class NumberFormat
{
    private const int MaxCode = 512;
    private readonly Section[] sections;

    private NumberFormat(Section[] sections) => this.sections = sections;

    /// <summary>How numbers without a format are shown: up to 15 digits for whole numbers, 10 otherwise.</summary>
    public static NumberFormat General { get; } = new([]);

    /// <summary>A format by its code.</summary>
    public static NumberFormat Parse(string code)
    {
        if (code.Length is 0 or > MaxCode || code.Equals("General", StringComparison.OrdinalIgnoreCase) || code == "@") return General;
        return new NumberFormat([.. FormatTokens.Sections(code).Take(4).Select(s => new Section(FormatTokens.Of(s)))]);
    }

    /// <summary>The format of one of the ids that need no code; <see cref="General"/> for others.</summary>
    public static NumberFormat BuiltIn(int id) => Parse(id switch
    {
        1 => "0", 2 => "0.00", 3 => "#,##0", 4 => "#,##0.00", 9 => "0%", 10 => "0.00%", 11 => "0.00E+00", 14 => "yyyy-mm-dd", 15 => "d-mmm-yy", 16 => "d-mmm", 17 => "mmm-yy",
        18 => "h:mm AM/PM", 19 => "h:mm:ss AM/PM", 20 => "h:mm", 21 => "h:mm:ss", 22 => "yyyy-mm-dd h:mm", 37 or 38 => "#,##0;(#,##0)", 39 or 40 => "#,##0.00;(#,##0.00)",
        45 => "mm:ss", 46 => "[h]:mm:ss", 47 => "mm:ss.0", 48 => "##0.0E+0", _ => "",
    });

    /// <summary>A number as it is shown.</summary>
    /// <param name="value">The number; for a date, days since the epoch.</param>
    /// <param name="from1904">Whether dates count from 1904 instead of 1900.</param>
    public string Show(double value, bool from1904)
    {
        if (sections.Length == 0) return ShowGeneral(value);
        Section section = Of(value);

        // A section for negative numbers shows its own sign.
        double shown = sections.Length > 1 && value < 0 && section == sections[1] ? -value : value;
        if (section.IsDate) return DateFormat.Show(section.Tokens, shown, from1904) ?? ShowGeneral(value);
        return section.HasDigits ? Number(section, shown) : string.Concat(section.Tokens.Select(t => t.Kind == FormatTokenKind.General ? ShowGeneral(shown) : t.Kind == FormatTokenKind.Literal ? t.Text : "")).Trim();
    }

    /// <summary>The number that <see cref="Show"/> rounds, in the unit that is shown: 12.5 for 0.125 shown as <c>13%</c>, 12.345 for 12345 shown as <c>12</c> thousand.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number to 15 digits, which are those that the programs count with; null for a date.</returns>
    public double? Unrounded(double value)
    {
        Section? section = sections.Length == 0 ? null : Of(value);
        if (section?.IsDate == true) return null;
        double scaled = section is null ? value : value * Math.Pow(100, section.Percents) / Math.Pow(1000, section.Thousands);
        return double.IsFinite(scaled) ? double.Parse(scaled.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
    }

    private Section Of(double value) => sections.Length switch
    {
        1 => sections[0],
        2 => sections[value < 0 ? 1 : 0],
        _ => sections[value < 0 ? 1 : value > 0 ? 0 : 2],
    };

    private static string ShowGeneral(double value)
    {
        if (Math.Abs(value) < 1e15 && value == Math.Truncate(value)) return value.ToString("0", CultureInfo.InvariantCulture);
        double size = Math.Abs(value);
        return value.ToString(size is >= 1e-9 and < 1e11 ? "0.##########" : "0.#####E+00", CultureInfo.InvariantCulture) is var text && size < 1e11 && size >= 1 ? Round(value) : text;
    }

    // Eleven characters hold ten digits and the point.
    private static string Round(double value)
    {
        int whole = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        return Math.Round(value, Math.Clamp(10 - whole, 0, 15)).ToString("0.##########", CultureInfo.InvariantCulture);
    }

    private static string Number(Section section, double value)
    {
        string digits = section.Pattern.Contains('E', StringComparison.Ordinal) ? value.ToString(section.Pattern, CultureInfo.InvariantCulture)
            : Math.Round(Math.Abs(value) * Math.Pow(100, section.Percents) / Math.Pow(1000, section.Thousands), Math.Min(section.Decimals, 15), MidpointRounding.AwayFromZero) is var scaled
              && scaled < 1e28 ? ((decimal)scaled).ToString(section.Pattern, CultureInfo.InvariantCulture) : scaled.ToString("R", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        bool placed = false, negative = value < 0 && digits.AsSpan().ContainsAnyInRange('1', '9') && !section.Pattern.Contains('E', StringComparison.Ordinal);
        if (negative) text.Append('-');
        foreach (FormatToken token in section.Tokens)
        {
            if (token.Kind == FormatTokenKind.Literal) text.Append(token.Text);
            else if (token.Kind == FormatTokenKind.Percent) text.Append('%');
            else if (token.Kind == FormatTokenKind.Digits && !placed)
            {
                text.Append(digits);
                placed = true;
            }
        }

        return text.ToString().Trim();
    }

    private sealed class Section
    {
        public Section(List<FormatToken> tokens)
        {
            Tokens = tokens;
            IsDate = tokens.Exists(t => t.Kind == FormatTokenKind.Date);
            string pattern = string.Concat(tokens.Where(t => t.Kind == FormatTokenKind.Digits).Select(t => t.Text));
            HasDigits = pattern.Length > 0;
            Percents = tokens.Count(t => t.Kind == FormatTokenKind.Percent);

            // Commas behind the last digit divide by a thousand each; one between digits groups.
            int last = pattern.LastIndexOfAny(['0', '#', '?']), point = pattern.IndexOf('.', StringComparison.Ordinal);
            Thousands = pattern[(last + 1)..].Count(c => c == ',');
            int end = point < 0 ? last + 1 : point;
            bool grouped = end > 0 && pattern[..end].Contains(',', StringComparison.Ordinal);
            string bare = pattern.Replace(",", "", StringComparison.Ordinal).Replace('?', '#');
            if (grouped) bare = "#," + (bare.StartsWith('.') || bare.Length == 0 ? "#" : "") + bare;
            Pattern = bare.Contains('/', StringComparison.Ordinal) ? "0.######" : bare;
            point = bare.IndexOf('.', StringComparison.Ordinal);
            Decimals = Pattern == bare && point >= 0 ? bare[(point + 1)..].TakeWhile(c => c is '0' or '#').Count() : Pattern == bare ? 0 : 6;
        }

        public List<FormatToken> Tokens { get; }

        public bool IsDate { get; }

        public bool HasDigits { get; }

        public int Percents { get; }

        public int Thousands { get; }

        public int Decimals { get; }

        public string Pattern { get; }
    }
}

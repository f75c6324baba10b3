namespace Assay.Retrieval.TableQuestions;

/// <summary>A word, number or date of a question.</summary>
/// <param name="Lower">In lower case, without accents.</param>
/// <param name="Stem">Its stem.</param>
internal sealed record QuestionWord(string Lower, string Stem)
{
    /// <summary>Whether it begins with a capital letter, which names do.</summary>
    public bool IsCapital { get; init; }

    /// <summary>The number it is; null for none.</summary>
    public double? Number { get; init; }

    /// <summary>The days it means; null for none.</summary>
    public DateSpan? Date { get; init; }
}

/// <summary>Days in a row, or months of any year.</summary>
/// <param name="From">First day, <c>2024-03-01</c>; empty for months of any year.</param>
/// <param name="To">The day after the last.</param>
/// <param name="Month">1 to 12 for a month of any year, and the first of several; else 0.</param>
/// <param name="Text">As it is shown.</param>
internal sealed record DateSpan(string From, string To, int Month, string Text)
{
    public static DateSpan Of(DateOnly from, DateOnly to, string text) => new(Written(from), Written(to), 0, text);

    /// <summary>How many months from <see cref="Month"/> on are meant.</summary>
    public int Months { get; init; } = 1;

    /// <summary>The day of <see cref="Month"/> that is meant, of any year; 0 for the whole month.</summary>
    public int Day { get; init; }

    public static DateSpan OfMonth(int month, string text) => new("", "", month, text);

    private static string Written(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

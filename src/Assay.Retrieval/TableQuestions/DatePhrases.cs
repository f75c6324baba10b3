using System.Globalization;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Finds the dates of a question: days, months, quarters, years.</summary>
internal static class DatePhrases
{
    private const int FirstYear = 1900, LastYear = 2100, WeekDays = 7, LeapYear = 2000;
    private static readonly string[] s_months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly string[] s_ordinals = ["first", "second", "third", "fourth"];

    /// <summary>Dates that begin with a word.</summary>
    /// <param name="words">The question.</param>
    /// <param name="at">The word.</param>
    /// <returns>How many words each takes; none when no date begins there.</returns>
    public static IEnumerable<(int Length, DateSpan Date)> At(IReadOnlyList<QuestionWord> words, int at)
    {
        if (words[at].Date is { } day) return [(1, day)];

        // "The year 2025" and "the month of March" are nothing else than 2025 and March.
        if (Is(words, at, "year") && Year(words, at + 1) is > 0 and int named) return [(2, YearOf(named))];
        if (Is(words, at, "month") && Is(words, at + 1, "of") && at + 2 < words.Count && Month(words, at + 2) > 0) return At(words, at + 2).Select(d => (d.Length + 2, d.Date));
        if (Week(words, at) is { } week) return [week];
        if (Quarter(words, at) is { } quarter) return [quarter];
        if (Year(words, at) is > 0 and int before && Quarter(words, at + 1) is (var more, { Month: > 0 } inYear)) return [(more + 1, QuarterOf(before, (inYear.Month + 2) / 3))];
        int dayNumber = DayNumber(words, at), month = Month(words, dayNumber > 0 ? at + 1 : at);
        if (dayNumber > 0 && month == 0 && Is(words, at + 1, "of")) month = Month(words, at + 2);
        if (dayNumber > 0 && month > 0)
        {
            int length = Is(words, at + 1, "of") ? 3 : 2;
            return Year(words, at + length) is > 0 and int year ? Days(length + 1, year, month, dayNumber) : OfAnyYear(length, month, dayNumber);
        }

        if (month > 0) return OfMonth(words, at, month);
        return Year(words, at) is > 0 and int alone && words[at].Number == alone ? [(1, YearOf(alone))] : [];
    }

    /// <summary>Whether a number is that of a day beside its month: it counts and names nothing.</summary>
    public static bool IsDay(IReadOnlyList<QuestionWord> words, int at) => DayNumber(words, at) > 0 && (Month(words, Is(words, at + 1, "of") ? at + 2 : at + 1) > 0 || (at > 0 && Month(words, at - 1) > 0 && words[at - 1].IsCapital));

    /// <summary>A day without its year, which a later date of the question gives: <c>1 February</c> of <c>between 1 February and 15 March 2024</c>.</summary>
    public static (int Length, DateSpan Date)? WithoutYear(IReadOnlyList<QuestionWord> words, int at)
    {
        int day = DayNumber(words, at), month = Month(words, day > 0 ? at + 1 : at), length = day > 0 ? 2 : 1;
        if (month == 0 || Year(words, at + length) > 0) return null;
        for (int i = at + length; i < Math.Min(words.Count, at + length + 5); i++)
        {
            if (Year(words, i) is not (> 0 and int year)) continue;
            return (length, day > 0 ? Days(length, year, month, day).FirstOrDefault().Date ?? MonthOf(year, month) : MonthOf(year, month));
        }

        return null;
    }

    private static IEnumerable<(int Length, DateSpan Date)> OfMonth(IReadOnlyList<QuestionWord> words, int at, int month)
    {
        // May is a month only where something says so.
        if (words[at].Lower == "may" && !words[at].IsCapital) return [];
        if (DayNumber(words, at + 1) is > 0 and int day && Year(words, at + 2) is > 0 and int dayYear) return Days(3, dayYear, month, day);
        if (DayNumber(words, at + 1) is > 0 and int anyYear) return OfAnyYear(2, month, anyYear);
        int next = Is(words, at + 1, "of") ? at + 2 : at + 1;
        if (Year(words, next) is > 0 and int year) return [(next - at + 1, MonthOf(year, month))];
        return [(1, DateSpan.OfMonth(month, CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month)))];
    }

    // "The last week of August 2025" is its last seven days.
    private static (int, DateSpan)? Week(IReadOnlyList<QuestionWord> words, int at)
    {
        if (words[at].Lower is not ("first" or "last") || !Is(words, at + 1, "week") || !(Is(words, at + 2, "of") || Is(words, at + 2, "in")) || Month(words, at + 3) is not (> 0 and int month)) return null;
        int next = Is(words, at + 4, "of") ? at + 5 : at + 4;
        if (Year(words, next) is not (> 0 and int year)) return null;
        DateOnly from = words[at].Lower == "first" ? new DateOnly(year, month, 1) : new DateOnly(year, month, 1).AddMonths(1).AddDays(-WeekDays), to = from.AddDays(WeekDays);
        return (next - at + 1, DateSpan.Of(from, to, $"the days from {from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} to {to.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"));
    }

    private static (int, DateSpan)? Quarter(IReadOnlyList<QuestionWord> words, int at)
    {
        if (at >= words.Count) return null;
        int number = words[at].Lower is ['q', >= '1' and <= '4'] q ? q[1] - '0' : 0, length = 1;
        if (number == 0 && Is(words, at + 1, "quarter"))
        {
            number = Array.IndexOf(s_ordinals, words[at].Lower) + 1;
            if (words[at].Lower == "last") number = 4;
            length = 2;
        }

        if (number == 0 && Is(words, at + 1, "half") && (number = Array.IndexOf(s_ordinals, words[at].Lower) + 1) is 1 or 2)
        {
            length = Is(words, at + 2, "of") ? 3 : 2;
            return Year(words, at + length) is > 0 and int whole ? (length + 1, DateSpan.Of(new DateOnly(whole, (6 * number) - 5, 1), new DateOnly(whole, (6 * number) - 5, 1).AddMonths(6), $"half {Text(number)} of {Text(whole)}")) : null;
        }

        if (number == 0 || !Is(words, at + length - 1, "quarter") && length == 2) return null;
        if (Is(words, at + length, "of")) length++;
        if (Year(words, at + length) is not (> 0 and int year))
        {
            // The last quarter without a year is another one every three months, and "2025 Q3" has its year in front.
            if (words[at].Lower == "last") return null;
            return (Is(words, at + length - 1, "of") ? length - 1 : length, DateSpan.OfMonth((3 * number) - 2, $"Q{Text(number)}") with { Months = 3 });
        }

        return (length + 1, QuarterOf(year, number));
    }

    private static DateSpan QuarterOf(int year, int number) => DateSpan.Of(new DateOnly(year, (3 * number) - 2, 1), new DateOnly(year, (3 * number) - 2, 1).AddMonths(3), $"Q{Text(number)} {Text(year)}");

    private static IEnumerable<(int Length, DateSpan Date)> Days(int length, int year, int month, int day)
    {
        if (day > DateTime.DaysInMonth(year, month)) return [];
        var date = new DateOnly(year, month, day);
        return [(length, DateSpan.Of(date, date.AddDays(1), date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))];
    }

    // 31 May is a day in every year, 31 June in none.
    private static IEnumerable<(int Length, DateSpan Date)> OfAnyYear(int length, int month, int day) => day > DateTime.DaysInMonth(LeapYear, month) ? [] : [(length, DateSpan.OfMonth(month, $"{Text(day)} {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month)}") with { Day = day })];

    private static DateSpan YearOf(int year) => DateSpan.Of(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1), Text(year));

    private static DateSpan MonthOf(int year, int month)
    {
        var from = new DateOnly(year, month, 1);
        return DateSpan.Of(from, from.AddMonths(1), $"{CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month)} {Text(year)}");
    }

    private static int Month(IReadOnlyList<QuestionWord> words, int at) => at >= words.Count ? 0 : Array.FindIndex(s_months, m => words[at].Lower == m || (words[at].Lower.Length is 3 or 4 && words[at].IsCapital && m.StartsWith(words[at].Lower, StringComparison.Ordinal))) + 1;

    private static int Year(IReadOnlyList<QuestionWord> words, int at) => at < words.Count && words[at].Lower.Length == 4 && words[at].Number is >= FirstYear and <= LastYear and double year ? (int)year : 0;

    private static int DayNumber(IReadOnlyList<QuestionWord> words, int at)
    {
        if (at >= words.Count) return 0;
        string text = words[at].Lower.TrimEnd('s', 't', 'n', 'd', 'r', 'h');
        return text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int day) && day is >= 1 and <= 31 ? day : 0;
    }

    private static bool Is(IReadOnlyList<QuestionWord> words, int at, string word) => at < words.Count && words[at].Lower == word;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

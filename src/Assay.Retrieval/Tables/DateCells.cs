using System.Globalization;

namespace Assay.Retrieval.Tables;

/// <summary>Reads dates as tables write them.</summary>
internal static class DateCells
{
    private static readonly string[] s_times = ["", " HH:mm", " HH:mm:ss", " H:mm", " h:mm tt"];
    private static readonly string[] s_plain = WithTimes("yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "dd-MMM-yyyy", "d-MMM-yy", "MMM d yyyy", "MMMM d yyyy", "dd.MM.yyyy", "d.M.yyyy", "d.M.yy");
    private static readonly string[] s_dayFirst = WithTimes("d/M/yyyy", "d/M/yy", "d-M-yyyy");
    private static readonly string[] s_monthFirst = WithTimes("M/d/yyyy", "M/d/yy", "M-d-yyyy");

    /// <summary>Reads a date whose order of day and month its form says.</summary>
    public static bool TryParse(string cell, out DateTime date) => Exact(cell, s_plain, out date) || (cell.Length >= 16 && cell[4] == '-' && cell[10] == 'T'
        && DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset moment) && (date = moment.DateTime) != default);

    /// <summary>Reads a date such as <c>3/4/2024</c>.</summary>
    public static bool TryParse(string cell, bool dayFirst, out DateTime date) => TryParse(cell, out date) || Exact(cell, dayFirst ? s_dayFirst : s_monthFirst, out date);

    /// <summary>As it is kept: the day, and the time where it has one.</summary>
    public static string Text(DateTime date) => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private static bool Exact(string cell, string[] formats, out DateTime date) => DateTime.TryParseExact(cell, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string[] WithTimes(params string[] dates) => [.. dates.SelectMany(d => s_times.Select(t => d + t))];
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Assay.Retrieval.Context;

/// <summary>Dates that documents carry in their names: release notes <c>2026-05.md</c>, posts <c>2026/05/14-title.md</c>.</summary>
public static partial class DocumentDates
{
    /// <summary>The last date in a path, written year first with hyphens, underscores or slashes; a month without a day is its first day.</summary>
    /// <param name="documentId">A document id such as <c>notes/2026-05.md</c>.</param>
    /// <returns>Null when there is none between 1970 and 2100.</returns>
    public static DateOnly? InPath(string documentId)
    {
        ArgumentNullException.ThrowIfNull(documentId);
        DateOnly? last = null;
        foreach (Match match in YearMonthDay().Matches(documentId))
        {
            int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 1;
            if (Part("day") is var day && day <= DateTime.DaysInMonth(Part("year"), Part("month"))) last = new DateOnly(Part("year"), Part("month"), day);
        }

        return last;
    }

    [GeneratedRegex(@"(?<![0-9])(?<year>19[7-9][0-9]|20[0-9]{2})(?<joint>[-_/])(?<month>0[1-9]|1[0-2])(\k<joint>(?<day>0[1-9]|[12][0-9]|3[01]))?(?![0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex YearMonthDay();
}

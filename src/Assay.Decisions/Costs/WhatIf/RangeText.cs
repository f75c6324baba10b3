using System.Globalization;

namespace Assay.Decisions.Costs.WhatIf;

/// <summary>Reads a number or a range: <c>0.008</c>, <c>10,000</c>, <c>5%</c>, <c>0.01..0.05</c>, <c>15000..20000..60000</c> (lowest, likeliest, highest).</summary>
public static class RangeText
{
    private const double Largest = 1e15;

    /// <summary>Reads.</summary>
    /// <param name="text">As above.</param>
    /// <returns>Null when it is no such number: negative, out of order, above 10^15, or something else.</returns>
    public static CostRange? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        double?[] ends = [.. text.Split("..").Select(Number)];
        if (ends.Any(e => e is null)) return null;
        CostRange? range = ends.Length switch
        {
            1 => CostRange.Of(ends[0]!.Value),
            2 => CostRange.Between(ends[0]!.Value, ends[1]!.Value),
            3 => new CostRange(ends[0]!.Value, ends[1]!.Value, ends[2]!.Value),
            _ => null,
        };
        return range is { IsValid: true } valid ? valid : null;
    }

    private static double? Number(string text)
    {
        string digits = text.Trim();
        double scale = digits.EndsWith('%') ? 0.01 : 1;
        if (scale < 1) digits = digits[..^1];
        if (digits.Contains(',', StringComparison.Ordinal) && !IsGrouped(digits)) return null;
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out decimal number) && number <= (decimal)Largest ? (double)(number * (decimal)scale) : null;
    }

    // 10,000 is a number, 0,05 and 1,5 are not.
    private static bool IsGrouped(string digits)
    {
        string[] groups = digits.Split('.')[0].Split(',');
        return groups[0].Length is > 0 and <= 3 && groups[0] != "0" && groups.Skip(1).All(g => g.Length == 3);
    }
}

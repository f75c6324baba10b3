using System.Text.RegularExpressions;

namespace Assay.Sql;

/// <summary>Whether the order of a query's rows means something.</summary>
internal static partial class SqlOrder
{
    /// <summary>Whether ORDER BY stands outside of parentheses, strings and comments.</summary>
    /// <param name="sql">A query.</param>
    /// <returns>False where only a part of it is ordered.</returns>
    public static bool IsOrdered(string sql)
    {
        int depth = 0;
        foreach (Match piece in Pieces().Matches(sql))
        {
            if (piece.ValueSpan is "(") depth++;
            else if (piece.ValueSpan is ")") depth--;
            else if (depth == 0 && piece.Groups["order"].Success) return true;
        }

        return false;
    }

    [GeneratedRegex(@"'(?:[^']|'')*'|""(?:[^""]|"""")*""|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?(?:\*/|$)|[()]|\b(?<order>order\s+by)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();
}

using System.Text.RegularExpressions;

namespace Assay.Benchmarks.Tuning;

/// <summary>How SQL is written for the model, and what of it counts when it is compared.</summary>
internal static partial class SqlForm
{
    /// <summary>SQL as the model writes it: a table that has its first alias goes by its own name, and values in quotes stand between blanks, so that their tokens are those of the question.</summary>
    /// <param name="sql">As the data set writes it, for example <c>FROM COURSE AS COURSEalias0 WHERE COURSEalias0.NUMBER = 1</c>.</param>
    /// <returns>For example <c>FROM COURSE WHERE COURSE.NUMBER = 1</c>.</returns>
    public static string Written(string sql)
    {
        string named = OtherAlias().Replace(FirstAlias().Replace(FirstDeclared().Replace(sql, "$1"), "$1"), "$1$2");
        return Quoted().Replace(named, m => $"\"{m.Groups["open"].Value} {m.Groups["value"].Value.Trim()} {m.Groups["close"].Value}\"");
    }

    /// <summary>What is compared: lower case, one blank between words and signs, none at the ends of a value in quotes, one kind of quotes.</summary>
    public static string Normal(string written)
    {
        string lower = written.ToLowerInvariant();
        return string.Join(' ', Word().Matches(lower).Select(m => m.Value[0] is '"' ? Value(m.Value) : m.Value)).TrimEnd(';', ' ');
    }

    private static string Value(string quoted)
    {
        string inner = Blanks().Replace(quoted[1..^1], " ").Trim();
        (string open, string close) = (inner.StartsWith('%') ? "%" : "", inner.Length > 1 && inner.EndsWith('%') ? "%" : "");
        return $"\"{open}{inner.Trim('%').Trim()}{close}\"";
    }

    [GeneratedRegex("\\b(\\w+) AS \\1alias0\\b")]
    private static partial Regex FirstDeclared();

    [GeneratedRegex("\\b(\\w+?)alias0\\b")]
    private static partial Regex FirstAlias();

    [GeneratedRegex("\\b(\\w+?)alias(\\d+)\\b")]
    private static partial Regex OtherAlias();

    [GeneratedRegex("\"(?<open>%?)(?<value>[^\"%]*)(?<close>%?)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("\"[^\"]*\"|[\\w.]+|<=|>=|<>|!=|\\S")]
    private static partial Regex Word();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}

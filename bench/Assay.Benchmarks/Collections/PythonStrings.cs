using System.Globalization;
using System.Text;

namespace Assay.Benchmarks.Collections;

/// <summary>Reads the string literals of a printed Python list or array, whatever separates them.</summary>
internal static class PythonStrings
{
    /// <summary>The strings in order.</summary>
    /// <param name="printed">For example <c>['one' "it's two"]</c>.</param>
    public static IEnumerable<string> Read(string printed)
    {
        for (int i = 0; i < printed.Length; i++)
        {
            char quote = printed[i];
            if (quote is not ('\'' or '"')) continue;
            var text = new StringBuilder();
            for (i++; i < printed.Length && printed[i] != quote; i++)
            {
                if (printed[i] == '\\' && i + 1 < printed.Length) i = Escape(printed, i + 1, text);
                else text.Append(printed[i]);
            }

            yield return text.ToString();
        }
    }

    private static int Escape(string printed, int at, StringBuilder text)
    {
        int digits = printed[at] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && at + digits < printed.Length)
        {
            text.Append(new Rune(int.Parse(printed.AsSpan(at + 1, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            return at + digits;
        }

        text.Append(printed[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', char c => c });
        return at;
    }
}

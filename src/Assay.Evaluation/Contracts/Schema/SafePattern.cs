using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>A regular expression in JavaScript's dialect, as JSON Schema wants it, that cannot be made to run for ever.</summary>
/// <remarks>
/// Runs in time linear in the text where the expression allows it; one with look-around or back-references is stopped after a second and then counts as
/// no match. <c>\d</c> and <c>\w</c> are ASCII and <c>$</c> is the very end, as in JavaScript. A character above U+FFFF counts as two.
/// </remarks>
internal sealed class SafePattern
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(1);
    private readonly Regex regex;

    private SafePattern(Regex regex) => this.regex = regex;

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="wholeText">Whether it must match all of a text, or only a part of it.</param>
    /// <param name="pattern">The compiled expression.</param>
    /// <param name="error">What is wrong with it; empty on success.</param>
    /// <returns>Whether it is a regular expression.</returns>
    public static bool TryCreate(string text, bool wholeText, [NotNullWhen(true)] out SafePattern? pattern, out string error)
    {
        string translated = Translate(text);
        if (wholeText) translated = $@"\A(?:{translated})\z";
        error = "";
        try
        {
            pattern = new SafePattern(Create(translated));
            return true;
        }
        catch (ArgumentException e)
        {
            pattern = null;
            error = e.Message.TrimEnd('.');
            return false;
        }
    }

    /// <summary>Whether a text matches.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>False also when the match was stopped.</returns>
    public bool IsMatch(string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Create(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeOut);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeOut);
        }
    }

    private static string Translate(string text)
    {
        StringBuilder result = new(text.Length + 16);
        bool inClass = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                result.Append(Escape(text[++i], inClass));
                continue;
            }

            result.Append(c == '$' && !inClass ? @"\z" : c == '[' && inClass ? @"\[" : c.ToString());
            inClass = inClass ? c != ']' : c == '[';
        }

        return result.ToString();
    }

    private static string Escape(char c, bool inClass) => (c, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', true) => "a-zA-Z0-9_",
        ('w', false) => "[a-zA-Z0-9_]",
        ('W', false) => "[^a-zA-Z0-9_]",
        _ => $"\\{c}",
    };
}

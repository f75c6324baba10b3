using System.Text.RegularExpressions;
using Assay.Models.Configuration;

namespace Assay.Models.Adapters;

/// <summary>Regular expressions from an adapter's configuration, which is untrusted: a broken or endless one is an error with its field.</summary>
internal static class PeftPattern
{
    // A path has a few dozen characters; who needs longer for one does not end.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes a test of a pattern that must match a whole path.</summary>
    /// <param name="fields">The configuration, for messages.</param>
    /// <param name="field">The field that holds the pattern.</param>
    /// <param name="pattern">The pattern, in the syntax of Python that .NET shares.</param>
    /// <exception cref="Assay.Text.InputException">It is no regular expression, or takes too long.</exception>
    public static Func<string, bool> Whole(ConfigFields fields, string field, string pattern)
    {
        try
        {
            var regex = new Regex($@"\A(?:{pattern.Replace("(?P<", "(?<", StringComparison.Ordinal)})\z", RegexOptions.CultureInvariant, Longest);
            return path => Matches(fields, field, regex, path);
        }
        catch (ArgumentException error)
        {
            throw fields.Refuse(field, $"'{Shown(pattern)}' is no regular expression: {error.Message.TrimEnd('.')}.");
        }
    }

    private static bool Matches(ConfigFields fields, string field, Regex regex, string path)
    {
        try
        {
            return regex.IsMatch(path);
        }
        catch (RegexMatchTimeoutException)
        {
            throw fields.Refuse(field, $"'{Shown(regex.ToString())}' takes longer than {Longest.TotalMilliseconds} ms for '{path}'. Write it without repetitions within repetitions, or list the modules.");
        }
    }

    private static string Shown(string pattern) => pattern.Length <= 80 ? pattern : pattern[..80] + "…";
}

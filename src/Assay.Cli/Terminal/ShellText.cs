namespace Assay.Cli.Terminal;

/// <summary>Texts as a POSIX shell takes them for one word.</summary>
internal static class ShellText
{
    /// <summary>Quotes a word where it has any sign that a shell may take for something else.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The word itself, or in single quotes.</returns>
    public static string Quote(string word) => word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '=' or ',' or '+' or '@' or '%')
        ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

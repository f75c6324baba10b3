using System.CommandLine;
using System.CommandLine.Parsing;
using Assay.Text;

namespace Assay.Cli.Terminal;

/// <summary>Finds mistyped options. A verb with an argument would otherwise take <c>--jsn</c> for a folder or a question.</summary>
internal static class UnknownOptions
{
    /// <summary>A message for each word that looks like an option and was taken for an argument. After <c>--</c> every word is an argument.</summary>
    /// <param name="parsed">A command line.</param>
    /// <returns>Nothing when there is none.</returns>
    public static IEnumerable<string> In(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash)) yield break;
        string[] valid = [.. parsed.CommandResult.Command.Options.SelectMany(o => o.Aliases.Append(o.Name)).Append("--help")];
        foreach (string word in parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Where(LooksLikeOption))
        {
            string hint = NearestName.Find(word, valid) is { } nearest ? $"Did you mean '{nearest}'?" : "Put -- before it if it is meant as it stands.";
            yield return $"'{word}' is not an option of this command. {hint}";
        }
    }

    private static bool LooksLikeOption(string word) =>
        word.Length > 1 && word[0] == '-' && (word[1] == '-' || char.IsAsciiLetter(word[1])) && !word.Any(char.IsWhiteSpace);
}

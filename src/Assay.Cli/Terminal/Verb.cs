using System.CommandLine;

namespace Assay.Cli.Terminal;

/// <summary>A command whose description has a first paragraph for lists of verbs and the rest, with its examples, for its own help.</summary>
/// <param name="name">As typed.</param>
/// <param name="help">First paragraph, an empty line, the rest.</param>
internal sealed class Verb(string name, string help) : Command(name, Paragraphs(help)[0])
{
    /// <summary>What follows the first paragraph; empty when there is no more.</summary>
    public string Details { get; } = string.Join("\n\n", Paragraphs(help).Skip(1));

    private static string[] Paragraphs(string help) => help.ReplaceLineEndings("\n").Split("\n\n");
}

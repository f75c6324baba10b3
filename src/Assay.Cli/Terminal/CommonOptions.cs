using System.CommandLine;
using Assay.Text;

namespace Assay.Cli.Terminal;

/// <summary>Options that every verb has, spelled once.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output and nothing else there." };

    public static Option<string?> Project() => new("--project", "-p") { Description = "Folder of the project (default: here).", HelpName = "DIR" };

    public static Argument<string?> ProjectArgument() => new("project") { Description = "Folder of the project (default: here).", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The project's folder from option or argument.</summary>
    public static string Folder(ParseResult parsed, Option<string?> option, Argument<string?>? argument = null)
    {
        string? named = parsed.GetValue(option);
        string? positional = argument is null ? null : parsed.GetValue(argument);
        if (named is not null && positional is not null && named != positional)
        {
            throw new InputException(new Problem("", null, $"Two projects are named: '{positional}' and --project '{named}'. Name one."));
        }

        return named ?? positional ?? ".";
    }
}

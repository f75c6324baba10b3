using System.CommandLine;
using System.Globalization;
using Assay.Projects;
using Assay.Retrieval.Permissions;
using Assay.Text;

namespace Assay.Cli.Terminal;

/// <summary>Options that every verb has, spelled once.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output and nothing else there." };

    public static Option<string?> Project() => new("--project", "-p") { Description = "Folder of the project (default: here).", HelpName = "DIR" };

    public static Argument<string?> ProjectArgument() => new("project") { Description = "Folder of the project (default: here).", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Whether answers are held to the contract.</summary>
    public static Option<string?> Decoding() => new("--decoding") { Description = "free, or constrained: the model can write nothing but what fits the contract (default: that of the project).", HelpName = "MODE" };

    /// <summary>A project with the decoding that the command line asks for.</summary>
    public static Project Decoded(ParseResult parsed, Option<string?> decoding, Project project)
    {
        if (parsed.GetValue(decoding) is not { } name) return project;
        return ProjectFile.Decodings.TryGetValue(name, out Decoding asked) ? project with { Decoding = asked } : throw new InputException(new Problem("", null, $"--decoding: '{name}' is no way to decode. Valid: {string.Join(", ", ProjectFile.Decodings.Keys.Reverse())}."));
    }

    /// <summary>The trained version that answers.</summary>
    public static Option<string?> Version() => new("--version") { Description = "Answer with a trained version of the project: v2, champion or newest.", HelpName = "VERSION" };

    /// <summary>A whole number in a range; anything else is refused with what was found.</summary>
    public static Option<int> Whole(string name, string description, (int Least, int Most) range, int fallback) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => fallback,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= range.Least && number <= range.Most) return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {range.Least} to {range.Most}, found '{result.Tokens[0].Value}'."));
            return fallback;
        },
    };

    /// <summary>On whose behalf a verb searches.</summary>
    public static Option<string?> As() => new("--as") { Description = "The user on whose behalf to search; nobody in particular without it.", HelpName = "USER" };

    /// <summary>The groups of that user.</summary>
    public static Option<string?> Groups() => new("--groups") { Description = "The groups they are in, with commas between them.", HelpName = "LIST" };

    /// <summary>Who asks, from both options; null for nobody in particular.</summary>
    public static Principal? Principal(ParseResult parsed, Option<string?> user, Option<string?> groups)
    {
        string? named = parsed.GetValue(user), listed = parsed.GetValue(groups);
        if (named is null && listed is null) return null;
        if (listed?.Split(',').FirstOrDefault(g => g.TrimStart().StartsWith("group:", StringComparison.Ordinal) || g.TrimStart().StartsWith("user:", StringComparison.Ordinal)) is { } kind)
        {
            throw new InputException(new Problem("", null, $"--groups: '{kind.Trim()}' is written with its kind, which belongs to access statements only. Write --groups {kind.Trim()[(kind.Trim().IndexOf(':', StringComparison.Ordinal) + 1)..]}."));
        }

        try
        {
            return new Principal(named, listed is null ? [] : listed.Split(','));
        }
        catch (FormatException error)
        {
            throw new InputException(new Problem("", null, $"--as and --groups: {error.Message}. Write --as ann@example.com --groups support,sales."));
        }
    }

    /// <summary>To be awaited first by every verb that takes long: Ctrl-C is listened for only once the verb has given way for the first time.</summary>
    public static System.Runtime.CompilerServices.YieldAwaitable UntilInterruptible() => Task.Yield();

    /// <summary>The project's folder from option or argument.</summary>
    public static string Folder(ParseResult parsed, Option<string?> option, Argument<string?>? argument = null)
    {
        string? named = parsed.GetValue(option);
        string? positional = argument is null ? null : parsed.GetValue(argument);
        if (named is not null && positional is not null && named != positional)
        {
            throw new InputException(new Problem("", null, $"Two projects are named: '{positional}' and --project '{named}'. Name one."));
        }

        return NotBlank(named ?? positional ?? ".", "The folder of the project");
    }

    /// <summary>The id that a path means: relative to the project, without <c>.</c> and <c>..</c>.</summary>
    /// <param name="project">Whose document.</param>
    /// <param name="given">As typed: the id, or a path from the project's folder, or an absolute one inside it.</param>
    /// <param name="what">Begins the message.</param>
    /// <exception cref="InputException">It is blank or not inside the project's folder.</exception>
    public static string DocumentId(Project project, string given, string what)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(project.Root));
        string named = NotBlank(given, what).Replace('\\', '/');
        string path = named.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(root, named));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')
            : throw new InputException(new Problem("", null, $"{what}: '{PlainWriter.Line(given)}' is not inside the project's folder. Name a document by its path from there, such as docs/page.md."));
    }

    /// <summary>A text that the user must have filled in.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="what">Begins the message.</param>
    /// <returns>The text.</returns>
    /// <exception cref="InputException">It is blank.</exception>
    public static string NotBlank(string text, string what) =>
        string.IsNullOrWhiteSpace(text) ? throw new InputException(new Problem("", null, $"{what} was given as an empty text. Write it out, or leave it out where it has a default.")) : text;
}

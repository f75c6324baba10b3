using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Initializing;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay init</c>: a new project, empty or from existing material.</summary>
internal static class InitCommand
{
    public static Command Create(CommandHost host)
    {
        var folder = new Argument<string?>("folder") { Description = "Folder of the new project (default: here).", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var name = new Option<string?>("--name") { Description = "Name of the project (default: the folder's name).", HelpName = "NAME" };
        var from = new Option<string[]?>("--from")
        {
            Description = "Make the project from a SQuAD file (squad FILE), a BEIR folder (beir DIR) or documentation with FAQ pages (faq DIR).",
            HelpName = "squad|beir|faq PATH",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Verb("init",
            """
            Write a commented assay.yaml with an example that runs at once, or make a project from existing material. Never overwrites anything.

            Examples:
              assay init my-project
              assay init xquad --from squad xquad.en.json
              assay init help --from faq ~/docs/help-centre
              assay init scifact --from beir ~/beir/scifact
            """) { folder, project, json, name, from };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string directory = CommonOptions.Folder(parsed, project, folder);
            string named = parsed.GetValue(name) ?? Path.GetFileName(Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar));
            ImportResult result = Make(parsed.GetValue(from), directory, named, cancellationToken);
            if (parsed.GetValue(json))
            {
                host.WriteJson(new { project = Path.GetFullPath(directory), result.Documents, result.Questions, result.LeftOut, result.Notes });
                return 0;
            }

            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.Combine(directory, "assay.yaml")}: {result.Documents:N0} documents, {result.Questions:N0} questions."));
            foreach (string note in result.Notes) host.Out.WriteLine(note);
            return 0;
        });
        return command;
    }

    private static ImportResult Make(string[]? from, string directory, string name, CancellationToken cancellationToken) => from switch
    {
        null or [] => ProjectTemplate.Write(directory, name),
        ["squad", var file] => SquadImport.Import(file, directory, name, cancellationToken),
        ["beir", var source] => BeirImport.Import(source, directory, name, cancellationToken: cancellationToken),
        ["faq", var source] => FaqImport.Import(source, directory, name, cancellationToken),
        _ => throw new InputException(new Problem("", null, $"--from must be squad FILE, beir DIR or faq DIR, found '{string.Join(' ', from)}'.")),
    };
}

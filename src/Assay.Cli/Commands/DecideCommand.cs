using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Deciding;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Rules.Interviewing;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay decide</c>: what published rules say of what is known, before anything is measured.</summary>
internal static class DecideCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> argument = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var need = new Option<string[]>("--need") { Description = "Something that is known: goals=knowledge, examples=2k, corpus.documents=\"about 300 pages\". May be repeated.", HelpName = "NAME=VALUE" };
        var answers = new Option<string?>("--answers") { Description = "A file of such answers, one a line ('examples: 2000'), or a needs: mapping.", HelpName = "FILE" };
        var rules = new Option<string?>("--rules") { Description = "A file of rules of your own, added to those of Assay.", HelpName = "FILE" };
        var save = new Option<string?>("--save") { Description = "Write what was answered as a needs: mapping into a new file.", HelpName = "FILE" };
        var silent = new Option<bool>("--no-questions") { Description = "Ask nothing; decide on what is known." };
        var again = new Option<bool>("--again") { Description = "Forget the answers kept in the project and ask again." };
        var command = new Verb("decide",
            """
            Decide on paper between prompting, everything in the prompt, retrieval, fine-tuning and both: by published rules, each with its source, with how sure that is and what would change it.

            It works in an empty folder. On a terminal at most twelve questions are asked, only those whose answer can still change something; "don't know" is an answer. In a
            project its 'needs' and what can be seen of its documents and examples are not asked.

            Examples:
              assay decide
              assay decide --need goals=knowledge --need "corpus.documents=about 300 pages" --need knowledgeChanges=weekly
              assay decide my-project --answers answers.yaml --json
              assay decide --save needs.yaml
            """) { argument, project, need, answers, rules, save, silent, again, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string folder = CommonOptions.Folder(parsed, project, argument);
            bool named = parsed.GetValue(project) is not null || parsed.GetValue(argument) is not null;
            Project? opened = named || File.Exists(Path.Combine(folder, ProjectFile.FileName)) ? ProjectFile.Read(folder) : null;
            RuleBook book = parsed.GetValue(rules) is { } own ? RuleBook.Bundled().With(CommonOptions.NotBlank(own, "--rules")) : RuleBook.Bundled();
            if (parsed.GetValue(save) is { } target) CheckNew(CommonOptions.NotBlank(target, "--save"));
            KeptAnswers kept = KeptAnswers.Open(opened?.Root, parsed.GetValue(again));
            Needs given = Given(kept.Needs, parsed.GetValue(answers), parsed.GetValue(need));
            Needs seen = opened is null ? new Needs() : new ProjectObserver(host.Time).Look(opened, Workspace.Open(opened.Root), cancellationToken).Needs;
            Needs stated = opened?.Needs ?? new Needs();
            bool asks = host.IsTerminal && !parsed.GetValue(silent) && !parsed.GetValue(json);
            if (asks) given = await new DecideInterview(host, kept, Folder(opened)).RunAsync(Interview.Begin(Facts.Combine(stated, new Needs(), seen).Needs, given, book), cancellationToken).ConfigureAwait(false);
            var facts = Facts.Combine(stated, given, seen);
            PaperDecision decision = RuleEngine.Decide(facts.Needs, book);
            if (parsed.GetValue(save) is { } file) AtomicFile.Write(file, NeedsText.Yaml(given));
            if (parsed.GetValue(json)) host.WriteJson(new { project = opened?.Name, needs = facts.Origins.ToDictionary(o => o.Key, o => new { value = NeedFields.Find(o.Key)!.Text(facts.Needs), from = o.Value }), facts.Contradictions, decision });
            else DecideText.Write(host.Out, decision, facts);
            return 0;
        });
        return command;
    }

    private static string Folder(Project? project) => project is null ? "" : " " + (project.Root.Contains(' ', StringComparison.Ordinal) ? $"\"{project.Root}\"" : project.Root);

    private static void CheckNew(string path)
    {
        if (Path.Exists(path)) throw new InputException(new Problem(path, null, "It exists already, and nothing is overwritten. Give --save another name, and merge the two by hand."));
    }

    // What is said now beats the file, which beats what was kept.
    private static Needs Given(Needs kept, string? file, string[]? pairs)
    {
        Needs read = file is null ? new Needs() : NeedsText.ReadFile(CommonOptions.NotBlank(file, "--answers"));
        Needs said = NeedsText.Read(pairs ?? []);
        foreach (NeedField field in NeedFields.All) kept = field.Take(field.Take(kept, read), said);
        return kept;
    }
}

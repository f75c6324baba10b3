using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Deciding;
using Assay.Decisions.Requirements;
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
        var since = new Option<string?>("--since") { Description = "Say what has changed since an earlier verdict, and whether it still holds: 'last', its name (v3) or a day (2026-10-01).", HelpName = "VERDICT" };
        var history = new Option<bool>("--history") { Description = "List the verdicts that were kept, and decide nothing." };
        var markdown = new Option<string?>("--markdown") { Description = "Write the report as Markdown too.", HelpName = "FILE" };
        var report = new Option<string?>("--report") { Description = "Write the report as one HTML file there (default in a project: .assay/report.html).", HelpName = "FILE" };
        var prices = new Option<string?>("--prices") { Description = "A file of prices of your own, laid over those of Assay.", HelpName = "FILE" };
        var command = new Verb("decide",
            """
            Decide between prompting, everything in the prompt, retrieval, fine-tuning and both, and say what it costs, how sure that is and what would change it.

            In a project that was compared, by what was measured: nothing is asked of a model again. Without, on paper: by published rules, each with its source. That works in an
            empty folder. On a terminal at most twelve questions are asked, only those whose answer can still change something; "don't know" is an answer. In a project its 'needs'
            and what can be seen of its documents and examples are not asked. Verdicts of a project are kept.

            Examples:
              assay decide
              assay decide --need goals=knowledge --need "corpus.documents=about 300 pages" --need knowledgeChanges=weekly
              assay decide my-project --need queriesPerMonth=2m --since last
              assay decide my-project --answers answers.yaml --json
              assay decide --report decision.html --markdown decision.md --save needs.yaml
            """) { argument, project, need, answers, rules, prices, since, history, report, markdown, save, silent, again, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string folder = CommonOptions.Folder(parsed, project, argument);
            bool named = parsed.GetValue(project) is not null || parsed.GetValue(argument) is not null;
            Project? opened = named || File.Exists(Path.Combine(folder, ProjectFile.FileName)) ? ProjectFile.Read(folder) : null;
            if (parsed.GetValue(history)) return DecideHistory.Write(host, opened, parsed.GetValue(json));
            if (opened is null && parsed.GetValue(since) is not null) throw new InputException(new Problem("", null, "--since needs a project: verdicts are kept in one. Name its folder, or run `assay init`."));
            CheckTargets([.. ((Option<string?>[])[save, report, markdown]).Where(o => parsed.GetValue(o) is not null).Select(o => (o.Name, CommonOptions.NotBlank(parsed.GetValue(o)!, o.Name)))], save.Name);
            DecisionBooks books = Books(opened, parsed.GetValue(rules), parsed.GetValue(prices));
            var run = new DecideRun(host, books, opened);
            KeptAnswers kept = KeptAnswers.Open(opened?.Root, parsed.GetValue(again));
            bool asks = host.IsTerminal && !parsed.GetValue(silent) && !parsed.GetValue(json);
            DecideInterview? interview = asks ? new DecideInterview(host, kept, Folder(opened)) : null;
            DecideResult? result = null;
            try
            {
                Needs given = Given(kept.Needs, parsed.GetValue(answers), parsed.GetValue(need));
                result = await run.RunAsync(given, interview, parsed.GetValue(since), Repeat(parsed), cancellationToken).ConfigureAwait(false);
                result = run.Report(result, parsed.GetValue(report), parsed.GetValue(markdown));
                if (parsed.GetValue(save) is { } saved) AtomicFile.Write(saved, NeedsText.Yaml(result.Answered));
            }
            catch (AssayException)
            {
                // What was asked and decided is not lost with a file.
                if (result is not null) Print(host, result, parsed.GetValue(json));
                else if (kept.Any) host.Error.WriteLine("Answers of earlier runs count too: .assay/decide-answers.yaml has them, --again forgets them.");
                interview?.SayHowToGoOn();
                throw;
            }

            Print(host, result, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static DecisionBooks Books(Project? project, string? rules, string? prices)
    {
        DecisionBooks books = DecisionBooks.For(project);
        if (rules is not null) books = books with { Rules = books.Rules.With(CommonOptions.NotBlank(rules, "--rules")) };
        return prices is null ? books : books with { Prices = books.Prices.With(CommonOptions.NotBlank(prices, "--prices")) };
    }

    private static void Print(CommandHost host, DecideResult result, bool json)
    {
        if (json) host.WriteJson(result.Decision);
        else DecideText.Write(host.Out, result);
    }

    private static string Repeat(ParseResult parsed) => "assay " + string.Join(' ', parsed.Tokens.Select(t => ShellText.Quote(t.Value)));

    private static string Folder(Project? project) => project is null ? "" : " " + ShellText.Quote(project.Root);

    // Before anything is asked.
    private static void CheckTargets((string Option, string Path)[] targets, string save)
    {
        foreach ((string option, string path) in targets)
        {
            if (Directory.Exists(path)) throw new InputException(new Problem(path, null, $"It is a folder. Give {option} the name of a file."));
            if (option == save && File.Exists(path)) throw new InputException(new Problem(path, null, $"It exists already, and nothing is overwritten. Give {option} another name, and merge the two by hand."));
            if (targets.FirstOrDefault(t => t.Option != option && Path.GetFullPath(t.Path) == Path.GetFullPath(path)).Option is { } other) throw new InputException(new Problem(path, null, $"{option} and {other} name the same file: one would overwrite the other. Give them two names."));
            AtomicFile.CheckWritable(path);
        }
    }

    // What is said now beats the file, which beats what was kept.
    private static Needs Given(Needs kept, string? file, string[]? pairs)
    {
        Needs read = file is null ? new Needs() : NeedsText.ReadFile(CommonOptions.NotBlank(file, "--answers"));
        Needs said = NeedsText.Read(pairs ?? []);
        return NeedChecks.Lay(NeedChecks.Lay(kept, read), said);
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Assay.Answering;
using Assay.Arms;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.Evaluating;
using Assay.Evaluation.Gates;
using Assay.Evaluation.Judging;
using Assay.Judging;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay eval</c>: measures arms by everything that is known of an answer, and holds them to gates.</summary>
internal static class EvalCommand
{
    public static Command Create(CommandHost host)
    {
        var options = new EvalOptions();
        var command = new Verb("eval",
            """
            Measure answers by every measure, with intervals, and hold them to gates; or measure one part with a verb below.

            Without --arms the arm is measured that the last comparison would ship, else rag. Answers that were ever given are not asked
            for again. Every evaluation is kept with its questions, answers and passages, and can be replayed without any model.

            A gate is "MEASURE>=NUMBER", several with commas between them; MEASURE:low is the lower end of its interval, and "vs NAME" the
            difference to another arm or to the baseline. A gate without evidence fails, and one with missing answers unless it also holds with
            all of them counted against it. Exit code 1: a gate failed.

            Examples:
              assay eval samples/support
              assay eval --arms rag --gate "f1>=0.6,abstain>=0.9,latency_p95<=800ms"
              assay eval --baseline e3 --gate "score:high>=0 vs baseline" --junit gates.xml
              assay eval --predictions answers.jsonl --csv answers.csv
              assay eval --judge deterministic --judge-measures faithfulness,citation_recall --gate "faithfulness>=0.9"
              assay eval --replay latest --json
            """) { options.Folder };
        foreach (Option option in options.All) command.Add(option);
        command.Validators.Add(options.Check);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string folder = CommonOptions.Folder(parsed, options.Project, options.Folder);
            bool isReplay = parsed.GetValue(options.Replay) is not null;
            EvaluationResult result = isReplay ? Replay(host, parsed, options, folder) : await RunAsync(host, parsed, options, CommonOptions.Decoded(parsed, options.Decoding, ProjectFile.Read(folder)), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(options.Csv) is { } csv) AtomicFile.Write(csv, EvaluationText.Csv(AnswerTable.Of(new EvaluationStore(Workspace.Open(folder)).Read(result.Name))));
            if (parsed.GetValue(options.JUnit) is { } junit) AtomicFile.Write(junit, EvaluationText.JUnit(result));
            if (parsed.GetValue(options.Markdown) is { } markdown) AtomicFile.Write(markdown, EvaluationText.Markdown(result));
            if (parsed.GetValue(options.Json)) host.Out.Write(Evaluator.Json(result));
            else host.Out.Write(EvaluationText.Plain(result, isReplay, folder));
            return result.Passed == false ? 1 : 0;
        });
        command.Add(EvalRetrievalCommand.Create(host));
        command.Add(EvalChunkingCommand.Create(host));
        command.Add(EvalAnswerabilityCommand.Create(host));
        command.Add(EvalSweepCommand.Create(host));
        command.Add(EvalPromptsCommand.Create(host));
        command.Add(EvalPlanCommand.Create(host));
        command.Add(EvalQuestionsCommand.Create(host));
        command.Add(EvalCausesCommand.Create(host));
        command.Add(EvalCeilingCommand.Create(host));
        return command;
    }

    private static EvaluationResult Replay(CommandHost host, ParseResult parsed, EvalOptions options, string folder)
    {
        if (!Directory.Exists(Path.Combine(folder, Workspace.FolderName))) throw new InputException(new Problem(folder, null, "Nothing is kept in this folder. Name the folder of a project that was evaluated."));
        Workspace workspace = Workspace.Open(folder);
        string name = CommonOptions.NotBlank(parsed.GetValue(options.Replay)!, "--replay");
        EvaluationResult result;
        using (var line = new ProgressLine(host))
        {
            result = Evaluator.Replay(workspace, name, Gates(parsed, options), parsed.GetValue(options.Baseline), new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)));
        }

        bool asItWas = parsed.GetValue(options.Gate) is null && parsed.GetValue(options.Baseline) is null;
        if (asItWas && new EvaluationStore(workspace).Result(result.Name) is { } kept && kept != Evaluator.Json(result))
        {
            host.Error.WriteLine($"warning: These are not the figures that were kept as {result.Name}: another version of Assay scores differently, or its files were changed.");
        }

        return result;
    }

    private static async Task<EvaluationResult> RunAsync(CommandHost host, ParseResult parsed, EvalOptions options, Project project, CancellationToken cancellationToken)
    {
        var wanted = new EvaluationOptions
        {
            Arms = CompareCommand.Arms(parsed.GetValue(options.Arms)),
            Version = parsed.GetValue(options.Version) is { } version ? CommonOptions.NotBlank(version, "--version") : null,
            MaxCostUsd = parsed.GetValue(options.MaxCost),
            Command = CompareCommand.Repeat(parsed),
            Gates = Gates(parsed, options),
            Baseline = parsed.GetValue(options.Baseline) is { } baseline ? CommonOptions.NotBlank(baseline, "--baseline") : null,
            Repeats = parsed.GetValue(options.Repeats),
            StopEarly = parsed.GetValue(options.StopEarly),
            Distractors = parsed.GetValue(options.Distractors),
            Measures = Measures(parsed.GetValue(options.Measures), "--measures", EvaluationOptions.MeasuresToAskFor).RemoveAll(m => m == EvaluationOptions.StyleMeasure && project.Examples is null && parsed.GetValue(options.Measures) == "all"),
            Judge = Judge(parsed, options),
            Labels = parsed.GetValue(options.Labels) is { } labels ? CommonOptions.NotBlank(labels, "--labels") : null,
            Predictions = parsed.GetValue(options.Predictions) is { } file ? CommonOptions.NotBlank(file, "--predictions") : null,
        };
        var sessions = new RunSessions(new AnswerModels(Providers.Options(host), host.Time), PriceBook.Bundled(), host.Time);
        using var line = new ProgressLine(host);
        var progress = new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total));
        return await new Evaluator(sessions, host.Time).EvaluateAsync(project, wanted, progress, cancellationToken).ConfigureAwait(false);
    }

    private static JudgeOptions? Judge(ParseResult parsed, EvalOptions options)
    {
        if (parsed.GetValue(options.Judge) is not { } judge) return null;
        var wanted = new JudgeOptions { Judge = CommonOptions.NotBlank(judge, "--judge"), Repeats = parsed.GetValue(options.JudgeRepeats) };
        return parsed.GetValue(options.JudgeMeasures) is { } list ? wanted with { Measures = Measures(list, "--judge-measures", [.. JudgedMeasures.Names, JudgedMeasures.Preference]) } : wanted;
    }

    private static ImmutableArray<string> Measures(string? list, string option, ImmutableArray<string> valid)
    {
        if (list is null) return [];
        string[] names = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        if (names is ["all"]) return valid.Remove(JudgedMeasures.Preference);
        foreach (string name in names.Where(n => !valid.Contains(n)))
        {
            string hint = NearestName.Find(name, valid) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            throw new InputException(new Problem("", null, $"{option}: '{name}' is no measure that can be asked for.{hint} Valid: all, {string.Join(", ", valid)}."));
        }

        return names.Length > 0 ? [.. names] : throw new InputException(new Problem("", null, $"{option} names no measure. Valid: all, {string.Join(", ", valid)}."));
    }

    private static ImmutableArray<Gate> Gates(ParseResult parsed, EvalOptions options) =>
        parsed.GetValue(options.Gate) is { } text ? GateParser.Read(text, "--gate") : [];

    /// <summary>What can be typed after <c>assay eval</c>.</summary>
    private sealed class EvalOptions
    {
        public Argument<string?> Folder { get; } = CommonOptions.ProjectArgument();

        public Option<string?> Project { get; } = CommonOptions.Project();

        public Option<bool> Json { get; } = CommonOptions.Json();

        public Option<string?> Decoding { get; } = CommonOptions.Decoding();

        public Option<string?> Arms { get; } = new("--arms", "--arm") { Description = $"Arms to measure, separated by commas. Valid: {string.Join(", ", ArmCatalog.Names)}.", HelpName = "LIST" };

        public Option<string?> Version { get; } = new("--version") { Description = "The trained version of fine-tuned and hybrid: v2, champion or newest.", HelpName = "VERSION" };

        public Option<decimal> MaxCost { get; } = new("--max-cost") { Description = "Stop before the first paid call if the run is expected to cost more, in USD.", HelpName = "USD", DefaultValueFactory = _ => 10, CustomParser = CompareCommand.Amount };

        public Option<string?> Gate { get; } = new("--gate") { Description = "What every arm must meet, such as \"f1>=0.8,abstain>=0.9\". Not met: exit code 1.", HelpName = "GATES" };

        public Option<string?> Measures { get; } = new("--measures") { Description = $"More measures, separated by commas, or all: {string.Join(", ", EvaluationOptions.MeasuresToAskFor)}.", HelpName = "LIST" };

        public Option<string?> Baseline { get; } = new("--baseline") { Description = "A kept evaluation to compare with, question by question: e3 or latest.", HelpName = "NAME" };

        public Option<int> Repeats { get; } = CommonOptions.Whole("--repeats", "Ask every question so often; the answers to one question are averaged.", (1, 100), 1);

        public Option<bool> StopEarly { get; } = new("--stop-early") { Description = "Ask a fifth of the questions after another, and stop when every pair of arms is told apart." };

        public Option<int> Distractors { get; } = CommonOptions.Whole("--distractors", "Run arms with passages once more with so many wrong passages among them, and show what that costs.", (1, 50), 0);

        public Option<string?> Predictions { get; } = new("--predictions") { Description = "Measure the answers in a file (JSON Lines of {\"id\",\"answer\"}, or one object) instead of asking.", HelpName = "FILE" };

        public Option<string?> Judge { get; } = new("--judge") { Description = "Also judge what the answers claim: deterministic (rules), local (a small bundled model; local:reranker and local:embedder are the project's), or a model as in assay.yaml.", HelpName = "JUDGE" };

        public Option<string?> JudgeMeasures { get; } = new("--judge-measures") { Description = $"What is judged, separated by commas, or all: {string.Join(", ", JudgedMeasures.Names)}; also {JudgedMeasures.Preference}, which compares the answers of several arms. Default: {string.Join(", ", JudgedMeasures.Usual)}.", HelpName = "LIST" };

        public Option<int> JudgeRepeats { get; } = CommonOptions.Whole("--judge-repeats", "Judge every answer so often; the judgements of an answer are averaged, and their spread is shown.", (1, 100), 1);

        public Option<string?> Labels { get; } = new("--labels") { Description = "What people say of the answers (JSON Lines of {\"question\",\"arm\",\"measure\",\"value\"}), to hold the measures against.", HelpName = "FILE" };

        public Option<string?> Replay { get; } = new("--replay") { Description = "Come to the figures of a kept evaluation again without any model: e3 or latest.", HelpName = "NAME" };

        public Option<string?> Csv { get; } = new("--csv") { Description = "Also write every answer with its measures.", HelpName = "FILE" };

        public Option<string?> JUnit { get; } = new("--junit") { Description = "Also write the gates as test cases.", HelpName = "FILE" };

        public Option<string?> Markdown { get; } = new("--markdown") { Description = "Also write a summary in Markdown.", HelpName = "FILE" };

        public IEnumerable<Option> All => [Project, Json, Arms, Measures, Gate, Baseline, Repeats, StopEarly, Distractors, Predictions, Judge, JudgeMeasures, JudgeRepeats, Labels, Replay, Csv, JUnit, Markdown, Decoding, Version, MaxCost];

        public void Check(CommandResult result)
        {
            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
            Option[] asking = [Arms, Repeats, StopEarly, Distractors, Decoding, Version, MaxCost];
            if (!Given(Judge) && new Option[] { JudgeMeasures, JudgeRepeats }.FirstOrDefault(Given) is { } without) result.AddError($"{without.Name} has no meaning without --judge. Say who judges.");
            if (Given(Replay) && asking.Concat([Predictions, Measures, Judge, JudgeMeasures, JudgeRepeats, Labels]).FirstOrDefault(Given) is { } idle) result.AddError($"{idle.Name} has no meaning beside --replay, which asks nobody. Leave one of them out.");
            else if (Given(Predictions) && asking.Where(o => o != MaxCost || !Given(Judge)).FirstOrDefault(Given) is { } unused) result.AddError($"{unused.Name} has no meaning beside --predictions: the answers are there already. Leave one of them out.");
            if (Given(JUnit) && !Given(Gate) && !Given(Replay)) result.AddError("--junit writes gates as test cases: say with --gate what must hold.");
        }
    }
}

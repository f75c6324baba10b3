using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Racing;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune</c>: examples in, an adapter out.</summary>
internal static class TuneCommand
{
    public static Command Create(CommandHost host)
    {
        Argument<string?> folder = CommonOptions.ProjectArgument();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var settings = new TuneOptions();
        var check = new Option<bool>("--check") { Description = "Check the examples and say what a training would take, without training." };
        var show = new Option<string?>("--show") { Description = "Show the tokens of the example on this line of the file and which of them are learned, without training.", HelpName = "LINE" };
        var replay = new Option<string?>("--replay") { Description = "Train a version again as its manifest says and compare the bytes.", HelpName = "VERSION" };
        var search = new Option<string?>("--search") { Description = "First look for a better way to train within this time (20m) or money (5USD, by tuning.hourlyCost).", HelpName = "BUDGET" };
        var threads = new Option<int?>("--threads") { Description = "Threads to compute with (default: all processors). The result does not depend on it.", HelpName = "N" };
        var command = new Verb("tune",
            """
            Tune the project's model on its examples: check them, train, and keep the result as a version that 'assay compare' measures and 'assay models promote' ships.

            Examples are conversations, instructions, prompt and completion, ShareGPT or preference pairs, one a line. They are checked first: rows, lengths, repetitions,
            contradictions, the chat template, personal data, facts, and evaluation questions among them. What is trained and how is under 'tuning' in assay.yaml; the options
            below come before it. Where the project names no model, a small one begins from random weights with a vocabulary of the project's own.

            Ctrl-C and even a killed process lose little: the same command goes on and gives the same bytes.

            Examples:
              assay tune samples/support --check
              assay tune my-project --epochs 4 --rank 32
              assay tune my-project --show 12
              assay tune my-project --search 20m
              assay tune my-project --replay v3
            """) { folder, project, json, check, show, replay, search, threads };
        settings.AddTo(command);
        command.Add(TunePilotCommand.Create(host));
        command.Add(TuneEmbedderCommand.Create(host));
        command.Add(TuneRerankerCommand.Create(host));
        command.Add(TuneMakeCommand.Create(host));
        command.Add(TuneHostedCommand.Create(host));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            if (parsed.GetValue(replay) is not null) RefuseBeside("--replay", [.. settings.Given(parsed), .. new Option[] { check, show, search }.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name)]);
            Project read = settings.Apply(parsed, ProjectFile.Read(CommonOptions.Folder(parsed, project, folder)));
            using WorkerTeam? own = parsed.GetValue(threads) is { } count ? new WorkerTeam(Threads(count)) : null;
            var job = new TuneJob(Providers.Options(host), own ?? WorkerTeam.Shared, host.Time);
            var run = new TuneRun(host, job, parsed.GetValue(json));
            if (parsed.GetValue(replay) is { } version) return run.Replay(read, CommonOptions.NotBlank(version, "--replay"), cancellationToken);
            using TunePlan plan = run.Prepare(read, cancellationToken);
            if (parsed.GetValue(show) is { } line) return run.Show(plan, Line(line));
            return parsed.GetValue(check) ? run.Check(plan) : run.Train(plan, Budget(parsed.GetValue(search), read), cancellationToken);
        });
        return command;
    }

    private static RaceBudget? Budget(string? text, Project project)
    {
        if (text is null) return null;
        decimal? hourly = project.Tuning.HourlyCost > 0 ? project.Tuning.HourlyCost : null;
        if (text.EndsWith("USD", StringComparison.Ordinal) && decimal.TryParse(text[..^3], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal money))
        {
            return hourly is { } price ? RaceBudget.Of(money, price)
                : throw new InputException(new Problem("", null, "--search: money needs to know what an hour costs. Write tuning: { hourlyCost: 0.40 } in assay.yaml, or give a time such as 20m."));
        }

        return Durations.Parse(text) is { } time ? new RaceBudget(time, hourly)
            : throw new InputException(new Problem("", null, $"--search must be a time (20m, 90s) or money (5USD), found '{text}'."));
    }

    // A version is made again by what its manifest says and by nothing else.
    private static void RefuseBeside(string option, string[] others)
    {
        if (others.Length > 0) throw new InputException(new Problem("", null, $"{option} trains a version as its manifest says: {string.Join(", ", others)} {(others.Length == 1 ? "does" : "do")} nothing beside it. Leave {(others.Length == 1 ? "it" : "them")} out."));
    }

    private static int Line(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line >= 1 ? line
        : throw new InputException(new Problem("", null, $"--show must be the number of a line of the examples, from 1, found '{PlainWriter.Line(text)}'."));

    private static int Threads(int count) => count is >= 1 and <= 1024 ? count
        : throw new InputException(new Problem("", null, $"--threads must be 1 to 1,024, found {count}."));
}

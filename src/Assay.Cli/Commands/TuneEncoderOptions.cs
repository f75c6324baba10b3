using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Tuning.Contrastive;

namespace Assay.Cli.Commands;

/// <summary>What <c>assay tune embedder</c> and <c>assay tune reranker</c> have in common: options, the run, and what is said.</summary>
/// <param name="kind">Which of the two.</param>
internal sealed class TuneEncoderOptions(EncoderKind kind)
{
    private static readonly string[] Shown = ["ndcg@10", "mrr", "recall@100"];

    private readonly Argument<string?> folder = CommonOptions.ProjectArgument();
    private readonly Option<string?> project = CommonOptions.Project();
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<string?> pairs = new("--pairs") { Description = """Learn from this file instead of the project's questions: rows {"query":..., "positive":..., "negatives":[...]}.""", HelpName = "FILE" };
    private readonly Option<string?> from = new("--base") { Description = "Begin with this model, a folder or hf:owner/name (default: the project's).", HelpName = "MODEL" };
    private readonly Option<string?> name = new("--name") { Description = "Name of the folder in .assay/models (default: made of the inputs).", HelpName = "NAME" };
    private readonly Option<double?> epochs = new("--epochs") { Description = "How often every pair is seen (default 3; of a static table 10).", HelpName = "N" };
    private readonly Option<double?> rate = new("--learning-rate") { Description = "The greatest learning rate (default 2e-5; of a static table 0.01).", HelpName = "RATE" };
    private readonly Option<int?> batch = new("--batch-size") { Description = kind == EncoderKind.Embedder ? "Pairs of a step, each other's negatives (default 32)." : "Questions of a step (default 8).", HelpName = "N" };
    private readonly Option<int?> negatives = new("--negatives") { Description = "Passages that the search took for answers, for each question (default 4).", HelpName = "N" };
    private readonly Option<int?> seed = new("--seed") { Description = "Chooses everything random (default: that of the project).", HelpName = "N" };
    private readonly Option<int?> threads = new("--threads") { Description = "Threads to compute with (default: all processors). The result does not depend on it.", HelpName = "N" };

    /// <summary>Gives a command the options and what it does.</summary>
    /// <param name="host">Output, clock, environment.</param>
    /// <param name="command">The command.</param>
    /// <param name="dimensions">Lengths that vectors can be cut to; null for a reranker.</param>
    public Verb Complete(CommandHost host, Verb command, Option<string?>? dimensions = null)
    {
        command.Add(folder);
        foreach (Option option in (Option[])[project, json, pairs, from, name, epochs, rate, batch, negatives, seed, threads]) command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project, folder));
            EncoderTuningSettings settings = Settings(parsed, dimensions, read);
            using WorkerTeam? own = parsed.GetValue(threads) is { } count ? new WorkerTeam(Whole(count, "--threads", 1, 1024)) : null;
            EncoderTuningOutcome outcome;
            using (var line = new ProgressLine(host))
            {
                var job = new EncoderTuningJob(Providers.Options(host), own ?? WorkerTeam.Shared, host.Time);
                outcome = await job.RunAsync(read, settings, new CallbackProgress<CompareProgress>(p => line.Report(p.Stage, p.Done, p.Total)), w => host.Error.WriteLine($"warning: {PlainWriter.Line(w)}"), cancellationToken).ConfigureAwait(false);
            }

            foreach (string note in outcome.Notes) host.Error.WriteLine($"note: {PlainWriter.Line(note)}");
            if (parsed.GetValue(json)) host.WriteJson(outcome);
            else host.Out.Write(Text(outcome));
            return 0;
        });
        return command;
    }

    /// <summary>What came of it, for people.</summary>
    internal static string Text(EncoderTuningOutcome outcome)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(outcome.WasThere ? $"{outcome.Folder} is this very training: same model, pairs and settings. It was only measured again."
            : string.Create(CultureInfo.InvariantCulture, $"{outcome.Base} learned {outcome.Queries:N0} queries with {outcome.Positives:N0} passages that answer and {outcome.Negatives:N0} that do not, in {outcome.Steps:N0} steps: {outcome.Folder}"));
        if (outcome is { HeldOutBefore: { } first, HeldOutAfter: { } last })
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held out of the training: loss {first.Loss:0.000} to {last.Loss:0.000}, mean reciprocal rank {first.ReciprocalRank:0.000} to {last.ReciprocalRank:0.000} ({last.Queries:N0} pairs)"));
        if (outcome.Gain is { } gain)
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the project's search on {outcome.Questions:N0} questions that were not taught, paired by question:"));
            Tables.Write(text, ["measure", ">before", ">after", ">difference", ">95% interval"], Shown.Where(outcome.Before.ContainsKey).Select(m => (IReadOnlyList<string>)
                [m, Figure(outcome.Before[m]), Figure(outcome.After[m]), StageText.Signed(gain.Differences[m].Mean), StageText.Interval(gain.Differences[m].Interval)]));
        }

        text.WriteLine($"to use it, write in assay.yaml: {(outcome.Kind == EncoderKind.Embedder ? "embedder" : "reranker")}: {outcome.Folder}");
        return text.ToString();
    }

    private EncoderTuningSettings Settings(ParseResult parsed, Option<string?>? dimensions, Project read)
    {
        string? Given(Option<string?> option) => parsed.GetValue(option) is { } value ? CommonOptions.NotBlank(value, option.Name) : null;
        return new EncoderTuningSettings(kind)
        {
            Base = Given(from),
            Pairs = Given(pairs),
            Name = Given(name) is { } named ? FolderName(named) : null,
            Epochs = parsed.GetValue(epochs) is { } times ? Real(times, "--epochs", 1000) : null,
            LearningRate = parsed.GetValue(rate) is { } speed ? Real(speed, "--learning-rate", 1) : null,
            BatchSize = parsed.GetValue(batch) is { } size ? Whole(size, "--batch-size", 1, 65_536) : null,
            HardNegatives = new HardNegativeOptions { Count = Whole(parsed.GetValue(negatives) ?? new HardNegativeOptions().Count, "--negatives", 1, 1000) },
            Dimensions = dimensions is not null && Given(dimensions) is { } lengths ? Lengths(lengths) : [],
            Seed = (ulong)Whole(parsed.GetValue(seed) ?? read.Seed, "--seed", 0, int.MaxValue),
        };
    }

    private static ImmutableArray<int> Lengths(string list) => [.. list.Split(',').Select(part => int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length > 0 ? length
        : throw new InputException(new Problem("", null, $"--dimensions: '{part.Trim()}' is no length. Write whole numbers with commas between them, such as 256,128.")))];

    private static string FolderName(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && text[0] != '.' && text.Length <= 100 ? text
        : throw new InputException(new Problem("", null, "--name: expected up to 100 letters, digits, dashes, underscores and dots, no dot first."));

    private static int Whole(int value, string option, int least, int most) => value >= least && value <= most ? value
        : throw new InputException(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"{option} must be {least:N0} to {most:N0}, found {value}.")));

    private static double Real(double value, string option, double most) => value > 0 && value <= most ? value
        : throw new InputException(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"{option} must be more than 0 and at most {most}, found {value}.")));

    private static string Figure(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary>The settings of <c>tuning</c> that the command line may set: each is read as in <c>assay.yaml</c>.</summary>
/// <param name="keys">Which of them; none for all.</param>
internal sealed class TuneOptions(params string[] keys)
{
    private readonly (Option<string?> Option, string Key)[] options = [.. All().Where(o => keys.Length == 0 || keys.Contains(o.Key))];

    private readonly Option<int?> seed = new("--seed") { Description = "Chooses everything random (default: that of the project).", HelpName = "N" };

    /// <summary>Makes them options of a command.</summary>
    public void AddTo(Command command)
    {
        foreach ((Option<string?> option, _) in options) command.Add(option);
        command.Add(seed);
    }

    /// <summary>Whether the command line sets a key of <c>tuning</c>.</summary>
    public bool Sets(ParseResult parsed, string key) => options.Any(o => o.Key == key && parsed.GetValue(o.Option) is not null);

    /// <summary>Names of the options that the command line sets.</summary>
    public IEnumerable<string> Given(ParseResult parsed) =>
        options.Select(o => (Option)o.Option).Append(seed).Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    /// <summary>The seed that the command line sets; null for none.</summary>
    public int? Seed(ParseResult parsed) => parsed.GetValue(seed);

    /// <summary>A project with what the command line sets.</summary>
    /// <exception cref="InputException">A value is not one.</exception>
    public Project Apply(ParseResult parsed, Project project)
    {
        Dictionary<string, (string Option, string Value)> given = options.Where(o => parsed.GetValue(o.Option) is not null)
            .ToDictionary(o => o.Key, o => (o.Option.Name, CommonOptions.NotBlank(parsed.GetValue(o.Option)!, o.Option.Name)), StringComparer.Ordinal);
        Project with = given.Count == 0 ? project : project with { Tuning = TuneSettings.With(project.Tuning, given) };
        if (parsed.GetValue(seed) is not { } number) return with;
        return number >= 0 ? with with { Seed = number } : throw new InputException(new Problem("", null, string.Create(CultureInfo.InvariantCulture, $"--seed must be 0 or more, found {number}.")));
    }

    private static (Option<string?> Option, string Key)[] All() =>
    [
        (Text("--method", "lora: low-rank additions; full: every weight.", "NAME"), "method"),
        (Text("--epochs", "How often every example is seen.", "N"), "epochs"),
        (Text("--learning-rate", "The greatest learning rate (2e-4).", "RATE"), "learningRate"),
        (Text("--batch-size", "Examples of a step.", "N"), "batchSize"),
        (Text("--rank", "Rank of the additions.", "N"), "rank"),
        (Text("--dropout", "Share of values that are dropped in training.", "SHARE"), "dropout"),
        (Text("--held-out", "Share of the examples that is held out.", "SHARE"), "heldOut"),
        (Text("--base-weights", "The form in which frozen weights are held: as-stored, f32, q8 or q4 (QLoRA).", "FORM"), "baseWeights"),
        (Text("--sensitive", "Personal data and secrets: refuse, redact or keep.", "MODE"), "sensitive"),
        (Text("--long-examples", "Examples longer than the window: refuse or cut.", "MODE"), "longExamples"),
        (Text("--bad-rows", "Rows that cannot be used: refuse or skip.", "MODE"), "badRows"),
        (Text("--leaks", "Examples that hold evaluation questions: drop or keep.", "MODE"), "leaks"),
    ];

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };
}

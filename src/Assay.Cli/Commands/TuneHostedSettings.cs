using System.CommandLine;
using System.Globalization;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>assay tune hosted start</c> that say how is trained and what it may cost.</summary>
internal sealed class TuneHostedSettings
{
    private readonly Option<int?> epochs = new("--epochs") { Description = "Passes over the examples (default: the provider chooses).", HelpName = "N" };
    private readonly Option<int?> batch = new("--batch-size") { Description = "Examples of a step (default: the provider chooses).", HelpName = "N" };
    private readonly Option<string?> multiplier = new("--learning-rate-multiplier") { Description = "OpenAI: factor on its own learning rate.", HelpName = "FACTOR" };
    private readonly Option<string?> rate = new("--learning-rate") { Description = "Together: the learning rate.", HelpName = "RATE" };
    private readonly Option<int?> rank = new("--rank") { Description = "Together: rank of the low-rank additions.", HelpName = "N" };
    private readonly Option<string?> suffix = new("--suffix") { Description = "A word for the tuned model's name: up to 20 letters a-z, digits and hyphens.", HelpName = "WORD" };
    private readonly Option<int?> attempt = new("--attempt") { Description = "Which run of the same this is (default 1): the same number never starts, or pays for, a second job.", HelpName = "N" };
    private readonly Option<string?> price = new("--price") { Description = "The provider's price in USD per million trained tokens.", HelpName = "USD" };
    private readonly Option<string?> maxCost = new("--max-cost") { Description = "Send nothing if the job would cost more, or if what it would cost is not known, in USD.", HelpName = "USD" };
    private readonly TuneOptions data = new("heldOut", "sensitive", "badRows", "leaks");

    /// <summary>Makes them options of a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[epochs, batch, multiplier, rate, rank, suffix, attempt, price, maxCost]) command.Add(option);
        data.AddTo(command);
    }

    /// <summary>A project with what the command line says of its examples.</summary>
    /// <exception cref="InputException">A value is not one.</exception>
    public Project Apply(ParseResult parsed, Project project) => data.Apply(parsed, project);

    /// <summary>All that the command line says beside it.</summary>
    /// <exception cref="InputException">A value is not one.</exception>
    public HostedTuningSettings Read(ParseResult parsed, TuneHostedPlace place) => new()
    {
        Provider = place.Provider(parsed),
        Model = place.Model(parsed),
        Hyperparameters = new HostedHyperparameters
        {
            Epochs = parsed.GetValue(epochs),
            BatchSize = parsed.GetValue(batch),
            LearningRateMultiplier = (double?)Number(parsed, multiplier),
            LearningRate = (double?)Number(parsed, rate),
            LoraRank = parsed.GetValue(rank),
        },
        Suffix = parsed.GetValue(suffix),
        Seed = data.Seed(parsed),
        Attempt = parsed.GetValue(attempt) ?? 1,
        UsdPerMillion = Number(parsed, price),
        MaxCostUsd = Number(parsed, maxCost),
        SensitiveIsStated = data.Sets(parsed, "sensitive"),
    };

    private static decimal? Number(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number) ? number
        : throw new InputException(new Problem("", null, $"{option.Name} must be a number of 0 or more such as 2.50, found '{text}'."));
}

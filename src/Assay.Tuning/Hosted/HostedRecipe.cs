using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Tuning.Hosted;

/// <summary>A file of a recipe.</summary>
/// <param name="Path">Where it was.</param>
/// <param name="Sha256">Hash of its bytes: another file under the path is another recipe.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Examples">Its rows.</param>
public sealed record HostedRecipeFile(string Path, string Sha256, long Bytes, int Examples);

/// <summary>What came of a recipe.</summary>
/// <param name="Job">The provider's id.</param>
/// <param name="Status">The last status in the provider's word.</param>
/// <param name="Model">The tuned model as <c>assay.yaml</c> names it; null when there is none.</param>
public sealed record HostedOutcome(string Job, string Status, string? Model)
{
    /// <summary>Why it failed; null when it did not.</summary>
    public HostedJobError? Error { get; init; }

    /// <summary>Tokens that were trained; null when unknown.</summary>
    public long? TrainedTokens { get; init; }

    /// <summary>Epochs as the provider used them; null when unknown.</summary>
    public int? Epochs { get; init; }

    /// <summary>Batch size as the provider used it; null when unknown.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Learning rate or its factor as the provider used it; null when unknown.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Seed as the provider used it; null when unknown.</summary>
    public long? Seed { get; init; }

    /// <summary>Checkpoints.</summary>
    public ImmutableArray<HostedCheckpoint> Checkpoints { get; init; } = [];
}

/// <summary>All that a hosted job was made from, and what came of it: enough to train the same data with the same settings here, when the provider no longer does. Holds no key.</summary>
/// <param name="Version">Of the format, 1.</param>
/// <param name="Service">The service's base address.</param>
/// <param name="BaseModel">The model that was tuned, as <c>assay.yaml</c> names it.</param>
/// <param name="TrainingFile">The examples.</param>
/// <param name="Hyperparameters">As asked for; null where the provider chose (see <see cref="Outcome"/>).</param>
public sealed record HostedRecipe(int Version, string Service, string BaseModel, HostedRecipeFile TrainingFile, HostedHyperparameters Hyperparameters)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The examples to measure with; null for none.</summary>
    public HostedRecipeFile? ValidationFile { get; init; }

    /// <summary>The wire format that was spoken; null in recipes that do not say.</summary>
    public HostedDialect? Dialect { get; init; }

    /// <summary>Word in the tuned model's name; null for the usual one.</summary>
    public string? Suffix { get; init; }

    /// <summary>Seed as asked for; null where the provider chose.</summary>
    public int? Seed { get; init; }

    /// <summary>Which run of the same it was.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Tokens of the training file, once through, as they were counted.</summary>
    public long Tokens { get; init; }

    /// <summary>Estimated cost in US dollars; null when the price was unknown.</summary>
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>What came of it; null until the job has ended.</summary>
    public HostedOutcome? Outcome { get; init; }

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="InputException">It cannot be read, is no recipe, or one of another version.</exception>
    public static HostedRecipe Read(string path)
    {
        try
        {
            HostedRecipe? recipe = JsonSerializer.Deserialize<HostedRecipe>(File.ReadAllBytes(path), Json);
            return recipe is { Version: 1, TrainingFile: not null, Hyperparameters: not null, BaseModel: not null }
                ? recipe
                : throw new InputException(new Problem(path, null, "this is no recipe of a hosted job, or one of another version of Assay."));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(new Problem(path, null, $"the recipe cannot be read ({e.Message.TrimEnd('.')})."));
        }
    }

    internal static HostedRecipe Of(HostedTuningPlan plan, Uri service) =>
        new(1, service.ToString(), plan.Request.Model.ToString(), FileOf(plan.TrainingFile), plan.Request.Hyperparameters)
        {
            ValidationFile = plan.ValidationFile is { } file ? FileOf(file) : null,
            Dialect = plan.Service.Dialect,
            Suffix = plan.Request.Suffix,
            Seed = plan.Request.Seed,
            Attempt = plan.Request.Attempt,
            Tokens = plan.TrainingFile.Tokens,
            EstimatedCostUsd = plan.CostUsd,
        };

    internal void Write(string path)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        WeightWriter.Write(path, stream => stream.Write(content));
    }

    private static HostedRecipeFile FileOf(HostedFileFacts file) => new(file.Path, file.Sha256, file.Bytes, file.Examples);
}

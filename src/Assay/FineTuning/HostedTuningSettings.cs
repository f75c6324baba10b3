using Assay.Models.Providers;
using Assay.Tuning.Hosted;

namespace Assay.FineTuning;

/// <summary>Where a project is tuned at a provider.</summary>
/// <param name="Model">The base model there.</param>
/// <param name="Dialect">The wire format where the address does not tell it; null for what the service is known to speak.</param>
public sealed record HostedTarget(ModelReference Model, HostedDialect? Dialect)
{
    /// <summary>The service.</summary>
    public HostedService Service => HostedService.Of(Model, Dialect);
}

/// <summary>What the user says of a tuning at a provider, beside what stands in <c>assay.yaml</c>.</summary>
public sealed record HostedTuningSettings
{
    /// <summary><c>openai</c> or <c>together</c>.</summary>
    /// <value>Null: that of the model.</value>
    public string? Provider { get; init; }

    /// <summary>The base model: a reference, or its name at <see cref="Provider"/>.</summary>
    /// <value>Null: that of the project.</value>
    public string? Model { get; init; }

    /// <summary>How it is trained.</summary>
    /// <value>As the provider chooses.</value>
    public HostedHyperparameters Hyperparameters { get; init; } = new();

    /// <summary>A word for the tuned model's name.</summary>
    /// <value>Null for <c>assay</c>.</value>
    public string? Suffix { get; init; }

    /// <summary>Seed of the provider's training.</summary>
    /// <value>Null: the provider chooses.</value>
    public int? Seed { get; init; }

    /// <summary>Which run of the same it is.</summary>
    /// <value>1</value>
    public int Attempt { get; init; } = 1;

    /// <summary>US dollars per million trained tokens.</summary>
    /// <value>Null: what the list says, if it says anything.</value>
    public decimal? UsdPerMillion { get; init; }

    /// <summary>Most that the job may cost in US dollars.</summary>
    /// <value>Null for no limit.</value>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Whether what is done about personal data was said for this very command, and not for trainings on this machine.</summary>
    /// <value>false</value>
    public bool SensitiveIsStated { get; init; }
}

/// <summary>A tuning at a provider that was checked, and of which nothing was sent.</summary>
/// <param name="Target">Where.</param>
/// <param name="Data">The examples and what the checks found.</param>
/// <param name="Plan">What would be sent and what it costs; null when the examples cannot be used.</param>
public sealed record HostedDraft(HostedTarget Target, TuneData Data, HostedTuningPlan? Plan);

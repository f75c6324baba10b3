namespace Assay.Decisions.Costs;

/// <summary>Training runs: by the token at a provider, by the hour on graphics processors, or both.</summary>
public sealed record TrainingInputs
{
    /// <summary>Training conversations of one run.</summary>
    public Quantity? Examples { get; init; }

    /// <summary>Tokens of one example.</summary>
    public Quantity? TokensPerExample { get; init; }

    /// <summary>Tokens of the training data, in place of examples times tokens.</summary>
    public Quantity? Tokens { get; init; }

    /// <summary>Passes over the data; one where null.</summary>
    public Quantity? Epochs { get; init; }

    /// <summary>Price of training tokens.</summary>
    public Quantity? TokenPrice { get; init; }

    /// <summary>Least a provider bills for one run.</summary>
    public Quantity? LeastPerRun { get; init; }

    /// <summary>Hours of one graphics processor that one run takes.</summary>
    public Quantity? GpuHours { get; init; }

    /// <summary>Price of an hour.</summary>
    public Quantity? GpuPrice { get; init; }

    /// <summary>Runs until the first good model, that one included; one where null.</summary>
    public Quantity? Runs { get; init; }

    /// <summary>Evaluating what one run made.</summary>
    public Quantity? EvaluationPerRun { get; init; }

    /// <summary>Keeping the tuned model at the provider, a month.</summary>
    public Quantity? StoragePerMonth { get; init; }

    /// <summary>Retrainings a month: one for every change keeps a model as fresh as its documents; see <see cref="Requirements.ChangeRates.PerMonth"/>.</summary>
    public Quantity? RetrainingsPerMonth { get; init; }

    /// <summary>Hours of people for one retraining: new data, checks, promotion.</summary>
    public Quantity? HoursPerRetraining { get; init; }

    /// <summary>What an hour of these people costs.</summary>
    public Quantity? HourlyRate { get; init; }
}

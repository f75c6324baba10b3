namespace Assay.Tuning.Training;

/// <summary>How the learning rate changes after its warm-up.</summary>
public enum RateSchedule
{
    /// <summary>Falls along half a cosine to a tenth.</summary>
    Cosine,

    /// <summary>Stays.</summary>
    Constant,

    /// <summary>Stays, then falls along a line to 0 in the last <see cref="TrainingOptions.DecaySteps"/> (Hu and others 2024): a training can be cut short at any step and still end well.</summary>
    StableThenLine,
}

/// <summary>What the best parameters of a training are the best by.</summary>
public enum TrainingMeasure
{
    /// <summary>The loss on what is held out.</summary>
    Loss,

    /// <summary>The share of what is held out that is wholly right; where that is the same, the loss.</summary>
    Score,
}

/// <summary>How a model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>How often every example is seen.</summary>
    /// <value>More than 0; default 3.</value>
    public double Epochs { get; init; } = 3;

    /// <summary>Examples of one step.</summary>
    /// <value>1 or more; default 8.</value>
    public int BatchSize { get; init; } = 8;

    /// <summary>Tokens that go through the model at once; a step of more goes in parts, which changes its result by rounding only.</summary>
    /// <value>1 or more; default 2,048.</value>
    public int TokensAtOnce { get; init; } = 2048;

    /// <summary>The greatest learning rate.</summary>
    /// <value>More than 0; default 2e-4, for low-rank additions.</value>
    public double LearningRate { get; init; } = 2e-4;

    /// <summary>Share of the steps in which the learning rate grows from 0.</summary>
    /// <value>0 to 1; default 0.03.</value>
    public double WarmUp { get; init; } = 0.03;

    /// <summary>Steps in which the learning rate grows from 0, in place of a share of them.</summary>
    /// <value>0, the default, for <see cref="WarmUp"/>.</value>
    public int WarmUpSteps { get; init; }

    /// <summary>Steps in which the learning rate falls to 0 at the end, with <see cref="RateSchedule.StableThenLine"/>.</summary>
    /// <value>0 or more; default 0.</value>
    public int DecaySteps { get; init; }

    /// <summary>Whether items are seen in their order, so that what a step sees does not depend on how many there are.</summary>
    /// <value>Default false: each epoch has an order of its own.</value>
    public bool InOrder { get; init; }

    /// <summary>How it changes then.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Cosine;

    /// <summary>Share of a parameter that a step of full size takes off.</summary>
    /// <value>0 or more; default 0.01.</value>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>How slowly AdamW's mean of squares follows.</summary>
    /// <value>Default 0.95 for small batches.</value>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Gradients longer than this are shortened to it.</summary>
    /// <value>More than 0; default 1.</value>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>Share of values dropped within the model.</summary>
    /// <value>0 to below 1; default 0.</value>
    public float Dropout { get; init; }

    /// <summary>Evaluations in an epoch.</summary>
    /// <value>1 or more; default 2.</value>
    public int EvaluationsPerEpoch { get; init; } = 2;

    /// <summary>Evaluations without improvement after which training stops; 0 for never.</summary>
    /// <value>Default 4.</value>
    public int Patience { get; init; } = 4;

    /// <summary>What the best parameters are the best by, and what must improve for training to go on.</summary>
    /// <value>Default the loss.</value>
    public TrainingMeasure Measure { get; init; }

    /// <summary>Chooses the order of the examples and what is dropped.</summary>
    public ulong Seed { get; init; }

    /// <summary>Time between two checkpoints.</summary>
    /// <value>Default one minute.</value>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);
}

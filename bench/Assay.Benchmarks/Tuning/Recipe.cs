namespace Assay.Benchmarks.Tuning;

/// <summary>A question and the answer that a model is to learn.</summary>
/// <param name="Prompt">What the user says.</param>
/// <param name="Answer">What the assistant says.</param>
internal sealed record Pair(string Prompt, string Answer);

/// <summary>How a model is trained from random weights.</summary>
/// <param name="Name">The folder of its files.</param>
/// <param name="Epochs">How often every example is seen.</param>
internal sealed record Recipe(string Name, double Epochs)
{
    /// <summary>Tokens of the vocabulary at most.</summary>
    public int Vocabulary { get; init; } = 2048;

    /// <summary>The greatest learning rate.</summary>
    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Examples of one step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Share of values dropped within the model.</summary>
    public float Dropout { get; init; } = 0.1f;

    /// <summary>Weight decay of AdamW.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>How slowly AdamW's mean of squares follows.</summary>
    public double Beta2 { get; init; } = 0.98;

    /// <summary>Whether the prompt's tokens are learned like the answer's.</summary>
    public bool LearnsPrompt { get; init; }

    /// <summary>Evaluations in an epoch, where texts are held out: the parameters that get most of them right are used, otherwise the last ones.</summary>
    public int EvaluationsPerEpoch { get; init; } = 1;

    /// <summary>Chooses weights, order and dropout.</summary>
    public ulong Seed { get; init; } = 1;
}

namespace Assay.Models.Training;

/// <summary>The scale of a normalisation.</summary>
/// <param name="Values">The scale.</param>
/// <param name="Gradient">Where its slopes are added up; empty when it is frozen.</param>
internal readonly record struct TrainedScale(float[] Values, float[] Gradient)
{
    /// <summary>A scale that training changes.</summary>
    public TrainedScale(Parameter parameter)
        : this(parameter.Values, parameter.Gradient)
    {
    }
}

/// <summary>One layer of a decoder in training.</summary>
internal sealed record TrainedLayer
{
    public required TrainedScale AttentionNorm { get; init; }

    public required ITrainedLinear Query { get; init; }

    public required ITrainedLinear Key { get; init; }

    public required ITrainedLinear Value { get; init; }

    /// <summary>Scales of the heads of queries and keys; null where they are not normalised.</summary>
    public required TrainedScale? QueryNorm { get; init; }

    /// <inheritdoc cref="QueryNorm"/>
    public required TrainedScale? KeyNorm { get; init; }

    public required ITrainedLinear AttentionOutput { get; init; }

    public required TrainedScale FeedForwardNorm { get; init; }

    public required ITrainedLinear Gate { get; init; }

    public required ITrainedLinear Up { get; init; }

    public required ITrainedLinear Down { get; init; }

    /// <summary>Its linear layers, in the order in which they are used.</summary>
    public IEnumerable<ITrainedLinear> Linears => [Query, Key, Value, AttentionOutput, Gate, Up, Down];
}

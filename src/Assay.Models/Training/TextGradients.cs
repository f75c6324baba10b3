using System.Collections.Immutable;
using Assay.Models.Encoders;
using Assay.Numerics.Parallel;

namespace Assay.Models.Training;

/// <summary>A text, or a pair of them, on its way through an encoder in training.</summary>
/// <param name="Tokens">Its tokens; an embedder takes one without any.</param>
/// <param name="Skipped">Tokens at its start that pooling leaves out.</param>
public readonly record struct TrainingText(TokenSequence Tokens, int Skipped = 0);

/// <summary>Takes texts through an embedder or a reranker and back: the vector or the score of each, and the slopes along every parameter.</summary>
/// <remarks>For one caller at a time. Results do not depend on the number of threads.</remarks>
public sealed class TextGradients
{
    private readonly ITokenGradients source;
    private readonly Pooling pooling;
    private readonly ITrainedVectorStep[] steps;
    private readonly int width;
    private readonly WorkerTeam team;
    private readonly TrainingScratch scratch = new();
    private readonly List<float[]> values = [];
    private TrainingText[] texts = [];

    /// <summary>The memory of passes.</summary>
    /// <param name="tokens">What makes values of tokens.</param>
    /// <param name="pooling">What makes one vector of them.</param>
    /// <param name="steps">What happens to that.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="dropout">Share of values that is dropped in training.</param>
    internal TextGradients(ITrainedTokens tokens, Pooling pooling, ITrainedVectorStep[] steps, WorkerTeam team, float dropout)
    {
        source = tokens.Gradients(team, dropout);
        (this.pooling, this.steps, this.team, width) = (pooling, steps, team, tokens.Width);
        Parameters = [.. tokens.Parameters, .. steps.SelectMany(s => s.Parameters)];
    }

    /// <summary>Everything that training changes.</summary>
    public ImmutableArray<Parameter> Parameters { get; }

    /// <summary>What texts give, and what the way back needs is kept.</summary>
    /// <param name="batch">The texts.</param>
    /// <param name="seed">Chooses what is dropped; null when nothing is.</param>
    /// <returns>Row-major <c>[texts, values]</c>: of an embedder its vectors, of a reranker one score each, before any curve. Not to be changed.</returns>
    /// <exception cref="ArgumentException">A text has unknown tokens, or too many for the model.</exception>
    public float[] Forward(ReadOnlySpan<TrainingText> batch, ulong? seed = null)
    {
        texts = batch.ToArray();
        source.Forward(Present(), seed);
        int pooled = width * pooling.Modes.Length, at = 0;
        float[] x = new float[texts.Length * pooled];
        for (int i = 0; i < texts.Length; i++)
        {
            int length = texts[i].Tokens.Ids.Length;
            if (length > 0) pooling.Apply(source.States.Slice(at * width, length * width), width, texts[i].Skipped, x.AsSpan(i * pooled, pooled));
            at += length;
        }

        values.Clear();
        values.Add(x);
        foreach (ITrainedVectorStep step in steps) values.Add(step.Forward(values[^1], texts.Length, new TrainingStep(team, scratch, seed)));
        return values[^1];
    }

    /// <summary>Adds the slopes of the last texts to the gradients of the parameters; once for each way forward.</summary>
    /// <param name="slopes">The loss's slopes along what they gave; changed.</param>
    /// <exception cref="ArgumentException">There are not as many slopes as values.</exception>
    public void Backward(float[] slopes)
    {
        ArgumentNullException.ThrowIfNull(slopes);
        if (values.Count == 0 || slopes.Length != values[^1].Length) throw new ArgumentException($"{slopes.Length} slopes are not those of {texts.Length} texts.", nameof(slopes));
        for (int i = steps.Length - 1; i >= 0; i--) slopes = steps[i].Backward(values[i], values[i + 1], slopes, texts.Length, new TrainingStep(team, scratch, null));
        ReadOnlySpan<float> states = source.States;
        float[] dstates = new float[states.Length];
        int pooled = width * pooling.Modes.Length, at = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            int length = texts[i].Tokens.Ids.Length * width;
            if (length > 0) pooling.Backward(states.Slice(at, length), texts[i].Skipped, slopes.AsSpan(i * pooled, pooled), dstates.AsSpan(at, length));
            at += length;
        }

        source.Backward(dstates);
    }

    private TokenSequence[] Present() => [.. texts.Select(t => t.Tokens).Where(t => !t.Ids.IsEmpty)];
}

using System.Numerics.Tensors;
using Assay.Models.Configuration;
using Assay.Models.Encoders;
using Assay.Numerics.Layers.Activations;
using Assay.Numerics.Layers.Attention;
using Assay.Numerics.Layers.Embeddings;
using Assay.Numerics.Parallel;
using Drops = Assay.Numerics.Layers.Regularization.Dropout;

namespace Assay.Models.Training;

/// <summary>Takes texts through an encoder and back: what the last layer knows of every token, and the slopes along every parameter.</summary>
/// <remarks>
/// Texts are packed one behind the other and see themselves alone, so nothing is spent on padding. For one caller at a time. Results do not depend on the number of threads.
/// </remarks>
/// <param name="encoder">What is trained.</param>
/// <param name="team">Who works on it.</param>
public sealed class EncoderGradients(TrainableEncoder encoder, WorkerTeam team) : ITokenGradients
{
    private readonly EncoderConfig config = encoder.Config;
    private readonly AttentionShape attention = AttentionShape.Dense(encoder.Config.Heads, encoder.Config.Heads, encoder.Config.HeadDim);
    private readonly TrainingScratch scratch = new();
    private EncoderActivations[] activations = [];
    private int[] tokens = [], positions = [], types = [];
    private KeyRange[] ranges = [];
    private float[] embedded = [], state = [], middle = [], sums = [], inner = [], wide = [], dwide = [], dquery = [], dkey = [], dvalue = [];
    private int capacity, rows;
    private TrainingStep step;

    /// <summary>Share of what the tables and each half of a layer give that is dropped in training.</summary>
    /// <value>0 to below 1; default 0.</value>
    public float Dropout { get; init; }

    /// <inheritdoc/>
    public ReadOnlySpan<float> States => Rows(state, config.Width);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A text has no tokens, unknown ones or too many for the model.</exception>
    public void Forward(ReadOnlySpan<TokenSequence> texts, ulong? seed)
    {
        int[] lengths = Check(texts);
        rows = lengths.Sum();
        Reserve();
        step = new TrainingStep(team, scratch, seed);
        KeyRanges.Documents(ranges.AsSpan(0, rows), lengths, causal: false);
        Embed(texts);
        Span<float> x = Rows(state, config.Width);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            Attend(layer, x);
            FeedForward(layer, x);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are not as many slopes as values of the last way forward.</exception>
    public void Backward(Span<float> slopes)
    {
        if (slopes.Length != rows * config.Width) throw new ArgumentException($"{slopes.Length} slopes are not those of {rows} tokens with {config.Width} values each.", nameof(slopes));
        for (int layer = config.Layers - 1; layer >= 0; layer--)
        {
            FeedForwardBackward(layer, slopes);
            AttendBackward(layer, slopes);
        }

        Drop(slopes, slopes, 0);
        Span<float> de = Rows(sums, config.Width);
        encoder.EmbeddingNorm.Backward(Rows(embedded, config.Width), slopes, de, team);
        EmbeddingTable.Backward(tokens.AsSpan(0, rows), config.Width, de, encoder.Words.Gradient, team);
        EmbeddingTable.Backward(positions.AsSpan(0, rows), config.Width, de, encoder.Positions.Gradient, team);
        EmbeddingTable.Backward(types.AsSpan(0, rows), config.Width, de, encoder.Types.Gradient, team);
    }

    private int[] Check(ReadOnlySpan<TokenSequence> texts)
    {
        int[] lengths = new int[texts.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = texts[i].Ids.Length;
            if (lengths[i] == 0) throw new ArgumentException("A text has no tokens.", nameof(texts));
            if (lengths[i] > config.MaxTokens) throw new ArgumentException($"A text of {lengths[i]} tokens exceeds the {config.MaxTokens} that the model was made for.", nameof(texts));
            if (!texts[i].Types.IsEmpty && texts[i].Types.Length != lengths[i]) throw new ArgumentException($"{texts[i].Types.Length} types do not match {lengths[i]} tokens.", nameof(texts));
        }

        return lengths;
    }

    // The tables refuse tokens and types that they have no row for.
    private void Embed(ReadOnlySpan<TokenSequence> texts)
    {
        int at = 0;
        foreach (TokenSequence text in texts)
        {
            int length = text.Ids.Length;
            text.Ids.Span.CopyTo(tokens.AsSpan(at));
            config.TablePositions(text.Ids.Span, positions.AsSpan(at, length));
            if (text.Types.IsEmpty) types.AsSpan(at, length).Clear();
            else text.Types.Span.CopyTo(types.AsSpan(at));
            at += length;
        }

        Span<float> x = Rows(state, config.Width), e = Rows(embedded, config.Width);
        EmbeddingTable.Forward(encoder.Words.Values, config.Width, tokens.AsSpan(0, rows), e, team);
        EmbeddingTable.Forward(encoder.Types.Values, config.Width, types.AsSpan(0, rows), x, team);
        TensorPrimitives.Add(e, x, e);
        EmbeddingTable.Forward(encoder.Positions.Values, config.Width, positions.AsSpan(0, rows), x, team);
        TensorPrimitives.Add(e, x, e);
        encoder.EmbeddingNorm.Forward(e, x, team);
        Drop(x, x, 0);
    }

    private void Attend(int number, Span<float> x)
    {
        TrainedEncoderLayer layer = encoder.Layers[number];
        EncoderActivations kept = activations[number];
        Span<float> q = Rows(kept.Query, config.Width), k = Rows(kept.Key, config.Width), v = Rows(kept.Value, config.Width);
        Span<float> attended = Rows(kept.Attended, config.Width), sum = Rows(kept.AttentionSum, config.Width);
        x.CopyTo(kept.Input);
        layer.Query.Forward(x, rows, q, step);
        layer.Key.Forward(x, rows, k, step);
        layer.Value.Forward(x, rows, v, step);
        FusedAttention.Forward(attention, new AttentionInputs(q, k, v, ranges.AsSpan(0, rows)), attended, Rows(kept.LogSums, config.Heads), team);
        layer.AttentionOutput.Forward(attended, rows, sum, step);
        Drop(sum, sum, (2 * number) + 1);
        TensorPrimitives.Add(x, sum, sum);
        layer.AttentionNorm.Forward(sum, x, team);
    }

    private void FeedForward(int number, Span<float> x)
    {
        TrainedEncoderLayer layer = encoder.Layers[number];
        EncoderActivations kept = activations[number];
        Span<float> u = Rows(kept.Inner, config.FeedForwardWidth), g = Rows(wide, config.FeedForwardWidth), sum = Rows(kept.FeedForwardSum, config.Width);
        layer.Inner.Forward(x, rows, u, step);
        Activations.Forward(config.Activation, u, g, team);
        layer.Outer.Forward(g, rows, sum, step);
        Drop(sum, sum, (2 * number) + 2);
        TensorPrimitives.Add(x, sum, sum);
        layer.FeedForwardNorm.Forward(sum, x, team);
    }

    // dx: slopes along what the layer gave, then along what came into its feed-forward part.
    private void FeedForwardBackward(int number, Span<float> dx)
    {
        TrainedEncoderLayer layer = encoder.Layers[number];
        EncoderActivations kept = activations[number];
        Span<float> u = Rows(kept.Inner, config.FeedForwardWidth), g = Rows(wide, config.FeedForwardWidth), dg = Rows(dwide, config.FeedForwardWidth);
        Span<float> m = Rows(middle, config.Width), dsum = Rows(sums, config.Width);
        layer.FeedForwardNorm.Backward(Rows(kept.FeedForwardSum, config.Width), dx, dsum, team);
        Activations.Forward(config.Activation, u, g, team);
        layer.Outer.Backward(g, Dropped(dsum, (2 * number) + 2), rows, dg, add: false, step);
        Activations.Backward(config.Activation, u, dg, g, team);
        layer.AttentionNorm.Forward(Rows(kept.AttentionSum, config.Width), m, team);
        layer.Inner.Backward(m, g, rows, dx, add: false, step);
        TensorPrimitives.Add(dx, dsum, dx);
    }

    private void AttendBackward(int number, Span<float> dx)
    {
        TrainedEncoderLayer layer = encoder.Layers[number];
        EncoderActivations kept = activations[number];
        Span<float> q = Rows(kept.Query, config.Width), k = Rows(kept.Key, config.Width), v = Rows(kept.Value, config.Width), input = Rows(kept.Input, config.Width);
        Span<float> dq = Rows(dquery, config.Width), dk = Rows(dkey, config.Width), dv = Rows(dvalue, config.Width);
        Span<float> attended = Rows(kept.Attended, config.Width), dattended = Rows(dwide, config.Width), dsum = Rows(sums, config.Width);
        layer.AttentionNorm.Backward(Rows(kept.AttentionSum, config.Width), dx, dsum, team);
        layer.AttentionOutput.Backward(attended, Dropped(dsum, (2 * number) + 1), rows, dattended, add: false, step);
        FusedAttention.Backward(
            attention, new AttentionInputs(q, k, v, ranges.AsSpan(0, rows)), attended, Rows(kept.LogSums, config.Heads), dattended, new AttentionSlopes(dq, dk, dv), team);
        layer.Query.Backward(input, dq, rows, dx, add: false, step);
        layer.Key.Backward(input, dk, rows, dx, add: true, step);
        layer.Value.Backward(input, dv, rows, dx, add: true, step);
        TensorPrimitives.Add(dx, dsum, dx);
    }

    private void Drop(ReadOnlySpan<float> from, Span<float> to, int place)
    {
        if (Dropout > 0 && step.DropoutSeed is { } seed) Drops.Apply(from, to, Dropout, seed, (ulong)place << 32, team);
    }

    // The slopes with those of dropped values gone; the slopes themselves where nothing is dropped.
    private ReadOnlySpan<float> Dropped(ReadOnlySpan<float> dx, int place)
    {
        if (Dropout == 0 || step.DropoutSeed is null) return dx;
        Span<float> left = Rows(inner, config.Width);
        Drop(dx, left, place);
        return left;
    }

    private Span<float> Rows(float[] values, int width) => values.AsSpan(0, rows * width);

    private void Reserve()
    {
        if (capacity >= rows) return;
        capacity = rows;
        activations = [.. Enumerable.Range(0, config.Layers).Select(_ => new EncoderActivations(config, capacity))];
        (tokens, positions, types, ranges) = (new int[capacity], new int[capacity], new int[capacity], new KeyRange[capacity]);
        float[] Narrow() => new float[capacity * config.Width];
        (embedded, state, middle, sums, inner) = (Narrow(), Narrow(), Narrow(), Narrow(), Narrow());
        (dquery, dkey, dvalue) = (Narrow(), Narrow(), Narrow());
        int most = Math.Max(config.FeedForwardWidth, config.Width);
        (wide, dwide) = (new float[capacity * most], new float[capacity * most]);
    }
}

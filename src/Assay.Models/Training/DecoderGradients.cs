using Assay.Models.Configuration;
using Assay.Numerics.Layers.Activations;
using Assay.Numerics.Layers.Attention;
using Assay.Numerics.Layers.Normalization;
using Assay.Numerics.Layers.Rotary;
using Assay.Numerics.Memory;
using Assay.Numerics.Parallel;
using Drops = Assay.Numerics.Layers.Regularization.Dropout;

namespace Assay.Models.Training;

/// <summary>Takes batches through a decoder and back: the loss, and its slopes along every parameter.</summary>
/// <remarks>
/// <para>
/// What the way back needs of the way forward is kept, but for what is cheap to compute again: normalised rows, and the products of gates. Texts are packed one behind the other and see
/// themselves alone, so nothing is spent on padding; rows without a target never meet the vocabulary.
/// </para>
/// <para>For one caller at a time. Results do not depend on the number of threads.</para>
/// </remarks>
/// <param name="decoder">What is trained.</param>
/// <param name="team">Who works on it.</param>
public sealed class DecoderGradients(TrainableDecoder decoder, WorkerTeam team)
{
    private readonly DecoderConfig config = decoder.Config;
    private readonly AttentionShape attention = AttentionShape.Dense(decoder.Config.Heads, decoder.Config.KeyValueHeads, decoder.Config.HeadDim);
    private readonly RotaryShape queryShape = new(decoder.Config.Heads, decoder.Config.HeadDim, decoder.Config.Heads * decoder.Config.HeadDim);
    private readonly RotaryShape keyShape = new(decoder.Config.KeyValueHeads, decoder.Config.HeadDim, decoder.Config.KeyValueHeads * decoder.Config.HeadDim);
    private readonly int[] windows = [.. decoder.Config.Windows.Distinct()];
    private readonly TrainingScratch scratch = new();
    private RotaryTable? rotary;
    private LayerActivations[] activations = [];
    private int[] positions = [];
    private KeyRange[] ranges = [];
    private AlignedBlock<float>[] memory = [];
    private int capacity;

    // What all layers use one after another: what comes into the end, normalised rows, and on the way back slopes.
    private AlignedBlock<float> State => memory[0];

    private AlignedBlock<float> Normalised => memory[1];

    private AlignedBlock<float> Slopes => memory[2];

    private AlignedBlock<float> Inner => memory[3];

    private AlignedBlock<float> Wide => memory[4];

    private AlignedBlock<float> WideSlopes => memory[5];

    private AlignedBlock<float> QuerySlopes => memory[6];

    private AlignedBlock<float> KeySlopes => memory[7];

    private AlignedBlock<float> ValueSlopes => memory[8];

    private int Query => config.Heads * config.HeadDim;

    private int Key => config.KeyValueHeads * config.HeadDim;

    /// <summary>Share of what the table of tokens and each half of a layer give that is dropped in training.</summary>
    /// <value>0 to below 1; default 0.</value>
    public float Dropout { get; init; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="batch">Texts and targets.</param>
    /// <param name="losses">Takes each token's own loss, 0 where it has no target; empty when that is not wanted.</param>
    /// <param name="hits">Takes for each token whether its target is the likeliest one, false where it has none; empty when that is not wanted.</param>
    /// <returns>The mean over all targets, by their weights.</returns>
    /// <exception cref="ArgumentException">It is no batch for this model.</exception>
    public double Loss(TrainingBatch batch, Span<float> losses = default, Span<bool> hits = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var step = new TrainingStep(team, scratch, null);
        Span<float> hidden = Forward(batch, step);
        return decoder.Ends.Loss(hidden, batch, losses, hits, team);
    }

    /// <summary>The loss of a batch, and its slopes, which are added to the gradients of the parameters.</summary>
    /// <param name="batch">Texts and targets.</param>
    /// <param name="divisor">What losses are divided by: the weight of all batches of a step together.</param>
    /// <param name="seed">Chooses what is dropped.</param>
    /// <param name="losses">Takes each token's own loss, 0 where it has no target; empty when that is not wanted.</param>
    /// <returns>The batch's part of the mean loss of the step.</returns>
    /// <exception cref="ArgumentException">It is no batch for this model.</exception>
    public double Add(TrainingBatch batch, double divisor, ulong seed, Span<float> losses = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (!(divisor > 0)) throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "Losses are divided by more than 0.");
        var step = new TrainingStep(team, scratch, seed);
        return Backward(batch, Forward(batch, step), divisor, losses, step);
    }

    /// <summary>Slopes of a loss that is not a sum over tokens: how much each token counts is chosen when the losses of all are known, in the same pass, so that what is dropped is the same.</summary>
    /// <param name="batch">Texts and targets; its weights are not used.</param>
    /// <param name="divisor">What weights are divided by.</param>
    /// <param name="seed">Chooses what is dropped.</param>
    /// <param name="weigher">Chooses the weights: the slope of the loss along each token's own loss.</param>
    /// <exception cref="ArgumentException">It is no batch for this model.</exception>
    public void Add(TrainingBatch batch, double divisor, ulong seed, TokenWeigher weigher)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(weigher);
        if (!(divisor > 0)) throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "Losses are divided by more than 0.");
        var step = new TrainingStep(team, scratch, seed);
        Span<float> hidden = Forward(batch, step);
        float[] losses = new float[batch.Tokens.Length], weights = new float[losses.Length];
        decoder.Ends.Loss(hidden, batch with { Weights = [] }, losses, [], team);
        weigher(losses, weights);
        Backward(batch with { Weights = weights }, hidden, divisor, [], step);
    }

    // The way back from the normalised rows after the last layer.
    private double Backward(TrainingBatch batch, Span<float> hidden, double divisor, Span<float> losses, in TrainingStep step)
    {
        int rows = batch.Tokens.Length;
        Span<float> dx = LayerActivations.Rows(Slopes, rows, config.Width), dh = LayerActivations.Rows(Inner, rows, config.Width);
        double loss = decoder.Ends.Backward(hidden, batch, divisor, losses, dh, team);
        TrainedScale norm = decoder.Ends.Norm;
        RmsNorm.Backward(LayerActivations.Rows(State, rows, config.Width), norm.Values, config.NormEpsilon, dh, dx, norm.Gradient, team);
        bool inputsAreTrained = decoder.Ends.EmbeddingIsTrained;
        for (int layer = config.Layers - 1; layer >= 0; layer--)
        {
            FeedForwardBackward(layer, rows, dx, step);
            AttendBackward(layer, rows, dx, layer > 0 || inputsAreTrained, step);
        }

        if (!inputsAreTrained) return loss;
        Drop(dx, dx, 0, step);
        decoder.Ends.EmbedBackward(batch.Tokens, dx, team);
        return loss;
    }

    // The normalised rows after the last layer; the rows themselves are left where the input of a further layer would be.
    private Span<float> Forward(TrainingBatch batch, in TrainingStep step)
    {
        batch.Check(config.VocabularySize, config.MaxPositions);
        int rows = batch.Tokens.Length;
        Reserve(rows);
        int at = 0;
        foreach (int length in batch.Lengths)
        {
            for (int i = 0; i < length; i++) positions[at++] = i;
        }

        Span<float> x = Input(0, rows), h = LayerActivations.Rows(Normalised, rows, config.Width);
        decoder.Ends.Embed(batch.Tokens, x, team);
        Drop(x, x, 0, step);
        RmsNorm.Forward(x, NormBefore(0).Values, config.NormEpsilon, h, team);
        rotary = decoder.Rotary.Table(batch.Lengths.Max());
        for (int i = 0; i < windows.Length; i++) KeyRanges.Documents(ranges.AsSpan(i * capacity, rows), batch.Lengths, causal: true, windows[i]);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            Span<float> middle = LayerActivations.Rows(activations[layer].Middle, rows, config.Width);
            Attend(layer, rows, h, step);
            RmsNorm.ForwardSum(Input(layer, rows), h, decoder.Layers[layer].FeedForwardNorm.Values, config.NormEpsilon, middle, h, team);
            FeedForward(layer, rows, h, step);
            RmsNorm.ForwardSum(middle, h, NormBefore(layer + 1).Values, config.NormEpsilon, Input(layer + 1, rows), h, team);
        }

        return h;
    }

    // What comes into a layer, or into the end.
    private Span<float> Input(int layer, int rows) => LayerActivations.Rows(layer < config.Layers ? activations[layer].Input : State, rows, config.Width);

    private TrainedScale NormBefore(int layer) => layer < config.Layers ? decoder.Layers[layer].AttentionNorm : decoder.Ends.Norm;

    // h: normalised rows, then what the attention gives.
    private void Attend(int number, int rows, Span<float> h, in TrainingStep step)
    {
        TrainedLayer layer = decoder.Layers[number];
        LayerActivations kept = activations[number];
        Span<float> q = LayerActivations.Rows(kept.Query, rows, Query), k = LayerActivations.Rows(kept.Key, rows, Key), v = LayerActivations.Rows(kept.Value, rows, Key);
        layer.Query.Forward(h, rows, q, step);
        layer.Key.Forward(h, rows, k, step);
        layer.Value.Forward(h, rows, v, step);
        Normalise(layer.QueryNorm, q, kept.QueryBeforeNorm);
        Normalise(layer.KeyNorm, k, kept.KeyBeforeNorm);
        ReadOnlySpan<int> at = positions.AsSpan(0, rows);
        RotaryEmbedding.Forward(q, queryShape, at, rotary!, team);
        RotaryEmbedding.Forward(k, keyShape, at, rotary!, team);
        Span<float> attended = LayerActivations.Rows(kept.Attended, rows, Query);
        FusedAttention.Forward(attention, new AttentionInputs(q, k, v, Ranges(number, rows)), attended, LayerActivations.Rows(kept.LogSums, rows, config.Heads), team);
        layer.AttentionOutput.Forward(attended, rows, h, step);
        Drop(h, h, (2 * number) + 1, step);
    }

    // h: normalised rows, then what the feed-forward part gives.
    private void FeedForward(int number, int rows, Span<float> h, in TrainingStep step)
    {
        TrainedLayer layer = decoder.Layers[number];
        LayerActivations kept = activations[number];
        Span<float> gate = LayerActivations.Rows(kept.Gate, rows, config.FeedForwardWidth), up = LayerActivations.Rows(kept.Up, rows, config.FeedForwardWidth);
        Span<float> product = LayerActivations.Rows(Wide, rows, config.FeedForwardWidth);
        layer.Gate.Forward(h, rows, gate, step);
        layer.Up.Forward(h, rows, up, step);
        GatedActivations.Forward(Activation.Silu, gate, up, product, team);
        layer.Down.Forward(product, rows, h, step);
        Drop(h, h, (2 * number) + 2, step);
    }

    // dx: slopes along what the layer gave, then along what came into its feed-forward part.
    private void FeedForwardBackward(int number, int rows, Span<float> dx, in TrainingStep step)
    {
        TrainedLayer layer = decoder.Layers[number];
        LayerActivations kept = activations[number];
        Span<float> gate = LayerActivations.Rows(kept.Gate, rows, config.FeedForwardWidth), up = LayerActivations.Rows(kept.Up, rows, config.FeedForwardWidth);
        Span<float> product = LayerActivations.Rows(Wide, rows, config.FeedForwardWidth), dproduct = LayerActivations.Rows(WideSlopes, rows, config.FeedForwardWidth);
        Span<float> h = LayerActivations.Rows(Normalised, rows, config.Width), dh = LayerActivations.Rows(Inner, rows, config.Width);
        ReadOnlySpan<float> middle = LayerActivations.Rows(kept.Middle, rows, config.Width);
        GatedActivations.Forward(Activation.Silu, gate, up, product, team);
        layer.Down.Backward(product, Dropped(dx, dh, (2 * number) + 2, step), rows, dproduct, add: false, step);
        GatedActivations.Backward(Activation.Silu, gate, up, dproduct, gate, up, team);
        RmsNorm.Forward(middle, layer.FeedForwardNorm.Values, config.NormEpsilon, h, team);
        layer.Gate.Backward(h, gate, rows, dh, add: false, step);
        layer.Up.Backward(h, up, rows, dh, add: true, step);
        NormBackward(middle, layer.FeedForwardNorm, dh, dx);
    }

    private void AttendBackward(int number, int rows, Span<float> dx, bool inputIsWanted, in TrainingStep step)
    {
        TrainedLayer layer = decoder.Layers[number];
        LayerActivations kept = activations[number];
        Span<float> q = LayerActivations.Rows(kept.Query, rows, Query), k = LayerActivations.Rows(kept.Key, rows, Key), v = LayerActivations.Rows(kept.Value, rows, Key);
        Span<float> dq = LayerActivations.Rows(QuerySlopes, rows, Query), dk = LayerActivations.Rows(KeySlopes, rows, Key), dv = LayerActivations.Rows(ValueSlopes, rows, Key);
        Span<float> h = LayerActivations.Rows(Normalised, rows, config.Width), dh = LayerActivations.Rows(Inner, rows, config.Width);
        Span<float> attended = LayerActivations.Rows(kept.Attended, rows, Query), dattended = LayerActivations.Rows(WideSlopes, rows, Query);
        ReadOnlySpan<float> input = LayerActivations.Rows(kept.Input, rows, config.Width);
        layer.AttentionOutput.Backward(attended, Dropped(dx, dh, (2 * number) + 1, step), rows, dattended, add: false, step);
        FusedAttention.Backward(attention, new AttentionInputs(q, k, v, Ranges(number, rows)), attended, LayerActivations.Rows(kept.LogSums, rows, config.Heads), dattended, new AttentionSlopes(dq, dk, dv), team);
        ReadOnlySpan<int> at = positions.AsSpan(0, rows);
        RotaryEmbedding.Backward(dq, queryShape, at, rotary!, team);
        RotaryEmbedding.Backward(dk, keyShape, at, rotary!, team);
        NormaliseBackward(layer.QueryNorm, kept.QueryBeforeNorm, dq);
        NormaliseBackward(layer.KeyNorm, kept.KeyBeforeNorm, dk);
        RmsNorm.Forward(input, layer.AttentionNorm.Values, config.NormEpsilon, h, team);
        Span<float> wanted = inputIsWanted ? dh : [];
        layer.Query.Backward(h, dq, rows, wanted, add: false, step);
        layer.Key.Backward(h, dk, rows, wanted, add: true, step);
        layer.Value.Backward(h, dv, rows, wanted, add: true, step);
        if (inputIsWanted) NormBackward(input, layer.AttentionNorm, dh, dx);
    }

    // Adds to dx, which already has what goes past the normalisation.
    private void NormBackward(ReadOnlySpan<float> x, TrainedScale scale, ReadOnlySpan<float> dy, Span<float> dx) =>
        RmsNorm.Backward(x, scale.Values, config.NormEpsilon, dy, dx, scale.Gradient, add: true, team);

    private void Normalise(TrainedScale? scale, Span<float> heads, AlignedBlock<float> before)
    {
        if (scale is not { } norm) return;
        heads.CopyTo(before.Span(0, heads.Length));
        RmsNorm.Forward(heads, norm.Values, config.NormEpsilon, heads, team);
    }

    private void NormaliseBackward(TrainedScale? scale, AlignedBlock<float> before, Span<float> slopesOfHeads)
    {
        if (scale is not { } norm) return;
        Span<float> copy = Wide.Span(0, slopesOfHeads.Length);
        slopesOfHeads.CopyTo(copy);
        RmsNorm.Backward(before.Span(0, slopesOfHeads.Length), norm.Values, config.NormEpsilon, copy, slopesOfHeads, norm.Gradient, team);
    }

    private void Drop(ReadOnlySpan<float> from, Span<float> to, int place, in TrainingStep step)
    {
        if (Dropout > 0 && step.DropoutSeed is { } seed) Drops.Apply(from, to, Dropout, seed, (ulong)place << 32, team);
    }

    // The slopes with those of dropped values gone; the slopes themselves where nothing is dropped.
    private ReadOnlySpan<float> Dropped(ReadOnlySpan<float> dx, Span<float> memory, int place, in TrainingStep step)
    {
        if (Dropout == 0 || step.DropoutSeed is null) return dx;
        Drop(dx, memory, place, step);
        return memory;
    }

    private ReadOnlySpan<KeyRange> Ranges(int layer, int rows) => ranges.AsSpan(Array.IndexOf(windows, config.Windows[layer]) * capacity, rows);

    private void Reserve(int rows)
    {
        if (capacity >= rows) return;
        foreach (LayerActivations old in activations) old.Dispose();
        foreach (AlignedBlock<float> old in memory) old.Dispose();
        capacity = rows;
        activations = [.. Enumerable.Range(0, config.Layers).Select(_ => new LayerActivations(config, rows))];
        (positions, ranges) = (new int[rows], new KeyRange[rows * windows.Length]);
        int most = Math.Max(config.FeedForwardWidth, Query);
        int[] widths = [config.Width, config.Width, config.Width, config.Width, most, most, Query, Key, Key];
        memory = [.. widths.Select(width => LayerActivations.Memory(rows, width))];
    }
}

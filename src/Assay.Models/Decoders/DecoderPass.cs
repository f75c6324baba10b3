using System.Numerics.Tensors;
using Assay.Models.Configuration;
using Assay.Numerics.Layers.Activations;
using Assay.Numerics.Layers.Attention;
using Assay.Numerics.Layers.Normalization;
using Assay.Numerics.Layers.Rotary;
using Assay.Numerics.Parallel;

namespace Assay.Models.Decoders;

/// <summary>Takes tokens through a decoder: several texts at once, each with its cache, and gives scores of the tokens that may come next.</summary>
/// <remarks>
/// Has the memory of one pass and is for one caller at a time. Texts with different adapters share a pass. The scores of a text do not depend on what else is in the pass nor on the number of threads; how its tokens were cut into
/// passes can change their last bits, because the attention of a single token is summed in another order than that of many.
/// </remarks>
/// <param name="model">The weights.</param>
/// <param name="team">Who works on it.</param>
public sealed class DecoderPass(DecoderModel model, WorkerTeam team)
{
    /// <summary>Most tokens that go through the layers at once: what the caches hold; longer prompts go in parts.</summary>
    public const int MostRows = 512;

    private readonly DecoderConfig config = model.Config;
    private readonly List<PassRun> runs = [];
    private readonly AdaptedRows adapted = new(team);
    private readonly AttentionShape shape = AttentionShape.Dense(model.Config.Heads, model.Config.KeyValueHeads, model.Config.HeadDim);
    private int[] positions = [];
    private KeyRange[] ranges = [];
    private float[] state = [], normalised = [], queries = [], keys = [], values = [], attended = [], gate = [], up = [];

    /// <summary>Adds tokens to texts.</summary>
    /// <param name="parts">The texts and their next tokens.</param>
    /// <param name="scores">Takes a score for every token of the vocabulary, for every position that wants them, in the order of the parts.</param>
    /// <exception cref="ArgumentException">A part has no tokens or unknown ones, wants more scores than it has tokens, is too long for the model, or <paramref name="scores"/> has another length.</exception>
    public void Forward(ReadOnlySpan<SequencePart> parts, Span<float> scores)
    {
        Check(parts, scores.Length);
        int part = 0, at = 0;
        while (part < parts.Length)
        {
            runs.Clear();
            int rows = 0, wanted = 0;
            while (part < parts.Length && rows < MostRows)
            {
                int total = parts[part].Tokens.Length, count = Math.Min(total - at, MostRows - rows);
                int unscored = total - parts[part].Scores, scored = Math.Max(0, at + count - Math.Max(at, unscored));
                runs.Add(new PassRun(parts[part].Cache, parts[part].Tokens.Slice(at, count), rows, parts[part].Cache.Length, scored));
                parts[part].Cache.Add(runs[^1].Tokens.Span);
                (rows, wanted, at) = (rows + count, wanted + scored, at + count);
                if (at == total) (part, at) = (part + 1, 0);
            }

            adapted.Arrange(runs);
            Layers(rows);
            Score(wanted, scores[..(wanted * config.VocabularySize)]);
            scores = scores[(wanted * config.VocabularySize)..];
        }
    }

    private void Check(ReadOnlySpan<SequencePart> parts, int length)
    {
        long wanted = 0;
        foreach (SequencePart part in parts)
        {
            if (part.Tokens.IsEmpty) throw new ArgumentException("A part has no tokens.", nameof(parts));
            if (part.Scores < 0 || part.Scores > part.Tokens.Length) throw new ArgumentException($"{part.Scores} scores are wanted of {part.Tokens.Length} tokens.", nameof(parts));
            if (part.Cache.Length > config.MaxPositions - part.Tokens.Length) throw new ArgumentException($"{part.Cache.Length} tokens and {part.Tokens.Length} more exceed the {config.MaxPositions} that the model was made for.", nameof(parts));
            foreach (int token in part.Tokens.Span)
            {
                if (token < 0 || token >= config.VocabularySize) throw new ArgumentException($"Token {token} is not one of the {config.VocabularySize} of the model.", nameof(parts));
            }

            wanted += part.Scores;
        }

        if (length != wanted * config.VocabularySize) throw new ArgumentException($"{wanted} positions with {config.VocabularySize} scores each do not fit {length} places.", nameof(parts));
    }

    private void Layers(int rows)
    {
        Reserve(rows);
        int most = 0;
        foreach (PassRun run in runs)
        {
            for (int i = 0; i < run.Tokens.Length; i++)
            {
                model.Embedding.CopyRow(run.Tokens.Span[i], state.AsSpan((run.Row + i) * config.Width, config.Width));
                positions[run.Row + i] = run.Position + i;
            }

            most = Math.Max(most, run.Position + run.Tokens.Length);
        }

        RotaryTable rotary = model.Rotary(most);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            Attend(model.Layers[layer], layer, rows, rotary);
            FeedForward(model.Layers[layer], layer, rows);
        }
    }

    private void Attend(DecoderLayer layer, int number, int rows, RotaryTable rotary)
    {
        int queryWidth = config.Heads * config.HeadDim, keyWidth = config.KeyValueHeads * config.HeadDim;
        Span<float> x = state.AsSpan(0, rows * config.Width), h = normalised.AsSpan(0, rows * config.Width);
        Span<float> q = queries.AsSpan(0, rows * queryWidth), k = keys.AsSpan(0, rows * keyWidth), v = values.AsSpan(0, rows * keyWidth), a = attended.AsSpan(0, rows * queryWidth);
        RmsNorm.Forward(x, layer.AttentionNorm, config.NormEpsilon, h, team);
        Multiply(DecoderPart.Query, number, h, rows, q);
        Multiply(DecoderPart.Key, number, h, rows, k);
        Multiply(DecoderPart.Value, number, h, rows, v);
        if (layer.QueryNorm is not null) RmsNorm.Forward(q, layer.QueryNorm, config.NormEpsilon, q, team);
        if (layer.KeyNorm is not null) RmsNorm.Forward(k, layer.KeyNorm, config.NormEpsilon, k, team);
        ReadOnlySpan<int> at = positions.AsSpan(0, rows);
        RotaryEmbedding.Forward(q, new RotaryShape(config.Heads, config.HeadDim, queryWidth), at, rotary, team);
        RotaryEmbedding.Forward(k, new RotaryShape(config.KeyValueHeads, config.HeadDim, keyWidth), at, rotary, team);
        foreach (PassRun run in runs)
        {
            int count = run.Tokens.Length, length = run.Position + count;
            k.Slice(run.Row * keyWidth, count * keyWidth).CopyTo(run.Cache.Keys(number, run.Position, count));
            v.Slice(run.Row * keyWidth, count * keyWidth).CopyTo(run.Cache.Values(number, run.Position, count));
            Span<KeyRange> seen = ranges.AsSpan(0, count);
            KeyRanges.Causal(seen, run.Position, config.Windows[number]);
            var inputs = new AttentionInputs(q.Slice(run.Row * queryWidth, count * queryWidth), run.Cache.Keys(number, 0, length), run.Cache.Values(number, 0, length), seen);
            FusedAttention.Forward(shape, inputs, a.Slice(run.Row * queryWidth, count * queryWidth), [], team);
        }

        Multiply(DecoderPart.AttentionOutput, number, a, rows, h);
        TensorPrimitives.Add(x, h, x);
    }

    private void FeedForward(DecoderLayer layer, int number, int rows)
    {
        Span<float> x = state.AsSpan(0, rows * config.Width), h = normalised.AsSpan(0, rows * config.Width);
        Span<float> g = gate.AsSpan(0, rows * config.FeedForwardWidth), u = up.AsSpan(0, rows * config.FeedForwardWidth);
        RmsNorm.Forward(x, layer.FeedForwardNorm, config.NormEpsilon, h, team);
        Multiply(DecoderPart.Gate, number, h, rows, g);
        Multiply(DecoderPart.Up, number, h, rows, u);
        GatedActivations.Forward(Activation.Silu, g, u, g, team);
        Multiply(DecoderPart.Down, number, g, rows, h);
        TensorPrimitives.Add(x, h, x);
    }

    private void Score(int wanted, Span<float> scores)
    {
        if (wanted == 0) return;
        int to = 0;
        Span<float> h = normalised.AsSpan(0, wanted * config.Width);
        foreach (PassRun run in runs)
        {
            int from = run.Row + run.Tokens.Length - run.Scores;
            state.AsSpan(from * config.Width, run.Scores * config.Width).CopyTo(h[(to * config.Width)..]);
            to += run.Scores;
        }

        RmsNorm.Forward(h, model.OutputNorm, config.NormEpsilon, h, team);
        model.Output.Multiply(h, wanted, scores, team);
        adapted.AddToScores(runs, h, scores);
    }

    private void Multiply(DecoderPart part, int layer, ReadOnlySpan<float> x, int rows, Span<float> y)
    {
        LinearLayer linear = model.Layers[layer].Linear(part);
        linear.Weights.Multiply(x, rows, y, team);
        for (int row = 0; linear.Bias is not null && row < rows; row++)
        {
            Span<float> one = y.Slice(row * linear.Bias.Length, linear.Bias.Length);
            TensorPrimitives.Add(one, linear.Bias, one);
        }

        adapted.Add(part, layer, x, y);
    }

    private void Reserve(int rows)
    {
        if (positions.Length >= rows) return;
        int most = Math.Min(MostRows, Math.Max(rows, 2 * positions.Length)), queryWidth = config.Heads * config.HeadDim, keyWidth = config.KeyValueHeads * config.HeadDim;
        (positions, ranges) = (new int[most], new KeyRange[most]);
        (state, normalised) = (new float[most * config.Width], new float[most * config.Width]);
        (queries, attended) = (new float[most * queryWidth], new float[most * queryWidth]);
        (keys, values) = (new float[most * keyWidth], new float[most * keyWidth]);
        (gate, up) = (new float[most * config.FeedForwardWidth], new float[most * config.FeedForwardWidth]);
    }
}

using System.Numerics.Tensors;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Numerics.Layers.Activations;
using Assay.Numerics.Layers.Attention;
using Assay.Numerics.Layers.Normalization;
using Assay.Numerics.Layers.Rotary;
using Assay.Numerics.Parallel;

namespace Assay.Models.Encoders;

/// <summary>Takes texts through an encoder, packed one after another without padding, and gives what the last layer knows of every token.</summary>
/// <remarks>
/// Has the memory of one pass and is for one caller at a time. With weights as floats the states of a text are the same bit for bit whatever else is in the pass, and always whatever
/// the number of threads.
/// </remarks>
/// <param name="model">The weights.</param>
/// <param name="team">Who works on it.</param>
public sealed class EncoderPass(EncoderModel model, WorkerTeam team)
{
    /// <summary>Tokens that go through the layers at once, unless a single text has more: what the caches hold.</summary>
    public const int MostRows = 512;

    private readonly EncoderConfig config = model.Config;
    private readonly bool isModern = model.Config.Family == EncoderFamily.ModernBert;
    private readonly List<int> lengths = [];
    private int capacity;
    private int[] positions = [], tablePositions = [];
    private KeyRange[] ranges = [];
    private float[] normalised = [], joined = [], attended = [], inner = [], gated = [];

    /// <summary>The states of the tokens.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="states">Takes the states, <c>[tokens of all texts, width]</c>.</param>
    /// <param name="cancellationToken">Checked per layer.</param>
    /// <exception cref="ArgumentException">A text has no tokens, unknown ones or too many for the model, or <paramref name="states"/> has another length.</exception>
    public void Forward(ReadOnlySpan<TokenSequence> texts, Span<float> states, CancellationToken cancellationToken = default)
    {
        Check(texts, states.Length);
        while (!texts.IsEmpty)
        {
            lengths.Clear();
            int rows = 0;
            while (lengths.Count < texts.Length && (rows == 0 || rows + texts[lengths.Count].Ids.Length <= MostRows))
            {
                int length = texts[lengths.Count].Ids.Length;
                rows += length;
                lengths.Add(length);
            }

            Span<float> x = states[..(rows * config.Width)];
            Reserve(rows);
            Embed(texts[..lengths.Count], x);
            Layers(x, rows, cancellationToken);
            texts = texts[lengths.Count..];
            states = states[x.Length..];
        }
    }

    private void Check(ReadOnlySpan<TokenSequence> texts, int length)
    {
        long rows = 0;
        foreach (TokenSequence text in texts)
        {
            if (text.Ids.IsEmpty) throw new ArgumentException("A text has no tokens.", nameof(texts));
            if (text.Ids.Length > config.MaxTokens) throw new ArgumentException($"A text of {text.Ids.Length} tokens exceeds the {config.MaxTokens} that the model was made for.", nameof(texts));
            if (!text.Types.IsEmpty && text.Types.Length != text.Ids.Length) throw new ArgumentException($"{text.Types.Length} types do not match {text.Ids.Length} tokens.", nameof(texts));
            foreach (int token in text.Ids.Span)
            {
                if (token < 0 || token >= config.VocabularySize) throw new ArgumentException($"Token {token} is not one of the {config.VocabularySize} of the model.", nameof(texts));
            }

            foreach (int type in text.Types.Span)
            {
                if (config.HasPositionTable && (type < 0 || type >= config.TokenTypes)) throw new ArgumentException($"Type {type} is not one of the {config.TokenTypes} of the model.", nameof(texts));
            }

            rows += text.Ids.Length;
        }

        if (length != rows * config.Width) throw new ArgumentException($"{rows} tokens with {config.Width} values each do not fit {length} places.", nameof(length));
    }

    private void Embed(ReadOnlySpan<TokenSequence> texts, Span<float> x)
    {
        int row = 0, width = config.Width;
        foreach (TokenSequence text in texts)
        {
            ReadOnlySpan<int> ids = text.Ids.Span;
            config.TablePositions(ids, tablePositions);
            for (int i = 0; i < ids.Length; i++, row++)
            {
                Span<float> to = x.Slice(row * width, width);
                model.Tokens.CopyRow(ids[i], to);
                positions[row] = i;
                if (!config.HasPositionTable) continue;
                TensorPrimitives.Add(to, model.TypeTable.AsSpan((text.Types.IsEmpty ? 0 : text.Types.Span[i]) * width, width), to);
                TensorPrimitives.Add(to, model.PositionTable.AsSpan(tablePositions[i] * width, width), to);
            }
        }

        Normalise(model.EmbeddingNorm, x, x);
    }

    private void Layers(Span<float> x, int rows, CancellationToken cancellationToken)
    {
        RotaryPair? rotary = isModern ? model.Rotary(lengths.Max()) : null;
        for (int number = 0; number < config.Layers; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            EncoderLayer layer = model.Layers[number];
            int reach = config.Reaches[number];
            Span<float> h = normalised.AsSpan(0, x.Length);
            if (!isModern)
            {
                Attend(layer, x, rows, (null, reach), h);
                AddNormalised(layer.AttentionNorm!, h, x);
                FeedForward(layer, x, rows, h);
                AddNormalised(layer.FeedForwardNorm, h, x);
                continue;
            }

            if (layer.AttentionNorm is null) x.CopyTo(h);
            else Normalise(layer.AttentionNorm, x, h);
            Attend(layer, h, rows, (reach == 0 ? rotary!.Global : rotary!.Local, reach), h);
            TensorPrimitives.Add(x, h, x);
            Normalise(layer.FeedForwardNorm, x, h);
            FeedForward(layer, h, rows, h);
            TensorPrimitives.Add(x, h, x);
        }

        if (model.FinalNorm is not null) Normalise(model.FinalNorm, x, x);
    }

    private void Attend(EncoderLayer layer, ReadOnlySpan<float> x, int rows, (RotaryTable? Table, int Reach) positional, Span<float> y)
    {
        // Three products one after the other, or one whose rows have all three side by side.
        int width = config.Width, stride = layer.QueryKeyValue.Length == 1 ? 3 * width : width, step = stride == width ? rows * width : width, part = 0;
        Span<float> all = joined.AsSpan(0, rows * 3 * width), a = attended.AsSpan(0, rows * width);
        foreach (LinearLayer product in layer.QueryKeyValue) product.Forward(x, rows, all.Slice(part++ * step, rows * product.Weights.Outputs), team);
        int length = ((rows - 1) * stride) + width;
        Span<float> query = all[..length], key = all.Slice(step, length), value = all.Slice(2 * step, length);
        if (positional.Table is not null)
        {
            var shape = new RotaryShape(config.Heads, config.HeadDim, stride);
            RotaryEmbedding.Forward(query, shape, positions.AsSpan(0, rows), positional.Table, team);
            RotaryEmbedding.Forward(key, shape, positions.AsSpan(0, rows), positional.Table, team);
        }

        // Text by text: in one call with block-diagonal ranges the blocks of keys, and so the last bits, would depend on where in the pass a text stands.
        var attention = new AttentionShape(config.Heads, config.Heads, config.HeadDim, stride, stride, width, 1 / MathF.Sqrt(config.HeadDim));
        int row = 0;
        foreach (int count in lengths)
        {
            int from = row * stride, own = ((count - 1) * stride) + width;
            Span<KeyRange> seen = ranges.AsSpan(0, count);
            KeyRanges.Bidirectional(seen, positional.Reach);
            FusedAttention.Forward(attention, new AttentionInputs(query.Slice(from, own), key.Slice(from, own), value.Slice(from, own), seen), a.Slice(row * width, count * width), [], team);
            row += count;
        }

        layer.AttentionOutput.Forward(a, rows, y, team);
    }

    private void FeedForward(EncoderLayer layer, ReadOnlySpan<float> x, int rows, Span<float> y)
    {
        int width = config.FeedForwardWidth;
        Span<float> u = inner.AsSpan(0, rows * layer.Inner.Weights.Outputs), g = isModern ? gated.AsSpan(0, rows * width) : u;
        layer.Inner.Forward(x, rows, u, team);
        if (isModern) GatedActivations.ForwardJoined(config.Activation, u, width, g, team);
        else Activations.Forward(config.Activation, u, u, team);
        layer.Outer.Forward(g, rows, y, team);
    }

    private void AddNormalised(NormLayer norm, ReadOnlySpan<float> h, Span<float> x)
    {
        TensorPrimitives.Add(x, h, x);
        Normalise(norm, x, x);
    }

    private void Normalise(NormLayer norm, ReadOnlySpan<float> x, Span<float> y) => LayerNorm.Forward(x, norm.Scale, norm.Shift, config.NormEpsilon, y, team);

    private void Reserve(int rows)
    {
        if (capacity >= rows) return;
        capacity = rows;
        int width = config.Width, innerWidth = (isModern ? 2 : 1) * config.FeedForwardWidth;
        (positions, tablePositions, ranges) = (new int[capacity], new int[capacity], new KeyRange[capacity]);
        (normalised, attended) = (new float[capacity * width], new float[capacity * width]);
        joined = new float[capacity * 3 * width];
        inner = new float[capacity * innerWidth];
        gated = isModern ? new float[capacity * config.FeedForwardWidth] : [];
    }
}

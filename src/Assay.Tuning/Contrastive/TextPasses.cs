using Assay.Models.Training;

namespace Assay.Tuning.Contrastive;

/// <summary>
/// Takes more texts through a model than fit its memory at once, when the loss needs all of them together: all go forward in parts, the loss gives the slopes along what they gave, and then each
/// part goes forward again and back. The gradient is that of the whole batch, at most one more way forward the price (Gao and others 2021, gradient caching).
/// </summary>
/// <param name="gradients">The model.</param>
/// <param name="tokensAtOnce">Tokens of a part at most, unless a single text has more.</param>
internal sealed class TextPasses(TextGradients gradients, int tokensAtOnce)
{
    private readonly List<TrainingText[]> parts = [];
    private readonly List<ulong?> seeds = [];
    private int width;

    /// <summary>Tokens that the last texts had.</summary>
    public int Tokens { get; private set; }

    /// <summary>What texts give, row-major <c>[texts, values]</c>.</summary>
    /// <param name="texts">The texts; at least one.</param>
    /// <param name="seedOfPart">Chooses what is dropped in each part; null when nothing is.</param>
    public float[] Forward(IReadOnlyList<TrainingText> texts, Func<int, ulong>? seedOfPart)
    {
        parts.Clear();
        seeds.Clear();
        Tokens = texts.Sum(t => t.Tokens.Ids.Length);
        for (int from = 0, to = 0; from < texts.Count; from = to)
        {
            int tokens = 0;
            while (to < texts.Count && (to == from || tokens + texts[to].Tokens.Ids.Length <= tokensAtOnce)) tokens += texts[to++].Tokens.Ids.Length;
            seeds.Add(seedOfPart?.Invoke(parts.Count));
            parts.Add([.. texts.Skip(from).Take(to - from)]);
        }

        float[][] values = new float[parts.Count][];
        for (int part = 0; part < values.Length; part++) values[part] = gradients.Forward(parts[part], seeds[part]);
        width = values[0].Length / parts[0].Length;
        return values.Length == 1 ? values[0] : [.. values.SelectMany(v => v)];
    }

    /// <summary>Adds the slopes of the last texts to the gradients of the parameters.</summary>
    /// <param name="slopes">The slopes along what they gave.</param>
    public void Backward(ReadOnlySpan<float> slopes)
    {
        // The last part is still where its way forward left it.
        for (int part = parts.Count - 1, end = slopes.Length; part >= 0; part--)
        {
            int length = parts[part].Length * width;
            end -= length;
            if (part < parts.Count - 1) gradients.Forward(parts[part], seeds[part]);
            gradients.Backward(slopes.Slice(end, length).ToArray());
        }
    }
}

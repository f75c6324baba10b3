using System.Numerics.Tensors;

namespace Assay.Benchmarks.Inference;

/// <summary>How far Assay and llama.cpp are apart on one model: logits, and the texts that both write.</summary>
/// <param name="ours">Assay.</param>
/// <param name="theirs">llama.cpp's library.</param>
/// <param name="vocabulary">Tokens of the model.</param>
internal sealed class DecoderComparison(AssayDecoder ours, LlamaPeer theirs, int vocabulary)
{
    private readonly List<Split> splits = [];
    private double error, relative;
    private int texts, differentTokens, identicalTexts;

    /// <summary>Compares the logits after every token of a text.</summary>
    public void CompareLogits(int[] tokens)
    {
        float[] mine = ours.Logits(tokens), others = theirs.Logits(tokens);
        for (int at = 0; at < mine.Length; at += vocabulary)
        {
            ReadOnlySpan<float> a = mine.AsSpan(at, vocabulary), b = others.AsSpan(at, vocabulary);
            double largest = 0;
            for (int i = 0; i < a.Length; i++) largest = double.IsNaN(a[i] - b[i]) ? double.PositiveInfinity : Math.Max(largest, Math.Abs(a[i] - b[i]));
            error = Math.Max(error, largest);
            relative = Math.Max(relative, largest / (TensorPrimitives.Norm(b) / Math.Sqrt(b.Length)));
        }
    }

    /// <summary>Compares what both write behind a prompt.</summary>
    /// <remarks>Assay reads the text that llama.cpp writes: as long as its own best token is the next one there, it would have written the same; where it is not, the comparison goes on behind it.</remarks>
    public void CompareText(int[] prompt, int steps)
    {
        GreedyStep[] text = theirs.Greedy(steps, prompt), mine = ours.Follow(prompt, [.. text.Select(s => s.Best)]);
        int before = splits.Count;
        for (int step = 0; step < steps; step++)
        {
            if (mine[step].Best != text[step].Best) splits.Add(new Split(texts, step, text[step], mine[step]));
        }

        if (splits.Count == before) identicalTexts++;
        differentTokens += text.Select(s => s.Best).Distinct().Count();
        texts++;
    }

    /// <summary>What was found.</summary>
    /// <param name="name">What reports call the model.</param>
    public ParityResult Result(string name) => new(name, relative, error, identicalTexts, differentTokens / (double)texts, [.. splits], theirs.Name);
}

using System.Numerics.Tensors;
using Assay.Benchmarks.Peers;

namespace Assay.Benchmarks.Inference;

/// <summary>Whether Assay and llama.cpp give the same for one model.</summary>
/// <param name="shape">Its architecture.</param>
/// <param name="file">The model.</param>
/// <param name="folder">The peers.</param>
internal sealed class ParityComparison(DecoderShape shape, string file, PeerFolder folder)
{
    /// <summary>Prompts that are continued.</summary>
    public const int Prompts = 20;

    /// <summary>Tokens that each is continued by.</summary>
    public const int Steps = 200;

    /// <summary>Tokens of the texts of which all logits are compared.</summary>
    public const int TextLength = 256;

    private const int Texts = 3, ShortestPrompt = 8, PromptGrowth = 5;

    private readonly List<Split> splits = [];
    private double error, relative;
    private int differentTokens, identicalTexts;

    /// <summary>Compares.</summary>
    public ParityResult Run()
    {
        RandomAdapter? adapter = shape.AdapterRank == 0 ? null : RandomAdapter.Write(folder, shape, file);
        using var ours = new AssayDecoder(file, adapter?.Folder);
        using LlamaPeer theirs = LlamaPeer.Start(folder, file, singlePrecision: true);
        if (adapter is not null) theirs.Adapt(adapter.File);
        ours.Use(1);
        theirs.Use(1);
        for (ulong text = 0; text < Texts; text++) CompareLogits(ours, theirs, RandomGguf.Prompt(shape, TextLength, 100 + text));
        for (int prompt = 0; prompt < Prompts; prompt++) CompareTexts(ours, theirs, prompt);
        return new ParityResult(shape.Name, relative, error, identicalTexts, differentTokens / (double)Prompts, [.. splits], theirs.Name);
    }

    private void CompareLogits(AssayDecoder ours, LlamaPeer theirs, int[] tokens)
    {
        float[] mine = ours.Logits(tokens), others = theirs.Logits(tokens);
        for (int at = 0; at < mine.Length; at += shape.Vocabulary)
        {
            ReadOnlySpan<float> a = mine.AsSpan(at, shape.Vocabulary), b = others.AsSpan(at, shape.Vocabulary);
            double largest = 0;
            for (int i = 0; i < a.Length; i++) largest = double.IsNaN(a[i] - b[i]) ? double.PositiveInfinity : Math.Max(largest, Math.Abs(a[i] - b[i]));
            error = Math.Max(error, largest);
            relative = Math.Max(relative, largest / (TensorPrimitives.Norm(b) / Math.Sqrt(b.Length)));
        }
    }

    // Assay reads the text that llama.cpp writes: as long as its own best token is the next one there, it would have written the same; where it is not, the comparison goes on behind it.
    private void CompareTexts(AssayDecoder ours, LlamaPeer theirs, int prompt)
    {
        int[] tokens = RandomGguf.Prompt(shape, ShortestPrompt + (prompt * PromptGrowth), 1000 + (ulong)prompt);
        GreedyStep[] text = theirs.Greedy(Steps, tokens);
        GreedyStep[] mine = ours.Follow(tokens, [.. text.Select(s => s.Best)]);
        int before = splits.Count;
        for (int step = 0; step < Steps; step++)
        {
            if (mine[step].Best != text[step].Best) splits.Add(new Split(prompt, step, text[step], mine[step]));
        }

        if (splits.Count == before) identicalTexts++;
        differentTokens += text.Select(s => s.Best).Distinct().Count();
    }
}

using System.Numerics.Tensors;
using Assay.Benchmarks.Inference;
using Assay.Benchmarks.Peers;
using Assay.Models.Decoders;
using Assay.Models.Encoders;
using Assay.Models.Weights;
using Assay.Text.Tokenizers;

namespace Assay.Benchmarks.Encoders;

/// <summary>How far Assay's encoder and llama.cpp's are apart on the file that Assay exports.</summary>
internal sealed record EncoderParity
{
    /// <summary>Least cosine that is allowed.</summary>
    public const double Alike = 0.99999;

    /// <summary>Texts that are embedded, and their least and largest number of tokens.</summary>
    public const int Texts = 24, Shortest = 1, Longest = 512;

    /// <summary>Texts that are cut into tokens.</summary>
    public const int Sentences = 50;

    private const ulong Seed = 1;

    private static readonly int[] Lengths = [Shortest, 2, 17, 64, 128, 200, 333, Longest];

    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>The other engine.</summary>
    public required string Peer { get; init; }

    /// <summary>Least cosine of all states of a text together.</summary>
    public required double States { get; init; }

    /// <summary>Least cosine of their means.</summary>
    public required double Mean { get; init; }

    /// <summary>Least cosine of the first tokens' states.</summary>
    public required double First { get; init; }

    /// <summary>Texts that are cut into the same tokens.</summary>
    public required int SameIds { get; init; }

    /// <summary>Whether the model passes.</summary>
    public bool Held => States >= Alike && Mean >= Alike && First >= Alike && SameIds == Sentences;

    /// <summary>Compares.</summary>
    /// <param name="shape">The architecture.</param>
    /// <param name="folder">The peers.</param>
    public static EncoderParity Measure(EncoderShape shape, PeerFolder folder)
    {
        var weights = new RandomEncoder(shape, Seed);
        var files = new EncoderFiles(folder, weights, Seed);
        TokenSequence[] texts = weights.Texts(Enumerable.Range(0, Texts).Select(i => Lengths[i % Lengths.Length]), Seed);
        using var engine = new AssayEncoder(files.Folder(WeightType.F32), WeightPrecision.Full);
        float[][] ours = engine.States(texts, 1), means = [.. ours.Select(s => MeanOf(s, shape.Width))], firsts = [.. ours.Select(s => s[..shape.Width])];
        string file = files.Gguf();
        (double states, string peer, int sameIds) = Against("none", ours, llama => SameTokens(llama, files));
        (double mean, _, _) = Against("mean", means, _ => 0);
        (double first, _, _) = Against("cls", firsts, _ => 0);
        return new EncoderParity { Name = shape.Name, Peer = peer, States = states, Mean = mean, First = first, SameIds = sameIds };

        (double Cosine, string Peer, int Same) Against(string pooling, float[][] expected, Func<LlamaPeer, int> same)
        {
            using LlamaPeer llama = LlamaPeer.StartEncoder(folder, file, pooling);
            double least = Enumerable.Range(0, texts.Length).Min(i => Cosine(expected[i], llama.Embed(texts[i].Ids.ToArray())));
            return (least, llama.Name, same(llama));
        }
    }

    private static int SameTokens(LlamaPeer llama, EncoderFiles files)
    {
        var tokenizer = Tokenizer.Load(Path.Combine(files.Folder(WeightType.F32), "tokenizer.json"));
        string[] sentences = [.. Enumerable.Range(0, Sentences).Select(i => RandomWords.Text((ulong)i))];
        return sentences.Count(s => tokenizer.Encode(s).Ids.SequenceEqual(llama.Tokens(s)));
    }

    private static float[] MeanOf(float[] states, int width)
    {
        float[] mean = new float[width];
        for (int at = 0; at < states.Length; at += width) TensorPrimitives.Add(mean, states.AsSpan(at, width), mean);
        TensorPrimitives.Divide(mean, states.Length / width, mean);
        return mean;
    }

    // In double, because the difference from 1 is what is looked at.
    private static double Cosine(float[] a, float[] b)
    {
        if (a.Length != b.Length) return double.NegativeInfinity;
        double product = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            first += (double)a[i] * a[i];
            second += (double)b[i] * b[i];
        }

        return product / Math.Sqrt(first * second);
    }
}

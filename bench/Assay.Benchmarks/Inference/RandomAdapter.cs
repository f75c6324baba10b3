using System.Globalization;
using Assay.Benchmarks.Peers;
using Assay.Models.Adapters;
using Assay.Models.Configuration;
using Assay.Models.Weights;

namespace Assay.Benchmarks.Inference;

/// <summary>LoRA weights for a decoder with random weights, in both of the forms that Assay writes.</summary>
/// <param name="Folder">The folder of peft.</param>
/// <param name="File">The GGUF file.</param>
internal sealed record RandomAdapter(string Folder, string File)
{
    private const ulong Seed = 3;

    // What the adapter adds to a result, beside what the model's weights make of it.
    private const float Share = 0.3f;

    /// <summary>Writes them: rsLoRA in all linear layers, with half of the rank in the values.</summary>
    /// <param name="folder">The peers.</param>
    /// <param name="shape">The architecture, and the rank.</param>
    /// <param name="model">The file of the model.</param>
    public static RandomAdapter Write(PeerFolder folder, DecoderShape shape, string model)
    {
        using GgufFile file = GgufFile.Open(model);
        DecoderConfig config = GgufDecoderConfig.Read(file);
        using var adapter = new LoraAdapter(shape.Name, config, Layers(shape));
        var written = new RandomAdapter(Path.Combine(folder.Work, shape.Name), Path.Combine(folder.Work, shape.Name + ".gguf"));
        PeftAdapterWriter.Write(written.Folder, adapter);
        GgufAdapterWriter.Write(written.File, adapter);
        return written;
    }

    private static IEnumerable<LoraLayer> Layers(DecoderShape shape)
    {
        int queries = shape.Heads * shape.HeadDim, keys = shape.KeyValueHeads * shape.HeadDim;
        var random = new SeededFloats(Seed);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            yield return Layer("self_attn.q_proj", queries, shape.Width);
            yield return Layer("self_attn.k_proj", keys, shape.Width);
            yield return Layer("self_attn.v_proj", keys, shape.Width);
            yield return Layer("self_attn.o_proj", shape.Width, queries);
            yield return Layer("mlp.gate_proj", shape.FeedForward, shape.Width);
            yield return Layer("mlp.up_proj", shape.FeedForward, shape.Width);
            yield return Layer("mlp.down_proj", shape.Width, shape.FeedForward);

            LoraLayer Layer(string name, int outputs, int inputs)
            {
                int rank = name.EndsWith("v_proj", StringComparison.Ordinal) ? shape.AdapterRank / 2 : shape.AdapterRank;
                var scale = new LoraScale(rank, 6, RankStabilized: true);
                float[] a = new float[rank * inputs], b = new float[outputs * rank];
                random.Fill(a, 0, 1 / MathF.Sqrt(inputs));
                random.Fill(b, 0, Share / (MathF.Sqrt(rank) * (float)scale.Factor));
                return new LoraLayer(string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.{name}"), scale, a, b);
            }
        }
    }
}

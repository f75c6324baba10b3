using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Adapters;

/// <summary>Writes an adapter as the GGUF file that llama.cpp reads beside a base model in GGUF.</summary>
/// <remarks>
/// The file has one alpha, and readers divide it by each layer's rank: where a layer's strength is another (rsLoRA, patterns), the ratio goes into its <c>B</c>. For the Llama family
/// rows of <c>B</c> for queries and keys are written in the order of the file's rotary embedding.
/// </remarks>
public static class GgufAdapterWriter
{
    /// <summary>Writes the file; the same adapter gives the same bytes.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="type">How the weights are stored: F32, F16 or BF16.</param>
    /// <exception cref="AssayException">The file cannot be written, or a value does not fit its type.</exception>
    public static void Write(string path, LoraAdapter adapter, WeightType type = WeightType.F32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(adapter);
        float alpha = Alpha(adapter);
        Dictionary<string, LinearModule> modules = LinearModule.Of(adapter.Model).ToDictionary(m => m.Path, StringComparer.Ordinal);
        KeyValuePair<string, GgufValue>[] values =
        [
            new("general.architecture", GgufValue.Of(GgufAdapterReader.Architecture(adapter.Model.Family))),
            new("general.type", GgufValue.Of("adapter")),
            new("adapter.type", GgufValue.Of("lora")),
            new("adapter.lora.alpha", GgufValue.Of(alpha)),
        ];
        GgufWriter.Write(path, values, adapter.Layers.OrderBy(l => (modules[l.Module].Layer, modules[l.Module].Part)).SelectMany(l => Drafts(adapter, l, modules[l.Module], alpha, type)));
    }

    // What most layers need, so that their B stays as it is. Zero would mean a strength of 1.
    private static float Alpha(LoraAdapter adapter) =>
        adapter.Layers.Select(l => (float)(l.Scale.Factor * l.Scale.Rank)).Where(a => a != 0).GroupBy(a => a).OrderByDescending(g => g.Count()).Select(g => g.Key).FirstOrDefault(1);

    private static IEnumerable<TensorDraft> Drafts(LoraAdapter adapter, LoraLayer layer, LinearModule module, float alpha, WeightType type)
    {
        string name = DecoderNames.Gguf.Weight(module.Part, module.Layer);
        yield return new TensorDraft(name + GgufAdapterReader.SuffixA, type, [layer.Scale.Rank, layer.Inputs], sink => sink.Write(layer.CopyA()));
        yield return new TensorDraft(name + GgufAdapterReader.SuffixB, type, [layer.Outputs, layer.Scale.Rank], sink => sink.Write(InFile(adapter, layer, module, alpha)));
    }

    private static float[] InFile(LoraAdapter adapter, LoraLayer layer, LinearModule module, float alpha)
    {
        float[] b = layer.CopyB(), ordered = new float[b.Length];
        int rank = layer.Scale.Rank;
        double wanted = layer.Scale.Factor * rank, ratio = (float)wanted == alpha ? 1 : wanted / alpha;
        bool turned = module.Part is DecoderPart.Query or DecoderPart.Key && HeadOrder.PairsAreSideBySide(adapter.Model.Family);
        for (int row = 0; row < layer.Outputs; row++)
        {
            int to = turned ? HeadOrder.InFile(row, adapter.Model.HeadDim) : row;
            for (int k = 0; k < rank; k++) ordered[(to * rank) + k] = (float)(b[(row * rank) + k] * ratio);
        }

        return ordered;
    }
}

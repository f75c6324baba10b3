using System.Numerics.Tensors;
using Assay.Models.Adapters;
using Assay.Models.Configuration;
using Assay.Models.Weights;

namespace Assay.Models.Decoders.Export;

/// <summary>The tensors of a decoder under the names and in the order of rows that GGUF files have, with an adapter added to them on the way.</summary>
/// <param name="file">The weights, as transformers names them.</param>
/// <param name="config">The architecture, which every shape is checked against.</param>
/// <param name="adapter">What is added; null for nothing.</param>
/// <param name="type">How matrices are stored; null for as they are.</param>
/// <param name="cancellationToken">Checked row by row.</param>
internal sealed class DecoderTensors(WeightFile file, DecoderConfig config, LoraAdapter? adapter, WeightType? type, CancellationToken cancellationToken)
{
    private static readonly DecoderPart[] OfLayer =
        [DecoderPart.AttentionNorm, DecoderPart.Query, DecoderPart.Key, DecoderPart.Value, DecoderPart.QueryNorm, DecoderPart.KeyNorm, DecoderPart.AttentionOutput, DecoderPart.FeedForwardNorm, DecoderPart.Gate, DecoderPart.Up, DecoderPart.Down];

    private readonly Dictionary<(DecoderPart, int), LinearModule> modules = LinearModule.Of(config).ToDictionary(m => (m.Part, m.Layer));
    private readonly bool turned = HeadOrder.PairsAreSideBySide(config.Family);

    /// <summary>Whether a type is one that matrices can be written in.</summary>
    public static bool CanStore(WeightType type) => type is WeightType.F32 or WeightType.F16 or WeightType.BF16 or WeightType.Q80;

    /// <summary>The type in which GGUF files hold a matrix as it is; bytes with scales are blocks there.</summary>
    internal static WeightType StoredAs(WeightTensor tensor) => tensor.Type is WeightType.F16 or WeightType.BF16 ? tensor.Type : tensor is { Scales: not null, Blocks: not null } ? WeightType.Q80 : WeightType.F32;

    /// <summary>The drafts, first layer first.</summary>
    public IEnumerable<TensorDraft> Drafts()
    {
        yield return Matrix(DecoderPart.Embedding, 0, config.VocabularySize, config.Width);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            foreach (DecoderPart part in OfLayer)
            {
                if (part is DecoderPart.QueryNorm or DecoderPart.KeyNorm)
                {
                    if (config.QueryKeyNorm) yield return Vector(part, layer, config.HeadDim);
                }
                else if (part is DecoderPart.AttentionNorm or DecoderPart.FeedForwardNorm) yield return Vector(part, layer, config.Width);
                else
                {
                    LinearModule module = modules[(part, layer)];
                    yield return Matrix(part, layer, module.Outputs, module.Inputs);
                    if (HasBias(part)) yield return Bias(part, layer, module.Outputs);
                }
            }
        }

        yield return Vector(DecoderPart.OutputNorm, 0, config.Width);
        if (!config.TiedEmbeddings) yield return Matrix(DecoderPart.Output, 0, config.VocabularySize, config.Width);
    }

    private bool HasBias(DecoderPart part) => part switch
    {
        DecoderPart.Query or DecoderPart.Key or DecoderPart.Value => config.QueryKeyValueBias,
        DecoderPart.AttentionOutput => config.OutputBias,
        _ => config.FeedForwardBias,
    };

    // llama.cpp expects vectors in 32 bits.
    private TensorDraft Vector(DecoderPart part, int layer, int length)
    {
        WeightTensor tensor = file.Require(DecoderNames.HuggingFace.Weight(part, layer), length);
        return new TensorDraft(DecoderNames.Gguf.Weight(part, layer), WeightType.F32, tensor.Shape, sink => sink.Write(tensor.ToWeights()));
    }

    private TensorDraft Bias(DecoderPart part, int layer, int length)
    {
        WeightTensor tensor = file.Require(DecoderNames.HuggingFace.Bias(part, layer), length);
        return new TensorDraft(DecoderNames.Gguf.Bias(part, layer), WeightType.F32, tensor.Shape, sink =>
        {
            float[] values = tensor.ToWeights();
            int[]? rows = Rows(part, length);
            sink.Write(rows is null ? values : [.. rows.Select(r => values[r])]);
        });
    }

    private TensorDraft Matrix(DecoderPart part, int layer, int outputs, int inputs)
    {
        WeightTensor tensor = file.Require(DecoderNames.HuggingFace.Weight(part, layer), outputs, inputs);
        string name = DecoderNames.Gguf.Weight(part, layer);
        LoraLayer? lora = adapter?.Find(part, layer);
        int[]? rows = Rows(part, outputs);
        WeightType stored = type ?? StoredAs(tensor);
        if (stored == WeightType.Q80 && inputs % 32 != 0) stored = WeightType.F16;
        return lora is null && rows is null && stored == tensor.Type ? TensorDraft.Of(tensor, name) : new TensorDraft(name, stored, tensor.Shape, sink => Write(tensor, rows, lora is null ? null : new LoraDelta(lora), sink));
    }

    // From a row of the file to the row of the tensor; null where they are the same.
    private int[]? Rows(DecoderPart part, int outputs)
    {
        if (!turned || part is not (DecoderPart.Query or DecoderPart.Key)) return null;
        int[] rows = new int[outputs];
        for (int row = 0; row < outputs; row++) rows[HeadOrder.InFile(row, config.HeadDim)] = row;
        return rows;
    }

    private void Write(WeightTensor tensor, int[]? rows, LoraDelta? delta, TensorSink sink)
    {
        float[] values = new float[checked((int)tensor.RowLength)], more = new float[values.Length];
        for (int at = 0; at < tensor.Rows; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int row = rows?[at] ?? at;
            tensor.ReadWeights(row, 1, values);
            if (delta is not null)
            {
                delta.CopyRow(row, more);
                TensorPrimitives.Add(values, more, values);
            }

            sink.Write(values);
        }
    }
}

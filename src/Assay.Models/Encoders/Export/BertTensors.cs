using System.Globalization;
using Assay.Models.Decoders.Export;
using Assay.Models.Weights;

namespace Assay.Models.Encoders.Export;

/// <summary>The tensors of a BERT under the names that llama.cpp has for them.</summary>
/// <param name="file">The weights, as transformers names them.</param>
/// <param name="type">How matrices are stored; null for as they are.</param>
internal sealed class BertTensors(WeightFile file, WeightType? type)
{
    private const string Layer = "encoder.layer.";

    private static readonly (string From, string To)[] Shared =
    [
        ("embeddings.word_embeddings", "token_embd"), ("embeddings.position_embeddings", "position_embd"), ("embeddings.token_type_embeddings", "token_types"), ("embeddings.LayerNorm", "token_embd_norm"),
    ];

    private static readonly (string From, string To)[] OfLayer =
    [
        ("attention.self.query", "attn_q"), ("attention.self.key", "attn_k"), ("attention.self.value", "attn_v"), ("attention.output.dense", "attn_output"), ("attention.output.LayerNorm", "attn_output_norm"),
        ("intermediate.dense", "ffn_up"), ("output.dense", "ffn_down"), ("output.LayerNorm", "layer_output_norm"),
    ];

    /// <summary>The drafts; what is no part of the encoder itself, such as a classifier, is left out.</summary>
    public IEnumerable<TensorDraft> Drafts()
    {
        foreach (WeightTensor tensor in file.Tensors)
        {
            if (NameOf(tensor.Name) is { } name) yield return Draft(tensor, name);
        }
    }

    /// <summary>llama.cpp's name of a tensor; null for one that it does not have.</summary>
    internal static string? NameOf(string name)
    {
        if (name.StartsWith("bert.", StringComparison.Ordinal)) name = name["bert.".Length..];
        int dot = name.LastIndexOf('.');
        string of = dot < 0 ? "" : name[..dot], part = name[(dot + 1)..] switch { "weight" or "gamma" => ".weight", "bias" or "beta" => ".bias", _ => "" };
        if (part.Length == 0) return null;
        if (!of.StartsWith(Layer, StringComparison.Ordinal)) return Shared.FirstOrDefault(s => s.From == of).To is { } shared ? shared + part : null;
        string[] pieces = of[Layer.Length..].Split('.', 2);
        if (pieces.Length < 2 || !int.TryParse(pieces[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
        return OfLayer.FirstOrDefault(l => l.From == pieces[1]).To is { } known ? string.Create(CultureInfo.InvariantCulture, $"blk.{number}.{known}{part}") : null;
    }

    // Vectors, and the tables that are added to others, stay exact: that is what llama.cpp expects of them.
    private TensorDraft Draft(WeightTensor tensor, string name)
    {
        bool exact = tensor.Shape.Length < 2 || name is "position_embd.weight" or "token_types.weight";
        WeightType stored = exact ? WeightType.F32 : type ?? DecoderTensors.StoredAs(tensor);
        if (stored == WeightType.Q80 && tensor.RowLength % 32 != 0) stored = WeightType.F16;
        return stored == tensor.Type ? TensorDraft.Of(tensor, name) : new TensorDraft(name, stored, tensor.Shape, sink => Convert(tensor, sink));
    }

    private static void Convert(WeightTensor tensor, TensorSink sink)
    {
        const int run = 1 << 18;
        int rows = (int)Math.Clamp(run / Math.Max(1, tensor.RowLength), 1, Math.Max(1, tensor.Rows));
        float[] values = new float[rows * tensor.RowLength];
        for (long row = 0; row < tensor.Rows; row += rows)
        {
            int count = (int)Math.Min(rows, tensor.Rows - row);
            Span<float> part = values.AsSpan(0, checked((int)(count * tensor.RowLength)));
            tensor.ReadRows(row, count, part);
            sink.Write(part);
        }
    }
}

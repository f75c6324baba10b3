using System.Globalization;
using Assay.Models.Configuration;
using Assay.Models.Decoders;

namespace Assay.Models.Adapters;

/// <summary>A linear layer of a decoder that an adapter can change.</summary>
/// <param name="Part">Which of a layer's matrices.</param>
/// <param name="Layer">Number of the layer; 0 for the last matrix.</param>
/// <param name="Outputs">Rows of its weights.</param>
/// <param name="Inputs">Columns of its weights.</param>
internal sealed record LinearModule(DecoderPart Part, int Layer, int Outputs, int Inputs)
{
    private static readonly DecoderPart[] Parts =
        [DecoderPart.Query, DecoderPart.Key, DecoderPart.Value, DecoderPart.AttentionOutput, DecoderPart.Gate, DecoderPart.Up, DecoderPart.Down];

    /// <summary>Its path in Hugging Face's naming.</summary>
    public string Path => DecoderNames.HuggingFace.Module(Part, Layer);

    /// <summary>The last word of its path: <c>q_proj</c>.</summary>
    public string Suffix => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>How messages call it: <c>q_proj of layer 0</c>.</summary>
    public string Shown => Part == DecoderPart.Output ? Suffix : string.Create(CultureInfo.InvariantCulture, $"{Suffix} of layer {Layer}");

    /// <summary>All of a decoder, layer by layer; the last matrix is among them unless it is the table of tokens too.</summary>
    public static IEnumerable<LinearModule> Of(DecoderConfig model)
    {
        for (int layer = 0; layer < model.Layers; layer++)
            foreach (DecoderPart part in Parts) yield return Of(model, part, layer);
        if (!model.TiedEmbeddings) yield return Of(model, DecoderPart.Output, 0);
    }

    private static LinearModule Of(DecoderConfig model, DecoderPart part, int layer)
    {
        int queries = model.Heads * model.HeadDim, keys = model.KeyValueHeads * model.HeadDim;
        (int outputs, int inputs) = part switch
        {
            DecoderPart.Query => (queries, model.Width),
            DecoderPart.Key or DecoderPart.Value => (keys, model.Width),
            DecoderPart.AttentionOutput => (model.Width, queries),
            DecoderPart.Gate or DecoderPart.Up => (model.FeedForwardWidth, model.Width),
            DecoderPart.Down => (model.Width, model.FeedForwardWidth),
            _ => (model.VocabularySize, model.Width),
        };
        return new LinearModule(part, layer, outputs, inputs);
    }
}

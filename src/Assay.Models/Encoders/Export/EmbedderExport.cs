using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Numerics.Layers.Activations;
using Assay.Text;

namespace Assay.Models.Encoders.Export;

/// <summary>Writes an embedding model as a GGUF file of llama.cpp's architecture <c>bert</c>, which that library, and what is built on it, embeds texts with.</summary>
/// <remarks>
/// What llama.cpp computes otherwise is refused. What such a file cannot say is told: prompts, the length texts are cut at, and whether vectors are normalised. llama.cpp takes the
/// tanh form of GELU from a table of 16-bit floats, so its vectors differ a little: cosines of 0.9999999 were seen with random weights.
/// </remarks>
public static class EmbedderExport
{
    // What llama.cpp calls the ways of pooling.
    private const uint PoolMean = 1, PoolFirst = 2, PoolLast = 3;

    /// <summary>Writes a model.</summary>
    /// <param name="folder">A folder as sentence-transformers or transformers lays it out, with a BERT.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="type">How matrices are stored: F32, F16, BF16 or Q80 (F16 where rows do not fill blocks of 32); null for as they are. Vectors are F32.</param>
    /// <returns>What a user has to know that the file does not say; empty for nothing.</returns>
    /// <exception cref="AssayException">The folder is not one that Assay runs, the model is one that llama.cpp would compute otherwise, or the file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, string path, WeightType? type = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (type is not (null or WeightType.F32 or WeightType.F16 or WeightType.BF16 or WeightType.Q80)) throw new ArgumentException($"Matrices of an embedder cannot be stored as {type}.", nameof(type));
        using var reader = new SentenceFolder(folder, WeightPrecision.AsStored);
        SentenceParts parts = reader.Read();
        try
        {
            EncoderConfig config = Check(folder, parts);
            using WeightFile file = WeightFile.Open(parts.WeightsFolder);
            TensorDraft[] tensors = [.. new BertTensors(file, type).Drafts()];
            GgufWriter.Write(path, Values(folder, parts, config), tensors);
            return [.. Notes(parts, config)];
        }
        finally
        {
            parts.Source.Dispose();
            foreach (VectorStep step in parts.Steps) step.Dispose();
        }
    }

    private static EncoderConfig Check(string folder, SentenceParts parts)
    {
        if (parts.Source is not TransformerStates { Config: var config }) throw Refuse(folder, "the model is a static table, which llama.cpp does not run");
        if (config.Family != EncoderFamily.Bert) throw Refuse(folder, $"the encoder is of the family {config.Family}; Bert is what can be exported");
        if (config.Activation is not (Activation.Gelu or Activation.GeluTanh)) throw Refuse(folder, $"its feed-forward parts use {config.Activation}, and llama.cpp uses GELU for every BERT");
        if (parts.Steps.Any(s => s is not VectorStep.Normalize)) throw Refuse(folder, "it multiplies vectors once more after pooling (a Dense module), which llama.cpp does not");
        if (parts.Pooling is not { Modes: [PoolingMode.Mean or PoolingMode.First or PoolingMode.Last] }) throw Refuse(folder, $"its pooling is {string.Join(" and ", parts.Pooling.Modes)}; llama.cpp knows Mean, First and Last");
        if (!parts.Pooling.IncludePrompt) throw Refuse(folder, "it leaves prompts out of the mean, which llama.cpp does not");
        return config;
    }

    private static KeyValuePair<string, GgufValue>[] Values(string folder, SentenceParts parts, EncoderConfig config)
    {
        uint pooling = parts.Pooling.Modes[0] switch { PoolingMode.First => PoolFirst, PoolingMode.Last => PoolLast, _ => PoolMean };
        return
        [
            new("general.architecture", GgufValue.Of("bert")),
            new("general.name", GgufValue.Of(Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)))),
            new("bert.context_length", GgufValue.Of((uint)config.Positions)),
            new("bert.embedding_length", GgufValue.Of((uint)config.Width)),
            new("bert.feed_forward_length", GgufValue.Of((uint)config.FeedForwardWidth)),
            new("bert.block_count", GgufValue.Of((uint)config.Layers)),
            new("bert.attention.head_count", GgufValue.Of((uint)config.Heads)),
            new("bert.attention.layer_norm_epsilon", GgufValue.Of(config.NormEpsilon)),
            new("bert.attention.causal", GgufValue.Of(false)),
            new("bert.pooling_type", GgufValue.Of(pooling)),
            .. new WordPieceValues(parts.WeightsFolder, parts.Tokenizer, config).Values(),
        ];
    }

    private static IEnumerable<string> Notes(SentenceParts parts, EncoderConfig config)
    {
        if (parts.Note.Length > 0) yield return parts.Note;
        (string plain, string query, string passage) = parts.Prompts;
        if (query.Length + passage.Length + plain.Length > 0) yield return $"The file has no prompts: put '{query}' before what somebody looks for and '{passage}' before what can be found.";
        if (parts.MaxTokens < config.Positions) yield return FormattableString.Invariant($"The file does not say that texts are cut to {parts.MaxTokens} tokens: longer ones get other vectors than here.");
        if (parts.Steps.IsEmpty) yield return "The model does not normalise vectors, and llama.cpp's programs do unless they are told not to (--embd-normalize -1).";
        if (parts.Lower) yield return "The file does not say that texts are written small first.";
    }

    private static InputException Refuse(string folder, string why) => new(new Problem(folder, null, $"this model cannot be written as a GGUF file: {why}. Serve the folder itself with Assay."));
}

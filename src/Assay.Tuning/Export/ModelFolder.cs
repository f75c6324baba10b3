using Assay.Models.Training;
using Assay.Models.Weights;

namespace Assay.Tuning.Export;

/// <summary>A whole model as a folder that Hugging Face's tools and Assay read.</summary>
public static class ModelFolder
{
    private const string WeightsFile = "model.safetensors";

    // What a model needs beside its weights.
    private static readonly string[] Beside = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja", "assay.json"];

    /// <summary>Writes a model that was trained whole.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="source">The folder that it was trained from: configuration, tokenizer and template are copied.</param>
    /// <param name="decoder">The parameters.</param>
    /// <exception cref="Assay.Text.AssayException">A file cannot be written.</exception>
    public static void Write(string folder, string source, TrainableDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        Directory.CreateDirectory(folder);
        foreach (string name in Beside.Where(n => File.Exists(Path.Combine(source, n))))
        {
            byte[] content = File.ReadAllBytes(Path.Combine(source, name));
            WeightWriter.Write(Path.Combine(folder, name), stream => stream.Write(content));
        }

        WriteWeights(folder, decoder);
    }

    /// <summary>Writes the weights alone, in single precision.</summary>
    internal static void WriteWeights(string folder, TrainableDecoder decoder) => SafetensorsWriter.Write(
        Path.Combine(folder, WeightsFile), decoder.Parameters.Select(p => TensorDraft.Of(p.Name, [.. p.Shape.Select(s => (long)s)], p.Values)), new Dictionary<string, string> { ["format"] = "pt" });
}

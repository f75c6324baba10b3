using System.Globalization;
using Assay.Models.Configuration;
using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary>What a stored model can be used for, by its configuration.</summary>
internal static class ModelUse
{
    private static readonly string[] Configurations = ["config.json", "0_Transformer/config.json"];

    /// <summary>Lines for <c>models show</c>; none where nobody can tell.</summary>
    public static IEnumerable<string> Of(StoredModel model) => model.ReadKind() switch
    {
        StoredModelKind.Encoder => [.. Encoder(model), $"use         in assay.yaml: embedder: {model.Name}"],
        StoredModelKind.Reranker => [.. Encoder(model), $"use         in assay.yaml: reranker: {model.Name}"],
        StoredModelKind.Decoder => [$"use         in assay.yaml: model: {model.Name}"],
        _ => [],
    };

    private static IEnumerable<string> Encoder(StoredModel model)
    {
        string? config = Configurations.Select(c => Path.Combine(model.Folder, c)).FirstOrDefault(File.Exists);
        if (config is null || !OrdinaryFile.HasContent(config) || !File.ReadAllText(config).Contains("\"hidden_size\"", StringComparison.Ordinal)) yield break;
        yield return "shape       " + Shape(config);
    }

    // One that is not run is said here, and not first when a project needs it.
    private static string Shape(string config)
    {
        try
        {
            EncoderConfig read = EncoderConfigReader.Read(config);
            return string.Create(CultureInfo.InvariantCulture, $"{read.Family}, {read.Layers} layers, {read.Width} values a token, at most {read.MaxTokens} tokens");
        }
        catch (InputException error)
        {
            return "not run by this version: " + string.Join(' ', error.Problems.Select(p => p.Message));
        }
    }
}

using System.Globalization;
using Assay.Models.Configuration;
using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary>What a model can be used for, by its configuration.</summary>
internal static class ModelUse
{
    private static readonly string[] Configurations = ["config.json", "0_Transformer/config.json"];

    /// <summary>Lines for <c>models show</c>; none where nobody can tell.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="name">As a project names it.</param>
    /// <param name="folder">Its folder.</param>
    public static IEnumerable<string> Of(StoredModelKind kind, string name, string folder) => kind switch
    {
        StoredModelKind.Encoder => [.. Encoder(folder), $"use         in assay.yaml: embedder: {name}"],
        StoredModelKind.Reranker => [.. Encoder(folder), $"use         in assay.yaml: reranker: {name}"],
        StoredModelKind.Decoder => [$"use         in assay.yaml: model: {name}"],
        _ => [],
    };

    private static IEnumerable<string> Encoder(string folder)
    {
        string? config = Configurations.Select(c => Path.Combine(folder, c)).FirstOrDefault(File.Exists);
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

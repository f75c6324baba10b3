using Assay.Models.Weights;

namespace Assay.Tests.Models.Encoders;

/// <summary>Folders of small encoders as a project names them.</summary>
internal static class LocalEncoders
{
    public const string Prompts = """{"prompts":{"query":"the query. ","document":"a passage. "}}""";

    /// <summary>A sentence-transformers folder whose vectors have length 1.</summary>
    public static string Embedder(string folder, string kind = "bert", string? prompts = null)
    {
        EncoderFixture.Copy(kind, folder);
        Change(folder, $"\"architectures\": [\"{kind switch { "bert" => "Bert", "xlmr" => "XLMRoberta", _ => "ModernBert" }}Model\"]");
        Write(folder, "modules.json", """
            [{"idx":0,"path":"","type":"sentence_transformers.models.Transformer"},{"idx":1,"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
             {"idx":2,"path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]
            """);
        Write(folder, "1_Pooling/config.json", """{"word_embedding_dimension": 32, "pooling_mode_mean_tokens": true}""");
        if (prompts is not null) Write(folder, "config_sentence_transformers.json", prompts);
        return folder;
    }

    /// <summary>A static table of four values a token.</summary>
    public static string Static(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(EncoderFixture.Of("bert").Folder, "tokenizer.json"), Path.Combine(folder, "tokenizer.json"), overwrite: true);
        float[] table = [.. Enumerable.Range(0, 60 * 4).Select(i => (float)Math.Cos(i))];
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), [TensorDraft.Of("embedding.weight", [60, 4], table)]);
        Write(folder, "modules.json", """[{"idx":0,"path":"","type":"sentence_transformers.models.StaticEmbedding"}]""");
        return folder;
    }

    /// <summary>A classifier with one label.</summary>
    public static string Reranker(string folder, string kind = "bert")
    {
        EncoderFixture.Copy(kind, folder);
        return folder;
    }

    /// <summary>Gives the pages of a project titles that differ in the letters that these models know.</summary>
    public static void Name(Cli.TestProject project, int pages)
    {
        string[] names = ["cat", "dog", "the bird", "is it", "animal", "why not", "ox", "a goat", "horse", "zebra", "mouse", "where", "what", "whale"];
        for (int i = 1; i <= pages; i++) project.Write(FormattableString.Invariant($"docs/plan-{i:000}.md"), FormattableString.Invariant($"# {names[i - 1]} plan {i}\n\n## Seats\n\nPlan {i} has {100 + i} seats.\n"));
    }

    public static void Change(string folder, string fields)
    {
        string config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, EncoderChange.Of(File.ReadAllText(config), fields));
    }

    public static void Write(string folder, string name, string content)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Makes one weight another value.</summary>
    public static void Spoil(string folder, string tensor, float value)
    {
        string path = Path.Combine(folder, "model.safetensors");
        TensorDraft[] drafts;
        using (WeightFile file = WeightFile.Open(path))
        {
            drafts = [.. file.Tensors.Select(t =>
            {
                float[] values = t.ToArray();
                if (t.Name == tensor) values[0] = value;
                return TensorDraft.Of(t.Name, [.. t.Shape], values);
            })];
        }

        SafetensorsWriter.Write(path, drafts);
    }
}

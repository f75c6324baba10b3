using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;

namespace Assay.Tests.Application.FineTuning;

/// <summary>A project whose examples teach a small model which of two words follows a number.</summary>
internal sealed class TuneProject : IDisposable
{
    private const string Template = "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}";

    private readonly TemporaryFolder folder = new();

    /// <summary>Writes it.</summary>
    /// <param name="tuning">What stands under <c>tuning</c>.</param>
    /// <param name="examples">How many examples.</param>
    public TuneProject(string tuning, int examples = 60)
    {
        string model = Path.Combine(folder.Path, "model");
        Directory.CreateDirectory(model);
        TinyDecoder.Write(model, "qwen2", "\"vocab_size\":260,\"eos_token_id\":257,\"num_hidden_layers\":2", seed: 9);
        File.WriteAllText(Path.Combine(model, "tokenizer.json"), ByteTokenizer.Json());
        File.WriteAllText(Path.Combine(model, "tokenizer_config.json"), JsonSerializer.Serialize(new { bos_token = "<s>", eos_token = "</s>", chat_template = Template }));
        Settings(tuning);
        Write("examples.jsonl", string.Concat(Enumerable.Range(10, examples).Select(Example)));
    }

    public string Root => folder.Path;

    public string Adapters => Path.Combine(Root, ".assay", "adapters");

    public static string Example(int number) => JsonSerializer.Serialize(new
    {
        messages = new[]
        {
            new { role = "user", content = string.Create(CultureInfo.InvariantCulture, $"Is {number * number} even?") },
            new { role = "assistant", content = number % 2 == 0 ? "yes" : "no" },
        },
    }) + "\n";

    /// <summary>Replaces <c>tuning</c>.</summary>
    public void Settings(string tuning) => Write("assay.yaml", $"name: even\nmodel: ./model\nexamples: examples.jsonl\ntuning: {{ {tuning} }}\n");

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Root, name), name == "assay.yaml" ? ModelFree.Settings(text) : text);

    /// <summary>SHA-256 of the weights of a version.</summary>
    public string Weights(string version = "v1") => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Adapters, version, "adapter_model.safetensors"))));

    public void Dispose() => folder.Dispose();
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Models.Weights;
using Assay.Text;
using Assay.Text.Templates;

namespace Assay.Tuning.Registry;

/// <summary>The content of a model that adapters are made for, told by hashes, so that one is never used with another model. Where it lies and when it was written do not count.</summary>
/// <param name="Weights">Hash of the architecture and the weights.</param>
/// <param name="Template">Hash of the chat templates; of nothing where there is none.</param>
/// <param name="Tokenizer">Hash of the tokenizer.</param>
public sealed record BaseModelHashes(string Weights, string Template, string Tokenizer)
{
    private const string TemplateKey = "tokenizer.chat_template", TokenizerPrefix = "tokenizer.";

    private static readonly string[] TokenizerFiles = ["tokenizer.json", "tokenizer.model"];

    /// <summary>Reads the whole model.</summary>
    /// <param name="path">A folder as Hugging Face lays it out, or a GGUF file.</param>
    /// <returns>64 hexadecimal digits each.</returns>
    /// <exception cref="AssayException">A file is missing, cannot be read, or is not what it should be.</exception>
    public static BaseModelHashes Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FileReading.Try(path, () => path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? OfFile(path) : OfFolder(path));
    }

    /// <summary>What of another model is not the same.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Words for a message: <c>weights</c>, <c>chat template</c>, <c>tokenizer</c>.</returns>
    public IEnumerable<string> Differences(BaseModelHashes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Weights != other.Weights) yield return "weights";
        if (Template != other.Template) yield return "chat template";
        if (Tokenizer != other.Tokenizer) yield return "tokenizer";
    }

    /// <summary>Hash of a file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>64 hexadecimal digits.</returns>
    internal static string OfContent(string path)
    {
        if (!OrdinaryFile.HasContent(path)) throw new InputException(new Problem(path, null, $"This file {OrdinaryFile.Nothing}"));
        using var stream = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static BaseModelHashes OfFolder(string folder)
    {
        string[] weights = [.. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)];
        if (weights.Length == 0) throw new InputException(new Problem(folder, null, "The folder holds no .safetensors file: expected a model as Hugging Face lays it out. Download it again."));
        ChatTemplateSet templates = ChatTemplateSet.Load(folder);
        string[] tokenizer = [.. TokenizerFiles.Select(n => Path.Combine(folder, n)).Where(File.Exists).Take(1)];
        return new BaseModelHashes(
            Of([.. weights.Prepend(Path.Combine(folder, "config.json")).Select(f => $"{Path.GetFileName(f)} {OfContent(f)}")]),
            Of([.. Templates(folder), templates.BosToken ?? "", templates.EosToken ?? ""]),
            Of([.. tokenizer.Select(f => $"{Path.GetFileName(f)} {OfContent(f)}")]));
    }

    private static IEnumerable<string> Templates(string folder)
    {
        string file = Path.Combine(folder, "chat_template.jinja"), config = Path.Combine(folder, "tokenizer_config.json");
        if (File.Exists(file)) return [OfContent(file)];
        if (!File.Exists(config)) return [];
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(config));
        return document.RootElement.TryGetProperty("chat_template", out JsonElement template) ? [template.ToString()] : [];
    }

    private static BaseModelHashes OfFile(string path)
    {
        using GgufFile file = GgufFile.Open(path);
        using var tokenizer = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, GgufValue value) in file.Values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (!key.StartsWith(TokenizerPrefix, StringComparison.Ordinal) || key == TemplateKey) continue;
            tokenizer.AppendData(Encoding.UTF8.GetBytes($"{key.Length}:{key}"));
            foreach (object? part in value.Value as Array ?? new[] { value.Value })
            {
                string text = Convert.ToString(part, CultureInfo.InvariantCulture) ?? "";
                tokenizer.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}")));
            }
        }

        return new BaseModelHashes(Of([OfContent(path)]), Of([file.Text(TemplateKey) ?? ""]), Convert.ToHexStringLower(tokenizer.GetHashAndReset()));
    }

    private static string Of(string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
        parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Length}:{p}"))))));
}

using System.Text.Json;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Text.Tokenizers;

/// <summary>The fixtures of <c>Fixtures/tokenizers</c>; see <c>make.mjs</c> there.</summary>
internal static class Reference
{
    public static string[] Kinds { get; } = ["gpt2", "roberta", "llama3", "qwen2", "o200k", "llama2", "mistral", "bert", "xlmr", "mixture"];

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "tokenizers", name);

    public static Tokenizer Load(string kind) => Tokenizer.Load(PathOf(kind + ".json"));

    public static string Json(string kind) => File.ReadAllText(PathOf(kind + ".json"));

    public static JsonDocument Cases(string kind) => JsonDocument.Parse(File.ReadAllBytes(PathOf(kind + ".cases.json")));

    public static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetInt32())];

    /// <summary>The library counts characters, .NET units.</summary>
    public static TextSpan[] Offsets(JsonElement list, string text)
    {
        var units = new List<int>();
        for (int at = 0; at < text.Length; at += char.IsHighSurrogate(text[at]) ? 2 : 1) units.Add(at);
        units.Add(text.Length);
        return [.. Numbers(list).Chunk(2).Select(pair => new TextSpan(units[pair[0]], units[pair[1]]))];
    }
}

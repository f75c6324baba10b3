using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Models.Configuration;
using Assay.Models.Weights;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Models.Encoders.Export;

/// <summary>A BERT's tokenizer as the values of a GGUF file: words begin with U+2581, what continues one has no mark, as in llama.cpp's tokenizer <c>bert</c>.</summary>
/// <param name="folder">The folder with <c>tokenizer.json</c>.</param>
/// <param name="tokenizer">What is in it.</param>
/// <param name="config">The model, which may have more rows than there are tokens.</param>
internal sealed class WordPieceValues(string folder, Tokenizer tokenizer, EncoderConfig config)
{
    private const string Continuing = "##", WordStart = "\u2581";
    private const int Normal = 1, Control = 3, UserDefined = 4, Unused = 5;

    private readonly string file = Path.Combine(folder, "tokenizer.json");

    /// <summary>The values.</summary>
    /// <exception cref="InputException">llama.cpp would cut texts otherwise.</exception>
    public IReadOnlyList<KeyValuePair<string, GgufValue>> Values()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        var fields = new ConfigFields(file, document.RootElement);
        ConfigFields model = Part(fields, "model", "WordPiece"), normalizer = Part(fields, "normalizer", "BertNormalizer");
        Part(fields, "pre_tokenizer", "BertPreTokenizer");
        if (model.Text("continuing_subword_prefix") is { } prefix && prefix != Continuing) throw model.Refuse("continuing_subword_prefix", $"expected '{Continuing}', which a GGUF file leaves out; found '{prefix}'.");
        if (!normalizer.Flag("handle_chinese_chars", true)) throw normalizer.Refuse("handle_chinese_chars", "llama.cpp always makes words of Chinese characters; this tokenizer does not.");
        if (!normalizer.Flag("clean_text", true)) throw normalizer.Refuse("clean_text", "llama.cpp always leaves control characters out; this tokenizer does not.");
        bool lower = normalizer.Flag("lowercase", true);
        ImmutableArray<int> marks = tokenizer.WithLimit(null).Encode("").Ids;
        if (marks.Length != 2) throw fields.Refuse("post_processor", $"expected one token before a text and one after it, as llama.cpp puts them; found {marks.Length} tokens around an empty text.");
        string[] names = new string[config.VocabularySize];
        int[] types = new int[config.VocabularySize];
        Name(names, types, Added(document.RootElement));
        KeyValuePair<string, GgufValue> Id(string name, int id) => new($"tokenizer.ggml.{name}_token_id", GgufValue.Of((uint)id));
        List<KeyValuePair<string, GgufValue>> values =
        [
            new("tokenizer.ggml.model", GgufValue.Of("bert")), new("tokenizer.ggml.tokens", GgufValue.OfArray(names)), new("tokenizer.ggml.token_type", GgufValue.OfArray(types)),
            new("tokenizer.ggml.token_type_count", GgufValue.Of((uint)config.TokenTypes)),
            new("tokenizer.ggml.normalizer.lowercase", GgufValue.Of(lower)), new("tokenizer.ggml.normalizer.strip_accents", GgufValue.Of(normalizer.Flag("strip_accents", lower))),
            Id("bos", marks[0]), Id("cls", marks[0]), Id("eos", marks[1]), Id("seperator", marks[1]), Id("padding", config.PadToken),
        ];
        if (tokenizer.IdOf(model.Text("unk_token") ?? "[UNK]") is >= 0 and int unknown) values.Add(Id("unknown", unknown));
        if (tokenizer.IdOf("[MASK]") is >= 0 and int mask) values.Add(Id("mask", mask));
        return values;
    }

    private static ConfigFields Part(ConfigFields fields, string name, string type)
    {
        ConfigFields? part = fields.Object(name);
        string found = part?.Text("type") ?? (name == "model" && part is not null && part.Has("continuing_subword_prefix") ? type : "nothing");
        return found == type ? part! : throw fields.Refuse(name, $"expected {type}, the one tokenizer of BERT that llama.cpp has; found {found}. Serve the folder itself with Assay.");
    }

    // Whether each added token is a special one; by their texts, because a tokenizer gives them ids of its own where the file's do not fit.
    private static Dictionary<string, bool> Added(JsonElement root)
    {
        Dictionary<string, bool> added = new(StringComparer.Ordinal);
        if (!root.TryGetProperty("added_tokens", out JsonElement list)) return added;
        foreach (JsonElement token in list.EnumerateArray()) added[token.GetProperty("content").GetString()!] = token.TryGetProperty("special", out JsonElement special) && special.ValueKind == JsonValueKind.True;
        return added;
    }

    private void Name(string[] names, int[] types, Dictionary<string, bool> added)
    {
        for (int id = 0; id < names.Length; id++)
        {
            string? token = tokenizer.TokenOf(id);
            (names[id], types[id]) = token switch
            {
                null => (string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]"), Unused),
                _ when added.TryGetValue(token, out bool special) => (token, special ? Control : UserDefined),
                _ when token.Length > Continuing.Length && token.StartsWith(Continuing, StringComparison.Ordinal) => (token[Continuing.Length..], Normal),
                _ => (WordStart + token, Normal),
            };
        }
    }
}

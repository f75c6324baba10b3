using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Models.Configuration;
using Assay.Models.Local;
using Assay.Models.Weights;
using Assay.Text;
using Assay.Text.Templates;
using Assay.Text.Tokenizers;

namespace Assay.Models.Decoders.Export;

/// <summary>A decoder's tokenizer and chat template as the values of a GGUF file.</summary>
/// <remarks>
/// Such a file names its way of cutting text (<c>tokenizer.ggml.pre</c>) instead of describing it. Which name is right is found by trying them: the one is taken under which texts of many
/// kinds become the same tokens as with the folder's own tokenizer, and where there is none the model is refused.
/// </remarks>
/// <param name="folder">The model's folder.</param>
/// <param name="config">The model, which may have more rows than there are tokens.</param>
internal sealed class VocabularyValues(string folder, DecoderConfig config)
{
    private const int Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6;

    private static readonly string[] EndNames = ["eos", "eot", "eom"];

    private static readonly string[] WaysToCut = ["gpt-2", "llama-bpe", "qwen2", "smollm", "gpt-4o", "tekken", "default"];

    /// <summary>The values.</summary>
    /// <exception cref="InputException">No kind of tokenizer that llama.cpp has cuts texts in the same way.</exception>
    public IEnumerable<KeyValuePair<string, GgufValue>> Values()
    {
        string json = Path.Combine(folder, "tokenizer.json"), pieces = Path.Combine(folder, "tokenizer.model");
        Tokenizer own = Tokenizer.Load(File.Exists(json) ? json : pieces).WithLimit(null);
        if (own.VocabularySize > config.VocabularySize) throw Refuse($"its tokenizer has {own.VocabularySize} tokens and its weights {config.VocabularySize}. They belong to different models: download it again");
        VocabularyData data = Chosen(own, Marked(own, File.Exists(json) ? OfJson(json, own) : VocabularyData.Read(pieces)));
        ChatTemplateSet templates = ChatTemplateSet.Load(folder);
        yield return new("tokenizer.ggml.model", GgufValue.Of(data.Model));
        if (data.Model == "gpt2") yield return new("tokenizer.ggml.pre", GgufValue.Of(data.Pre));
        yield return new("tokenizer.ggml.tokens", GgufValue.OfArray<string>([.. Padded(data.Tokens, i => string.Create(CultureInfo.InvariantCulture, $"[PAD{i}]"))]));
        yield return new("tokenizer.ggml.token_type", GgufValue.OfArray<int>([.. Padded(data.Types, _ => Unused)]));
        if (data.Scores.Count > 0) yield return new("tokenizer.ggml.scores", GgufValue.OfArray<float>([.. Padded(data.Scores, _ => -1000f)]));
        if (data.Model == "gpt2") yield return new("tokenizer.ggml.merges", GgufValue.OfArray<string>([.. data.Merges]));
        if (data.StartId is { } start) yield return Id("bos", start);
        foreach ((string name, int id) in Ends(templates, own, data)) yield return Id(name, id);
        if (data.UnknownId is { } unknown) yield return Id("unknown", unknown);
        yield return new("tokenizer.ggml.add_bos_token", GgufValue.Of(data.AddStart));
        yield return new("tokenizer.ggml.add_eos_token", GgufValue.Of(data.AddEnd));
        if (data.Model != "gpt2") yield return new("tokenizer.ggml.add_space_prefix", GgufValue.Of(data.AddSpacePrefix));
        if (templates.For(hasTools: false) is { } template) yield return new("tokenizer.chat_template", GgufValue.Of(template.Source));
    }

    private static KeyValuePair<string, GgufValue> Id(string name, int id) => new($"tokenizer.ggml.{name}_token_id", GgufValue.Of((uint)id));

    // What ends a text, a turn and a message; llama.cpp takes each of them for the end of an answer.
    private IEnumerable<(string Name, int Id)> Ends(ChatTemplateSet templates, Tokenizer own, VocabularyData data)
    {
        ImmutableArray<int> all = templates.EndTokens(folder, config, own);
        if ((templates.EndToken(own) ?? (all.IsEmpty ? data.EndId : all[0])) is not { } first) return [];
        return EndNames.Zip(all.Remove(first).Insert(0, first));
    }

    private IEnumerable<T> Padded<T>(IReadOnlyList<T> values, Func<int, T> none) => values.Concat(Enumerable.Range(values.Count, config.VocabularySize - values.Count).Select(none));

    private VocabularyData OfJson(string path, Tokenizer own)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement model = document.RootElement.GetProperty("model");
        if (!model.TryGetProperty("merges", out JsonElement listed)) throw Refuse($"its tokenizer is of the kind {(model.TryGetProperty("type", out JsonElement type) ? type.ToString() : "unknown")}, and BPE is what llama.cpp takes from such a file. Export it as safetensors");
        string[] merges = [.. listed.EnumerateArray().Select(m => m.ValueKind == JsonValueKind.String ? m.GetString()! : string.Join(' ', m.EnumerateArray().Select(p => p.GetString())))];
        Dictionary<string, bool> added = new(StringComparer.Ordinal);
        if (document.RootElement.TryGetProperty("added_tokens", out JsonElement tokens))
            foreach (JsonElement token in tokens.EnumerateArray()) added[token.GetProperty("content").GetString()!] = token.TryGetProperty("special", out JsonElement special) && special.ValueKind == JsonValueKind.True;
        bool bytes = model.TryGetProperty("byte_fallback", out JsonElement fallback) && fallback.ValueKind == JsonValueKind.True;
        string? unknown = model.TryGetProperty("unk_token", out JsonElement unk) && unk.ValueKind == JsonValueKind.String ? unk.GetString() : null;
        string[] names = [.. Enumerable.Range(0, own.VocabularySize).Select(id => own.TokenOf(id) ?? string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]"))];
        int[] types = [.. names.Select((name, id) => own.TokenOf(id) is null ? Unused : name == unknown ? Unknown : added.TryGetValue(name, out bool isSpecial) ? isSpecial ? Control : UserDefined : bytes && IsByte(name) ? Byte : Normal)];
        return new VocabularyData(bytes ? "llama" : "gpt2", names)
        {
            Types = types,
            Merges = bytes ? [] : merges,
            Scores = bytes ? Scores(names, merges) : [],
            UnknownId = unknown is not null && own.IdOf(unknown) is >= 0 and var id ? id : null,
            ByteFallback = bytes,
        };
    }

    // SentencePiece merges by the score of what comes of it; a list of merges says the same by its order.
    private static float[] Scores(string[] names, string[] merges)
    {
        Dictionary<string, float> scores = new(StringComparer.Ordinal);
        for (int i = 0; i < merges.Length; i++)
        {
            int space = merges[i].IndexOf(' ', 1);
            if (space > 0) scores.TryAdd(merges[i][..space] + merges[i][(space + 1)..], -(float)i);
        }

        return [.. names.Select(n => scores.GetValueOrDefault(n, -1e6f))];
    }

    private static bool IsByte(string name) => name.Length == 6 && name.StartsWith("<0x", StringComparison.Ordinal) && name[5] == '>';

    // What is put around a text.
    private VocabularyData Marked(Tokenizer own, VocabularyData data)
    {
        ImmutableArray<int> around = own.Encode("").Ids;
        int? begin = config.BeginToken ?? data.StartId, end = config.EndTokens.IsEmpty ? data.EndId : config.EndTokens[0];
        return around switch
        {
            [] => data with { StartId = begin, EndId = end, AddStart = false, AddEnd = false },
            [var first] when first != end => data with { StartId = first, EndId = end, AddStart = true, AddEnd = false },
            [var last] => data with { StartId = begin, EndId = last, AddStart = false, AddEnd = true },
            [var first, var last] => data with { StartId = first, EndId = last, AddStart = true, AddEnd = true },
            _ => throw Refuse($"its tokenizer puts {around.Length} tokens around a text, and llama.cpp at most one on each side. Export it as safetensors"),
        };
    }

    private VocabularyData Chosen(Tokenizer own, VocabularyData data)
    {
        if (data.Model == "t5") throw Refuse("its tokenizer is SentencePiece's unigram model, whose map of characters such a file has no agreed place for. Export it as safetensors");

        // What the file does not say does not hold there.
        data = data with { CharacterMap = default, RemoveExtraSpaces = false };
        IEnumerable<VocabularyData> ways = data.Model == "gpt2" ? WaysToCut.Select(w => data with { Pre = w }) : new[] { data, data with { AddSpacePrefix = !data.AddSpacePrefix } };
        ImmutableArray<string> probes = [.. TokenizerProbes.Texts, .. TokenizerProbes.Of(own)];

        // Where a text begins with a space, SentencePiece and what was made of its models do not agree among themselves.
        if (data.Model == "llama") probes = [.. probes.Select(p => p.TrimStart())];
        return ways.FirstOrDefault(w => CutsAlike(probes, own, Tokenizer.FromVocabulary(w))) ?? throw Refuse($"none of the ways in which llama.cpp cuts text ({(data.Model == "gpt2" ? string.Join(", ", WaysToCut) : "SentencePiece's")}) gives the tokens of its own tokenizer. Export it as safetensors, or serve the folder itself with Assay");
    }

    private static bool CutsAlike(ImmutableArray<string> probes, Tokenizer own, Tokenizer other) => probes.All(t => own.Encode(t).Ids.SequenceEqual(other.Encode(t).Ids));

    private InputException Refuse(string why) => new(new Problem(folder, null, $"this model cannot be written as a GGUF file: {why}."));
}

using Assay.Text.Tokenizers.Subwords;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class ModelReader
{
    /// <summary>Greatest id that is taken: several times the largest vocabulary there is.</summary>
    public const int GreatestId = (1 << 24) - 1;

    /// <summary>Reads a model.</summary>
    /// <exception cref="InputException">It is of a kind that is not known, or not well formed.</exception>
    public static SubwordModel Read(JsonPart model)
    {
        if (!model.Exists) throw model.Refused("there is no model, and a tokenizer needs one");
        string type = model["type"].TextOr(GuessType(model));
        return type switch
        {
            "BPE" => ReadBpe(model),
            "WordPiece" => new WordPieceModel(ReadVocabulary(model["vocab"]), model["unk_token"].TextOr("[UNK]"), model["continuing_subword_prefix"].TextOr("##"), model["max_input_chars_per_word"] is { Exists: true } longest ? longest.Whole(0, int.MaxValue) : 100),
            "WordLevel" => new WordLevelModel(ReadVocabulary(model["vocab"]), model["unk_token"].TextOr("<unk>")),
            "Unigram" => ReadUnigram(model),
            _ => throw model["type"].Refused($"the model '{type}' is not supported (known: BPE, WordPiece, WordLevel, Unigram)"),
        };
    }

    // Files from before types were written.
    private static string GuessType(JsonPart model) => model["merges"].Exists ? "BPE" : model["max_input_chars_per_word"].Exists ? "WordPiece" : model["unk_id"].Exists ? "Unigram" : "WordLevel";

    private static Vocabulary ReadVocabulary(JsonPart vocab) => new(vocab.Properties().Select(p => KeyValuePair.Create(p.Name, p.Value.Whole(0, GreatestId))));

    private static BpeModel ReadBpe(JsonPart model)
    {
        JsonPart dropout = model["dropout"];
        if (dropout.Exists && dropout.Number() != 0) throw dropout.Refused("dropout makes tokens random, which is for training only; set it to null");
        Vocabulary vocabulary = ReadVocabulary(model["vocab"]);
        var settings = new BpeSettings
        {
            UnknownToken = model["unk_token"].Exists ? model["unk_token"].Text() : null,
            ContinuingPrefix = model["continuing_subword_prefix"].TextOr(""),
            EndSuffix = model["end_of_word_suffix"].TextOr(""),
            FuseUnknown = model["fuse_unk"].FlagOr(false),
            ByteFallback = model["byte_fallback"].FlagOr(false),
            IgnoreMerges = model["ignore_merges"].FlagOr(false),
        };
        var merges = new List<Merge>();
        foreach (JsonPart merge in model["merges"].Items())
        {
            if (ReadMerge(merge) is not { } pair) continue;
            merges.Add(Resolve(vocabulary, pair.Left, pair.Right, merges.Count, settings.ContinuingPrefix) ?? throw merge.Refused($"'{pair.Left}' and '{pair.Right}' cannot merge: one of them or what they become is not in the vocabulary"));
        }

        return new BpeModel(vocabulary, merges, settings);
    }

    /// <summary>The ids of a merge, or null where a token of it is not in the vocabulary.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="left">Left token.</param>
    /// <param name="right">Right token.</param>
    /// <param name="rank">Its rank.</param>
    /// <param name="prefix">What is taken off the right token when it joins the left.</param>
    public static Merge? Resolve(Vocabulary vocabulary, string left, string right, int rank, string prefix = "")
    {
        if (right.Length < prefix.Length) return null;
        var ids = new Merge(vocabulary.IdOf(left), vocabulary.IdOf(right), vocabulary.IdOf(string.Concat(left, right.AsSpan(prefix.Length))), rank);
        return ids.Left < 0 || ids.Right < 0 || ids.Result < 0 ? null : ids;
    }

    private static (string Left, string Right)? ReadMerge(JsonPart merge)
    {
        string[] parts = merge.Element.ValueKind == System.Text.Json.JsonValueKind.String ? merge.Text().Split(' ') : [.. merge.Items().Take(3).Select(i => i.Text())];
        if (parts[0].StartsWith("#version", StringComparison.Ordinal) && merge.Element.ValueKind == System.Text.Json.JsonValueKind.String) return null;
        return parts.Length == 2 ? (parts[0], parts[1]) : throw merge.Refused("expected two tokens, as \"a b\" or [\"a\", \"b\"]");
    }

    private static UnigramModel ReadUnigram(JsonPart model)
    {
        var tokens = new List<KeyValuePair<string, int>>();
        var scores = new List<double>();
        foreach (JsonPart entry in model["vocab"].Items())
        {
            JsonPart[] pair = [.. entry.Items().Take(3)];
            if (pair.Length != 2) throw entry.Refused("expected a token and its score");
            tokens.Add(KeyValuePair.Create(pair[0].Text(), tokens.Count));
            scores.Add(pair[1].Number());
            if (tokens.Count > GreatestId) throw entry.Refused($"the vocabulary has more than {GreatestId} tokens");
        }

        JsonPart unknown = model["unk_id"];
        return new UnigramModel(new Vocabulary(tokens), [.. scores], unknown.Exists ? unknown.Whole(0, tokens.Count - 1) : -1, model["byte_fallback"].FlagOr(false));
    }
}

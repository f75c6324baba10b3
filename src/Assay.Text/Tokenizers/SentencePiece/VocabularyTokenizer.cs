using Assay.Text.Tokenizers.Decoders;
using Assay.Text.Tokenizers.Normalizers;
using Assay.Text.Tokenizers.Patterns;
using Assay.Text.Tokenizers.Patterns.Expressions;
using Assay.Text.Tokenizers.PostProcessors;
using Assay.Text.Tokenizers.PreTokenizers;
using Assay.Text.Tokenizers.Reading;
using Assay.Text.Tokenizers.Subwords;

namespace Assay.Text.Tokenizers.SentencePiece;

/// <summary>Makes tokenizers of plain vocabularies.</summary>
internal static class VocabularyTokenizer
{
    private const int UnknownType = 2;
    private const int ControlType = 3;
    private const int UserType = 4;
    private const int UnusedType = 5;
    private const string Tekken = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="data">The vocabulary.</param>
    /// <param name="file">Where it is from, for messages.</param>
    /// <exception cref="InputException">The lists do not fit together, or the kind is not supported.</exception>
    public static Tokenizer Build(VocabularyData data, string file)
    {
        Check(data, file);
        TokenizerParts parts = data.Model switch
        {
            "llama" => BuildScored(data, ScoredBpe(data), file),
            "t5" => BuildScored(data, Unigram(data), file),
            "gpt2" => BuildByteLevel(data, file),
            "bert" => BuildWordPiece(data),
            _ => throw Refused(file, $"the vocabulary kind '{data.Model}' is not supported (known: llama, t5, gpt2, bert)"),
        };
        return new Tokenizer(parts with { PostProcessor = Template(data) });
    }

    private static void Check(VocabularyData data, string file)
    {
        int count = data.Tokens.Count;
        if (count == 0 || count > ModelReader.GreatestId) throw Refused(file, $"expected 1 to {ModelReader.GreatestId} tokens, found {count}");
        bool scored = data.Model is "llama" or "t5";
        if (data.Scores.Count != count && (scored || data.Scores.Count > 0)) throw Refused(file, $"there are {count} tokens and {data.Scores.Count} scores");
        if (data.Scores.Any(s => !float.IsFinite(s))) throw Refused(file, "a score is no number");
        if (data.Types.Count != count && data.Types.Count > 0) throw Refused(file, $"there are {count} tokens and {data.Types.Count} types");
        foreach (int? id in new[] { data.StartId, data.EndId, data.UnknownId })
        {
            if (id < 0 || id >= count) throw Refused(file, $"there is no token {id} for the start, the end or the unknown (there are {count})");
        }

        if ((data.AddStart && data.StartId is null) || (data.AddEnd && data.EndId is null)) throw Refused(file, "a start or end token is to be added, and there is none");
    }

    private static InputException Refused(string file, string what) => new(new Problem(file, null, what + "."));

    private static int TypeOf(VocabularyData data, int id) => data.Types.Count == 0 ? 1 : data.Types[id];

    private static int? Unknown(VocabularyData data)
    {
        if (data.UnknownId is not null) return data.UnknownId;
        for (int id = 0; id < data.Types.Count; id++)
        {
            if (data.Types[id] == UnknownType) return id;
        }

        return null;
    }

    private static Vocabulary All(VocabularyData data) => new(data.Tokens.Select((t, id) => KeyValuePair.Create(t, id)));

    private static AddedVocabulary Added(VocabularyData data, Normalizer? normalizer) => new(
        data.Tokens.Select((t, id) => (Token: t, Id: id, Type: TypeOf(data, id))).Where(t => t.Type is UnknownType or ControlType or UserType && t.Token.Length is > 0 and <= AddedTokenFinder.LongestToken)
            .Select(t => new AddedToken(t.Token, t.Id) { Special = t.Type != UserType }),
        normalizer);

    // Every piece can come of any two pieces that spell it, and of all pairs the one whose piece has the greatest score is merged.
    private static BpeModel ScoredBpe(VocabularyData data)
    {
        Vocabulary vocabulary = All(data);
        float[] order = [.. data.Scores.Distinct().OrderDescending()];
        Dictionary<float, int> ranks = order.Select((score, rank) => (score, rank)).ToDictionary(p => p.score, p => p.rank);
        var merges = new List<Merge>();
        foreach ((string piece, int id) in vocabulary.Ids)
        {
            if (TypeOf(data, id) is not (1 or UserType) || piece.Length > AddedTokenFinder.LongestToken) continue;
            for (int cut = 1; cut < piece.Length; cut++)
            {
                int left = vocabulary.IdOf(piece.AsSpan(0, cut)), right = left < 0 ? -1 : vocabulary.IdOf(piece.AsSpan(cut));
                if (right >= 0) merges.Add(new Merge(left, right, id, ranks[data.Scores[id]]));
            }
        }

        string? unknown = Unknown(data) is { } u ? data.Tokens[u] : null;
        return new BpeModel(vocabulary, merges, new BpeSettings { UnknownToken = unknown, FuseUnknown = true, ByteFallback = data.ByteFallback });
    }

    private static UnigramModel Unigram(VocabularyData data) => new(
        new Vocabulary(data.Tokens.Select((t, id) => KeyValuePair.Create(TypeOf(data, id) is UnusedType or ControlType ? Unfindable(id) : t, id))),
        [.. data.Scores.Select(s => (double)s)], Unknown(data) ?? -1, data.ByteFallback);

    // Not to be found in a text, which has no such characters after its lone surrogates are replaced.
    private static string Unfindable(int id) => $"\uDC00{id}";

    private static TokenizerParts BuildScored(VocabularyData data, SubwordModel model, string file)
    {
        var steps = new List<Normalizer>();
        try
        {
            if (!data.CharacterMap.IsEmpty) steps.Add(new PrecompiledNormalizer(data.CharacterMap.ToArray()));
        }
        catch (FormatException e)
        {
            throw Refused(file, $"the character map cannot be read: {e.Message}");
        }

        if (data.RemoveExtraSpaces) steps.AddRange([new ReplaceNormalizer(new ExpressionPattern(" {2,}"), " "), new StripNormalizer(left: true, right: true)]);
        string mark = SubwordModel.Space.ToString();
        List<TokenDecoder> decoders = [new ReplaceDecoder(new LiteralPattern(mark), " "), new ByteFallbackDecoder(), new FuseDecoder()];
        if (data.AddSpacePrefix) decoders.Add(new StripDecoder(" ", 1, 0));
        var normalizer = new NormalizerSequence(steps);
        return new TokenizerParts(model, Added(data, normalizer))
        {
            Normalizer = normalizer,
            PreTokenizer = new MetaspacePreTokenizer(mark, data.AddSpacePrefix ? PrependScheme.First : PrependScheme.Never, split: false),
            Decoder = new DecoderSequence(decoders),
        };
    }

    private static TokenizerParts BuildByteLevel(VocabularyData data, string file)
    {
        Vocabulary vocabulary = All(data);
        var merges = new List<Merge>();
        foreach (string merge in data.Merges)
        {
            int space = merge.IndexOf(' ', 1);
            Merge? resolved = space < 0 ? null : ModelReader.Resolve(vocabulary, merge[..space], merge[(space + 1)..], merges.Count);
            merges.Add(resolved ?? throw Refused(file, $"the merge '{merge}' is not of two tokens whose union is a token"));
        }

        bool wholeWords = data.Pre is "llama-bpe" or "llama3" or "llama-v3" or "tekken";
        List<PreTokenizer> steps = [.. Patterns(data.Pre, file).Select(p => new SplitPreTokenizer(p, SplitBehavior.Isolated, invert: false)), new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: false, writeBytes: true)];
        return new TokenizerParts(new BpeModel(vocabulary, merges, new BpeSettings { IgnoreMerges = wholeWords }), Added(data, null))
        {
            Normalizer = data.Pre == "qwen2" ? new UnicodeFormNormalizer(System.Text.NormalizationForm.FormC) : null,
            PreTokenizer = new PreTokenizerSequence(steps),
            Decoder = new ByteLevelDecoder(),
        };
    }

    private static TextPattern[] Patterns(string pre, string file) => pre switch
    {
        "gpt-2" or "gpt2" or "phi-2" or "olmo" or "jina-es" or "jina-de" or "roberta-bpe" or "mpt" or "exaone" => [new ScannerPattern(new Gpt2Scanner())],
        "llama-bpe" or "llama3" or "llama-v3" or "dbrx" or "smaug-bpe" => [new ScannerPattern(new Cl100kScanner(3))],
        "qwen2" or "stablelm2" or "hunyuan" => [new ScannerPattern(new Cl100kScanner(1))],
        "gpt-4o" or "llama4" => [new ScannerPattern(new O200kScanner())],
        "smollm" or "starcoder" or "refact" or "command-r" or "codeshell" => [new ExpressionPattern(@"\p{N}"), new ScannerPattern(new Gpt2Scanner())],
        "tekken" => [new ExpressionPattern(Tekken)],
        "default" => [new ExpressionPattern(@"[\p{P}\$\+<=>\^~\|]+"), new ScannerPattern(new Gpt2Scanner()), new ExpressionPattern(@"\p{N}+"), new ExpressionPattern("[0-9][0-9][0-9]")],
        _ => throw Refused(file, $"the pre-tokenizer '{pre}' is not known (known: gpt-2, llama-bpe, qwen2, gpt-4o, smollm, tekken, default and their other names); give the model's tokenizer.json"),
    };

    // GGUF files mark the start of words instead of what continues them.
    private static TokenizerParts BuildWordPiece(VocabularyData data)
    {
        var vocabulary = new Vocabulary(data.Tokens.Select((t, id) => KeyValuePair.Create(
            TypeOf(data, id) is UnknownType or ControlType or UserType ? t : t.StartsWith(SubwordModel.Space) ? t[1..] : "##" + t, id)));
        string unknown = Unknown(data) is { } id ? data.Tokens[id] : "[UNK]";
        return new TokenizerParts(new WordPieceModel(vocabulary, unknown, "##", 100), Added(data, null))
        {
            Normalizer = new BertNormalizer(clean: true, chinese: true, accents: true, lowercase: true),
            PreTokenizer = new PreTokenizerSequence([
                new SplitPreTokenizer(new CharacterPattern(UnicodeText.IsWhiteSpace), SplitBehavior.Removed, invert: false),
                new SplitPreTokenizer(new CharacterPattern(UnicodeText.IsPunctuation), SplitBehavior.Isolated, invert: false)]),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
        };
    }

    private static TemplateProcessor Template(VocabularyData data)
    {
        TemplatePiece[] before = data.AddStart ? [new TemplatePiece(-1, [data.StartId!.Value], 0)] : [], after = data.AddEnd ? [new TemplatePiece(-1, [data.EndId!.Value], 0)] : [];
        TemplatePiece first = new(0, [], 0), second = new(1, [], 1);
        return new TemplateProcessor([.. before, first, .. after], [.. before, first, .. after, .. before, second, .. after]);
    }
}

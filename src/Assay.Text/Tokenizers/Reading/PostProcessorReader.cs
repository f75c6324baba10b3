using Assay.Text.Tokenizers.PostProcessors;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>Reads the <c>post_processor</c>, <c>truncation</c> and <c>padding</c> of a tokenizer.json.</summary>
/// <param name="tokenOf">Text of a token.</param>
internal sealed class PostProcessorReader(Func<int, string?> tokenOf)
{
    private const int LongestText = 1 << 24;
    private const string Known = "RobertaProcessing, BertProcessing, ByteLevel, TemplateProcessing, Sequence";

    /// <summary>Reads a post-processor.</summary>
    /// <exception cref="InputException">It is of a kind that is not known, or not well formed.</exception>
    public PostProcessor Read(JsonPart part)
    {
        string type = part["type"].Text();
        return type switch
        {
            "RobertaProcessing" => new BertProcessor(ReadToken(part["cls"]), ReadToken(part["sep"]), isRoberta: true, ReadTrimmer(part)),
            "BertProcessing" => new BertProcessor(ReadToken(part["cls"]), ReadToken(part["sep"]), isRoberta: false, trimmer: null),
            "ByteLevel" => ReadTrimmer(part) ?? (PostProcessor)new PostProcessorSequence([]),
            "TemplateProcessing" => ReadTemplates(part),
            "Sequence" => new PostProcessorSequence([.. part["processors"].Items().Select(Read)]),
            _ => throw part["type"].Refused($"the post-processor '{type}' is not supported (known: {Known})"),
        };
    }

    /// <summary>Reads how texts are cut.</summary>
    /// <param name="part">The settings.</param>
    /// <param name="added">Special tokens that one text gets.</param>
    public static Truncation ReadTruncation(JsonPart part, int added)
    {
        TruncationStrategy strategy = part["strategy"].TextOr("LongestFirst") switch
        {
            "LongestFirst" => TruncationStrategy.LongestFirst,
            "OnlyFirst" => TruncationStrategy.OnlyFirst,
            "OnlySecond" => TruncationStrategy.OnlySecond,
            string other => throw part["strategy"].Refused($"expected LongestFirst, OnlyFirst or OnlySecond, found '{other}'"),
        };
        int length = part["max_length"].Whole(0, int.MaxValue);
        int stride = part["stride"].Exists ? part["stride"].Whole(0, int.MaxValue) : 0;
        if (length < added) throw part["max_length"].Refused($"{length} is less than the {added} special tokens that every text gets");
        if (stride > 0 && stride >= length - added) throw part["stride"].Refused($"{stride} must be less than max_length without special tokens, {length - added}");
        return new Truncation(length, stride, strategy, ReadIsLeft(part["direction"]));
    }

    /// <summary>Reads how texts are filled up.</summary>
    public static Padding ReadPadding(JsonPart part)
    {
        JsonPart strategy = part["strategy"];
        bool isLongest = strategy.Element.ValueKind == System.Text.Json.JsonValueKind.String && strategy.Text() == "BatchLongest";
        int? length = isLongest ? null : strategy["Fixed"].Whole(0, LongestText);
        int multiple = part["pad_to_multiple_of"].Exists ? part["pad_to_multiple_of"].Whole(0, LongestText) : 0;
        return new Padding(length, multiple, part["pad_id"].Whole(0, ModelReader.GreatestId), part["pad_type_id"].Whole(0, int.MaxValue), ReadIsLeft(part["direction"]));
    }

    private static bool ReadIsLeft(JsonPart part) => part.TextOr("Right") switch
    {
        "Left" => true,
        "Right" => false,
        string other => throw part.Refused($"expected Left or Right, found '{other}'"),
    };

    private static int ReadToken(JsonPart part)
    {
        JsonPart[] pair = [.. part.Items().Take(3)];
        return pair.Length == 2 ? pair[1].Whole(0, ModelReader.GreatestId) : throw part.Refused("expected a token and its id");
    }

    private OffsetTrimmer? ReadTrimmer(JsonPart part) => part["trim_offsets"].FlagOr(true) ? new OffsetTrimmer(tokenOf, part["add_prefix_space"].FlagOr(true)) : null;

    private static TemplateProcessor ReadTemplates(JsonPart part)
    {
        var special = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach ((string name, JsonPart token) in part["special_tokens"].Properties()) special[name] = [.. token["ids"].Items().Select(i => i.Whole(0, ModelReader.GreatestId))];
        return new TemplateProcessor(ReadTemplate(part["single"], special, isPair: false), ReadTemplate(part["pair"], special, isPair: true));
    }

    private static List<TemplatePiece> ReadTemplate(JsonPart part, Dictionary<string, int[]> special, bool isPair)
    {
        var pieces = new List<TemplatePiece>();
        foreach (JsonPart piece in part.Items())
        {
            JsonPart sequence = piece["Sequence"], token = piece["SpecialToken"];
            if (sequence.Exists)
            {
                int index = sequence["id"].Text() switch { "A" => 0, "B" => 1, string other => throw sequence["id"].Refused($"expected A or B, found '{other}'") };
                if (index == 1 && !isPair) throw sequence["id"].Refused("a template for one text has no B");
                pieces.Add(new TemplatePiece(index, [], sequence["type_id"].Whole(0, int.MaxValue)));
                continue;
            }

            string id = token["id"].Text();
            if (!special.TryGetValue(id, out int[]? ids)) throw token["id"].Refused($"'{id}' is not among the special_tokens of the template");
            pieces.Add(new TemplatePiece(-1, ids, token["type_id"].Whole(0, int.MaxValue)));
        }

        return pieces;
    }
}

using Assay.Text.Tokenizers.Patterns;
using Assay.Text.Tokenizers.PreTokenizers;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private const string Known = "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Metaspace, Whitespace, WhitespaceSplit, Sequence, Split, Punctuation, Digits, UnicodeScripts, FixedLength";

    /// <summary>Reads a pre-tokenizer.</summary>
    /// <exception cref="InputException">It is of a kind that is not known, or not well formed.</exception>
    public static PreTokenizer Read(JsonPart part)
    {
        string type = part["type"].Text();
        return type switch
        {
            "BertPreTokenizer" => new PreTokenizerSequence([Spaces(), new SplitPreTokenizer(new CharacterPattern(UnicodeText.IsPunctuation), SplitBehavior.Isolated, invert: false)]),
            "ByteLevel" => new ByteLevelPreTokenizer(part["add_prefix_space"].FlagOr(true), part["use_regex"].FlagOr(true), writeBytes: true),
            "CharDelimiterSplit" or "Delimiter" => new SplitPreTokenizer(new LiteralPattern(part["delimiter"].Character()), SplitBehavior.Removed, invert: false),
            "Metaspace" => new MetaspacePreTokenizer(part["replacement"].Character(), ReadScheme(part), part["split"].FlagOr(true)),
            "Whitespace" => new SplitPreTokenizer(new WordPattern(), SplitBehavior.Removed, invert: true),
            "WhitespaceSplit" => Spaces(),
            "Sequence" => new PreTokenizerSequence([.. part["pretokenizers"].Items().Select(Read)]),
            "Split" => new SplitPreTokenizer(PatternReader.Read(part["pattern"]), ReadBehavior(part["behavior"]), part["invert"].FlagOr(false)),
            "Punctuation" => new SplitPreTokenizer(new CharacterPattern(UnicodeText.IsPunctuation), part["behavior"].Exists ? ReadBehavior(part["behavior"]) : SplitBehavior.Isolated, invert: false),
            "Digits" => new SplitPreTokenizer(new CharacterPattern(UnicodeText.IsNumeric), part["individual_digits"].FlagOr(false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous, invert: false),
            "UnicodeScripts" => new ScriptPreTokenizer(),
            "FixedLength" => new FixedLengthPreTokenizer(part["length"] is { Exists: true } length ? length.Whole(1, int.MaxValue) : 5),
            _ => throw part["type"].Refused($"the pre-tokenizer '{type}' is not supported (known: {Known})"),
        };
    }

    /// <summary>Where a mark is added, in either spelling.</summary>
    public static PrependScheme ReadScheme(JsonPart part)
    {
        string scheme = part["prepend_scheme"].TextOr("always");
        bool never = !part["add_prefix_space"].FlagOr(true);
        if (never && part["prepend_scheme"].Exists && scheme != "never") throw part["add_prefix_space"].Refused($"false contradicts the prepend_scheme '{scheme}'");
        if (never) return PrependScheme.Never;
        return scheme switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw part["prepend_scheme"].Refused($"expected always, first or never, found '{scheme}'"),
        };
    }

    private static SplitPreTokenizer Spaces() => new(new CharacterPattern(UnicodeText.IsWhiteSpace), SplitBehavior.Removed, invert: false);

    private static SplitBehavior ReadBehavior(JsonPart part) => part.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        string other => throw part.Refused($"expected Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous, found '{other}'"),
    };
}

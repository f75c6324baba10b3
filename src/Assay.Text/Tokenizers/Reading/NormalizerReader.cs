using System.Text;
using Assay.Text.Tokenizers.Normalizers;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    private const string Known = "BertNormalizer, Strip, StripAccents, NFC, NFD, NFKC, NFKD, Sequence, Lowercase, Nmt, Precompiled, Replace, Prepend, ByteLevel";

    /// <summary>Reads a normalizer.</summary>
    /// <exception cref="InputException">It is of a kind that is not known, or not well formed.</exception>
    public static Normalizer Read(JsonPart part)
    {
        string type = part["type"].Text();
        return type switch
        {
            "BertNormalizer" or "Bert" => ReadBert(part),
            "Strip" => new StripNormalizer(part["strip_left"].FlagOr(true), part["strip_right"].FlagOr(true)),
            "StripAccents" => new StripAccentsNormalizer(),
            "NFC" => new UnicodeFormNormalizer(NormalizationForm.FormC),
            "NFD" => new UnicodeFormNormalizer(NormalizationForm.FormD),
            "NFKC" => new UnicodeFormNormalizer(NormalizationForm.FormKC),
            "NFKD" => new UnicodeFormNormalizer(NormalizationForm.FormKD),
            "Sequence" => new NormalizerSequence([.. part["normalizers"].Items().Select(Read)]),
            "Lowercase" => new LowercaseNormalizer(),
            "Nmt" => new NmtNormalizer(),
            "Precompiled" => ReadPrecompiled(part["precompiled_charsmap"]),
            "Replace" => new ReplaceNormalizer(PatternReader.Read(part["pattern"]), part["content"].Text()),
            "Prepend" => new PrependNormalizer(part["prepend"].Text()),
            "ByteLevel" => new ByteLevelNormalizer(),
            _ => throw part["type"].Refused($"the normalizer '{type}' is not supported (known: {Known})"),
        };
    }

    private static BertNormalizer ReadBert(JsonPart part)
    {
        bool lowercase = part["lowercase"].FlagOr(true);
        return new BertNormalizer(part["clean_text"].FlagOr(true), part["handle_chinese_chars"].FlagOr(true), part["strip_accents"].FlagOr(lowercase), lowercase);
    }

    private static PrecompiledNormalizer ReadPrecompiled(JsonPart map)
    {
        try
        {
            return new PrecompiledNormalizer(Convert.FromBase64String(map.TextOr("")));
        }
        catch (FormatException e)
        {
            throw map.Refused($"the character map cannot be read: {e.Message}");
        }
    }
}

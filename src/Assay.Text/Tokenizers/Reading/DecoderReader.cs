using Assay.Text.Tokenizers.Decoders;
using Assay.Text.Tokenizers.PreTokenizers;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderReader
{
    private const string Known = "BPEDecoder, ByteLevel, WordPiece, Metaspace, CTC, Sequence, Replace, Fuse, Strip, ByteFallback";

    /// <summary>Reads a decoder.</summary>
    /// <exception cref="InputException">It is of a kind that is not known, or not well formed.</exception>
    public static TokenDecoder Read(JsonPart part)
    {
        string type = part["type"].Text();
        return type switch
        {
            "BPEDecoder" => new BpeDecoder(NotEmpty(part["suffix"])),
            "ByteLevel" => new ByteLevelDecoder(),
            "WordPiece" => new WordPieceDecoder(part["prefix"].TextOr("##"), part["cleanup"].FlagOr(true)),
            "Metaspace" => new MetaspaceDecoder(part["replacement"].Character(), PreTokenizerReader.ReadScheme(part) != PrependScheme.Never),
            "CTC" => new CtcDecoder(NotEmpty(part["pad_token"]), NotEmpty(part["word_delimiter_token"]), part["cleanup"].FlagOr(true)),
            "Sequence" => new DecoderSequence([.. part["decoders"].Items().Select(Read)]),
            "Replace" => new ReplaceDecoder(PatternReader.Read(part["pattern"]), part["content"].Text()),
            "Fuse" => new FuseDecoder(),
            "Strip" => new StripDecoder(part["content"].Character(), part["start"].Whole(0, int.MaxValue), part["stop"].Whole(0, int.MaxValue)),
            "ByteFallback" => new ByteFallbackDecoder(),
            _ => throw part["type"].Refused($"the decoder '{type}' is not supported (known: {Known})"),
        };
    }

    private static string NotEmpty(JsonPart part) => part.Text() is { Length: > 0 } text ? text : throw part.Refused("expected a text that is not empty");
}

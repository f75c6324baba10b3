using System.Text.Json;
using Assay.Text.Tokenizers.Normalizers;
using Assay.Text.Tokenizers.PostProcessors;
using Assay.Text.Tokenizers.SentencePiece;
using Assay.Text.Tokenizers.Subwords;

namespace Assay.Text.Tokenizers.Reading;

/// <summary>Reads <c>tokenizer.json</c>.</summary>
internal static class TokenizerReader
{
    private const int DeepestNesting = 32;
    private const long LargestFile = 256L << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read or used.</exception>
    public static Tokenizer Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > LargestFile) throw new InputException(new Problem(path, null, $"expected a tokenizer of at most {LargestFile >> 20} MB, found {file.Length >> 20} MB."));
            if (!OrdinaryFile.HasContent(path)) throw new InputException(new Problem(path, null, OrdinaryFile.Nothing));
            byte[] bytes = File.ReadAllBytes(path);
            return path.EndsWith(".model", StringComparison.OrdinalIgnoreCase) ? VocabularyTokenizer.Build(SentencePieceReader.Read(bytes, path), path) : Parse(bytes, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new Problem(path, null, $"the tokenizer cannot be read: {e.Message}"));
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="file">The file, as the user would type it.</param>
    /// <exception cref="InputException">They cannot be used.</exception>
    public static Tokenizer Parse(ReadOnlyMemory<byte> utf8, string file)
    {
        try
        {
            if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            return Read(new JsonPart(document.RootElement, "", file));
        }
        catch (JsonException e)
        {
            throw new InputException(new Problem(file, e.LineNumber is { } line ? (int)Math.Min(line + 1, int.MaxValue) : null, $"expected JSON: {e.Message}"));
        }
    }

    private static Tokenizer Read(JsonPart root)
    {
        string version = root["version"].TextOr("1.0");
        if (version != "1.0") throw root["version"].Refused($"version '{version}' is not supported (known: 1.0)");
        SubwordModel model = ModelReader.Read(root["model"]);
        Normalizer? normalizer = root["normalizer"] is { Exists: true } n ? NormalizerReader.Read(n) : null;
        var added = new AddedVocabulary(root["added_tokens"] is { Exists: true } tokens ? ReadAdded(tokens, model.Vocabulary) : [], normalizer);
        var processors = new PostProcessorReader(id => added.TokenOf(id)?.Content ?? model.Vocabulary.TokenOf(id));
        PostProcessor? processor = root["post_processor"] is { Exists: true } p ? processors.Read(p) : null;
        return new Tokenizer(new TokenizerParts(model, added)
        {
            Normalizer = normalizer,
            PreTokenizer = root["pre_tokenizer"] is { Exists: true } t ? PreTokenizerReader.Read(t) : null,
            PostProcessor = processor,
            Decoder = root["decoder"] is { Exists: true } d ? DecoderReader.Read(d) : null,
            Truncation = root["truncation"] is { Exists: true } c ? PostProcessorReader.ReadTruncation(c, processor?.AddedTokens(isPair: false) ?? 0) : null,
            Padding = root["padding"] is { Exists: true } f ? PostProcessorReader.ReadPadding(f) : null,
        });
    }

    // Ids are not those of the file but those the library gives: of a token that the vocabulary has too its id there, of others the next free one.
    private static List<AddedToken> ReadAdded(JsonPart tokens, Vocabulary vocabulary)
    {
        var added = new List<AddedToken>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int next = vocabulary.Count;
        foreach (JsonPart token in tokens.Items())
        {
            string content = token["content"].Text();
            if (content.Length > AddedTokenFinder.LongestToken) throw token["content"].Refused($"a token of {content.Length} characters is not supported (at most {AddedTokenFinder.LongestToken})");
            if (content.Length == 0) continue;
            if (!ids.TryGetValue(content, out int id))
            {
                id = vocabulary.IdOf(content);
                if (id < 0) id = next++;
                ids[content] = id;
            }

            added.Add(new AddedToken(content, id)
            {
                SingleWord = token["single_word"].FlagOr(false),
                TakesSpaceBefore = token["lstrip"].FlagOr(false),
                TakesSpaceAfter = token["rstrip"].FlagOr(false),
                Normalized = token["normalized"].FlagOr(true),
                Special = token["special"].FlagOr(false),
            });
        }

        return added;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Text.Tokenizers.Normalizers;
using Assay.Text.Tokenizers.Patterns;
using Assay.Text.Tokenizers.PreTokenizers;

namespace Assay.Text.Tokenizers.Training;

/// <summary>Learns vocabularies from texts and writes them as <c>tokenizer.json</c>.</summary>
/// <remarks>The same texts in any order give the same bytes. Sennrich, Haddow, Birch 2016; WordPiece is learned by the same merging, as Hugging Face's library does.</remarks>
public static class VocabularyTrainer
{
    private const string Continuing = "##";
    private const string Unknown = "[UNK]";
    private const int LongestWord = 10_000;

    /// <summary>Learns a byte-level BPE vocabulary that cuts text as Llama 3 does, or Qwen 2.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">What it is to be like.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The text of a <c>tokenizer.json</c>.</returns>
    /// <exception cref="ArgumentException">The options are not valid, or the vocabulary has no room for the 256 bytes.</exception>
    public static string TrainByteLevelBpe(IEnumerable<string> texts, TrainingOptions options, CancellationToken cancellationToken = default)
    {
        Check(options, options.SpecialTokens.Count + 256);
        var split = new SplitPreTokenizer(new ScannerPattern(new Cl100kScanner(options.DigitsTogether)), SplitBehavior.Isolated, invert: false);
        string pattern = options.DigitsTogether == 1 ? Cl100kScanner.Qwen2Pattern : Cl100kScanner.Llama3Pattern;
        SortedDictionary<string, long> words = Count(texts, null, split, cancellationToken);
        List<string> tokens = [.. options.SpecialTokens];
        int first = tokens.Count;
        tokens.AddRange(ByteAlphabet.Characters.Select(c => c.ToString()));
        var merger = new PairMerger();
        foreach ((string word, long count) in words) merger.Add([.. Encoding.UTF8.GetBytes(word).Select(b => first + b)], count);
        List<(string Left, string Right)> merges = Learn(merger, tokens, options, static right => right, cancellationToken);
        return Write(options, tokens, writer =>
        {
            writer.WriteNull("normalizer");
            WriteRaw(writer, "pre_tokenizer", $$"""{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":{{JsonSerializer.Serialize(pattern)}}},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""");
            writer.WriteNull("post_processor");
            WriteRaw(writer, "decoder", """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""");
            writer.WriteStartObject("model");
            WriteRaw(writer, null, """{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false}""");
            WriteVocabulary(writer, tokens);
            writer.WriteStartArray("merges");
            foreach ((string left, string right) in merges) WriteRawValue(writer, JsonSerializer.Serialize(new[] { left, right }));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>Learns a WordPiece vocabulary that normalizes and cuts text as BERT does.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">What it is to be like.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The text of a <c>tokenizer.json</c>.</returns>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static string TrainWordPiece(IEnumerable<string> texts, TrainingOptions options, CancellationToken cancellationToken = default)
    {
        if (!options.SpecialTokens.Contains(Unknown)) options = options with { SpecialTokens = [.. options.SpecialTokens, Unknown] };
        Check(options, options.SpecialTokens.Count);
        var split = new PreTokenizerSequence([
            new SplitPreTokenizer(new CharacterPattern(UnicodeText.IsWhiteSpace), SplitBehavior.Removed, invert: false),
            new SplitPreTokenizer(new CharacterPattern(UnicodeText.IsPunctuation), SplitBehavior.Isolated, invert: false)]);
        SortedDictionary<string, long> words = Count(texts, new BertNormalizer(clean: true, chinese: true, accents: true, lowercase: true), split, cancellationToken);
        List<string> tokens = [.. options.SpecialTokens];
        Dictionary<string, int> ids = Alphabet(words, tokens, options.VocabularySize);
        var merger = new PairMerger();
        foreach ((string word, long count) in words)
        {
            int[] symbols = [.. Symbols(word).Select(s => ids.GetValueOrDefault(s, -1))];
            if (!symbols.Contains(-1)) merger.Add(symbols, count);
        }

        Learn(merger, tokens, options, static right => right[Continuing.Length..], cancellationToken);
        return Write(options, tokens, writer =>
        {
            WriteRaw(writer, "normalizer", """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""");
            WriteRaw(writer, "pre_tokenizer", """{"type":"BertPreTokenizer"}""");
            writer.WriteNull("post_processor");
            WriteRaw(writer, "decoder", """{"type":"WordPiece","prefix":"##","cleanup":true}""");
            writer.WriteStartObject("model");
            WriteRaw(writer, null, """{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100}""");
            WriteVocabulary(writer, tokens);
            writer.WriteEndObject();
        });
    }

    private static void Check(TrainingOptions options, int least)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> problems = [.. options.Validate()];
        if (options.VocabularySize < least) problems.Add($"VocabularySize must be at least {least} with these special tokens, not {options.VocabularySize}.");
        if (problems.Count > 0) throw new ArgumentException(string.Join(' ', problems), nameof(options));
    }

    private static SortedDictionary<string, long> Count(IEnumerable<string> texts, Normalizer? normalizer, PreTokenizer split, CancellationToken cancellationToken)
    {
        var words = new Dictionary<string, long>(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> bySpan = words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var whole = new AlignedText(UnicodeText.WithoutLoneSurrogates(text).AsMemory(), 0);
            var pieces = new PieceList(normalizer?.Apply(whole) ?? whole);
            split.Apply(pieces);
            ReadOnlySpan<char> chars = pieces.Text.Chars.Span;
            foreach ((int start, int end) in pieces.Pieces)
            {
                // What is longer is no word, and nothing in it is worth a token.
                if (end - start <= LongestWord) bySpan[chars[start..end]] = bySpan.TryGetValue(chars[start..end], out long count) ? count + 1 : 1;
            }
        }

        return new SortedDictionary<string, long>(words, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Symbols(string word) => word.EnumerateRunes().Select((r, i) => i == 0 ? r.ToString() : Continuing + r);

    // The most frequent symbols, in order of their text, as many as there is room for.
    private static Dictionary<string, int> Alphabet(SortedDictionary<string, long> words, List<string> tokens, int size)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string word, long count) in words)
        {
            foreach (string symbol in Symbols(word)) counts[symbol] = counts.GetValueOrDefault(symbol) + count;
        }

        IEnumerable<string> chosen = counts.Where(c => !tokens.Contains(c.Key)).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(size - tokens.Count).Select(c => c.Key);
        tokens.AddRange(chosen.Order(StringComparer.Ordinal).ToArray());
        return tokens.Select((t, id) => (t, id)).ToDictionary(p => p.t, p => p.id, StringComparer.Ordinal);
    }

    private static List<(string Left, string Right)> Learn(PairMerger merger, List<string> tokens, TrainingOptions options, Func<string, string> joins, CancellationToken cancellationToken)
    {
        var merges = new List<(string Left, string Right)>();
        Dictionary<string, int> ids = tokens.Select((t, id) => (t, id)).ToDictionary(p => p.t, p => p.id, StringComparer.Ordinal);
        while (tokens.Count < options.VocabularySize && merger.Best(options.LeastFrequency) is { } best)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string result = tokens[best.Left] + joins(tokens[best.Right]);
            if (!ids.TryGetValue(result, out int id))
            {
                ids[result] = id = tokens.Count;
                tokens.Add(result);
            }

            merges.Add((tokens[best.Left], tokens[best.Right]));
            merger.Merge(best.Left, best.Right, id);
        }

        return merges;
    }

    private static string Write(TrainingOptions options, List<string> tokens, Action<Utf8JsonWriter> parts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "1.0");
            writer.WriteNull("truncation");
            writer.WriteNull("padding");
            writer.WriteStartArray("added_tokens");
            for (int id = 0; id < options.SpecialTokens.Count; id++)
            {
                WriteRawValue(writer, string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{id}},"content":{{JsonSerializer.Serialize(tokens[id])}},"single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}"""));
            }

            writer.WriteEndArray();
            parts(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteVocabulary(Utf8JsonWriter writer, List<string> tokens)
    {
        writer.WriteStartObject("vocab");
        for (int id = 0; id < tokens.Count; id++) writer.WriteNumber(tokens[id], id);
        writer.WriteEndObject();
    }

    // Without a name, the properties of an object are written into the one that is open.
    private static void WriteRaw(Utf8JsonWriter writer, string? name, string json)
    {
        using var document = JsonDocument.Parse(json);
        if (name is not null)
        {
            writer.WritePropertyName(name);
            document.RootElement.WriteTo(writer);
            return;
        }

        foreach (JsonProperty property in document.RootElement.EnumerateObject()) property.WriteTo(writer);
    }

    private static void WriteRawValue(Utf8JsonWriter writer, string json) => writer.WriteRawValue(json);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Benchmarks.Inference;

namespace Assay.Benchmarks.Encoders;

/// <summary>A WordPiece vocabulary of made-up words, and texts to cut with it.</summary>
internal static class RandomWords
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz", Signs = "0123456789.,!?-'()éü語文";

    private static readonly string[] Marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private static readonly string[] Oddities = ["Crème", "BRÛLÉE", "don't", "co-op", "語文", "中", "naïve,", "(x)", "☃", "…", "3.14", "\u00a0", "e\u0301t", "Ünal"];

    /// <summary>A <c>tokenizer.json</c> as BERT has it, small letters only.</summary>
    /// <param name="size">Tokens.</param>
    public static string Tokenizer(int size)
    {
        string[] single = [.. (Letters + Signs).Select(c => c.ToString())];
        IEnumerable<string> words = Enumerable.Range(0, size).SelectMany(i => new[] { Word(i), "##" + Word(i) });
        string[] tokens = [.. Marks.Concat(single).Concat(single.Select(s => "##" + s)).Concat(words).Distinct().Take(size)];
        return JsonSerializer.Serialize(new
        {
            version = "1.0",
            added_tokens = Marks.Select((m, i) => new { id = i, content = m, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true }),
            normalizer = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = true },
            pre_tokenizer = new { type = "BertPreTokenizer" },
            post_processor = new { type = "BertProcessing", sep = new object[] { "[SEP]", 3 }, cls = new object[] { "[CLS]", 2 } },
            decoder = new { type = "WordPiece", prefix = "##", cleanup = true },
            model = new { type = "WordPiece", unk_token = "[UNK]", continuing_subword_prefix = "##", max_input_chars_per_word = 100, vocab = tokens.Select((t, i) => (t, i)).ToDictionary(p => p.t, p => p.i) },
        });
    }

    /// <summary>A text of words that are in the vocabulary, put together of its parts, or neither.</summary>
    /// <param name="seed">Of the choice.</param>
    public static string Text(ulong seed)
    {
        var random = new SeededFloats(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 40; i++)
        {
            string word = random.Below(5) == 0 ? Oddities[random.Below(Oddities.Length)] : Word(random.Below(600)) + (random.Below(2) == 0 ? Word(random.Below(600)) : "");
            text.Append(random.Below(4) == 0 ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(word) : word).Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    // Two letters or more, in the order of their length.
    private static string Word(int number)
    {
        string word = "";
        for (number += Letters.Length; number >= 0; number = (number / Letters.Length) - 1) word = Letters[number % Letters.Length] + word;
        return word;
    }
}

using System.Text.Json;

namespace Assay.Tests.Models.Generation;

/// <summary>A tokenizer.json whose tokens are the 256 bytes, by their values, and a few marks: enough to talk to a random model.</summary>
internal static class ByteTokenizer
{
    public const int Begin = 256, End = 257, User = 258, Assistant = 259, Size = 260;

    private static readonly string[] Marks = ["<s>", "</s>", "<user>", "<assistant>"];

    public static string Json()
    {
        var vocabulary = new Dictionary<string, int>();
        for (int value = 0, next = 256; value < 256; value++)
        {
            bool shown = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
            vocabulary[((char)(shown ? value : next++)).ToString()] = value;
        }

        return JsonSerializer.Serialize(new
        {
            version = "1.0",
            truncation = (object?)null,
            padding = (object?)null,
            added_tokens = Marks.Select((mark, i) => new { id = 256 + i, content = mark, single_word = false, lstrip = false, rstrip = false, normalized = false, special = true }),
            normalizer = (object?)null,
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true, use_regex = false },
            post_processor = (object?)null,
            decoder = new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true, use_regex = false },
            model = new { type = "BPE", dropout = (double?)null, unk_token = (string?)null, continuing_subword_prefix = (string?)null, end_of_word_suffix = (string?)null, fuse_unk = false, byte_fallback = false, vocab = vocabulary, merges = Array.Empty<string>() },
        });
    }
}

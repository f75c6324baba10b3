using System.Text.Json;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Text.Tokenizers;

public sealed class ParityTests
{
    public static TheoryData<string> Kinds => [.. Reference.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Encode_gives_the_ids_offsets_and_words_of_the_library(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        using JsonDocument cases = Reference.Cases(kind);
        int checkedCases = 0;
        foreach (JsonElement expected in cases.RootElement.GetProperty("results").EnumerateArray())
        {
            string text = expected.GetProperty("text").GetString()!;
            TokenEncoding plain = tokenizer.Encode(text, addSpecialTokens: false), full = tokenizer.Encode(text);
            Same(text, Reference.Numbers(expected.GetProperty("ids")), plain.Ids);
            Same(text, Reference.Offsets(expected.GetProperty("offsets"), text), plain.Offsets);
            Same(text, Reference.Numbers(expected.GetProperty("words")), plain.Words);
            Same(text, Reference.Numbers(expected.GetProperty("full")), full.Ids);
            Same(text, Reference.Offsets(expected.GetProperty("fullOffsets"), text), full.Offsets);
            Same(text, plain.Ids, tokenizer.IdsOf(text));
            checkedCases++;
        }

        Assert.True(checkedCases > 40);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decode_gives_the_text_of_the_library(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        using JsonDocument cases = Reference.Cases(kind);
        foreach (JsonElement expected in cases.RootElement.GetProperty("results").EnumerateArray())
        {
            int[] ids = Reference.Numbers(expected.GetProperty("full"));
            Assert.Equal(expected.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
            Assert.Equal(expected.GetProperty("kept").GetString(), tokenizer.Decode(ids, skipSpecialTokens: false));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EncodePair_gives_the_tokens_types_and_marks_of_the_library(string kind)
    {
        using JsonDocument cases = Reference.Cases(kind);
        AssertEncoding(cases.RootElement.GetProperty("pair"), Reference.Load(kind).EncodePair("How are you?", "I'm fine, thanks."));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Truncation_of_the_file_cuts_as_the_library_does(string kind)
    {
        using JsonDocument cases = Reference.Cases(kind);
        string[] texts = [.. cases.RootElement.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("text").GetString()!)];
        foreach (string direction in new[] { "Right", "Left" })
        {
            JsonElement expected = cases.RootElement.GetProperty("cut").GetProperty(direction.ToLowerInvariant());
            TokenEncoding cut = Truncating(kind, 9, 2, direction).Encode(texts[7]);
            AssertEncoding(expected, cut);
            JsonElement[] left = [.. expected.GetProperty("overflowing").EnumerateArray()];
            Assert.Equal(left.Length, cut.Overflowing.Length);
            for (int i = 0; i < left.Length; i++) Assert.Equal(Reference.Numbers(left[i].GetProperty("ids")), cut.Overflowing[i].Ids);
        }

        AssertEncoding(cases.RootElement.GetProperty("cutPair"), Truncating(kind, 12, 0, "Right").EncodePair(texts[7], texts[10]));
    }

    private static Tokenizer Truncating(string kind, int length, int stride, string direction) => Tokenizer.Parse(Reference.Json(kind).Replace(
        "\"truncation\":null", $$"""
        "truncation":{"max_length":{{length}},"stride":{{stride}},"strategy":"LongestFirst","direction":"{{direction}}"}
        """, StringComparison.Ordinal));

    private static void AssertEncoding(JsonElement expected, TokenEncoding actual)
    {
        Assert.Equal(Reference.Numbers(expected.GetProperty("ids")), actual.Ids);
        Assert.Equal(Reference.Numbers(expected.GetProperty("types")), actual.TypeIds);
        Assert.Equal(Reference.Numbers(expected.GetProperty("words")), actual.Words);
        Assert.Equal(Reference.Numbers(expected.GetProperty("special")), actual.Added.Select(a => a ? 1 : 0));
        Assert.All(actual.Attention, Assert.True);
    }

    private static void Same<T>(string text, IEnumerable<T> expected, IEnumerable<T> actual)
    {
        T[] wanted = [.. expected], found = [.. actual];
        int at = wanted.AsSpan().CommonPrefixLength(found);
        Assert.True(at == wanted.Length && at == found.Length, $"'{text}': {wanted.Length} expected, {found.Length} found, the first difference at {at}: {string.Join(' ', wanted.Skip(at).Take(4))} and {string.Join(' ', found.Skip(at).Take(4))}");
    }
}

using System.Text;
using System.Text.Json;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Text.Tokenizers;

public sealed class DecodingTests
{
    public static TheoryData<string> Kinds => [.. Reference.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decoding_token_by_token_gives_the_same_text(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        using JsonDocument cases = Reference.Cases(kind);
        foreach (JsonElement result in cases.RootElement.GetProperty("results").EnumerateArray())
        {
            int[] ids = Reference.Numbers(result.GetProperty("ids"));
            IncrementalDecoder decoder = tokenizer.DecodeIncrementally();
            var text = new StringBuilder();
            foreach (int id in ids) text.Append(decoder.Add(id));
            text.Append(decoder.Finish());
            Assert.Equal(tokenizer.Decode(ids), text.ToString());
        }
    }

    [Fact]
    public void A_character_is_given_out_when_its_last_byte_is_there()
    {
        Tokenizer tokenizer = Tokenizer.Parse(Reference.Json("llama3"));
        int[] ids = [.. "👋"u8.ToArray().Select(b => tokenizer.IdOf(ByteLetter(b)))];
        IncrementalDecoder decoder = tokenizer.DecodeIncrementally();
        Assert.Equal(["", "", "", "👋"], ids.Select(decoder.Add));
        Assert.Equal("\uFFFD", Cut(tokenizer, ids[..3]));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama3")]
    [InlineData("qwen2")]
    [InlineData("o200k")]
    [InlineData("llama2")]
    [InlineData("mistral")]
    public void Bytes_of_tokens_joined_are_the_text(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        const string text = "Some text, naïve 你好 👋🏽 and\n  code();";
        byte[] bytes = [.. tokenizer.IdsOf(text).SelectMany(id => tokenizer.TokenBytes(id))];
        Assert.Equal(text, Encoding.UTF8.GetString(bytes).TrimStart(' '));
        Assert.Empty(tokenizer.TokenBytes(-1));
        Assert.Empty(tokenizer.TokenBytes(tokenizer.VocabularySize));
    }

    [Fact]
    public void Ids_and_tokens_are_found_both_ways()
    {
        Tokenizer tokenizer = Reference.Load("bert");
        Assert.Equal("[CLS]", tokenizer.TokenOf(tokenizer.IdOf("[CLS]")));
        Assert.Equal([0, 1, 2, 3, 4], tokenizer.SpecialIds.ToArray());
        Assert.Equal(tokenizer.IdsOf("some words").Length, tokenizer.Counter("bert").Count("some words"));
        Assert.True(tokenizer.IsSpecial(2));
        Assert.Equal(-1, tokenizer.IdOf("no such token"));
        Assert.Null(tokenizer.TokenOf(-1));
    }

    private static string Cut(Tokenizer tokenizer, int[] ids)
    {
        IncrementalDecoder decoder = tokenizer.DecodeIncrementally();
        return string.Concat(ids.Select(decoder.Add)) + decoder.Finish();
    }

    private static string ByteLetter(byte b)
    {
        int hidden = Enumerable.Range(0, 256).Where(c => c is not (>= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE)).ToList().IndexOf(b);
        return ((char)(hidden < 0 ? b : 256 + hidden)).ToString();
    }
}

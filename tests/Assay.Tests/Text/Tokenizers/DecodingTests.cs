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

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_tokens_one_by_one_give_the_same_text(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        int[] bytes = [.. Enumerable.Range(0, 256).Select(b => tokenizer.IdOf(ByteLetter((byte)b)) is >= 0 and var letter && kind is not ("llama2" or "mistral") ? letter : tokenizer.IdOf($"<0x{b:X2}>")).Where(id => id >= 0)];
        var random = new Random(5);
        int replaced = 0;
        for (int round = 0; round < 400; round++)
        {
            int[] ids = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(10) switch
            {
                < 7 when bytes.Length > 0 => bytes[random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(192, bytes.Length))],
                7 when tokenizer.SpecialIds.Length > 0 => tokenizer.SpecialIds[random.Next(tokenizer.SpecialIds.Length)],
                _ => random.Next(-1, tokenizer.VocabularySize + 1),
            })];
            string whole = tokenizer.Decode(ids);
            Assert.Equal(whole, Cut(tokenizer, ids));
            Assert.Equal(tokenizer.Decode(ids, skipSpecialTokens: false), Cut(tokenizer, ids, skipSpecialTokens: false));
            replaced += whole.Count(c => c == '\uFFFD');
        }

        if (bytes.Length == 256) Assert.True(replaced > 400);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"type":"BPEDecoder","suffix":"c"}""")]
    [InlineData("""{"type":"CTC","pad_token":"a","word_delimiter_token":"|","cleanup":true}""")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""")]
    [InlineData("""{"type":"WordPiece","prefix":"##","cleanup":true}""")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":2,"stop":1}]}""")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Strip","content":"a","start":1,"stop":3}]}]}""")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Replace","pattern":{"String":"ab"},"content":"x"}]}""")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Strip","content":"b","start":1,"stop":1},{"type":"BPEDecoder","suffix":"c"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}]}""")]
    public void Any_tokens_one_by_one_give_the_same_text_whatever_the_decoder(string decoder)
    {
        string[] tokens = ["a", "b", "ab", "c", "bc", "▁", "▁a", "▁▁", "##a", "##", " ", ".", "|", "n't", "<0xE4>", "<0xBD>", "<0xA0>", "<0x41>", "<0xFF>", "é"];
        string vocabulary = JsonSerializer.Serialize(tokens.Select((t, i) => (t, i)).ToDictionary(t => t.t, t => t.i));
        Tokenizer tokenizer = Tokenizer.Parse($$$"""{"version":"1.0","added_tokens":[{"id":20,"content":"<s>","special":true,"single_word":false,"lstrip":false,"rstrip":false,"normalized":false}],"decoder":{{{decoder}}},"model":{"type":"WordLevel","vocab":{{{vocabulary}}},"unk_token":"a"}}""");
        var random = new Random(7);
        for (int round = 0; round < 2000; round++)
        {
            int[] ids = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(21))];
            Assert.Equal(tokenizer.Decode(ids), Cut(tokenizer, ids));
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

    private static string Cut(Tokenizer tokenizer, int[] ids, bool skipSpecialTokens = true)
    {
        IncrementalDecoder decoder = tokenizer.DecodeIncrementally(skipSpecialTokens);
        return string.Concat(ids.Select(decoder.Add)) + decoder.Finish();
    }

    private static string ByteLetter(byte b)
    {
        int hidden = Enumerable.Range(0, 256).Where(c => c is not (>= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE)).ToList().IndexOf(b);
        return ((char)(hidden < 0 ? b : 256 + hidden)).ToString();
    }
}

using System.Diagnostics;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Text.Tokenizers;

public sealed class HostileInputTests
{
    public static TheoryData<string> Kinds => [.. Reference.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_word_of_a_million_letters_takes_seconds_not_hours(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        var watch = Stopwatch.StartNew();
        Assert.NotEmpty(tokenizer.IdsOf(string.Concat(Enumerable.Repeat("abcdefghij", 100_000))));
        Assert.NotEmpty(tokenizer.IdsOf("x" + new string(' ', 1_000_000) + "x"));
        Assert.NotEmpty(tokenizer.IdsOf("e" + new string('\u0301', 200_000)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Halves_of_surrogate_pairs_count_as_replacement_characters(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        Assert.Equal(tokenizer.IdsOf("a \uFFFD b\uFFFD").ToArray(), tokenizer.IdsOf("a \uD83D b\uDC4B").ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Offsets_lie_in_the_text_between_characters(string kind)
    {
        Tokenizer tokenizer = Reference.Load(kind);
        var random = new Random(7);
        string alphabet = "ab 9\n\t'sé\u0301\u0323ßİ中ー가▁<>|#_.-👋\U0001F468\u200D\uFE0F";
        for (int round = 0; round < 300; round++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(30)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            TokenEncoding encoding = tokenizer.Encode(text);
            Assert.Equal(encoding.Ids.Length, encoding.Offsets.Length);
            foreach (TextSpan span in encoding.Offsets)
            {
                Assert.True(span.Start >= 0 && span.Start <= span.End && span.End <= text.Length, $"{span} of {text.Length}");
                Assert.False(span.Start > 0 && span.Start < text.Length && char.IsLowSurrogate(text[span.Start]) && char.IsHighSurrogate(text[span.Start - 1]));
            }
        }
    }

    [Fact]
    public void A_regular_expression_that_explodes_is_stopped()
    {
        Tokenizer tokenizer = Tokenizer.Parse("""
            {"pre_tokenizer":{"type":"Split","pattern":{"Regex":"(?:a|aa)+$b"},"behavior":"Isolated","invert":false},"model":{"type":"WordLevel","vocab":{"x":0},"unk_token":"x"}}
            """);
        InputException e = Assert.Throws<InputException>(() => tokenizer.Encode(new string('a', 5000)));
        Assert.Contains("too many steps", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "expected JSON")]
    [InlineData("{}", "'model': there is no model")]
    [InlineData("""{"version":"2.0","model":{"type":"BPE"}}""", "version '2.0'")]
    [InlineData("""{"model":{"type":"Morfessor","vocab":{}}}""", "'model.type': the model 'Morfessor' is not supported")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "'model.merges[0]': 'a' and 'b' cannot merge")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "expected a whole number from 0")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":4000000000},"merges":[]}}""", "expected a whole number from 0")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"\ud800":0},"merges":[]}}""", "half of a surrogate pair")]
    [InlineData("""{"model":{"type":"BPE","dropout":0.1,"vocab":{},"merges":[]}}""", "dropout makes tokens random")]
    [InlineData("""{"model":{"type":"Unigram","unk_id":3,"vocab":[["a",0]]}}""", "'model.unk_id'")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}},"normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Stem"}]}}""", "'normalizer.normalizers[1].type': the normalizer 'Stem'")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}},"normalizer":{"type":"Precompiled","precompiled_charsmap":"////fw=="}}""", "the character map cannot be read")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}},"pre_tokenizer":{"type":"Split","pattern":{"Regex":"(a"},"behavior":"Isolated"}}""", "a group does not end")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}},"pre_tokenizer":{"type":"Split","pattern":{"Regex":"(a)\\1"},"behavior":"Isolated"}}""", "'\\1' is not supported")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}},"padding":{"strategy":{"Fixed":99999999999},"pad_id":0,"pad_type_id":0}}""", "'padding.strategy.Fixed'")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{}},"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x","type_id":0}}],"pair":[],"special_tokens":{}}}""", "'x' is not among the special_tokens")]
    public void A_file_that_cannot_be_used_is_refused_with_the_reason_and_the_place(string json, string expected)
    {
        InputException e = Assert.Throws<InputException>(() => Tokenizer.Parse(json));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_share_a_tokenizer()
    {
        Tokenizer tokenizer = Reference.Load("llama3"), alone = Reference.Load("llama3");
        string[] texts = [.. Enumerable.Range(0, 400).Select(i => $"number {i * 7919} and word{i % 37} {(char)('a' + (i % 26))}é")];
        int[][] expected = [.. texts.Select(t => alone.IdsOf(t).ToArray())];
        Parallel.For(0, texts.Length, i => Assert.Equal(expected[i], tokenizer.IdsOf(texts[i]).ToArray()));
    }
}

using System.Text;
using Assay.Text;
using Assay.Text.Tokenizers;

namespace Assay.Tests.Text.Tokenizers;

public sealed class VocabularyDataTests
{
    private static readonly string[] Bytes = [.. Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>")];

    private static VocabularyData Scored(string model) => new(model, ["<unk>", "<s>", "</s>", .. Bytes, "▁", "h", "e", "l", "o", "he", "ll", "hell", "▁hell", "lo", "▁he"])
    {
        Scores = [0, 0, 0, .. Enumerable.Repeat(-20f, 256), -10, -11, -11, -11, -11, -1, -2, -3, -4, -1.5f, -9],
        Types = [2, 3, 3, .. Enumerable.Repeat(6, 256), .. Enumerable.Repeat(1, 11)],
        StartId = 1,
        EndId = 2,
        AddStart = true,
    };

    [Fact]
    public void Bpe_by_score_merges_the_pair_with_the_best_score_first()
    {
        // he (-1), then lo (-1.5): "l" is left between them; by length it would have been "hell" and "o".
        Tokenizer tokenizer = Tokenizer.FromVocabulary(Scored("llama"));
        TokenEncoding encoding = tokenizer.Encode("hello");
        Assert.Equal(["<s>", "▁he", "l", "lo"], encoding.Ids.Select(tokenizer.TokenOf));
        Assert.Equal([new TextSpan(0, 0), new TextSpan(0, 2), new TextSpan(2, 3), new TextSpan(3, 5)], encoding.Offsets.ToArray());
        Assert.Equal("hello", tokenizer.Decode([.. encoding.Ids]));
    }

    [Fact]
    public void Unigram_takes_the_path_with_the_best_sum()
    {
        Tokenizer tokenizer = Tokenizer.FromVocabulary(Scored("t5"));
        Assert.Equal(["<s>", "▁hell", "o"], tokenizer.Encode("hello").Ids.Select(tokenizer.TokenOf));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("t5")]
    public void What_is_unknown_becomes_its_bytes_and_comes_back(string model)
    {
        Tokenizer tokenizer = Tokenizer.FromVocabulary(Scored(model));
        TokenEncoding encoding = tokenizer.Encode("hé", addSpecialTokens: false);
        Assert.Equal(["<0xC3>", "<0xA9>"], encoding.Ids.TakeLast(2).Select(tokenizer.TokenOf));
        Assert.All(encoding.Offsets.TakeLast(2), o => Assert.Equal(new TextSpan(1, 2), o));
        Assert.Equal("hé", tokenizer.Decode([.. encoding.Ids]));
        Assert.Equal(new byte[] { 0xC3 }, tokenizer.TokenBytes(encoding.Ids[^2]).ToArray());
        Assert.Equal(" hell"u8.ToArray(), tokenizer.TokenBytes(tokenizer.IdOf("▁hell")).ToArray());
    }

    [Fact]
    public void A_SentencePiece_file_gives_the_same_tokenizer_as_its_lists()
    {
        VocabularyData data = Scored("llama");
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "tokenizer.model");
        File.WriteAllBytes(path, Model(data, type: 2));
        Tokenizer fromFile = Tokenizer.Load(path), fromLists = Tokenizer.FromVocabulary(data);
        foreach (string text in new[] { "hello", "hello hello  hé", "" }) Assert.Equal(fromLists.Encode(text, false).Ids.ToArray(), fromFile.Encode(text, false).Ids.ToArray());
    }

    [Fact]
    public void A_SentencePiece_file_cut_anywhere_is_refused_or_read()
    {
        byte[] model = Model(Scored("t5"), type: 1);
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "cut.model");
        int refused = 0;
        for (int length = 0; length < model.Length; length += 7)
        {
            File.WriteAllBytes(path, model[..length]);
            try
            {
                Tokenizer.Load(path);
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.True(refused > 100, $"{refused}");
    }

    [Fact]
    public void Lists_that_do_not_fit_together_are_refused()
    {
        VocabularyData data = Scored("llama");
        foreach (VocabularyData bad in new[] { data with { Scores = [1] }, data with { Types = [1] }, data with { StartId = 9999 }, new VocabularyData("rwkv", ["a"]), new VocabularyData("gpt2", ["a"]) { Pre = "x" }, new VocabularyData("gpt2", ["a"]) { Merges = ["a b"] }, data with { Scores = [.. Enumerable.Repeat(float.NaN, data.Tokens.Count)] } })
        {
            Assert.Throws<InputException>(() => Tokenizer.FromVocabulary(bad));
        }
    }

    [Theory]
    [InlineData("gpt2", "gpt-2")]
    [InlineData("llama3", "llama-bpe")]
    [InlineData("qwen2", "qwen2")]
    [InlineData("o200k", "gpt-4o")]
    public void Byte_level_lists_give_the_ids_of_the_file(string kind, string pre)
    {
        Tokenizer file = Reference.Load(kind);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(Reference.Json(kind));
        string[] merges = [.. json.RootElement.GetProperty("model").GetProperty("merges").EnumerateArray().Select(m => m.ValueKind == System.Text.Json.JsonValueKind.String ? m.GetString()! : string.Join(' ', m.EnumerateArray().Select(p => p.GetString())))];
        string[] tokens = [.. Enumerable.Range(0, file.VocabularySize).Select(id => file.TokenOf(id)!)];
        Tokenizer lists = Tokenizer.FromVocabulary(new VocabularyData("gpt2", tokens) { Merges = merges, Pre = pre });
        const string text = "Hello world, it's 12345 naïve cafés — 你好 👋🏽\r\n\r\n  HTTPServer's";
        Assert.Equal(file.IdsOf(text).ToArray(), lists.IdsOf(text).ToArray());
    }

    private static byte[] Model(VocabularyData data, int type)
    {
        using var model = new MemoryStream();
        for (int id = 0; id < data.Tokens.Count; id++)
        {
            byte[] text = Encoding.UTF8.GetBytes(data.Tokens[id]);
            byte[] piece = [0x0A, (byte)text.Length, .. text, 0x15, .. BitConverter.GetBytes(data.Scores[id]), 0x18, (byte)data.Types[id]];
            model.Write([0x0A, (byte)piece.Length, .. piece]);
        }

        byte[] trainer = [0x18, (byte)type, 0x98, 0x02, 1];
        byte[] normalizer = [0x18, 1, 0x20, 0];
        model.Write([0x12, (byte)trainer.Length, .. trainer, 0x1A, (byte)normalizer.Length, .. normalizer]);
        return model.ToArray();
    }
}

using Assay.Models.Encoders;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Tests.Models.Encoders;

public sealed class CrossEncoderTests : IDisposable
{
    private static readonly string[] Passages = ["the cat sat", "", "what is a dog? an animal.", "x"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    [InlineData("modernbert")]
    public void Scores_are_those_of_plain_pytorch(string kind)
    {
        EncoderFixture fixture = EncoderFixture.Of(kind);
        using CrossEncoder model = CrossEncoder.Open(fixture.Folder, team: WorkerTeam.One);
        float[] scores = model.Score(fixture.Texts, CancellationToken.None);
        Assert.Equal(4, scores.Length);
        for (int i = 0; i < scores.Length; i++) Assert.Equal(1 / (1 + Math.Exp(-fixture.Scores[i])), scores[i], 1e-5);
        Assert.True(scores.Distinct().Count() == 4);
    }

    [Theory]
    [InlineData("\"sentence_transformers\": {\"activation_fn\": \"torch.nn.modules.linear.Identity\"}")]
    [InlineData("\"sbert_ce_default_activation_function\": \"torch.nn.modules.linear.Identity\"")]
    public void Scores_stay_as_they_are_where_the_folder_says_so(string fields)
    {
        EncoderFixture fixture = Copy("bert", fields);
        using CrossEncoder model = CrossEncoder.Open(folder.Path);
        float[] scores = model.Score(fixture.Texts, CancellationToken.None);
        for (int i = 0; i < scores.Length; i++) Assert.Equal(fixture.Scores[i], scores[i], 1e-4);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    [InlineData("modernbert")]
    public void Pairs_are_scored_alike_alone_and_together(string kind)
    {
        using var team = new WorkerTeam(3);
        using CrossEncoder one = CrossEncoder.Open(EncoderFixture.Of(kind).Folder, team: WorkerTeam.One), three = CrossEncoder.Open(EncoderFixture.Of(kind).Folder, team: team);
        string[] many = [.. Enumerable.Repeat(Passages, 40).SelectMany(p => p)];
        float[] together = one.Score("what is a cat?", many);
        Assert.Equal(many.Select(p => one.Score("what is a cat?", [p])[0]), together);
        Assert.Equal(together, three.Score("what is a cat?", many));
        Assert.Equal(4, together.Distinct().Count());
        Assert.NotEqual(together[0], one.Score("where is it?", [Passages[0]])[0]);
        Assert.Empty(one.Score("x", []));
    }

    [Fact]
    public void The_second_text_has_its_own_type_and_long_ones_are_cut()
    {
        EncoderFixture fixture = EncoderFixture.Of("bert");
        using CrossEncoder model = CrossEncoder.Open(fixture.Folder);

        // [CLS] a [SEP] b [SEP] with the ids of the fixture's vocabulary.
        int[] ids = [2, 5, 3, 6, 3];
        float expected = model.Score([new TokenSequence(ids, new[] { 0, 0, 0, 1, 1 })], CancellationToken.None)[0];
        Assert.Equal(expected, model.Score("a", ["b"])[0]);
        Assert.NotEqual(expected, model.Score([new TokenSequence(ids)], CancellationToken.None)[0]);
        string shown = string.Concat(Enumerable.Repeat("b ", 44));
        Assert.Equal(48, model.MaxTokens);
        Assert.Equal(model.Score("a", [shown])[0], model.Score("a", [shown + "c c c"])[0]);
    }

    [Fact]
    public void What_is_no_reranker_is_refused_with_the_reason()
    {
        void Fails(string message) => Assert.Contains(message, Assert.ThrowsAny<AssayException>(() => CrossEncoder.Open(folder.Path)).Message, StringComparison.Ordinal);
        Fails("config.json");
        Copy("bert", "\"architectures\": [\"BertModel\"]");
        Fails("An encoder without a classifier can embed, not rerank");
        Copy("bert", "\"sentence_transformers\": {\"activation_fn\": \"torch.Softmax\"}");
        Fails("expected Sigmoid or Identity");
        Copy("bert", "");
        EncoderFixture.Rename(folder.Path, name => name == "classifier.weight" ? null : name);
        Fails("classifier.weight");
        Copy("bert", "");
        EncoderFixture.Rename(folder.Path, name => name == "classifier.weight" ? null : name == "bert.embeddings.token_type_embeddings.weight" ? "classifier.weight" : name);
        Fails("which has one label; the classifier has 2");
        Copy("bert", "");
        File.Delete(Path.Combine(folder.Path, "tokenizer.json"));
        Fails("expected tokenizer.json");
    }

    private EncoderFixture Copy(string kind, string fields)
    {
        EncoderFixture.Copy(kind, folder.Path);
        string config = Path.Combine(folder.Path, "config.json");
        File.WriteAllText(config, EncoderChange.Of(File.ReadAllText(config), fields));
        return EncoderFixture.Of(kind);
    }
}

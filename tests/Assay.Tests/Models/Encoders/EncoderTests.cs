using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Encoders;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Tests.Models.Encoders;

public sealed class EncoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    [InlineData("modernbert")]
    public void States_are_those_of_plain_pytorch(string kind)
    {
        EncoderFixture fixture = EncoderFixture.Of(kind);
        using EncoderModel model = EncoderModel.Open(fixture.Folder);
        float[] states = States(model, WorkerTeam.One, fixture.Texts);
        int at = 0, width = model.Config.Width, rows = 0;
        foreach (float[] expected in fixture.States)
        {
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], states[at + i], 1e-4f);
            for (int i = 0; i < expected.Length; i += width, rows++)
                Assert.True(Cosine(expected.AsSpan(i, width), states.AsSpan(at + i, width)) >= 0.99999);
            at += expected.Length;
        }

        Assert.Equal(states.Length, at);
        Assert.Equal(63, rows);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("xlmr")]
    [InlineData("modernbert")]
    public void States_do_not_depend_on_other_texts_nor_on_threads(string kind)
    {
        EncoderFixture fixture = EncoderFixture.Of(kind);
        using EncoderModel model = EncoderModel.Open(fixture.Folder);
        List<TokenSequence> many = [.. Enumerable.Repeat(fixture.Texts, 20).SelectMany(t => t)];
        float[] alone = [.. fixture.Texts.SelectMany(t => States(model, WorkerTeam.One, [t]))], together = States(model, WorkerTeam.One, many);
        for (int i = 0; i < 20; i++) Assert.Equal(alone, together[(i * alone.Length)..((i + 1) * alone.Length)]);
        using var team = new WorkerTeam(3);
        Assert.Equal(together, States(model, team, many));
    }

    [Theory]
    [InlineData("bert", "bert.")]
    [InlineData("xlmr", "roberta.")]
    [InlineData("modernbert", "model.")]
    public void Tensors_may_have_no_prefix_and_old_names(string kind, string prefix)
    {
        EncoderFixture.Copy(kind, folder.Path);
        EncoderFixture.Rename(folder.Path, name => !name.StartsWith(prefix, StringComparison.Ordinal) ? null
            : name[prefix.Length..].Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal));
        EncoderFixture fixture = EncoderFixture.Of(kind);
        using EncoderModel model = EncoderModel.Open(fixture.Folder), bare = EncoderModel.Open(folder.Path);
        Assert.Equal(States(model, WorkerTeam.One, fixture.Texts), States(bare, WorkerTeam.One, fixture.Texts));
    }

    [Fact]
    public void Eight_bits_are_near_and_smaller()
    {
        EncoderFixture fixture = EncoderFixture.Of("bert");
        using EncoderModel single = EncoderModel.Open(fixture.Folder), small = EncoderModel.Open(fixture.Folder, WeightPrecision.EightBit);
        Assert.True(small.LengthBytes < single.LengthBytes / 2);
        Assert.InRange(Cosine(States(single, WorkerTeam.One, fixture.Texts), States(small, WorkerTeam.One, fixture.Texts)), 0.99, 0.999999);
    }

    [Fact]
    public void Wrong_calls_say_what_is_wrong()
    {
        using EncoderModel model = EncoderModel.Open(EncoderFixture.Of("bert").Folder);
        var pass = new EncoderPass(model, WorkerTeam.One);
        void Fails(string message, int[] ids, int[] types, int length) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => pass.Forward([new TokenSequence(ids, types)], new float[length])).Message, StringComparison.Ordinal);
        Fails("no tokens", [], [], 0);
        Fails("Token 60 is not one of the 60", [60], [], 32);
        Fails("Token -1", [-1], [], 32);
        Fails("Type 2 is not one of the 2", [1], [2], 32);
        Fails("2 types do not match 1", [1], [0, 0], 32);
        Fails("A text of 49 tokens exceeds the 48", new int[49], [], 49 * 32);
        Fails("1 tokens with 32 values each do not fit 31", [1], [], 31);
        pass.Forward([], []);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => pass.Forward([new TokenSequence(new[] { 1 })], new float[32], cancelled.Token));
    }

    [Fact]
    public void Weights_that_do_not_fit_are_named()
    {
        EncoderFixture.Copy("bert", folder.Path);
        string config = Path.Combine(folder.Path, "config.json"), json = File.ReadAllText(config);
        File.WriteAllText(config, json.Replace("\"intermediate_size\": 48", "\"intermediate_size\": 96", StringComparison.Ordinal));
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => EncoderModel.Open(folder.Path));
        Assert.Equal(WeightFault.UnexpectedShape, error.Fault);
        Assert.Contains("'bert.encoder.layer.0.intermediate.dense.weight': expected shape [96, 32], found [48, 32]", error.Message, StringComparison.Ordinal);
        File.WriteAllText(config, json);
        EncoderFixture.Rename(folder.Path, name => name.Contains("1.output.dense.bias", StringComparison.Ordinal) ? null : name);
        error = Assert.Throws<ModelFormatException>(() => EncoderModel.Open(folder.Path));
        Assert.Equal(WeightFault.MissingTensor, error.Fault);
        Assert.Equal("bert.encoder.layer.1.output.dense.bias", error.Tensor);
    }

    [Theory]
    [InlineData("bert", "\"architectures\": [\"JinaBertModel\"]", "'JinaBertModel' is not an encoder")]
    [InlineData("bert", "\"architectures\": null, \"model_type\": \"mpnet\"", "'mpnet' is not an encoder")]
    [InlineData("bert", "\"position_embedding_type\": \"relative_key\"", "found relative_key")]
    [InlineData("bert", "\"is_decoder\": true", "is not an encoder")]
    [InlineData("bert", "\"hidden_act\": \"mish\"", "found 'mish'")]
    [InlineData("bert", "\"num_attention_heads\": 5", "multiple of the 5 attention heads")]
    [InlineData("bert", "\"auto_map\": {\"AutoModel\": \"m.M\"}", "Python code of its own")]
    [InlineData("bert", "\"quantization_config\": {\"quant_method\": \"gptq\"}", "packed by 'gptq'")]
    [InlineData("bert", "\"layer_norm_eps\": 0", "layer_norm_eps")]
    [InlineData("xlmr", "\"max_position_embeddings\": 2", "expected more than the 2")]
    [InlineData("modernbert", "\"layer_types\": [\"full_attention\"]", "each of the 3 layers; found 1")]
    [InlineData("modernbert", "\"layer_types\": [\"full_attention\", \"other\", \"full_attention\"]", "found 'other'")]
    [InlineData("modernbert", "\"classifier_pooling\": \"max\"", "expected cls or mean")]
    [InlineData("modernbert", "\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"yarn\"}}", "found 'yarn'")]
    public void What_would_change_the_sums_is_refused(string kind, string change, string message)
    {
        string path = folder.Write("config.json", EncoderChange.Of(File.ReadAllText(Path.Combine(EncoderFixture.Of(kind).Folder, "config.json")), change));
        InputException error = Assert.Throws<InputException>(() => EncoderConfigReader.Read(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModernBert_layers_take_turns_in_both_spellings()
    {
        string json = File.ReadAllText(Path.Combine(EncoderFixture.Of("modernbert").Folder, "config.json"));
        EncoderConfig four = EncoderConfigReader.Read(folder.Write("4.json", json));
        EncoderConfig five = EncoderConfigReader.Read(folder.Write("5.json", EncoderChange.Of(json, """
            "layer_types": ["full_attention", "sliding_attention", "full_attention"], "global_rope_theta": null, "local_rope_theta": null,
            "rope_parameters": {"full_attention": {"rope_type": "default", "rope_theta": 160000.0}, "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}
            """)));
        Assert.Equal([0, 4, 0], four.Reaches.ToArray());
        Assert.Equal([0, 4, 0], five.Reaches.ToArray());
        Assert.Equal((160_000, 10_000), (four.GlobalRotary!.Theta, four.LocalRotary!.Theta));
        Assert.Equal(four with { Reaches = five.Reaches }, five);
        Assert.Equal(64, EncoderConfigReader.Read(folder.Write("6.json", EncoderChange.Of(json, "\"local_attention\": 128"))).Reaches[1]);
    }

    private static float[] States(EncoderModel model, WorkerTeam team, IReadOnlyList<TokenSequence> texts)
    {
        float[] states = new float[texts.Sum(t => t.Ids.Length) * model.Config.Width];
        new EncoderPass(model, team).Forward([.. texts], states);
        return states;
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double both = 0, first = 0, second = 0;
        for (int i = 0; i < a.Length; i++) (both, first, second) = (both + ((double)a[i] * b[i]), first + ((double)a[i] * a[i]), second + ((double)b[i] * b[i]));
        return both / Math.Sqrt(first * second);
    }
}

using Assay.Models.Decoders;
using Assay.Models.Training;
using Assay.Numerics.Layers.Losses;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;

namespace Assay.Tests.Models.Training;

public sealed class DecoderGradientsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> Families => new()
    {
        { "llama", "" },
        { "llama", """ "tie_word_embeddings":true,"rope_scaling":{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":64} """ },
        { "mistral", """ "sliding_window":3 """ },
        { "qwen2", "" },
        { "qwen3", """ "head_dim":8,"tie_word_embeddings":true """ },
    };

    public void Dispose() => folder.Dispose();

    /// <summary>Every parameter is moved along its gradient by itself, so that each of them is seen, and entries of each alone.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void Gradients_of_all_parameters_agree_with_finite_differences(string type, string more)
    {
        TinyDecoder.Write(folder.Path, type, more);
        TrainableDecoder decoder = TrainableDecoder.FromFolder(folder.Path);
        var pass = new DecoderGradients(decoder, WorkerTeam.One);
        TrainingBatch batch = Batch(decoder.Config.VocabularySize);
        pass.Add(batch, batch.TotalWeight, seed: 1);
        int entries = decoder.Parameters.Sum(p => GradientCheck.Of(p, () => pass.Loss(batch)));
        Assert.True(entries > 150, $"{entries} entries were compared");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Gradients_of_low_rank_additions_agree_with_finite_differences(string type, string more)
    {
        TinyDecoder.Write(folder.Path, type, more);
        using DecoderModel model = DecoderModel.Open(folder.Path);
        TrainableDecoder decoder = TrainableDecoder.WithLora(model, new LoraSettings { Rank = 3, Alpha = 5 }, seed: 4);
        var pass = new DecoderGradients(decoder, WorkerTeam.One);
        TrainingBatch batch = Batch(decoder.Config.VocabularySize);
        var random = new Random(5);
        foreach (Parameter parameter in decoder.Parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++) parameter.Values[i] += (float)((random.NextDouble() - 0.5) * 0.3);
        }

        pass.Add(batch, batch.TotalWeight, seed: 1);
        Assert.Equal(2 * 7 * decoder.Config.Layers, decoder.Parameters.Length);
        int entries = decoder.Parameters.Sum(p => GradientCheck.Of(p, () => pass.Loss(batch)));
        Assert.True(entries > 150, $"{entries} entries were compared");
    }

    [Fact]
    public void Loss_is_that_of_the_model_that_runs_and_an_untrained_addition_changes_nothing()
    {
        TinyDecoder tiny = TinyDecoder.Write(folder.Path, "qwen2");
        using DecoderModel model = DecoderModel.Open(folder.Path);
        TrainingBatch batch = Batch(tiny.Config.VocabularySize);
        float[] full = new float[batch.Tokens.Length], lora = new float[full.Length];
        new DecoderGradients(TrainableDecoder.FromFolder(folder.Path), WorkerTeam.One).Loss(batch, full);
        new DecoderGradients(TrainableDecoder.WithLora(model, new LoraSettings(), 1), WorkerTeam.One).Loss(batch, lora);
        int first = 0;
        foreach (int length in batch.Lengths)
        {
            double[][] scores = ReferenceDecoder.Scores(tiny, batch.Tokens[first..(first + length)]);
            for (int i = 0; i < length; i++)
            {
                int target = batch.Targets[first + i];
                double expected = target < 0 ? 0 : Math.Log(scores[i].Sum(Math.Exp)) - scores[i][target];
                Assert.Equal(expected, full[first + i], 2e-4);
                Assert.Equal(expected, lora[first + i], 2e-4);
            }

            first += length;
        }
    }

    [Fact]
    public void A_batch_in_pieces_or_unpacked_has_the_same_gradient()
    {
        TinyDecoder.Write(folder.Path, "llama");
        TrainableDecoder decoder = TrainableDecoder.FromFolder(folder.Path);
        TrainingBatch batch = Batch(decoder.Config.VocabularySize);
        float[] whole = Gradient(decoder, [batch], WorkerTeam.One);
        float[] pieces = Gradient(decoder, Texts(batch), WorkerTeam.One);
        using var team = new WorkerTeam(3);
        Assert.Equal(whole, Gradient(decoder, [batch], team));
        Assert.True(Distance(whole, pieces) < 1e-6, $"they differ by {Distance(whole, pieces)} of the norm");
    }

    [Fact]
    public void Dropping_is_repeatable_and_its_gradient_is_that_of_what_was_left()
    {
        TinyDecoder.Write(folder.Path, "llama");
        TrainableDecoder decoder = TrainableDecoder.FromFolder(folder.Path);
        var pass = new DecoderGradients(decoder, WorkerTeam.One) { Dropout = 0.3f };
        TrainingBatch batch = Batch(decoder.Config.VocabularySize);
        double divisor = batch.TotalWeight;
        double loss = pass.Add(batch, divisor, seed: 7);
        float[][] gradients = [.. decoder.Parameters.Select(p => p.Gradient.ToArray())];
        Assert.NotEqual(loss, pass.Add(batch, divisor, seed: 8));
        int entries = 0;
        foreach ((Parameter parameter, float[] gradient) in decoder.Parameters.Zip(gradients)) entries += GradientCheck.Of(parameter, () => pass.Add(batch, divisor, seed: 7), gradient);
        Assert.True(entries > 150);
        Assert.Equal(loss, pass.Add(batch, divisor, seed: 7));
    }

    internal static TrainingBatch Batch(int vocabulary)
    {
        var random = new Random(3);
        int[] lengths = [5, 1, 9, 3];
        int[] tokens = [.. Enumerable.Range(0, lengths.Sum()).Select(_ => random.Next(vocabulary))];
        int[] targets = [.. tokens.Select((_, i) => i % 4 == 1 ? CrossEntropy.Ignored : random.Next(vocabulary))];
        float[] weights = [.. tokens.Select((_, i) => i % 5 == 0 ? 0.5f : 1)];
        return new TrainingBatch(tokens, targets, weights, lengths);
    }

    private static IEnumerable<TrainingBatch> Texts(TrainingBatch batch)
    {
        int first = 0;
        foreach (int length in batch.Lengths)
        {
            int end = first + length;
            yield return new TrainingBatch(batch.Tokens[first..end], batch.Targets[first..end], batch.Weights[first..end], [length]);
            first = end;
        }
    }

    private static float[] Gradient(TrainableDecoder decoder, IEnumerable<TrainingBatch> batches, WorkerTeam team)
    {
        foreach (Parameter parameter in decoder.Parameters) Array.Clear(parameter.Gradient);
        TrainingBatch[] all = [.. batches];
        double divisor = all.Sum(b => b.TotalWeight);
        var pass = new DecoderGradients(decoder, team);
        foreach (TrainingBatch batch in all) pass.Add(batch, divisor, seed: 1);
        return [.. decoder.Parameters.SelectMany(p => p.Gradient)];
    }

    private static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (a, b) => ((double)a - b) * (a - b)).Sum() / x.Sum(a => (double)a * a));
}

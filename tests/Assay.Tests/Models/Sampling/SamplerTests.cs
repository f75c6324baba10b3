using Assay.Models.Sampling;
using Assay.Text;

namespace Assay.Tests.Models.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [1, 3, 2, 3, -1, float.NegativeInfinity, 0.5f, -4];

    [Fact]
    public void Greedy_takes_the_lowest_of_equal_tokens() => Assert.Equal(1, new Sampler(new SamplingOptions(), Logits.Length).Sample(Logits));

    [Fact]
    public void Invalid_options_are_all_named()
    {
        InputException e = Assert.Throws<InputException>(() => new Sampler(new SamplingOptions { Temperature = float.NaN, TopK = -1, TopP = 0, MinP = 2, RepetitionPenalty = 0, PenaltyWindow = -2, LogProbabilities = 101 }, 8));
        Assert.Equal(7, e.Problems.Count);
    }

    [Theory]
    [InlineData(1.0f, 0, 1.0f, 0f, SamplingOrder.FiltersFirst)]
    [InlineData(0.7f, 0, 1.0f, 0f, SamplingOrder.FiltersFirst)]
    [InlineData(1.0f, 3, 1.0f, 0f, SamplingOrder.FiltersFirst)]
    [InlineData(1.0f, 0, 0.8f, 0f, SamplingOrder.FiltersFirst)]
    [InlineData(2.0f, 0, 0.8f, 0f, SamplingOrder.FiltersFirst)]
    [InlineData(2.0f, 0, 0.8f, 0f, SamplingOrder.TemperatureFirst)]
    [InlineData(1.5f, 0, 1.0f, 0.2f, SamplingOrder.FiltersFirst)]
    [InlineData(1.5f, 0, 1.0f, 0.2f, SamplingOrder.TemperatureFirst)]
    [InlineData(1.3f, 5, 0.95f, 0.05f, SamplingOrder.TemperatureFirst)]
    public void Drawn_shares_follow_the_definition(float temperature, int topK, float topP, float minP, SamplingOrder order)
    {
        SamplingOptions options = new() { Temperature = temperature, TopK = topK, TopP = topP, MinP = minP, Order = order, Seed = 5 };
        double[] expected = Reference(options);
        const int draws = 40_000;
        int[] counts = new int[Logits.Length];
        Sampler sampler = new(options, Logits.Length);
        for (int i = 0; i < draws; i++) counts[sampler.Sample(Logits)]++;
        for (int t = 0; t < counts.Length; t++)
        {
            // Five standard deviations, and nothing at all where nothing is kept.
            double tolerance = 5 * Math.Sqrt(expected[t] * (1 - expected[t]) / draws);
            Assert.InRange(counts[t] / (double)draws, expected[t] - tolerance, expected[t] + tolerance);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_tokens()
    {
        SamplingOptions options = new() { Temperature = 1, Seed = 42 };
        Sampler a = new(options, Logits.Length), b = new(options, Logits.Length), other = new(options with { Seed = 43 }, Logits.Length);
        int[] first = [.. Enumerable.Range(0, 50).Select(_ => a.Sample(Logits))];
        Assert.Equal(first, Enumerable.Range(0, 50).Select(_ => b.Sample(Logits)).ToArray());
        Assert.False(first.SequenceEqual(Enumerable.Range(0, 50).Select(_ => other.Sample(Logits))));
        // Worked out apart from this code: a change of generator, order or arithmetic shows here.
        Assert.Equal([1, 1, 3, 3, 6, 3, 3, 3, 3, 3, 3, 1], first.Take(12).ToArray());
    }

    [Fact]
    public void Generator_gives_the_published_numbers()
    {
        Xoshiro256 generator = new(1, 2, 3, 4);
        Assert.Equal(new ulong[] { 11520, 0, 1509978240, 1215971899390074240 }, new[] { generator.Next(), generator.Next(), generator.Next(), generator.Next() });
    }

    [Fact]
    public void Penalties_lower_what_is_in_the_window()
    {
        SamplingOptions options = new() { RepetitionPenalty = 2, PenaltyWindow = 2 };
        Sampler sampler = new(options, Logits.Length);
        sampler.Accept(1);
        Assert.Equal(3, sampler.Sample(Logits));
        sampler.Accept(3);
        Assert.Equal(2, sampler.Sample(Logits));
        sampler.Accept(2);
        Assert.Equal(1, sampler.Sample(Logits));
        Sampler frequency = new(new SamplingOptions { FrequencyPenalty = 0.4f, PresencePenalty = 0.1f, PenaltyWindow = null }, 3);
        float[] logits = [1, 1.55f, 0];
        foreach (int expected in (int[])[1, 1, 0, 1, 0, 1]) Assert.Equal(expected, Next(frequency, logits));
    }

    [Fact]
    public void Log_probabilities_are_those_of_the_logits()
    {
        Sampler sampler = new(new SamplingOptions { Temperature = 1.5f, TopK = 2, LogProbabilities = 3, RepetitionPenalty = 3 }, Logits.Length);
        sampler.Accept(1);
        int token = sampler.Sample(Logits);
        double logSum = Math.Log(Logits.Sum(l => Math.Exp(l)));
        Assert.Equal(Logits[token] - logSum, sampler.LogProbability, 1e-9);
        Assert.Equal([1, 3, 2], sampler.MostProbable.ToArray().Select(p => p.Token).ToArray());
        Assert.Equal(3 - logSum, sampler.MostProbable[0].LogProbability, 1e-9);
    }

    [Fact]
    public void Damaged_logits_are_reported()
    {
        Sampler sampler = new(new SamplingOptions { Temperature = 1 }, 3);
        Assert.Contains("weights", Assert.Throws<AssayException>(() => sampler.Sample([float.NaN, float.NegativeInfinity, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Equal(2, sampler.Sample([float.NaN, float.NegativeInfinity, 1]));
    }

    [Fact]
    public void Sampling_allocates_nothing()
    {
        SamplingOptions options = new() { Temperature = 1, TopK = 100, TopP = 0.9f, MinP = 0.01f, RepetitionPenalty = 1.1f, LogProbabilities = 5 };
        float[] logits = [.. Enumerable.Range(0, 5000).Select(i => (float)Math.Sin(i * 12.9898) * 8)];
        Sampler sampler = new(options, logits.Length);
        for (int i = 0; i < 50; i++) sampler.Accept(sampler.Sample(logits));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++) sampler.Accept(sampler.Sample(logits));
        Assert.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Portable_exponential_is_exact()
    {
        for (double x = 0; x > -60; x -= 0.0137) Assert.InRange(PortableExponential.Of(x) / Math.Exp(x), 1 - 1e-15, 1 + 1e-15);
        Assert.Equal(0.0, PortableExponential.Of(-61));
        Assert.Equal(0.0, PortableExponential.Of(double.NaN));
    }

    [Fact]
    public void Filters_agree_with_sorting_on_large_vocabularies()
    {
        Assay.Tests.Models.Constrained.Dice dice = new(9);
        float[] logits = [.. Enumerable.Range(0, 3000).Select(_ => dice.Below(1000) / 90f)];
        foreach (int k in (int[])[1, 2, 7, 500, 2999, 3000, 4000])
        {
            Candidates candidates = new(logits.Length);
            candidates.Fill(logits);
            candidates.KeepTop(k);
            candidates.Rank(k);
            int[] expected = [.. Enumerable.Range(0, logits.Length).OrderByDescending(t => logits[t]).ThenBy(t => t).Take(k)];
            Assert.Equal(expected, Enumerable.Range(0, candidates.Count).Select(i => candidates[i].Token).ToArray());
        }
    }

    private static int Next(Sampler sampler, float[] logits)
    {
        int token = sampler.Sample(logits);
        sampler.Accept(token);
        return token;
    }

    // The definition, with sorting and without any care for speed.
    private static double[] Reference(SamplingOptions options)
    {
        List<(int Token, double Logit)> kept = [.. Logits.Select((l, t) => (t, (double)l)).Where(p => !double.IsNegativeInfinity(p.Item2)).OrderByDescending(p => p.Item2).ThenBy(p => p.t)];
        if (options.Order == SamplingOrder.TemperatureFirst) kept = [.. kept.Select(k => (k.Token, k.Logit / options.Temperature))];
        if (options.TopK > 0) kept = [.. kept.Take(options.TopK)];
        double[] p = Softmax(kept);
        int count = Enumerable.Range(1, p.Length).First(n => n == p.Length || p.Take(n).Sum() >= options.TopP);
        kept = [.. kept.Take(count)];
        p = Softmax(kept);
        kept = [.. kept.Where((_, i) => p[i] >= options.MinP * p[0])];
        if (options.Order == SamplingOrder.FiltersFirst) kept = [.. kept.Select(k => (k.Token, k.Logit / options.Temperature))];
        p = Softmax(kept);
        double[] result = new double[Logits.Length];
        for (int i = 0; i < kept.Count; i++) result[kept[i].Token] = p[i];
        return result;
    }

    private static double[] Softmax(List<(int Token, double Logit)> kept)
    {
        double sum = kept.Sum(k => Math.Exp(k.Logit));
        return [.. kept.Select(k => Math.Exp(k.Logit) / sum)];
    }
}

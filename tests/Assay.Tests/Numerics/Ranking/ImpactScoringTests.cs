using Assay.Numerics.Memory;
using Assay.Numerics.Ranking;

namespace Assay.Tests.Numerics.Ranking;

public sealed class ImpactScoringTests
{
    [Fact]
    public void Accumulate_adds_the_impact_of_every_posting()
    {
        var random = new Random(1);
        float[] frequencies = [.. Enumerable.Range(0, 32).Select(_ => (float)random.NextDouble() * 5)];
        for (int length = 0; length < 70; length++)
        {
            int[] chunks = [.. Enumerable.Range(100, 200).Where(_ => random.Next(3) == 0).Take(length)];
            byte[] codes = [.. chunks.Select(_ => (byte)random.Next(256))];
            float[] norms = [.. Enumerable.Range(0, 300).Select(_ => random.Next(10) == 0 ? float.PositiveInfinity : (float)random.NextDouble() * 3)];
            int[] sums = new int[200], expected = new int[200];
            for (int i = 0; i < chunks.Length; i++)
            {
                float frequency = frequencies[codes[i] % 16] + frequencies[16 + (codes[i] / 16)];
                expected[chunks[i] - 100] += (int)MathF.Floor(1e6f * (frequency / (frequency + norms[chunks[i]])));
                Assert.Equal(expected[chunks[i] - 100], ImpactScoring.Impact(codes[i], frequencies, norms[chunks[i]], 1e6f));
            }

            ImpactScoring.Accumulate(chunks, codes, new ImpactScale(frequencies, norms, 1e6f), 100, sums);
            Assert.Equal(expected, sums);
            Assert.Equal(chunks.Count(c => float.IsFinite(norms[c])), ImpactScoring.CountFinite(chunks, norms));
        }
    }

    [Fact]
    public void Collect_finds_the_sums_that_reach_the_minimum()
    {
        var random = new Random(2);
        for (int length = 0; length < 100; length++)
        {
            int[] sums = [.. Enumerable.Range(0, length).Select(_ => random.Next(-5, 6))], found = new int[length];
            int count = ImpactScoring.Collect(sums, 2, found);
            Assert.Equal(Enumerable.Range(0, length).Where(i => sums[i] >= 2), found.Take(count));
        }

        Assert.Throws<ArgumentException>(() => ImpactScoring.Collect([1, 2], 1, new int[1]));
    }

    [Fact]
    public void LowerBound_finds_the_first_that_is_not_below()
    {
        var random = new Random(3);
        for (int length = 0; length < 60; length++)
        {
            int[] sorted = [.. Enumerable.Range(0, length).Select(_ => random.Next(50)).Order()];
            for (int value = -1; value < 52; value++)
            {
                int expected = sorted.Count(v => v < value);
                for (int from = 0; from <= expected; from++) Assert.Equal(expected, ImpactScoring.LowerBound(sorted, from, value));
            }
        }
    }

    [Fact]
    public void A_checksum_changes_with_every_byte()
    {
        var random = new Random(4);
        for (int length = 0; length < 200; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            ulong whole = Checksum.Compute(bytes);
            Assert.Equal(whole, Checksum.Compute((byte[])bytes.Clone()));
            Assert.NotEqual(whole, Checksum.Compute([.. bytes, 0]));
            Assert.NotEqual(whole, Checksum.Compute(bytes, 1));
            for (int i = 0; i < length; i++)
            {
                bytes[i] ^= (byte)(1 << random.Next(8));
                Assert.NotEqual(whole, Checksum.Compute(bytes));
                whole = Checksum.Compute(bytes);
            }
        }
    }
}

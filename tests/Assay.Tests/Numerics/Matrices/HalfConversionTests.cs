using Assay.Numerics.Matrices;

namespace Assay.Tests.Numerics.Matrices;

public sealed class HalfConversionTests
{
    private const int All = 65536;

    private static readonly VectorPath[] Paths = [VectorPath.Bits512, VectorPath.Bits256, VectorPath.Bits128, VectorPath.Scalar];

    [Fact]
    public void Every_binary16_widens_to_its_value()
    {
        ushort[] values = Every();
        foreach (VectorPath path in Paths)
        {
            float[] floats = new float[All];
            HalfConversion.Widen(path, HalfFormat.Float16, values, floats);
            for (int i = 0; i < All; i++)
            {
                float expected = (float)BitConverter.UInt16BitsToHalf((ushort)i);
                if (float.IsNaN(expected)) Assert.True(float.IsNaN(floats[i]) && float.IsNegative(floats[i]) == i >= 0x8000, $"{path} {i:x}: {floats[i]}");
                else Assert.True(BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(floats[i]), $"{path} {i:x}: {floats[i]} instead of {expected}");
            }
        }
    }

    [Fact]
    public void Every_bfloat16_widens_to_its_bits()
    {
        ushort[] values = Every();
        foreach (VectorPath path in Paths)
        {
            float[] floats = new float[All];
            HalfConversion.Widen(path, HalfFormat.BFloat16, values, floats);
            for (int i = 0; i < All; i++) Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(floats[i]));
        }
    }

    [Theory]
    [InlineData(HalfFormat.Float16)]
    [InlineData(HalfFormat.BFloat16)]
    public void Every_value_comes_back_from_its_float(HalfFormat format)
    {
        ushort[] values = Every();
        float[] floats = new float[All];
        HalfConversion.Widen(format, values, floats);
        foreach (VectorPath path in Paths)
        {
            ushort[] back = new ushort[All];
            HalfConversion.Narrow(path, format, floats, back);
            for (int i = 0; i < All; i++)
            {
                if (float.IsNaN(floats[i])) Assert.True(float.IsNaN(Widened(format, back[i])), $"{path} {i:x}: {back[i]:x} is no NaN");
                else Assert.True(back[i] == i, $"{path} {i:x}: {back[i]:x}");
            }
        }
    }

    [Theory]
    [InlineData(HalfFormat.Float16)]
    [InlineData(HalfFormat.BFloat16)]
    public void Floats_round_to_the_nearest_and_halfway_to_the_even_one(HalfFormat format)
    {
        uint infinity = format == HalfFormat.Float16 ? 0x7C00u : 0x7F80u;
        List<float> floats = [];
        List<ushort> expected = [];
        for (uint low = 0; low < infinity; low++)
        {
            // The infinity stands for the power of two that would come next.
            double from = Widened(format, (ushort)low), to = low + 1 == infinity ? Math.ScaleB(1, format == HalfFormat.Float16 ? 16 : 128) : Widened(format, (ushort)(low + 1));
            float middle = (float)((from + to) / 2);
            Assert.Equal((from + to) / 2, middle);
            foreach (ushort sign in new ushort[] { 0, 0x8000 })
            {
                void Expect(float value, uint result)
                {
                    floats.Add(sign == 0 ? value : -value);
                    expected.Add((ushort)(result | sign));
                }

                Expect(middle, (low & 1) == 0 ? low : low + 1);
                Expect(float.BitDecrement(middle), low);
                Expect(float.BitIncrement(middle), low + 1);
            }
        }

        floats.AddRange([float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, -0f]);
        expected.AddRange([(ushort)infinity, (ushort)(infinity | 0x8000), (ushort)infinity, 0, 0x8000]);
        foreach (VectorPath path in Paths)
        {
            ushort[] actual = new ushort[floats.Count];
            HalfConversion.Narrow(path, format, floats.ToArray(), actual);
            for (int i = 0; i < actual.Length; i++) Assert.True(expected[i] == actual[i], $"{path} {floats[i]:r}: {actual[i]:x} instead of {expected[i]:x}");
        }
    }

    [Fact]
    public void Random_floats_round_as_the_framework_does()
    {
        var random = new Random(7);
        float[] floats = [.. Enumerable.Range(0, 300_000).Select(_ => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)))];
        ushort[] actual = new ushort[floats.Length];
        HalfConversion.Narrow(HalfFormat.Float16, floats, actual);
        for (int i = 0; i < floats.Length; i++)
        {
            if (float.IsNaN(floats[i])) Assert.True(Half.IsNaN(BitConverter.UInt16BitsToHalf(actual[i])));
            else Assert.Equal(BitConverter.HalfToUInt16Bits((Half)floats[i]), actual[i]);
        }
    }

    [Fact]
    public void Odd_lengths_are_converted_to_the_last_value_and_no_further()
    {
        foreach (int length in new[] { 0, 1, 3, 7, 8, 15, 17, 31, 33, 63, 65 })
        {
            float[] floats = GemmTests.Values(length, length), back = new float[length + 1];
            ushort[] values = new ushort[length + 1];
            back[length] = 5;
            values[length] = 9;
            foreach (VectorPath path in Paths)
            {
                HalfConversion.Narrow(path, HalfFormat.BFloat16, floats, values.AsSpan(0, length));
                HalfConversion.Widen(path, HalfFormat.BFloat16, values.AsSpan(0, length), back.AsSpan(0, length));
                for (int i = 0; i < length; i++) Assert.Equal(floats[i], back[i], 4e-3);
            }

            Assert.Equal(5, back[length]);
            Assert.Equal(9, values[length]);
        }
    }

    [Fact]
    public void Lengths_and_formats_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => HalfConversion.Widen(HalfFormat.Float16, new ushort[3], new float[4]));
        Assert.Throws<ArgumentException>(() => HalfConversion.Narrow(HalfFormat.Float16, new float[4], new ushort[3]));
        Assert.Throws<ArgumentException>(() => HalfConversion.Widen((HalfFormat)5, new ushort[3], new float[3]));
        Assert.Throws<ArgumentException>(() => HalfConversion.Narrow((HalfFormat)5, new float[3], new ushort[3]));
    }

    private static ushort[] Every() => [.. Enumerable.Range(0, All).Select(i => (ushort)i)];

    private static float Widened(HalfFormat format, ushort value) =>
        format == HalfFormat.Float16 ? (float)BitConverter.UInt16BitsToHalf(value) : BitConverter.UInt32BitsToSingle((uint)value << 16);
}

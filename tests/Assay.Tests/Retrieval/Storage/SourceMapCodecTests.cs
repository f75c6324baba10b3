using System.Collections.Immutable;
using Assay.Retrieval.Storage;
using Assay.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Retrieval.Storage;

public class SourceMapCodecTests
{
    [Fact]
    public void Decode_of_encode_is_the_map()
    {
        Gen<SourceMap.Run> run =
            from start in Gen.Choose(0, int.MaxValue / 4)
            from length in Gen.Choose(0, 5000)
            from source in Gen.Choose(0, int.MaxValue / 4)
            from other in Gen.OneOf(Gen.Constant(length), Gen.Choose(0, 5000))
            select new SourceMap.Run(start, length, new TextSpan(source, source + other));
        Prop.ForAll(run.ArrayOf().ToArbitrary(), runs =>
            SourceMapCodec.Decode(SourceMapCodec.Encode(new SourceMap([.. runs]))).Runs.SequenceEqual(runs)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Encode_of_prose_takes_few_bytes_per_run()
    {
        ImmutableArray<SourceMap.Run> runs = [.. Enumerable.Range(0, 100).Select(i => new SourceMap.Run(60 * i, 59, new TextSpan(64 * i, 64 * i + 59)))];
        Assert.InRange(SourceMapCodec.Encode(new SourceMap(runs)).Length, 1, 500);
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0, 1, 0 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 1, 1, 1, 1 })]
    [InlineData(new byte[] { 0, 0xff, 0xff, 0xff, 0xff, 0x3f, 0, 0 })]
    public void Decode_of_broken_bytes_throws(byte[] bytes) => Assert.Throws<InvalidDataException>(() => SourceMapCodec.Decode(bytes));
}

using Assay.Models.Constrained;
using Assay.Models.Local;
using Assay.Text;

namespace Assay.Tests.Models.Local;

public sealed class ConstraintCacheTests
{
    private static readonly TokenTable Tokens = new([.. Enumerable.Range(0, 256).Select(b => (ReadOnlyMemory<byte>)new[] { (byte)b }), Array.Empty<byte>()], [256]);

    [Fact]
    public void The_same_text_gives_the_same_constraint_until_others_were_used_more_recently()
    {
        var cache = new ConstraintCache(() => Tokens);
        CompiledConstraint first = cache.OfSchema(Schema(0)), second = cache.OfSchema(Schema(1));
        for (int i = 2; i < ConstraintCache.Most; i++) cache.OfSchema(Schema(i));
        Assert.Same(first, cache.OfSchema(Schema(0)));
        cache.OfSchema(Schema(1000));
        Assert.Equal(ConstraintCache.Most, cache.Count);
        Assert.Same(first, cache.OfSchema(Schema(0)));
        Assert.NotSame(second, cache.OfSchema(Schema(1)));
        Assert.Equal(ConstraintCache.Most, cache.Count);
    }

    [Fact]
    public async Task Many_threads_share_one_constraint()
    {
        int made = 0;
        var cache = new ConstraintCache(() =>
        {
            Interlocked.Increment(ref made);
            return Tokens;
        });
        CompiledConstraint[] all = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => cache.OfSchema(Schema(i % 2)))));
        Assert.Equal(2, all.Distinct().Count());
        Assert.Equal(2, made);
    }

    [Fact]
    public void A_schema_that_cannot_be_held_to_says_so_each_time()
    {
        var cache = new ConstraintCache(() => Tokens);
        for (int i = 0; i < 2; i++) Assert.Throws<InputException>(() => cache.OfSchema("""{"type":"object","not":{}}"""));
        Assert.Equal(1, cache.OfSchema("{\"const\":1}").ShortestTokens);
    }

    private static string Schema(int i) => $$"""{"const":"{{new string('x', i % 7)}}{{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}}"}""";
}

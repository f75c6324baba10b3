using Assay.Text.Analysis;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Text.Analysis;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("password", "password", 0)]
    [InlineData("pasword", "password", 1)]
    [InlineData("passwrod", "password", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    [InlineData("größe", "grösse", 2)]
    [InlineData("北京大学", "北大京学", 1)]
    public void Within_known_pairs_have_their_distance(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Within(a, b, 5));
        Assert.Equal(distance, EditDistance.Within(b, a, 5));
        if (distance > 0) Assert.Equal(-1, EditDistance.Within(a, b, distance - 1));
    }

    [Fact]
    public void Within_equals_the_recurrence_for_any_words_and_limits()
    {
        Gen<string> words = Gen.Choose(0, 9).SelectMany(n => Gen.Elements('a', 'b', 'c', 'é').ArrayOf(n)).Select(a => new string(a));
        Gen<(string A, string B, int Limit)> cases = from a in words from b in words from limit in Gen.Choose(0, 6) select (a, b, limit);
        Prop.ForAll(cases.ToArbitrary(), c => EditDistance.Within(c.A, c.B, c.Limit) == Bounded(c.A, c.B, c.Limit)).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Within_long_words_agree_with_the_recurrence(int length)
    {
        var random = new Random(length);
        for (int i = 0; i < 40; i++)
        {
            string a = string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3))));
            var edited = a.ToList();
            for (int e = random.Next(6); e > 0; e--) edited.Insert(random.Next(edited.Count), 'x');
            for (int e = random.Next(4); e > 0; e--) edited.RemoveAt(random.Next(edited.Count));
            int s = random.Next(edited.Count - 1);
            (edited[s], edited[s + 1]) = (edited[s + 1], edited[s]);
            string b = string.Concat(edited);
            int limit = random.Next(12);
            Assert.Equal(Bounded(a, b, limit), EditDistance.Within(a, b, limit));
        }
    }

    [Fact]
    public void Within_short_words_allocates_nothing()
    {
        string a = new('a', 64), b = new string('a', 30) + "b" + new string('a', 40);
        EditDistance.Within(a, b, 9);
        long before = GC.GetAllocatedBytesForCurrentThread();
        EditDistance.Within(a, b, 9);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Bounded(string a, string b, int limit) => Distance(a, b) is int d && d <= limit ? d : -1;

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}

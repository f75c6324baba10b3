using Assay.Evaluation.Answers;

namespace Assay.Tests.Evaluation.Answers;

public sealed class StyleProfileTests
{
    private static readonly string[] s_friendly = [.. Enumerable.Range(0, 60).Select(i => $"Hi! You can do that in {i} minutes, and we're happy to help you with it!")];
    private static readonly string[] s_dry = [.. Enumerable.Range(0, 60).Select(i => $"The operation is completed within {i} minutes; it is carried out by the administrator of the account.")];

    [Fact]
    public void Texts_of_two_writers_are_told_apart()
    {
        StyleProfile profile = StyleProfile.Learn(s_friendly, s_dry)!;

        Assert.True(profile.Area > 0.99, $"{profile.Area}");
        Assert.InRange(profile.Likeness("Hi! We're happy to help you, and you can call us!")!.Value, 0.8, 1);
        Assert.InRange(profile.Likeness("The account is closed by the administrator; the data is removed within a month.")!.Value, 0, 0.2);
    }

    [Fact]
    public void Texts_of_one_writer_are_not() => Assert.InRange(StyleProfile.Learn(s_dry.Where((_, i) => i % 2 == 0), s_dry.Where((_, i) => i % 2 == 1))!.Area, 0.2, 0.8);

    [Fact]
    public void Sides_of_different_sizes_have_the_same_weight() =>
        Assert.InRange(StyleProfile.Learn(s_friendly.Take(20), Enumerable.Repeat(s_dry, 10).SelectMany(d => d))!.Likeness("Hi! We're happy to help you, and you can call us!")!.Value, 0.6, 1);

    [Fact]
    public void Few_texts_show_no_style()
    {
        Assert.Null(StyleProfile.Learn(s_friendly.Take(19), s_dry));
        Assert.Null(StyleProfile.Learn(s_friendly, Enumerable.Repeat(" \n", 100)));
        Assert.Null(StyleProfile.Learn(s_friendly, s_dry)!.Likeness("..."));
    }
}

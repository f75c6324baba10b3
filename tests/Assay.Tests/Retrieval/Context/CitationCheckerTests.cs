using System.Collections.Immutable;
using Assay.Retrieval.Context;
using Assay.Text;

namespace Assay.Tests.Retrieval.Context;

public sealed class CitationCheckerTests
{
    private const string Trial = "The trial lasts 14 days. It needs no credit card. On the 7th day we send a reminder; \"nothing is ever charged\" in the meantime.";
    private const string Plans = "The Basic plan costs twelve euros a month.\nThe Team plan costs 30 euros a month and holds five users.";

    private static readonly ImmutableArray<ContextPassage> Passages = [Passage(1, "trial.md", Trial), Passage(2, "plans.md", Plans)];

    [Theory]
    [InlineData("The trial lasts 14 days [1].", true, "")]
    [InlineData("The trial lasts fourteen days [1].", true, "")]
    [InlineData("A trial of 14 days needs no credit card [1].", true, "")]
    [InlineData("The trial lasts 30 days [1].", false, "30")]
    [InlineData("The trial lasts 14 days [2].", false, "trial lasts 14 days")]
    [InlineData("A reminder is sent on day 7 [1].", true, "")]
    [InlineData("The Basic plan costs 12 euros a month [2].", true, "")]
    [InlineData("The Basic plan costs €12 [2].", true, "")]
    [InlineData("Refunds are paid to whoever complains within a year [1].", false, "Refunds paid whoever complains within year")]
    [InlineData("The trial lasts 14 days.", false, "trial lasts 14 days")]
    [InlineData("The trial lasts 14 days [9].", false, "trial lasts 14 days")]
    public void Check_judges_a_sentence_by_the_passages_it_cites(string answer, bool supported, string missing)
    {
        CheckedSentence sentence = Assert.Single(CitationChecker.Check(answer, Passages).Sentences);
        Assert.Equal((supported, missing), (sentence.IsSupported, string.Join(' ', sentence.Missing)));
    }

    [Fact]
    public void Check_holds_a_sentence_without_citation_against_all_that_are_cited()
    {
        CheckedAnswer answer = CitationChecker.Check("The trial costs 30 dollars at night. The Team plan holds five users [2]. It costs 30 euros [1]. [2] Yes.", Passages);
        Assert.Equal([false, true, true], answer.Sentences.Select(s => s.IsSupported));
        Assert.Equal(["1 2", "2", "1 2"], answer.Sentences.Select(s => string.Join(' ', s.Passages)));
    }

    [Theory]
    [InlineData("They say \"nothing is ever charged\" to anyone in the trial [1].", true)]
    [InlineData("In the trial, “Nothing at all is charged” holds [1].", false)]
    [InlineData("The “trial lasts\n14 days” and needs no credit card [1].", true)]
    public void Check_wants_quotations_word_for_word(string answer, bool found)
    {
        CheckedSentence sentence = CitationChecker.Check(answer, Passages).Sentences[0];
        Assert.Equal(found, sentence.IsSupported);
        if (sentence.Quotes is [var quote])
        {
            Assert.Equal(found, quote.Number == 1);
            if (found) Assert.Equal(quote.Span.Of(answer).ToString(), Trial[(quote.Source!.Value.Start - 100)..(quote.Source.Value.End - 100)]);
        }
    }

    [Fact]
    public void Check_points_at_the_characters_that_say_it()
    {
        CheckedAnswer answer = CitationChecker.Check("It needs no credit card. [1] The Team plan costs 30 euros [2].", Passages);
        Assert.Equal(["It needs no credit card.", "The Team plan costs 30 euros a month and holds five users."],
            answer.Citations.Select(c => (c.Citation.Number == 1 ? Trial : Plans)[(c.Evidence!.Value.Start - 100)..(c.Evidence.Value.End - 100)]));
    }

    [Fact]
    public void Check_tells_what_became_of_the_version_cited()
    {
        ImmutableArray<ContextPassage> passages = [.. Passages.Select(p => p with { ContentHash = "old" }), Passage(3, "gone.md", "Here.") with { ContentHash = "old" }];
        CheckedAnswer answer = CitationChecker.Check("A [1] b [2] c [3] d [4].", passages, id => id switch { "trial.md" => "old", "plans.md" => "new", _ => null });
        Assert.Equal([CitationState.Holds, CitationState.Changed, CitationState.Gone, CitationState.NoPassage], answer.Citations.Select(c => c.State));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Yes.")]
    [InlineData("[1]")]
    [InlineData("[1] [2]\n\n[3]")]
    public void Check_does_not_judge_what_says_nothing(string answer) => Assert.Empty(CitationChecker.Check(answer, Passages).Sentences);

    [Fact]
    public void Check_of_any_cut_of_a_passage_finds_it_word_for_word()
    {
        for (int start = 0; start < Plans.Length; start += 7)
        {
            for (int end = start + 12; end < Plans.Length; end += 11)
            {
                string cut = string.Join(' ', Plans[start..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                Assert.All(CitationChecker.Check($"{cut} [2]", Passages).Sentences, s => Assert.True(s.IsSupported, cut));
            }
        }
    }

    private static ContextPassage Passage(int number, string id, string text) =>
        new(number, id, "Help", "", "", text, SourceMap.Identity(text.Length, 100), new TextSpan(100, 100 + text.Length), 1);
}

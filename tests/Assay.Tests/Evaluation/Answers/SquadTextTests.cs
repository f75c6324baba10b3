using System.Collections.Immutable;
using System.Text.Json;
using Assay.Evaluation.Answers;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Evaluation.Answers;

public sealed class SquadTextTests
{
    [Theory]
    [InlineData("The  Cat, a dog\tand an owl!", "cat dog and owl")]
    [InlineData("rock-n-roll isn't U.S.", "rocknroll isnt us")]
    [InlineData("a-the", "athe")]
    [InlineData("(the) \"a\"", "")]
    [InlineData("“The” fee — 5 €", "“ ” fee — 5 €")]
    [InlineData("a\u0301 x", "\u0301 x")]
    [InlineData("x² a² the½", "x² a² the½")]
    [InlineData("one\u001Ctwo\u3000three", "one two three")]
    [InlineData("ΟΔΟΣ Σ ΣΑΣ", "οδος σ σας")]
    [InlineData("ΑΣ' ΑΣ'Α ΑΣ\u0301 \u2160Σ \U0001F170Σ 1Σ \U00010400Σ", "ας ασα ας\u0301 \u2170ς \U0001F170ς 1σ \U00010428ς")]
    [InlineData("İ", "i\u0307")]
    [InlineData("\U00010400", "\U00010428")]
    [InlineData("", "")]
    public void Normalize_follows_the_order_of_the_reference(string text, string expected) => Assert.Equal(expected, SquadText.Normalize(text));

    [Fact]
    public void Normalize_half_a_surrogate_pair_is_kept() => Assert.Equal("\uD800", SquadText.Normalize("\uD800 the"));

    [Fact]
    public void ExactMatch_and_TokenF1_agree_with_a_thousand_reference_pairs()
    {
        int pairs = 0;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "squad", "squad_pairs.jsonl")))
        {
            using JsonDocument pair = JsonDocument.Parse(line);
            ImmutableArray<string> golds = [.. pair.RootElement.GetProperty("golds").EnumerateArray().Select(g => g.GetString()!)];
            string answer = pair.RootElement.GetProperty("answer").GetString()!;
            Assert.True(AnswerMetrics.ExactMatch(answer, golds) == pair.RootElement.GetProperty("em").GetDouble(), $"exact match of {line}");
            Assert.True(Math.Abs(AnswerMetrics.TokenF1(answer, golds) - pair.RootElement.GetProperty("f1").GetDouble()) <= 1e-12, $"F1 of {line}");
            pairs++;
        }

        Assert.Equal(1000, pairs);
    }

    [Fact]
    public void TokenF1_counts_repeated_words_as_often_as_both_have_them()
    {
        // 2 of 3 answered words, 2 of 4 accepted ones.
        Assert.Equal(2 * (2.0 / 3) * 0.5 / ((2.0 / 3) + 0.5), AnswerMetrics.TokenF1("x x x", ["x x y z"]), 15);
        Assert.Equal(1, AnswerMetrics.TokenF1("b a", ["nothing", "a b"]));
    }

    [Fact]
    public void ExactMatch_accepted_answers_that_normalise_to_nothing_are_dropped()
    {
        Assert.Equal(0, AnswerMetrics.ExactMatch("", ["the", "x"]));
        Assert.Equal(1, AnswerMetrics.ExactMatch("A!", ["the"]));
        Assert.Equal((1.0, 0.0), (AnswerMetrics.TokenF1("", []), AnswerMetrics.TokenF1("x", [])));
    }

    [Theory]
    [InlineData("It costs 12 EUR per month.", "12 eur", 40, 1)]
    [InlineData("It costs 12.50 EUR.", "12 EUR", 40, 0)]
    [InlineData("It costs 112 EUR", "12 EUR", 40, 0)]
    [InlineData("12 or 13 EUR", "12 EUR", 40, 0)]
    [InlineData("one two three", "two", 3, 1)]
    [InlineData("one two three four", "two", 3, 0)]
    [InlineData("anything", "the", 40, 0)]
    public void Containment_wants_the_words_together_in_a_short_answer(string answer, string gold, int maxWords, double expected) =>
        Assert.Equal(expected, AnswerMetrics.Containment(answer, [gold], maxWords));

    [Fact]
    public void Normalize_any_text_is_stable_and_scores_itself_1()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            string once = SquadText.Normalize(text.Get);
            return AnswerMetrics.ExactMatch(text.Get, [text.Get]) == 1 && AnswerMetrics.TokenF1(text.Get, [text.Get]) == 1
                && once == string.Join(' ', SquadText.Tokens(text.Get)) && AnswerMetrics.TokenF1(text.Get, ["some other words"]) is >= 0 and <= 1;
        }).QuickCheckThrowOnFailure();
    }
}

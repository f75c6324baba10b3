using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;

namespace Assay.Tests.Evaluation.Questions.Making;

/// <summary>What questions are made into and compared by, without documents.</summary>
public sealed class QuestionFormsTests
{
    [Fact]
    public void A_typo_changes_letters_inside_long_words_alone()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            const string Asked = "How many seats does plan FL-2301 have for 14 technicians?";
            string typed = QuestionTypos.Of(Asked, seed, _ => false)!;
            Assert.NotEqual(Asked, typed);
            Assert.Contains("FL-2301", typed, StringComparison.Ordinal);
            Assert.Contains(" 14 ", typed, StringComparison.Ordinal);
            Assert.InRange(typed.Length, Asked.Length - 3, Asked.Length + 2);
            Assert.Equal(typed, QuestionTypos.Of(Asked, seed, _ => false));
        }

        Assert.Null(QuestionTypos.Of("Why is it so?", 1, _ => false));
    }

    [Fact]
    public void A_typo_is_never_a_word_of_the_documents()
    {
        // Everything of six letters is a word: slips must change the length, or there is none.
        for (ulong seed = 0; seed < 100; seed++)
        {
            if (QuestionTypos.Of("Is plan-9 priced?", seed, w => w.Length == 6) is { } typed) Assert.DoesNotMatch(@"\b[a-z]{6}\b", typed.Replace("priced", "", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("How do I export invoices?", "export invoices")]
    [InlineData("What is a segment?", "a segment")]
    [InlineData("How many branches can a workspace have?", "branches")]
    [InlineData("What is the price for Towing?", "Towing")]
    [InlineData("Can I cancel a job?", "a job")]
    public void A_paraphrase_keeps_what_is_asked_about(string question, string kept)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            string other = QuestionParaphrases.Of(question, seed)!;
            Assert.NotEqual(question, other);
            Assert.DoesNotContain("$", other, StringComparison.Ordinal);
            if (!kept.Contains("export", StringComparison.Ordinal) || other.Contains("export", StringComparison.Ordinal)) Assert.Contains(kept, other, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_name_between_quotation_marks_is_not_reworded()
    {
        for (ulong seed = 0; seed < 20; seed++) Assert.Contains("\"delete customer\"", QuestionParaphrases.Reworded("Who may delete what \"delete customer\" names?", seed), StringComparison.Ordinal);
        Assert.Null(QuestionParaphrases.Of("Zzz qqq?", 3));
    }

    [Fact]
    public void Near_questions_share_words_and_numbers()
    {
        var near = new NearQuestions();
        near.Add("a", "How many seats does plan 1 have?");
        Assert.Equal("a", near.Find("How many seats has plan 1?"));
        Assert.Null(near.Find("How many seats has plan 2?"));
        Assert.Null(near.Find("How many seats has plan 1?", except: "a"));
        Assert.Null(near.Find("How much storage does plan 1 have?"));
    }

    [Fact]
    public void Overlap_counts_every_share_once()
    {
        OverlapDistribution overlap = OverlapDistribution.Of([0, 0.1, 0.3, 0.95, 1, 1]);
        Assert.Equal([1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 2], overlap.Counts.ToArray());
        Assert.Equal(0.5583, overlap.Mean!.Value, 4);
        Assert.Null(OverlapDistribution.Of([]).Mean);
    }

    [Fact]
    public void Merging_takes_what_was_accepted_with_ids_of_its_own()
    {
        Question own = Made("m1", "How long is the trial?") with { Tags = [] };
        Question[] made =
        [
            Made("m1", "Who pays for towing?") with { Reviewed = QuestionReview.Accepted },
            Made("m2", "How long does the trial last?") with { Reviewed = QuestionReview.Rejected },
            Made("m3", "Where is the depot?"),
            Made("m4", "How long is the trial?") with { Reviewed = QuestionReview.Accepted },
            Made("m5", "how long is teh trial") with { Reviewed = QuestionReview.Accepted, Tags = ["made", "typo"] },
        ];
        QuestionMerge merge = QuestionMerge.Of([own], [.. made], all: false);
        Assert.Equal(["m1-2", "m5"], merge.Added.Select(q => q.Id));
        Assert.All(merge.Added, q => Assert.Equal(QuestionReview.None, q.Reviewed));
        Assert.Equal((1, 1, 1), (merge.Unreviewed, merge.Rejected, merge.Repeated));
        Assert.Equal(["m1-2", "m3", "m5"], QuestionMerge.Of([own], [.. made], all: true).Added.Select(q => q.Id));
    }

    [Fact]
    public void Source_and_review_are_read_and_written_and_do_not_make_another_set()
    {
        using var folder = new TemporaryFolder();
        Question question = Made("m1", "Who pays?") with { Source = "docs/a.md@3", Reviewed = QuestionReview.Accepted };
        string file = folder.Write("q.jsonl", QuestionLine.Write(question) + "\n");
        QuestionSet read = QuestionReader.Read(file);
        Assert.Equal((question.Source, question.Reviewed), (read.Questions[0].Source, read.Questions[0].Reviewed));
        Assert.Equal(new QuestionSet("", [question with { Source = null, Reviewed = QuestionReview.None }]).Fingerprint(), read.Fingerprint());
        folder.Write("bad.jsonl", """{"id":"a","question":"b","answers":["c"],"reviewed":"perhaps"}""");
        Assert.Contains("\"accepted\" or \"rejected\"", Assert.Throws<Assay.Text.InputException>(() => QuestionReader.Read(Path.Combine(folder.Path, "bad.jsonl"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_leaves_other_lines_as_they_are()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("q.jsonl", "{ \"id\":\"a\", \"question\":\"One?\", \"answers\":[\"1\"] }\r\n\r\n{\"question\":\"Two?\",\"id\":\"b\",\"answerable\":false}\n");
        QuestionReviewFile review = QuestionReviewFile.Read(file);
        Assert.Equal(0, review.Next(0));
        review.Judge(1, accepted: false);
        string[] lines = review.ToText().Split('\n');
        Assert.Equal("{ \"id\":\"a\", \"question\":\"One?\", \"answers\":[\"1\"] }\r", lines[0]);
        Assert.EndsWith("\"reviewed\":\"rejected\"}", lines[2], StringComparison.Ordinal);
        review.Edit(0, "One and a half?", ["1.5"]);
        Assert.Null(review.Next(0));
        Assert.EndsWith("\"reviewed\":\"accepted\"}\r", review.ToText().Split('\n')[0], StringComparison.Ordinal);
    }

    private static Question Made(string id, string text) => new() { Id = id, Text = text, Answers = ["x"], Tags = [MadeKinds.Tag] };
}

using System.Collections.Immutable;
using Assay.Evaluation.Questions.Making;
using Assay.QuestionMaking;
using Assay.Tuning.Synthesis;

namespace Assay.Tests.Application.QuestionMaking;

/// <summary>What the templates make of passages.</summary>
public sealed class TemplateTests
{
    [Theory]
    [InlineData("A workspace can have up to 30 branches.", "How many branches can a workspace have?", "30 branches")]
    [InlineData("Each driver has 5 vacation weeks in summer.", "How many vacation weeks does each driver have in summer?", "5 vacation weeks")]
    [InlineData("The tower crane costs $900 per week.", "How much does the tower crane cost per week?", "$900")]
    [InlineData("Deleted photos are kept for 30 days.", "For how many days are deleted photos kept?", "30 days")]
    [InlineData("An invitation expires after 14 days.", "After how many days does an invitation expire?", "14 days")]
    [InlineData("The upload limit is 25 MB.", "How many MB is the upload limit?", "25 MB")]
    [InlineData("A password must have at least 12 characters.", "How many characters must a password have?", "12 characters")]
    public void Numbers_are_asked_for_with_their_unit(string sentence, string question, string answer)
    {
        Fact fact = Assert.Single(NumberFacts.Of(Passage(sentence)));
        Assert.Equal((question, answer, MadeKind.Numeric), (fact.Question, fact.Value, fact.Kind));
        Assert.Contains(fact.Value, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It has 14 days.")]
    [InlineData("A segment has 160 characters, or 70 with emoji.")]
    [InlineData("The plan is 3 or more.")]
    [InlineData("Error FL-2301 is shown.")]
    [InlineData("Step 3 has 4 parts.")]
    public void Numbers_that_need_more_than_the_sentence_are_not_asked_for(string sentence) => Assert.Empty(NumberFacts.Of(Passage(sentence)));

    [Fact]
    public void A_cell_is_asked_for_by_row_and_column()
    {
        Fact[] facts = [.. TableFacts.Of(Passage("Service | Price | Kept for | Notes\nTowing | 90 dollars | ever | x\nTyre change | 45 dollars | a day | y"))];
        Assert.Equal(["What is the price for Towing (Fees)?", "What is the price for Tyre change?"], facts.Select(f => f.Question));
        Assert.Equal(["90 dollars", "45 dollars"], facts.Select(f => f.Value));

        facts = [.. TableFacts.Of(Passage("Limit | Starter | Crew\nPaid seats | 5 | 40\nCustom roles | 0 | yes"))];
        Assert.Equal(["What is the limit for paid seats on Starter?", "What is the limit for paid seats on Crew?", "What is the limit for custom roles on Starter?"], facts.Select(f => f.Question));

        Assert.Equal("In \"Fees\", what is the field \"Grace days\" for?", Assert.Single(TableFacts.Of(Passage("Field | Description\nGrace days | Specifies how long a fee may be late. More is possible."))).Question);
        Assert.Empty(TableFacts.Of(Passage("Action | Owner | Admin\nCreate a job | Y | N")));
    }

    [Fact]
    public void Lists_and_definitions_are_asked_for()
    {
        MadeDraft[] drafts = [.. SentenceFacts.Of([Passage("A missed window is a job whose arrival is after the end of the window.\nThe following file types are supported:\n- PDF\n- CSV\n- XML")])];
        Assert.Contains(drafts, d => d.Text == "What is a missed window?" && d.Answers[0] == "a job whose arrival is after the end of the window");
        MadeDraft list = drafts.Single(d => d.Text.StartsWith("Which", StringComparison.Ordinal));
        Assert.Equal("Which file types are there for \"Fees\"?", list.Text);
        Assert.Equal("PDF, CSV, XML", Assert.Single(list.Answers));
        Assert.Equal(3, list.Parts.Length);
    }

    [Fact]
    public void A_heading_that_asks_is_asked_below_its_title()
    {
        string[] Of(string heading) => [.. SentenceFacts.Of([Passage("Write to support within 30 days of the end of the month.", heading)]).Select(d => d.Text)];
        Assert.Equal(["Fees: how do I claim?"], Of("How do I claim"));
        Assert.Empty(Of("How long data is kept"));
        Assert.Empty(Of("What technicians can see"));
        Assert.Empty(Of("Claims"));
    }

    [Fact]
    public void Two_pages_are_joined_by_the_name_both_have()
    {
        SyntheticPassage fees = Passage("Service | Price\nTyre change | 45 dollars"), times = Passage("Service | Duration\nTyre change | 30 minutes\nOil change | 50 minutes") with { DocumentId = "b.md" };
        ImmutableArray<Fact> facts = [.. new[] { fees, times }.SelectMany(TableFacts.Of)];
        MadeDraft joint = Assert.Single(JointDrafts.Of(facts, 0));
        Assert.Equal(MadeKind.MultiPage, joint.Kind);
        Assert.Contains("price for Tyre change", joint.Text, StringComparison.Ordinal);
        Assert.Contains("duration for Tyre change?", joint.Text, StringComparison.Ordinal);
        Assert.Equal(["a.md", "b.md"], joint.Parts.Select(p => p.Passage.DocumentId).Order(StringComparer.Ordinal));
        Assert.Single(JointDrafts.Pairs(facts, 0));
    }

    [Fact]
    public void What_is_said_of_others_of_the_sort_is_asked_of_what_has_it_not()
    {
        SyntheticPassage[] all =
        [
            Passage("Service | Price\nTyre change | 45 dollars\nOil change | 50 dollars"),
            Passage("Service | Duration\nBattery check | 30 minutes") with { DocumentId = "b.md" },
        ];
        ImmutableArray<Fact> facts = [.. all.SelectMany(TableFacts.Of)];
        MadeDraft[] drafts = [.. AbsentDrafts.Of(facts, new PassageIndex([.. all]), 0)];
        Assert.NotEmpty(drafts);
        Assert.All(drafts, d => Assert.Equal(MadeKind.Unanswerable, d.Kind));
        Assert.Contains(drafts, d => d.Text is "What is the duration for Tyre change?" or "What is the duration for Oil change?" or "What is the price for Battery check?");
        Assert.DoesNotContain(drafts, d => d.Text is "What is the price for Tyre change?" or "What is the duration for Battery check?");
    }

    [Fact]
    public void What_is_never_said_of_a_known_thing_is_asked()
    {
        SyntheticPassage[] all = [Passage("Open the list and choose New. You can rename, merge, print and lock the tower crane list.", "How to set up a tower crane"), Passage("Press the green button twice.", "How to start the engine hoist") with { DocumentId = "b.md" }];
        MadeDraft[] drafts = [.. AbsentDrafts.OfInstructions(SentenceFacts.Of([.. all]), new PassageIndex([.. all]), 0)];
        Assert.Equal(2, drafts.Length);
        Assert.Matches("^How do I (export|archive|share|restore|schedule|duplicate) a tower crane\\?$", drafts[0].Text);
        Assert.All(drafts, d => Assert.Equal(MadeKind.Unanswerable, d.Kind));
    }

    private static SyntheticPassage Passage(string text, string heading = "") => new("a.md", 0, "Fees", heading, text);
}

using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Questions.Making;
using Assay.Knowledge;
using Assay.Projects;
using Assay.QuestionMaking;
using Assay.Tests.Cli;
using Assay.Tuning.Synthesis;
using Assay.Workspaces;

namespace Assay.Tests.Application.QuestionMaking;

/// <summary>Each filter drops what it is for, and lets its neighbour pass.</summary>
public sealed class MakingFiltersTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(pages: 2);
    private readonly KnowledgeBase knowledge;
    private readonly ImmutableArray<SyntheticPassage> passages;
    private readonly PassageIndex index;

    public MakingFiltersTests()
    {
        project.Write("docs/crane.md", "# Crane hire\n\n## Rates\n\nThe tower crane costs 900 dollars per week in summer. Drivers wear orange helmets and steel boots on every site.\n");
        project.Write("docs/lift.md", "# Lifts\n\n## Rates\n\nA scissor lift is rented out by the hour. The boom lift lasts 14 years.\n");
        project.Write("docs/copy.md", "# Lifts again\n\nThe boom lift lasts 15 years with care.\n");
        project.Write("docs/boots.md", "# Safety\n\nOn every site drivers wear orange helmets.\n");
        Project read = ProjectFile.Read(project.Root);
        knowledge = KnowledgeBase.Open(read, Workspace.Open(read.Root), TimeProvider.System);
        knowledge.Ingest(null, CancellationToken.None);
        passages = [.. knowledge.ReadableChunks(null).Select(c => new SyntheticPassage(c.DocumentId, c.Ordinal, c.Title, c.HeadingPath, c.Text) { Slug = c.Slug })];
        index = new PassageIndex(passages);
    }

    public void Dispose()
    {
        knowledge.Dispose();
        project.Dispose();
    }

    [Fact]
    public void Vague_questions_are_dropped()
    {
        Assert.Equal(MakingDrop.Vague, Check("What is it for?", "docs/crane.md", "900 dollars"));
        Assert.Equal(MakingDrop.Vague, Check("What is there?", "docs/crane.md", "900 dollars"));
        Assert.Null(Check("What is the weekly price of the big machine?", "docs/crane.md", "900 dollars"));
    }

    [Fact]
    public void An_answer_must_stand_in_the_passage()
    {
        Assert.Equal(MakingDrop.NotVerbatim, Check("What is the weekly price of the big machine?", "docs/crane.md", "901 dollars"));
        Assert.Equal(MakingDrop.NotVerbatim, Check("What is the weekly price of the big machine?", "docs/lift.md", "900 dollars"));
    }

    [Fact]
    public void A_question_must_not_say_its_answer() =>
        Assert.Equal(MakingDrop.SaysAnswer, Check("Why is it that cranes are hired at 900 dollars weekly?".Replace("Why is it that", "Since when are", StringComparison.Ordinal), "docs/crane.md", "900 dollars"));

    [Fact]
    public void A_question_in_the_words_of_its_sentence_is_trivial()
    {
        const string Sentence = "The tower crane costs 900 dollars per week in summer.";
        Assert.Equal(MakingDrop.Trivial, Check("What does the tower crane cost per week in summer?", "docs/crane.md", "900 dollars", Sentence));
        Assert.Null(Check("What does a high machine for building sites go for in July?", "docs/crane.md", "900 dollars", Sentence));
        MadeDraft draft = Draft("What does the tower crane cost per week in summer?", "docs/crane.md", "900 dollars", Sentence);
        Assert.Equal(1.0, draft.Overlap);
        Assert.Null(Filters(new MakingSettings { MaxOverlap = 1 }).Check(draft));
    }

    [Fact]
    public void A_second_page_with_the_answer_or_another_number_speaks_against_it()
    {
        Assert.Equal(MakingDrop.AnsweredElsewhere, Check("What helmets do drivers wear?", "docs/crane.md", "orange"));
        Assert.Equal(MakingDrop.Ambiguous, Filters().Check(Draft("For how many years does a boom lift last?", "docs/lift.md", "14 years") with { Kind = MadeKind.Numeric }));
    }

    [Fact]
    public void Two_drafts_that_ask_the_same_must_say_the_same()
    {
        MadeDraft first = Draft("What does the rate sheet give for hire?", "docs/crane.md", "900 dollars"), second = Draft("What does the rate sheet give for hire?", "docs/lift.md", "14 years");
        MakingFilters filters = Filters();
        filters.Note([first, second]);
        Assert.Equal(MakingDrop.Ambiguous, filters.Check(first));
        Assert.Equal(MakingDrop.Ambiguous, filters.Check(second));

        filters = Filters();
        MadeDraft same = first with { Parts = [first.Parts[0] with { Passage = first.Parts[0].Passage with { DocumentId = "docs/other.md" } }] };
        filters.Note([first, same]);
        Assert.Null(filters.Check(first));
        Assert.Equal(MakingDrop.AnsweredElsewhere, filters.Check(same));
    }

    [Fact]
    public void An_unanswerable_question_stands_together_nowhere()
    {
        Assert.Equal(MakingDrop.MayBeAnswerable, Filters().Check(Absent("What is the rate for the tower crane in summer?")));
        Assert.Null(Filters().Check(Absent("What is the rate for the boom crane in winter?")));
    }

    [Fact]
    public void Questions_that_are_there_are_not_made_again()
    {
        var filters = new MakingFilters(knowledge, index, new MakingSettings(), [new Question { Id = "q1", Text = "What is the weekly price of the big machine?" }]);
        Assert.Equal(MakingDrop.Duplicate, filters.Check(Draft("What was the weekly price of the big machine?", "docs/crane.md", "900 dollars")));
        MadeDraft variant = new(MadeKind.Typo, "What is the wekly price of the big machine") { VariantOf = new Question { Id = "q1", Text = "" } };
        Assert.Null(filters.Check(variant));
        Assert.Equal(MakingDrop.Duplicate, filters.Check(variant with { VariantOf = new Question { Id = "q2", Text = "" }, Text = "What is the weekly price of the big machines" }));
    }

    [Theory]
    [InlineData("See also", "Crane rates and other pages about cranes that are worth a look.", PassageSkip.Navigation)]
    [InlineData("Licence", "Permission is granted to use the texts of these pages for any purpose at all.", PassageSkip.Legal)]
    [InlineData("Terms", "The pages come as is and without warranty; all rights reserved by the authors.", PassageSkip.Legal)]
    [InlineData("Release notes", "The crane list shows rates again, and the lift list loads faster than before.", PassageSkip.ChangeLog)]
    [InlineData("Versions", "1.2.3 cranes added to all lists\n1.2.4 lifts added to lists\n1.3.0 helmets removed everywhere.", PassageSkip.ChangeLog)]
    [InlineData("Cranes", "A crane.", PassageSkip.TooShort)]
    [InlineData("Cranes", "Cranes\nLifts\nBoots and helmets\nRates of hire\nDrivers", PassageSkip.Navigation)]
    [InlineData("Data", "\u0001\u0002\uFFFD\uFFFD{{{}}}^^^^~~~~####@@@@&&&&**** tower crane lift boots helmets rates", PassageSkip.NotText)]
    public void Passages_nobody_asks_about_are_passed_over(string heading, string text, PassageSkip expected) => Assert.Equal(expected, PassageChoice.Skip(new SyntheticPassage("a.md", 0, "A page", heading, text)));

    [Fact]
    public void Passages_that_say_something_are_taken() => Assert.All(passages.Where(p => p.DocumentId is "docs/crane.md" or "docs/lift.md"), p => Assert.Null(PassageChoice.Skip(p)));

    private MakingFilters Filters(MakingSettings? settings = null) => new(knowledge, index, settings ?? new MakingSettings(), []);

    private MakingDrop? Check(string question, string document, string answer, string? sentence = null) => Filters().Check(Draft(question, document, answer, sentence));

    private MadeDraft Draft(string question, string document, string answer, string? sentence = null) => new(MadeKind.Answerable, question)
    {
        Answers = [answer],
        Parts = [new AnswerPart(passages.First(p => p.DocumentId == document && (p.Text.Contains(answer, StringComparison.Ordinal) || document != "docs/crane.md" || !answer.StartsWith("900", StringComparison.Ordinal))), answer, sentence ?? "")],
    };

    private MadeDraft Absent(string question) => new(MadeKind.Unanswerable, question) { Parts = [new AnswerPart(passages[0], "", "")] };
}

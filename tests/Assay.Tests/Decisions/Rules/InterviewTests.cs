using System.Diagnostics;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules;
using Assay.Decisions.Rules.Interviewing;
using Assay.Text;

namespace Assay.Tests.Decisions.Rules;

public sealed class InterviewTests
{
    private static readonly RuleBook Book = RuleBook.Bundled();

    private static readonly Dictionary<string, string> Plain = new()
    {
        ["goals"] = "1, tone", ["corpus"] = "about 300 pages, 50 concepts", ["changes"] = "Weekly", ["examples"] = "2k", ["volume"] = "3000 a day, peak 5 a second", ["speed"] = "voice, 800ms and p99 2 seconds",
        ["evidence"] = "cite", ["stakes"] = "high, a wrong answer costs 250", ["data"] = "region, portable", ["budget"] = "€20k to build, 3,000 a month", ["team"] = "developers, 6 weeks", ["tried"] = "prompt, rag, 2000 tokens",
    };

    [Fact]
    public void Twelve_questions_cover_every_need_that_a_rule_turns_on()
    {
        Assert.Equal(12, InterviewQuestions.All.Length);
        string[] asked = [.. InterviewQuestions.All.SelectMany(q => q.Fields)];
        Assert.Equal(asked.Length, asked.Distinct().Count());
        Assert.All(asked, f => Assert.NotNull(NeedFields.Find(f)));
        string[] used = [.. Book.Rules.SelectMany(r => r.When.Comparisons).Where(c => !c.Field.IsDecision).Select(c => c.Field.Name).Distinct()];
        Assert.Empty(used.Except(asked));
        Assert.Empty(NeedFields.All.Select(f => f.Name).Except(asked).Except(["budget.currency", "horizonMonths"]));
    }

    [Fact]
    public void What_is_lacking_is_asked_first() => Assert.Equal("goals", Interview.Begin(new Needs(), new Needs(), Book).Next!.Id);

    [Fact]
    public void Plain_answers_fill_the_needs()
    {
        Interview interview = Interview.Begin(new Needs(), new Needs(), Book);
        while (interview.Next is { } question)
        {
            InterviewReply reply = interview.Answer(Plain[question.Id]);
            Assert.Null(reply.Problem);
            interview = reply.Interview;
        }

        Assert.InRange(interview.Asked, 4, 12);
        Assert.Equal("knowledge, tone", NeedFields.Find("goals")!.Text(interview.Answered));
        Assert.Equal(ChangeRate.Weekly, interview.Answered.KnowledgeChanges);
    }

    [Theory]
    [InlineData("goals", "1, tone", "goals=knowledge, tone")]
    [InlineData("goals", "Knowledge and format", "goals=knowledge, format")]
    [InlineData("corpus", "about 300 pages", "corpus.documents=300")]
    [InlineData("corpus", "5k documents, 2 million tokens; 50 key concepts", "corpus.documents=5000|corpus.tokens=2000000|corpus.concepts=50")]
    [InlineData("corpus", "120,000 words", "corpus.tokens=160000")]
    [InlineData("corpus", "12", "corpus.documents=12")]
    [InlineData("changes", "5", "knowledgeChanges=weekly")]
    [InlineData("examples", "2,000", "examples=2000")]
    [InlineData("examples", "none", "examples=0")]
    [InlineData("examples", "0", "examples=0")]
    [InlineData("volume", "500k a month", "queriesPerMonth=500000")]
    [InlineData("volume", "3000/day, peak 5 a second", "queriesPerMonth=90000|peakPerSecond=5")]
    [InlineData("volume", "2 million", "queriesPerMonth=2000000")]
    [InlineData("volume", "a million a month", "queriesPerMonth=1000000")]
    [InlineData("speed", "800ms", "latencyP95=800ms")]
    [InlineData("speed", "3, p99 0.5 seconds", "latencyP99=500ms|interaction=voice")]
    [InlineData("evidence", "cite, audit", "citations=required|audit=required")]
    [InlineData("evidence", "neither", "citations=optional|audit=none")]
    [InlineData("stakes", "medium, a wrong answer costs 40, a right one is worth 5", "stakes=medium|wrongAnswerCost=40|rightAnswerValue=5")]
    [InlineData("data", "self-hosted", "dataResidency=self-hosted|lockIn=any")]
    [InlineData("budget", "$20k to build, 3,000 a month", "budget.build=20000|budget.monthly=3000|budget.currency=USD")]
    [InlineData("budget", "20000 EUR", "budget.build=20000|budget.currency=EUR")]
    [InlineData("team", "2, 3 months", "team=developers|weeksToLaunch=13")]
    [InlineData("tried", "prompt, rag, 2000 tokens", "tried=prompt, rag|instructionTokens=2000")]
    [InlineData("tried", "nothing", "")]
    [InlineData("speed", "don't know", "")]
    [InlineData("speed", "", "")]
    public void Answers_are_read(string question, string answer, string expected)
    {
        NeedReading reading = QuestionAnswer.Read(InterviewQuestions.All.First(q => q.Id == question), answer, new Needs());
        Assert.Equal((null, expected), (reading.Problem, string.Join('|', NeedsText.Pairs(reading.Needs!))));
    }

    [Theory]
    [InlineData("goals", "knowlege", "Did you mean 'knowledge'?")]
    [InlineData("goals", "17", "a number from 1 to 9")]
    [InlineData("corpus", "5 bananas", "found '5 bananas'")]
    [InlineData("corpus", "lots", "about 300 pages")]
    [InlineData("examples", "50-200", "found '50-200'")]
    [InlineData("examples", "-5", "found '-5'")]
    [InlineData("speed", "800", "a time with its unit")]
    [InlineData("changes", "weekly, daily", "Choose one of weekly, daily")]
    [InlineData("evidence", "cite, neither", "'neither' goes with nothing else")]
    [InlineData("volume", "1e400", "found '1e400'")]
    [InlineData("volume", "99999999999999999999999 a month", "Expected")]
    public void Answers_that_cannot_be_read_say_what_was_expected(string question, string answer, string expected)
    {
        NeedReading reading = QuestionAnswer.Read(InterviewQuestions.All.First(q => q.Id == question), answer, new Needs());
        Assert.Null(reading.Needs);
        Assert.Contains(expected, reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_read_or_refused()
    {
        string[] pieces = ["5", "k", "million", ",", ";", " ", "and", "knowledge", "p99", "=", ":", "examples", "$", "999999999999999999", ".", "-", "a day", "\0", "é", "ms", "1e9", "don't know", "]", "0"];
        ulong state = 3;
        int Next(int below) => (int)((state = unchecked((state * 6364136223846793005) + 1442695040888963407)) >> 33) % below;
        for (int round = 0; round < 5000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, 1 + Next(6)).Select(_ => pieces[Next(pieces.Length)]));
            NeedReading reading = QuestionAnswer.Read(InterviewQuestions.All[Next(12)], text, new Needs());
            Assert.True(reading.Needs is null != reading.Problem is null, text);
        }
    }

    [Fact]
    public void Bad_answer_asks_the_same_again()
    {
        Interview interview = Interview.Begin(new Needs(), new Needs(), Book);
        InterviewReply reply = interview.Answer("flubber");
        Assert.NotNull(reply.Problem);
        Assert.Same(interview, reply.Interview);
    }

    [Fact]
    public void What_is_known_is_not_asked()
    {
        Interview interview = Interview.Begin(NeedsText.Read(["goals=knowledge", "corpus.documents=50000", "examples=0"]), NeedsText.Read(["knowledgeChanges=weekly"]), Book);
        while (interview.Next is { } question)
        {
            Assert.DoesNotContain(question.Id, (string[])["goals", "corpus", "examples", "changes"]);
            interview = interview.Answer("don't know").Interview;
        }
    }

    [Fact]
    public void What_can_no_longer_change_the_answer_is_not_asked()
    {
        // Citations, own machines, a large corpus that changes daily, no examples, the prompt tried: nothing else can win.
        Interview interview = Interview.Begin(NeedsText.Read(["goals=knowledge", "citations=required", "audit=required", "dataResidency=self-hosted", "corpus.documents=50000", "knowledgeChanges=daily", "examples=0", "tried=prompt"]), new Needs(), Book);
        Assert.Null(interview.Next);
    }

    [Fact]
    public void Every_interview_ends_within_twelve_questions()
    {
        Interview interview = Interview.Begin(new Needs(), new Needs(), Book);
        var clock = Stopwatch.StartNew();
        for (int i = 0; interview.Next is not null; i++)
        {
            Assert.True(i < 12);
            interview = interview.Answer("").Interview;
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
        Assert.Empty(NeedsText.Pairs(interview.Answered));
    }

    [Fact]
    public void Yaml_is_read_as_it_was_written()
    {
        Needs needs = NeedsText.Read(["goals=knowledge, tone", "queriesPerMonth=500k", "corpus.documents=300", "corpus.tokens=150000", "latencyP95=800ms", "budget.build=20000", "citations=yes", "tried=prompt", "team=ml engineer", "wrongAnswerCost=2.50"]);
        string yaml = NeedsText.Yaml(needs);
        Assert.Contains("  goals: [knowledge, tone]\n", yaml, StringComparison.Ordinal);
        Assert.Contains("  corpus: { documents: 300, tokens: 150000 }\n", yaml, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        Assert.Equal(string.Join('|', NeedsText.Pairs(needs)), string.Join('|', NeedsText.Pairs(NeedsText.ReadFile(folder.Write("answers.yaml", yaml)))));
    }

    [Fact]
    public void Answer_files_may_be_plain_lines()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("answers.txt", "# what we know\nexamples = about 2k\ncorpus.documents: 300 pages   # and some\nbudget:\n  build: $20k\n  monthly: 3000\nstakes: don't know\nteam: developers\n");
        Assert.Equal("corpus.documents=300 examples=2000 budget.build=20000 budget.monthly=3000 budget.currency=USD team=developers", string.Join(' ', NeedsText.Pairs(NeedsText.ReadFile(path))));
    }

    [Fact]
    public void Answer_files_with_mistakes_name_all_lines()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("answers.txt", "exampels: 5\nhello\nexamples: many\ncorpus: { documents: 1, tokens }\n");
        InputException error = Assert.Throws<InputException>(() => NeedsText.ReadFile(path));
        Assert.Equal([1, 2, 3, 4], error.Problems.Select(p => p.Line!.Value));
        Assert.Contains("Did you mean 'examples'?", error.Problems[0].Message, StringComparison.Ordinal);
    }
}

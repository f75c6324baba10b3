using Assay.Retrieval.Answering;
using Assay.Text;
using Assay.Text.Segmentation;

namespace Assay.Tests.Retrieval.Answering;

public sealed class ExtractiveReaderTests
{
    private const string Harbor =
        "The harbour of Lindby was founded in 1482 by Queen Astrid. It has 1,190 moorings and closes at 9 p.m. in winter. " +
        "Repairs are paid by the harbour fund because storms damage the pier every year. A ferry to Torsholm leaves every three hours.";

    private const string Prices = "Fees\n\nService | Price | Notice\nMooring | $40 | none\nCrane lift | $250 | two days\n\nError FL-4012 means that the pump is dry. Error FL-4013 means that the pump is blocked.";

    private static readonly ReaderPassage[] s_passages = [new("Lindby", "History", Harbor), new("Lindby", "Prices > Fees", Prices)];

    [Theory]
    [InlineData("Who founded the harbour of Lindby?", 0, "The harbour of Lindby was founded in 1482 by Queen Astrid.", "Queen Astrid")]
    [InlineData("When was the harbour of Lindby founded?", 0, "The harbour of Lindby was founded in 1482 by Queen Astrid.", "1482")]
    [InlineData("How many moorings are there in the harbour?", 0, "It has 1,190 moorings and closes at 9 p.m. in winter.", "1,190")]
    [InlineData("Why are repairs paid by the fund?", 0, "Repairs are paid by the harbour fund because storms damage the pier every year.", null)]
    [InlineData("Where does the ferry go?", 0, "A ferry to Torsholm leaves every three hours.", "Torsholm")]
    [InlineData("How much does a crane lift cost?", 1, "Crane lift | $250 | two days", "$250")]
    [InlineData("What does error FL-4013 mean?", 1, "Error FL-4013 means that the pump is blocked.", null)]
    public void Answer_question_gives_the_sentence_and_its_focus(string question, int passage, string expected, string? focus)
    {
        ExtractiveAnswer? answer = new ExtractiveReader(new ExtractiveReaderOptions { AbstainBelow = 0.3 }).Answer(question, s_passages);
        Assert.NotNull(answer);
        Assert.Equal((passage, expected), (answer.Passage, answer.Text));
        Assert.Equal(expected, answer.Span.Of(s_passages[passage].Text).ToString());
        Assert.Equal(focus, answer.Focus is { } span ? span.Of(s_passages[passage].Text).ToString() : null);
        Assert.InRange(answer.Confidence, 0.3, 1);
    }

    [Theory]
    [InlineData("What is the capital of Mongolia?")]
    [InlineData("Which vaccine protects against measles?")]
    [InlineData("What does error QX-7781 mean on the printer?")]
    [InlineData("Who is it?")]
    [InlineData("")]
    [InlineData("???")]
    public void Answer_question_the_passages_do_not_answer_is_null(string question) =>
        Assert.Null(new ExtractiveReader().Answer(question, s_passages));

    [Fact]
    public void Answer_without_text_is_null()
    {
        var reader = new ExtractiveReader(new ExtractiveReaderOptions { AbstainBelow = 0 });
        Assert.Null(reader.Answer("Who founded Lindby?", []));
        Assert.Null(reader.Answer("Who founded Lindby?", [new("", "", " \n"), new("", "", "--- ***")]));
    }

    [Fact]
    public void Answer_prefers_statements_to_questions_and_announcements()
    {
        ReaderPassage passage = new("FAQ", "", "How do I reset the pump?\n\nTo reset the pump:\n- Hold the red button on the pump for ten seconds\n- Wait");
        ExtractiveAnswer? answer = new ExtractiveReader().Answer("How do I reset the pump?", [passage]);
        Assert.Equal("- Hold the red button on the pump for ten seconds", answer?.Text);
    }

    [Fact]
    public void Answer_table_header_helps_to_match_but_is_not_the_answer()
    {
        ReaderPassage passage = new("", "", "Plan | Monthly fee | Seats\nSmall | 10 | 3\nLarge | 90 | 50");
        Assert.Equal("Large | 90 | 50", new ExtractiveReader().Answer("What is the monthly fee of the large plan?", [passage])?.Text);
    }

    [Fact]
    public void Answer_heading_decides_between_equal_sentences()
    {
        ReaderPassage[] passages = [new("Guide", "Windows", "Press the power button for 5 seconds."), new("Guide", "Linux", "Press the power button for 7 seconds.")];
        Assert.Equal(1, new ExtractiveReader().Answer("How long do I press the power button on Linux?", passages)?.Passage);
    }

    [Fact]
    public void Answer_long_sentence_is_cut_at_a_clause_around_the_evidence()
    {
        string filler = string.Join(", ", Enumerable.Range(0, 12).Select(i => $"the river bent slowly past farm number {i}"));
        string text = filler + ", and the old lighthouse of Skagen was lit by John Peter Larsen in 1923, " + filler + ".";
        ExtractiveAnswer? answer = new ExtractiveReader().Answer("Who lit the lighthouse of Skagen?", [new("", "", text)]);
        Assert.NotNull(answer);
        Assert.Contains("lighthouse of Skagen was lit by John Peter Larsen", answer.Text, StringComparison.Ordinal);
        Assert.InRange(answer.Text.Split(' ').Length, 10, 40);
        Assert.Equal("John Peter Larsen", answer.Focus!.Value.Of(text).ToString());
        Assert.EndsWith(",", text[..answer.Span.Start].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_pronoun_is_read_with_the_sentence_before()
    {
        ReaderPassage passage = new("", "", "The Halden mill burned in 1901. It was rebuilt by Karin Moe. The Viken mill is older.");
        Assert.Equal("It was rebuilt by Karin Moe.", new ExtractiveReader().Answer("Who rebuilt the Halden mill?", [passage])?.Text);
    }

    [Fact]
    public void Answer_irregular_and_kindred_forms_match()
    {
        ReaderPassage passage = new("", "", "The dynamo was an idea of Ole Lund. Its inventor sold it in 1899. Others wrote about it.");
        Assert.Equal("Its inventor sold it in 1899.", new ExtractiveReader().Answer("When did the man who invented the dynamo sell it?", [passage])?.Text);
    }

    [Fact]
    public void Answer_earlier_passage_wins_between_equals()
    {
        ReaderPassage passage = new("", "", "The pump was built in 1950.");
        Assert.Equal(0, new ExtractiveReader().Answer("When was the pump built?", [passage, passage, passage])?.Passage);
    }

    [Fact]
    public void Answer_sentence_without_clauses_is_cut_between_words()
    {
        string text = "Pump " + string.Join(' ', Enumerable.Range(0, 200).Select(i => "word" + (char)('a' + i % 26)));
        ExtractiveAnswer? answer = new ExtractiveReader(new ExtractiveReaderOptions { AbstainBelow = 0, MaxWords = 10 }).Answer("What does the pump do?", [new("", "", text)]);
        Assert.StartsWith("Pump worda", answer?.Text, StringComparison.Ordinal);
        Assert.Equal(10, answer!.Text.Split(' ').Length);
    }

    [Fact]
    public void Answer_sentence_of_names_only_is_cut_all_the_same()
    {
        string text = string.Join(' ', Enumerable.Repeat("Pump", 60));
        ExtractiveAnswer? answer = new ExtractiveReader(new ExtractiveReaderOptions { AbstainBelow = 0 }).Answer("What is a pump?", [new("", "", text)]);
        Assert.Equal(40, answer?.Text.Split(' ').Length);
    }

    [Fact]
    public void Answer_white_space_is_folded_in_the_text_only()
    {
        const string Text = "The pump\n   was built  in\t1950.";
        ExtractiveAnswer? answer = new ExtractiveReader().Answer("When was the pump built?", [new("", "", Text)]);
        Assert.Equal("The pump was built in 1950.", answer?.Text);
        Assert.Equal(new TextSpan(0, Text.Length), answer?.Span);
    }

    [Fact]
    public void Answer_any_passages_is_contiguous_short_and_repeatable()
    {
        var random = new Random(11);
        string[] words = ["The", "pump", "was", "built", "in", "1950", "by", "Anna", "Berg", ",", ".", "?", "|", "\n", "\n\n", ":", "because", "$40", "我", "(", ")", "50%", "hours", "three", "-"];
        string[] questions = ["Who built the pump?", "When was it built by Anna?", "How many hours?", "What percentage of the pump?", "How long was the pump built?", "What is the price of the pump?", "Why 1950?", "Where is Anna Berg?"];
        for (int round = 0; round < 400; round++)
        {
            ReaderPassage[] passages = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ReaderPassage("Pump", "", string.Join(' ', Enumerable.Range(0, random.Next(90)).Select(_ => words[random.Next(words.Length)]))))];
            var reader = new ExtractiveReader(new ExtractiveReaderOptions { MaxWords = random.Next(5, 41), AbstainBelow = 0 });
            string question = questions[random.Next(questions.Length)];
            ExtractiveAnswer? answer = reader.Answer(question, passages);
            Assert.Equal(answer, reader.Answer(question, passages));
            if (answer is null) continue;
            string text = passages[answer.Passage].Text;
            Assert.Equal(answer.Text, string.Join(' ', text[answer.Span.Start..answer.Span.End].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            Assert.Contains(SentenceSegmenter.Segment(text), s => s.Start <= answer.Span.Start && s.End >= answer.Span.End);
            Assert.True(answer.Focus is not { } f || (f.Start >= answer.Span.Start && f.End <= answer.Span.End));
            Assert.True(answer.Text.Split(' ').Length <= 40);
        }
    }

    [Theory]
    [InlineData(4, 0.3)]
    [InlineData(40, -0.1)]
    [InlineData(40, 1.1)]
    [InlineData(40, double.NaN)]
    public void Reader_option_out_of_range_throws(int maxWords, double abstainBelow) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExtractiveReader(new ExtractiveReaderOptions { MaxWords = maxWords, AbstainBelow = abstainBelow }));
}

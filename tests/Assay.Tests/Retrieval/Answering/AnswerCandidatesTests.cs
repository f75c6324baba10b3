using Assay.Retrieval.Answering;
using Assay.Text;

namespace Assay.Tests.Retrieval.Answering;

public sealed class AnswerCandidatesTests
{
    [Theory]
    [InlineData(nameof(AnswerKind.Name), "The plan of John F. Kennedy and the Bank of England failed.", "John F. Kennedy; Bank of England")]
    [InlineData(nameof(AnswerKind.Name), "Then Anna, Berta and Clara left.", "Anna; Berta and Clara")]
    [InlineData(nameof(AnswerKind.Place), "Anna lives in New York near Lake Erie.", "Anna; New York; Lake Erie")]
    [InlineData(nameof(AnswerKind.Date), "On 4 May 1923 and in the 1920s, or 2024-01-31, 17 men came in June 1950.", "1923; 1920s; 2024-01-31; June 1950")]
    [InlineData(nameof(AnswerKind.Number), "In 1950 about 1,200 of two million went, 3.5 each.", "1,200; two million; 3.5")]
    [InlineData(nameof(AnswerKind.Money), "It costs $1,200 or €3 million, 40 dollars or 5 euros, for 7 people.", "$1,200; €3 million; 40 dollars; 5 euros")]
    [InlineData(nameof(AnswerKind.Share), "Half of it, 40%, 30 percent, one in five, but 12 people.", "Half; 40%; 30 percent; one")]
    [InlineData(nameof(AnswerKind.Duration), "For 14 days, three centuries or 2 hours, with 5 people, 1950", "14 days; three centuries; 2 hours; 1950")]
    [InlineData(nameof(AnswerKind.Reason), "It stopped because of rain.", "because")]
    [InlineData(nameof(AnswerKind.Any), "It stopped in 1950.", "")]
    public void Find_gives_the_spans_of_the_kind(string kind, string text, string expected)
    {
        ReaderSentence sentence = Sentence(text, new Vocabulary());
        List<(int From, int To)> found = AnswerCandidates.Find(Enum.Parse<AnswerKind>(kind), text, sentence, new HashSet<int>());
        Assert.Equal(expected, string.Join("; ", found.Select(f => text[sentence.Words[f.From].Span.Start..sentence.Words[f.To - 1].Span.End])));
    }

    [Fact]
    public void Find_leaves_out_what_the_question_says()
    {
        const string Text = "Marie Curie met Albert Einstein.";
        var vocabulary = new Vocabulary();
        ReaderSentence sentence = Sentence(Text, vocabulary);
        var question = new HashSet<int> { vocabulary.Id("marie"), vocabulary.Id("curie") };
        Assert.Equal([(3, 5)], AnswerCandidates.Find(AnswerKind.Name, Text, sentence, question));
    }

    private static ReaderSentence Sentence(string text, Vocabulary vocabulary)
    {
        ReaderSentence sentence = Assert.Single(SentenceReader.Read([new ReaderPassage("", "", text)], vocabulary));
        Assert.Equal(new TextSpan(0, text.Length), sentence.Span);
        return sentence;
    }
}

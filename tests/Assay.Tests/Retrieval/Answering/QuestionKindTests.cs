using Assay.Retrieval.Answering;
using Assay.Text.Segmentation;

namespace Assay.Tests.Retrieval.Answering;

public sealed class QuestionKindTests
{
    [Theory]
    [InlineData("Who wrote Emma?", nameof(AnswerKind.Name))]
    [InlineData("Emma was written by whom?", nameof(AnswerKind.Name))]
    [InlineData("Which famous English author wrote Emma?", nameof(AnswerKind.Name))]
    [InlineData("What was the name of the company?", nameof(AnswerKind.Name))]
    [InlineData("When was it built?", nameof(AnswerKind.Date))]
    [InlineData("In what year did it burn?", nameof(AnswerKind.Date))]
    [InlineData("What should I do when the pump is dry?", nameof(AnswerKind.Any))]
    [InlineData("Where is the key?", nameof(AnswerKind.Place))]
    [InlineData("Which city hosts it?", nameof(AnswerKind.Place))]
    [InlineData("How many seats are there?", nameof(AnswerKind.Number))]
    [InlineData("What is the population of Oslo?", nameof(AnswerKind.Number))]
    [InlineData("How long is the notice?", nameof(AnswerKind.Duration))]
    [InlineData("What percentage was spent?", nameof(AnswerKind.Share))]
    [InlineData("What is the price of tea?", nameof(AnswerKind.Money))]
    [InlineData("Why did it stop?", nameof(AnswerKind.Reason))]
    [InlineData("How do I reset the pump?", nameof(AnswerKind.Any))]
    [InlineData("Tell me how", nameof(AnswerKind.Any))]
    [InlineData("What did the president sign?", nameof(AnswerKind.Any))]
    [InlineData("What kind of pump was the company using?", nameof(AnswerKind.Any))]
    [InlineData("Reset the pump", nameof(AnswerKind.Any))]
    [InlineData("", nameof(AnswerKind.Any))]
    public void Of_question_tells_the_kind_of_answer(string question, string expected) =>
        Assert.Equal(expected, QuestionKind.Of(WordSegmenter.Segment(question)).ToString());
}

using Assay.Evaluation.Questions;
using Assay.Text;

namespace Assay.Tests.Evaluation.Questions;

public sealed class QuestionReaderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_full_line_keeps_every_field()
    {
        QuestionSet set = Read("""{"id":"q1","question":"Wie hoch?","answers":["12 €",12.50,true,{"b": "ä", "a":1.0}],"documents":["docs/a.md#fees"],"answerable":true,"tags":["fees"],"as":"anna","expect":{"escalate":false}}""");
        Question question = Assert.Single(set.Questions);
        Assert.Equal(("q1", "Wie hoch?", true, "anna"), (question.Id, question.Text, question.Answerable, question.As));
        Assert.Equal(["12 €", "12.50", "true", """{"b":"ä","a":1.0}"""], question.Answers.AsEnumerable());
        Assert.Equal(["docs/a.md#fees"], question.Documents.AsEnumerable());
        Assert.Equal(["fees"], question.Tags.AsEnumerable());
        Assert.Equal("""{"escalate":false}""", question.Expect!.ToJsonString());
    }

    [Fact]
    public void Read_skips_blank_lines_and_byte_order_mark_and_fills_defaults()
    {
        QuestionSet set = Read("\uFEFF{\"id\":\"a\",\"question\":\"x\",\"documents\":[\"d\"]}\r\n\r\n  \n{\"id\":\"b\",\"question\":\"y\",\"answerable\":false,\"as\":null,\"tags\":null}");
        Assert.Equal(["a", "b"], set.Questions.Select(q => q.Id));
        Assert.True(set.Questions[0].Answerable);
        Assert.False(set.Questions[1].Answerable);
        Assert.Empty(set.Questions[0].Answers);
        Assert.Null(set.Questions[1].As);
    }

    [Theory]
    [InlineData("""{"id":"a","question":"x","answer":["y"],"documents":["d"]}""", "Did you mean 'answers'?")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"zzz":1}""", "Valid keys: id, question")]
    [InlineData("""{"question":"x","answers":["y"]}""", "'id' is missing")]
    [InlineData("""{"id":"a","answers":["y"]}""", "'question' is missing")]
    [InlineData("""{"id":1,"question":"x","answers":["y"]}""", "'id' must be a string, found a number")]
    [InlineData("""{"id":" ","question":"x","answers":["y"]}""", "'id' is empty")]
    [InlineData("""{"id":"a","question":"x","answers":"y"}""", "'answers' must be an array, found a string")]
    [InlineData("""{"id":"a","question":"x","answers":["y",null,["z"]]}""", "'answers' item 2: expected a string, number, boolean or object, found null")]
    [InlineData("""{"id":"a","question":"x","documents":[""]}""", "'documents' item 1: expected a string, found an empty string")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"answerable":"yes"}""", "'answerable' must be true or false")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"as":3}""", "'as' must be a string")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"expect":[1]}""", "'expect' must be an object, found an array")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"answerable":false}""", "\"answerable\": false and yet answers")]
    [InlineData("""{"id":"a","question":"x"}""", "neither answers nor documents")]
    [InlineData("""["a"]""", "Expected a JSON object, found an array")]
    [InlineData("""{"id":"a",""", "not JSON")]
    [InlineData("""{"id":"a","id":"b","question":"x","answers":["y"]}""", "not JSON")]
    [InlineData("""{"id":"a","question":"\ud800","answers":["y"]}""", "surrogate")]
    public void Read_bad_line_says_what_is_wrong(string line, string expected)
    {
        InputException error = Assert.Throws<InputException>(() => Read(line));
        Assert.Contains(error.Problems, p => p.Line == 1 && p.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_repeated_id_names_the_first_line()
    {
        InputException error = Assert.Throws<InputException>(() => Read("{\"id\":\"a\",\"question\":\"x\",\"answers\":[\"y\"]}\n\n{\"id\":\"a\",\"question\":\"x\",\"answers\":[\"y\"]}"));
        Problem problem = Assert.Single(error.Problems);
        Assert.Equal(3, problem.Line);
        Assert.Contains("line 1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_many_problems_shows_fifty_and_counts_the_rest()
    {
        InputException error = Assert.Throws<InputException>(() => Read(string.Join('\n', Enumerable.Repeat("x", 80))));
        Assert.Equal(50, error.Problems.Count);
        Assert.StartsWith("31 more problems", error.Problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_line_that_is_too_long_or_not_utf8_is_reported_beside_others()
    {
        byte[] huge = [.. "{\"id\":\""u8, .. Enumerable.Repeat((byte)'a', 1 << 20), (byte)'\n', (byte)'"', 0xE9, (byte)'"', (byte)'\n', (byte)'x'];
        InputException error = Assert.Throws<InputException>(() => QuestionReader.Read(folder.Write("q.jsonl", huge)));
        Assert.Equal([1, 2, 3], error.Problems.Select(p => p.Line));
        Assert.Contains("1 MB", error.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", error.Problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_empty_or_missing_file_is_an_input_error()
    {
        Assert.Contains("no questions", Assert.Throws<InputException>(() => Read("\n")).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => QuestionReader.Read(folder.Path("none.jsonl"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_ignores_formatting_key_order_and_order_of_questions()
    {
        string one = Read("{\"id\":\"a\",\"question\":\"x\",\"answers\":[{\"p\":1,\"q\":\"z\"}],\"expect\":{\"m\":1.0,\"n\":[2]}}\n{\"id\":\"b\",\"question\":\"y\",\"documents\":[\"d\"]}").Fingerprint();
        string two = Read("{ \"documents\":[\"d\"], \"question\":\"y\",\"id\":\"b\" }\r\n\n{\"expect\":{\"n\":[2.0],\"m\":1},\"answers\":[ {\"q\":\"\\u007a\",\"p\":1e0} ],\"question\":\"x\",\"id\":\"a\",\"answerable\":true}").Fingerprint();
        Assert.Equal(one, two);
        Assert.Matches("^[0-9a-f]{64}$", one);
    }

    [Theory]
    [InlineData("""{"id":"a","question":"x","answers":["y","z"]}""")]
    [InlineData("""{"id":"a","question":"x","answers":["yz"]}""")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"documents":["z"]}""")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"tags":["z"]}""")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"as":"z"}""")]
    [InlineData("""{"id":"a","question":"x","answers":["y"],"expect":{}}""")]
    [InlineData("""{"id":"a","question":"xy","answers":["y"]}""")]
    public void Fingerprint_sees_every_difference(string other) =>
        Assert.NotEqual(Read("""{"id":"a","question":"x","answers":["y"]}""").Fingerprint(), Read(other).Fingerprint());

    private QuestionSet Read(string content) => QuestionReader.Read(folder.Write("questions.jsonl", content));
}

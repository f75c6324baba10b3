using System.Text;
using Assay.Text;
using Assay.Tuning.Examples;

namespace Assay.Tests.Tuning.Examples;

public sealed class ExampleReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}""", ExampleFormat.Chat, "system s|user q|assistant a")]
    [InlineData("""{"instruction":"q","input":"more","output":"a"}""", ExampleFormat.Instruction, "user q\n\nmore|assistant a")]
    [InlineData("""{"instruction":"q","output":"a","system":"s"}""", ExampleFormat.Instruction, "system s|user q|assistant a")]
    [InlineData("""{"prompt":"q","completion":"a"}""", ExampleFormat.PromptCompletion, "user q|assistant a")]
    [InlineData("""{"prompt":[{"role":"user","content":"q"}],"completion":[{"role":"assistant","content":"a"}]}""", ExampleFormat.PromptCompletion, "user q|assistant a")]
    [InlineData("""{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}""", ExampleFormat.ShareGpt, "user q|assistant a")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"q"}]},{"role":"assistant","content":"a"}]}""", ExampleFormat.Chat, "user q|assistant a")]
    [InlineData("""{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_completion":[{"role":"assistant","content":"a"}],"non_preferred_completion":[{"role":"assistant","content":"b"}]}""", ExampleFormat.OpenAiPreference, "user q|assistant a")]
    [InlineData("""{"prompt":"q","chosen":"a","rejected":"b"}""", ExampleFormat.Preference, "user q|assistant a")]
    [InlineData("""{"prompt":"q","chosen":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"rejected":"b"}""", ExampleFormat.Preference, "user q|assistant a")]
    public void Formats_are_told_from_the_rows(string row, ExampleFormat format, string said)
    {
        foreach (string text in (string[])[row, $"{row}\n\n{row}\n", $"\uFEFF{row}\r\n", $"[\n {row},\n{row} ]\n"])
        {
            ExampleSet set = Read(text);
            Assert.Equal((format, 0), (set.Format, set.ProblemCount));
            Assert.Equal(set.Rows, set.Conversations.Length);
            Assert.Equal(said, string.Join('|', set.Conversations[^1].Messages.Select(m => $"{m.Role} {m.Content}")));
        }
    }

    [Fact]
    public void Weights_and_origins_are_read()
    {
        ExampleSet set = Read("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":0},{"role":"user","content":"r"},{"role":"assistant","content":"b","weight":1}],"documents":["d1"],"group":"g","source":"s"}""");
        ChatExample example = Assert.Single(set.Chats);
        Assert.Equal([true, false, true, true], example.Messages.Select(m => m.Learned));
        Assert.Equal(("d1", "g", "s"), (Assert.Single(example.Documents), example.Group, example.Source));
    }

    [Fact]
    public void Tool_calls_need_no_content()
    {
        ExampleSet set = Read("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":""},{"role":"assistant","content":"a"}],"tools":[{"type":"function","function":{"name":"f"}}]}""");
        Assert.Equal(0, set.ProblemCount);
        Assert.Equal(4, set.Chats[0].Messages.Length);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistent","content":"a"}]}""", "messages[1].role", "Did you mean 'assistant'?")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":7}]}""", "messages[1].content", "found the number 7")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":2}]}""", "messages[1].weight", "expected 0 or 1, found the number 2")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":"NaN"}]}""", "messages[1].weight", "expected 0 or 1")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":NaN}]}""", "", "found NaN")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"nan"}]}""", "messages[1].content", "missing value")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":" "}]}""", "messages[1].content", "an empty one")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a\u0000b"}]}""", "messages[1].content", "U+0000")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"\ud800"}]}""", "messages[1].content", "surrogate")]
    [InlineData("""{"messages":[{"role":"user","content":"q"},{"role":"user","content":"a"}]}""", "messages", "a message of the assistant")]
    [InlineData("""{"messages":[]}""", "messages", "an empty one")]
    [InlineData("""{"messages":"q"}""", "messages", "found the text")]
    [InlineData("""{"messages":[7]}""", "messages[0]", "a message, an object")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url"}]},{"role":"assistant","content":"a"}]}""", "messages[0].content[0].type", "'image_url'")]
    [InlineData("""{"messages":[{"role":"user","content":"q"}],"messages":[]}""", "", "expected JSON")]
    [InlineData("""{"mesages":[{"role":"user","content":"q"}]}""", "", "Did you mean 'messages' by 'mesages'?")]
    [InlineData("""{"instruction":"q"}""", "output", "no such field")]
    [InlineData("""{"instruction":"q","ouput":"a"}""", "output", "(but 'ouput')")]
    [InlineData("""{"prompt":"q","completion":null}""", "completion", "found null")]
    [InlineData("""{"conversations":[{"from":"humann","value":"q"},{"from":"gpt","value":"a"}]}""", "conversations[0].from", "Did you mean 'human'?")]
    [InlineData("""{"prompt":"q","chosen":"a","rejected":"a"}""", "rejected", "the same")]
    [InlineData("""{"prompt":"q","chosen":"a"}""", "rejected", "no such field")]
    [InlineData("[1,2", "", "expected an object")]
    [InlineData("7", "", "expected an object, found the number 7")]
    [InlineData("{", "", "A row stands on one line")]
    [InlineData("", "", "at least one example")]
    [InlineData("\0\0\0", "", "expected JSON")]
    [InlineData("[]", "", "at least one example")]
    public void A_bad_row_is_named_with_field_and_reason(string row, string field, string part)
    {
        ExampleSet set = Read(row);
        Assert.True(set.ProblemCount > 0);
        Assert.Contains(set.Problems, p => p.Field == field && p.Message.Contains(part, StringComparison.Ordinal));
        Assert.Throws<InputException>(set.ThrowIfAny);
    }

    [Fact]
    public void All_bad_rows_are_counted_and_twenty_are_listed()
    {
        string good = """{"prompt":"q","completion":"a"}""";
        ExampleSet set = Read(string.Join('\n', Enumerable.Repeat(good, 100).Concat(Enumerable.Repeat("""{"prompt":"q"}""", 57)).Append(good)));
        Assert.Equal((57, 20, 101), (set.ProblemCount, set.Problems.Length, set.Chats.Length));
        Assert.Equal(101, set.Problems[0].Line);
        Assert.Equal(21, Assert.Throws<InputException>(set.ThrowIfAny).Problems.Count);
    }

    [Fact]
    public void Lines_of_an_array_are_those_of_the_file()
    {
        ExampleSet set = Read("[\n{\"prompt\":\"q\",\n\"completion\":\"a\"},\n\n{\"prompt\":\"q\"}\n]");
        Assert.Equal(2, set.Chats[0].Line);
        Assert.Equal(5, Assert.Single(set.Problems).Line);
    }

    [Fact]
    public void Rows_of_an_array_that_share_a_line_are_numbered()
    {
        ExampleSet set = Read("""[{"prompt":"q","completion":"a"}, {"prompt":"r"}, {"prompt":"s","completion":"b"}]""");
        Assert.Equal([1, 3], set.Chats.Select(c => c.Line));
        Assert.Equal(2, Assert.Single(set.Problems).Line);
    }

    [Fact]
    public void A_cut_array_gives_what_comes_before()
    {
        ExampleSet set = Read("""[{"prompt":"q","completion":"a"},{"prompt":"q","comple""");
        Assert.Single(set.Chats);
        Assert.Equal(1, set.ProblemCount);
    }

    [Fact]
    public void Deep_nesting_and_long_rows_are_problems_of_their_row()
    {
        string deep = $$"""{"messages":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""", good = """{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}""";
        ExampleSet set = Read($"{deep}\n{new string('x', 200_000)}\n{good}", new ExampleReadOptions { MaxRowBytes = 150_000 });
        Assert.Equal((1, 2), (set.Chats.Length, set.ProblemCount));
        Assert.Equal(3, set.Chats[0].Line);
        Assert.Equal(1, Read(deep).ProblemCount);
        Assert.Single(Read($"[{deep}]").Problems);
    }

    [Fact]
    public void A_line_of_100_MB_is_a_problem_of_its_line()
    {
        string path = Path.Combine(folder.Path, "long.jsonl");
        using (StreamWriter writer = new(path))
        {
            string part = new('y', 1 << 20);
            for (int i = 0; i < 100; i++) writer.Write(part);
            writer.Write("\n{\"prompt\":\"q\",\"completion\":\"a\"}");
        }

        ExampleSet set = ExampleReader.Read(path);
        Assert.Equal((1, 2), (Assert.Single(set.Problems).Line, Assert.Single(set.Chats).Line));
    }

    [Fact]
    public void Rows_that_are_not_utf8_are_named_and_other_encodings_refused()
    {
        string path = Path.Combine(folder.Path, "latin.jsonl");
        File.WriteAllBytes(path, [.. Encoding.Latin1.GetBytes("{\"prompt\":\"\u00E9\",\"completion\":\"a\"}\n"), .. Encoding.UTF8.GetBytes("{\"prompt\":\"\u00E9\",\"completion\":\"a\"}")]);
        ExampleSet set = ExampleReader.Read(path);
        Assert.Equal((1, 1), (set.Chats.Length, Assert.Single(set.Problems).Line));
        File.WriteAllText(path, "{}", Encoding.Unicode);
        Assert.Throws<InputException>(() => ExampleReader.Read(path));
        Assert.Throws<InputException>(() => ExampleReader.Read(folder.Path));
        Assert.Throws<InputException>(() => ExampleReader.Read(Path.Combine(folder.Path, "none.jsonl")));
    }

    [Fact]
    public void Fields_may_have_other_names()
    {
        ExampleReadOptions options = new() { Names = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("prompt", "question").Add("completion", "answer") };
        ExampleSet set = Read("""{"question":"q","answer":"a","level":3}""", options);
        Assert.Equal(("q", 1), (set.Chats[0].Messages[0].Content, set.UnusedFields["level"]));
        Assert.Equal("answer", Assert.Single(Read("""{"question":"q"}""", options).Problems).Field);
    }

    [Fact]
    public void Rows_of_another_format_are_problems()
    {
        ExampleSet set = Read("""
            {"prompt":"q","completion":"a"}
            {"prompt":"q","completion":"a"}
            {"instruction":"q","output":"a"}
            """);
        Assert.Equal(ExampleFormat.PromptCompletion, set.Format);
        Assert.Equal(3, Assert.Single(set.Problems).Line);
    }

    [Fact]
    public void Damaged_rows_never_crash_reading_or_checking()
    {
        string[] rows =
        [
            """{"messages":[{"role":"system","content":"s"},{"role":"user","content":"call +44 20 7946 0958 or 4111 1111 1111 1111"},{"role":"assistant","content":"a","weight":1}],"tools":[{"type":"function"}],"documents":["d"]}""",
            """{"prompt":"q","chosen":[{"role":"assistant","content":"a"}],"rejected":"b"}""",
            """{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"{\"a\": [1, 2]}"}]}""",
        ];
        Random random = new(7);
        string path = Path.Combine(folder.Path, "damaged.jsonl");
        for (int round = 0; round < 60; round++)
        {
            using (FileStream file = File.Create(path))
            {
                for (int line = 0; line < 50; line++)
                {
                    byte[] bytes = Encoding.UTF8.GetBytes(rows[round % 3] + "\n");
                    for (int change = random.Next(4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "{}[]\",:\\0 "[random.Next(10)]);
                    file.Write(bytes, 0, random.Next(10) == 0 ? random.Next(bytes.Length) : bytes.Length);
                }
            }

            ExampleSet set = ExampleReader.Read(path, new ExampleReadOptions { Sensitive = (Assay.Tuning.Examples.Sensitive.SensitiveMode)(round % 2) });
            ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions { Tokenizer = TemplateAndLengthTests.Tokens(), Support = _ => 0.5 });
            Assert.NotEmpty(report.ToText() + report.ToJson());
            Assert.True(set.ProblemCount > 0);
        }
    }

    private ExampleSet Read(string text, ExampleReadOptions? options = null) => ExampleReader.Read(folder.Write("rows.jsonl", text), options);
}

using Assay.Tuning.Examples;
using Assay.Tuning.Hosted;

namespace Assay.Tests.Tuning.Hosted;

/// <summary>Examples of other formats as the rows that services take.</summary>
public sealed class HostedRowsTests
{
    [Theory]
    [InlineData("""{"instruction":"Say ü","output":"ü"}""", """{"messages":[{"role":"user","content":"Say ü"},{"role":"assistant","content":"ü"}]}""")]
    [InlineData("""{"conversations":[{"from":"human","value":"a"},{"from":"gpt","value":"b"}]}""", """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a","note":1},{"role":"assistant","content":"b","weight":0},{"role":"user","content":"c"},{"role":"assistant","content":"d","weight":1}]}""",
        """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0},{"role":"user","content":"c"},{"role":"assistant","content":"d"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":{"x":1.5,"y":["z"]}}}]},{"role":"tool","tool_call_id":"1","content":"7"},{"role":"assistant","content":"d"}],"tools":[{"name":"f","parameters":{"type":"object"}}]}""",
        """{"messages":[{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"x\":1.5,\"y\":[\"z\"]}"}}]},{"role":"tool","tool_call_id":"1","content":"7"},{"role":"assistant","content":"d"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""")]
    public void Conversations_are_written_as_chats(string row, string expected) => Assert.Equal(expected, HostedRows.Row(Assert.Single(Read(row).Chats)));

    [Fact]
    public void Preferences_are_written_as_pairs() => Assert.Equal(
        """{"input":{"messages":[{"role":"user","content":"a"}]},"preferred_completion":[{"role":"assistant","content":"b"}],"non_preferred_completion":[{"role":"assistant","content":"c"}]}""",
        HostedRows.Row(Assert.Single(Read("""{"prompt":"a","chosen":"b","rejected":"c"}""").Preferences)));

    private static ExampleSet Read(string row)
    {
        using var folder = new TemporaryFolder();
        ExampleSet set = ExampleReader.Read(folder.Write("rows.jsonl", row + "\n"));
        set.ThrowIfAny();
        return set;
    }
}

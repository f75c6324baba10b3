using System.Text.Json.Nodes;
using Assay.Evaluation.Answers;

namespace Assay.Tests.Evaluation.Answers;

public sealed class RecordMatchTests
{
    [Theory]
    [InlineData("""{"a":"The Fee!","b":1}""", """{"a":"fee","b":1.0}""", 1)]
    [InlineData("""{"a":"x"}""", """{"a":"x","b":2}""", 0.5)]
    [InlineData("""{"a":"x","extra":1}""", """{"a":"x"}""", 1)]
    [InlineData("""{"a":"1"}""", """{"a":1}""", 0)]
    [InlineData("""{"a":100}""", """{"a":1e2}""", 1)]
    [InlineData("""{"a":0.1}""", """{"a":0.10000000000000000001}""", 0)]
    [InlineData("""{"a":true,"b":false,"c":null}""", """{"a":true,"b":true,"c":null}""", 2.0 / 3)]
    [InlineData("""{}""", """{"c":null}""", 0)]
    [InlineData("""{"a":["y","X","x"]}""", """{"a":["x","the y"]}""", 1)]
    [InlineData("""{"a":["x","z"]}""", """{"a":["x"]}""", 0)]
    [InlineData("""{"a":[]}""", """{"a":[1]}""", 0)]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":1}}""", 1)]
    [InlineData("""{"a":{"b":2}}""", """{"a":{"b":1}}""", 0)]
    [InlineData("""{"a":"+"}""", """{"a":"-"}""", 0)]
    [InlineData("""{"a":" - "}""", """{"a":"-"}""", 1)]
    [InlineData("""{"x":1}""", """{}""", 1)]
    public void Share_counts_expected_fields_that_match(string answer, string expected, double share) =>
        Assert.Equal(share, RecordMatch.Share((JsonObject)JsonNode.Parse(answer)!, (JsonObject)JsonNode.Parse(expected)!), 15);

    [Fact]
    public void Share_strict_counts_extra_fields_as_wrong()
    {
        JsonObject answer = new() { ["a"] = 1, ["b"] = 2, ["c"] = 3 };
        Assert.Equal(1.0 / 3, RecordMatch.Share(answer, new JsonObject { ["a"] = 1 }, strict: true), 15);
        Assert.Equal(0, RecordMatch.Share(answer, [], strict: true));
    }

    [Fact]
    public void Share_without_a_record_is_0() => Assert.Equal(0, RecordMatch.Share(null, new JsonObject { ["a"] = 1 }));
}

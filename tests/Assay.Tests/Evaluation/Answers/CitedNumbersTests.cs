using System.Text.Json.Nodes;
using Assay.Evaluation.Answers;

namespace Assay.Tests.Evaluation.Answers;

public sealed class CitedNumbersTests
{
    [Fact]
    public void Of_text_lists_numbers_in_order() => Assert.Equal([1, 3, 2], CitedNumbers.Of("Yes [1][3] and [2].").AsEnumerable());

    [Fact]
    public void Of_record_looks_into_strings_and_the_citations_field()
    {
        JsonObject record = (JsonObject)JsonNode.Parse("""{"answer":"x [2]","ids":[7],"citations":[1,"[3]",{"passage":4},99999999999],"nested":{"a":["y [5]"]}}""")!;
        Assert.Equal([2, 1, 3, 4, int.MaxValue, 5], CitedNumbers.Of(record).AsEnumerable());
    }
}

using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Stages;

namespace Assay.Tests.Retrieval.Search.Stages;

public sealed class FeedbackGateTests
{
    [Theory]
    [InlineData(10.0, 3.0, 0.0)]
    [InlineData(10.0, 2.0, 0.0)]
    [InlineData(10.0, 4.0, 0.5)]
    [InlineData(10.0, 5.0, 1.0)]
    [InlineData(10.0, 10.0, 1.0)]
    public void Gate_opens_with_how_flat_the_scores_are(double first, double last, double expected) =>
        Assert.Equal(expected, Flatness.Gate([new Candidate(1, first), new Candidate(2, last)], new FeedbackOptions().GateLow, new FeedbackOptions().GateHigh), 12);

    [Fact]
    public void Gate_is_shut_with_one_document() => Assert.Equal(0, Flatness.Gate([new Candidate(1, 5)], 0, 0));

    [Fact]
    public void Gate_can_be_taken_out() => Assert.Equal(1, Flatness.Gate([new Candidate(1, 9), new Candidate(2, 0.1)], 0, 0));
}

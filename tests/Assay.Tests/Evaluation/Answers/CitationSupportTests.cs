using System.Collections.Immutable;
using Assay.Evaluation.Answers;

namespace Assay.Tests.Evaluation.Answers;

public sealed class CitationSupportTests
{
    private static readonly ImmutableArray<string> Passages = ["sky is blue", "grass is green", "snow is cold"];

    [Fact]
    public async Task Measure_counts_supported_statements_and_needed_citations()
    {
        // 1 is supported by one of its two citations, 2 by both together only, 3 not at all, 4 cites nothing, 5 points nowhere.
        const string answer = "The sky is blue [1][3]. Blue and green exist. [1] [2] Snow is warm [3]. Nobody said this. Water is wet [9].";
        CitationSupport found = await CitationSupport.MeasureAsync(answer, Passages, Judge);
        Assert.Equal(new CitationSupport(Statements: 5, Supported: 2, Citations: 6, Precise: 3), found);
        Assert.Equal((0.4, 0.5), (found.Recall, found.Precision));
        Assert.Equal(2 * 0.4 * 0.5 / 0.9, found.F1!.Value, 15);
    }

    [Fact]
    public async Task Measure_nothing_said_has_no_value()
    {
        CitationSupport found = await CitationSupport.MeasureAsync(" [1] ", Passages, Judge);
        Assert.Equal((null, null, null), (found.Recall, found.Precision, found.F1));
    }

    [Fact]
    public async Task Measure_a_judge_that_fails_is_not_a_score() =>
        await Assert.ThrowsAsync<IOException>(() => CitationSupport.MeasureAsync("The sky is blue [1].", Passages, (_, _, _) => throw new IOException("down")));

    private static ValueTask<bool> Judge(string premise, string statement, CancellationToken cancellationToken)
    {
        bool supported = statement.StartsWith("The sky", StringComparison.Ordinal) ? premise.Contains("blue", StringComparison.Ordinal)
            : statement.StartsWith("Blue and", StringComparison.Ordinal) && premise.Contains("blue", StringComparison.Ordinal) && premise.Contains("green", StringComparison.Ordinal);
        return ValueTask.FromResult(supported);
    }
}

using System.Collections.Immutable;
using Assay.Evaluation.Answers;

namespace Assay.Tests.Evaluation.Answers;

public sealed class CitationSupportTests
{
    private static readonly ImmutableArray<string> Passages = ["sky is blue", "grass is green", "snow is cold"];

    [Fact]
    public void Of_counts_supported_statements_and_needed_citations()
    {
        // 1 is supported by one of its two citations, 2 by both together only, 3 not at all, 4 cites nothing, 5 points nowhere.
        const string answer = "The sky is blue [1][3]. Blue and green exist. [1] [2] Snow is warm [3]. Nobody said this. Water is wet [9].";
        CitationSupport found = Of(answer);
        Assert.Equal(new CitationSupport(Statements: 5, Supported: 2, Citations: 6, Precise: 3), found);
        Assert.Equal((0.4, 0.5), (found.Recall, found.Precision));
        Assert.Equal(2 * 0.4 * 0.5 / 0.9, found.F1!.Value, 15);
    }

    [Fact]
    public void Of_nothing_said_has_no_value()
    {
        CitationSupport found = Of(" [1] ");
        Assert.Equal((null, null, null), (found.Recall, found.Precision, found.F1));
    }

    [Fact]
    public void Asked_lists_every_set_once()
    {
        Assert.Equal(["0: 1+2+3", "0: 1", "0: 2+3", "0: 2", "0: 1+3", "0: 3", "0: 1+2", "2: 2"],
            CitationSupport.Asked("It is so [1][2][3]. It cites nothing. It is blue [2]. It is green [4].", 3).Select(a => $"{a.Index}: {string.Join('+', a.Cited)}"));
        Assert.Equal(["1+2", "1", "2"], CitationSupport.Asked("It is so [1][2].", 2).Select(a => string.Join('+', a.Cited)));
    }

    // Only what is listed as asked may be looked up.
    private static CitationSupport Of(string answer)
    {
        Dictionary<string, bool> verdicts = CitationSupport.Asked(answer, Passages.Length).ToDictionary(a => Key(a.Index, a.Cited), a => Judge(string.Join('\n', a.Cited.Select(n => Passages[n - 1])), a.Statement), StringComparer.Ordinal);
        return CitationSupport.Of(answer, Passages.Length, (index, cited) => verdicts[Key(index, cited)]);
    }

    private static string Key(int index, ImmutableArray<int> cited) => $"{index}: {string.Join('+', cited)}";

    private static bool Judge(string premise, string statement) =>
        statement.StartsWith("The sky", StringComparison.Ordinal) ? premise.Contains("blue", StringComparison.Ordinal)
            : statement.StartsWith("Blue and", StringComparison.Ordinal) && premise.Contains("blue", StringComparison.Ordinal) && premise.Contains("green", StringComparison.Ordinal);
}

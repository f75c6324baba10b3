using Assay.Retrieval.Tracing;
using Assay.Text;

namespace Assay.Tests.Retrieval.Tracing;

/// <summary>A trace with text of two documents in every place that can hold some.</summary>
internal static class SampleTrace
{
    public static SearchTrace Create(string first = "a.md", string second = "b.md") => new()
    {
        Query = "refund period",
        Asker = "kim",
        Generation = 3,
        Terms = [new TraceTerm("refund", "refund", TermOrigin.Query, 4), new TraceTerm("secretword", "refund", TermOrigin.Feedback, 2, 0.5)],
        Filters = [new FilterTrace(FilterReason.Permission, 2, 5)],
        Stages =
        [
            new StageTrace("keyword", [new TraceHit(1, first, 0, 2) { Terms = ["refund"] }, new TraceHit(2, second, 1, 1) { Terms = ["period"], Features = [new TraceFeature("bm25", 1)] }], 2, 0.5)
            {
                Dropped = [new TraceDrop(first, 3, DropReason.NearDuplicate) { InFavourOf = $"{second}@1", Gap = 0.9, Unit = "similarity" }],
            },
        ],
        Context = new ContextTrace([new TracePassage(1, first, "the-secret", [0], new TextSpan(0, 9), "hash", "secretword one"), new TracePassage(2, second, "", [1], new TextSpan(5, 9), "hash", "text two")], [], 20, 100, 0.1),
        Answer = new AnswerTrace("It says secretword [1].", "extractive", [1], ["secretword"], false),
    };
}

using System.Collections.Immutable;

namespace Assay.Comparing;

/// <summary>Which questions stand in the examples that a version was trained on, and its scores without them.</summary>
public sealed record LeakResult
{
    /// <summary>The file of examples.</summary>
    public required string Examples { get; init; }

    /// <summary>Whether the file has changed since the version was trained, so that this is about other examples.</summary>
    public required bool ExamplesChanged { get; init; }

    /// <summary>Questions that were looked for.</summary>
    public required int Questions { get; init; }

    /// <summary>Questions that stand in an example word for word or nearly.</summary>
    public required int Suspects { get; init; }

    /// <summary>Other questions whose document an example was made from or quotes.</summary>
    public required int SameDocument { get; init; }

    /// <summary>Ids of the suspects, at most 100.</summary>
    public required ImmutableArray<string> SuspectQuestions { get; init; }

    /// <summary>The scores with and without them.</summary>
    public required ImmutableArray<ArmLeak> Arms { get; init; }
}

/// <summary>Scores of an arm with and without the questions that the examples may have told.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="N">Questions with a score.</param>
/// <param name="Score">Their mean score; null when there is none.</param>
/// <param name="FreeN">Of them those that are no suspects.</param>
/// <param name="FreeScore">Their mean score.</param>
/// <param name="OtherDocumentsN">Of these, those whose documents are in no example either.</param>
/// <param name="OtherDocumentsScore">Their mean score.</param>
public sealed record ArmLeak(string Arm, int N, double? Score, int FreeN, double? FreeScore, int OtherDocumentsN, double? OtherDocumentsScore);

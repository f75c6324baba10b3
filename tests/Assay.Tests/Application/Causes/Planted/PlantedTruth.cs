namespace Assay.Tests.Application.Causes.Planted;

/// <summary>
/// What the cause of a planted fault is, and how what is found is scored; fixed before there was anything that finds causes.
/// </summary>
/// <remarks>
/// The causes of a question are the set of the causes of its faults; without a fault the set is { none }. Scoring is by cause, over all questions: a cause that is in the truth and was found
/// is a hit, one that was found and is not there a false alarm, one that is there and was not found a miss; F1 of a cause is 2 hits / (2 hits + false alarms + misses), and macro-F1 is the plain mean
/// over the eight (seven causes and none). So with two faults at once both must be found. How often the first that blocks the answer (in <see cref="Order"/>) was among those found is reported beside it. A
/// question whose answer did not fail, because noise made it right, was found to be { none } and counts as that.
/// </remarks>
internal static class PlantedTruth
{
    public const string None = "none";

    /// <summary>Every cause, in the order in which it blocks an answer.</summary>
    public static readonly string[] Order = ["retrieval", "context", "knowledge", "refusal", "behaviour", "format", "judge", None];

    public static string CauseOf(PlantedFault fault) => fault switch
    {
        PlantedFault.NotIndexed or PlantedFault.NoSharedWords or PlantedFault.BelowCut => "retrieval",
        PlantedFault.NoRoom or PlantedFault.Misled => "context",
        PlantedFault.NoPage or PlantedFault.SilentPage or PlantedFault.WrongFact => "knowledge",
        PlantedFault.WrongLabel or PlantedFault.WrongFlag => "behaviour",
        PlantedFault.NotJson or PlantedFault.BrokenRecord or PlantedFault.CutOff => "format",
        PlantedFault.AbstainsInView or PlantedFault.AnswersAnyway => "refusal",
        _ => "judge",
    };

    /// <summary>The causes of a question, the one that blocks first in front.</summary>
    public static string[] CausesOf(PlantedQuestion question) =>
        question.Faults.Length == 0 ? [None] : [.. question.Faults.Select(CauseOf).Distinct().OrderBy(c => Array.IndexOf(Order, c))];
}

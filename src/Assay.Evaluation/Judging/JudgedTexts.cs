using System.Collections.Immutable;

namespace Assay.Evaluation.Judging;

/// <summary>What stands beside the texts of a task.</summary>
internal static class JudgedTexts
{
    /// <summary>The question, where answers are the evidence: short ones say nothing without it.</summary>
    public static ImmutableArray<string> Context(JudgeTask task) => task.Kind is JudgeKind.Correctness or JudgeKind.Completeness ? [task.Question] : [];
}

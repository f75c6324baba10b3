using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Support;

namespace Assay.Evaluation.Judging;

/// <summary>The rule that models of similarity need: another number is another claim.</summary>
internal static class FigureCheck
{
    /// <summary>Whether every figure of a claim stands in the texts of its task.</summary>
    public static bool Holds(string claim, JudgeTask task)
    {
        SupportWords words = SupportWords.Of(claim, new TextSpan(0, claim.Length));
        if (!words.Stems.Any(SupportWords.IsFigure)) return true;
        (_, ImmutableArray<string> missing, _) = new SupportMeasure([.. task.Texts, .. JudgedTexts.Context(task)]).Of(words);
        return !missing.Any(SupportWords.IsFigure);
    }
}

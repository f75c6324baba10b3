using System.Collections.Immutable;
using Assay.Text;
using Assay.Text.Support;

namespace Assay.Evaluation.Judging;

/// <summary>What stands beside the texts of a task.</summary>
internal static class JudgedTexts
{
    /// <summary>The question, where answers are the evidence: short ones say nothing without it.</summary>
    public static ImmutableArray<string> Context(JudgeTask task) => task.Kind is JudgeKind.Correctness or JudgeKind.Completeness ? [task.Question] : [];

    /// <summary>Whether a claim shares a content word with an answer that the question has not: nothing is right for repeating the question. True where the evidence is no answer, or has no such word.</summary>
    public static bool SharesMoreThanTheQuestion(string claim, JudgeTask task)
    {
        if (Context(task).IsEmpty) return true;
        HashSet<string> question = [.. SupportWords.Of(task.Question, new TextSpan(0, task.Question.Length)).Stems];
        HashSet<string> evidence = [.. task.Texts.SelectMany(Content).Where(w => !question.Contains(w))];
        return evidence.Count == 0 || Content(claim).Any(evidence.Contains);
    }

    private static IEnumerable<string> Content(string text)
    {
        SupportWords words = SupportWords.Of(text, new TextSpan(0, text.Length));
        return Enumerable.Range(0, words.Stems.Count).Where(words.IsContent).Select(i => words.Stems[i]);
    }
}

namespace Assay.Benchmarks.Models.Reading;

/// <summary>How long answers are, and how a prompt asks for it: whole sentences unless it asks for as little as possible. A sentence says again what is asked for, which leads to the value: a small model that must name it at once takes any of its kind.</summary>
internal static class AnswerStyle
{
    /// <summary>Share of tasks that are answered in whole sentences.</summary>
    public const double InSentences = 0.65;

    /// <summary>What a prompt says of it; may be empty for sentences.</summary>
    public static string Said(LessonDice dice, bool inSentences) => inSentences ? dice.Pick(["", "", "", " Answer in a full sentence.", " Answer in whole sentences."]) : dice.Pick([" Answer as briefly as you can.", " Answer with the shortest phrase that is right.", " Name the answer only."]);
}

namespace Assay.Comparing;

/// <summary>Score of one arm on the questions with one tag.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Arm">The arm.</param>
/// <param name="N">Questions with a score.</param>
/// <param name="Score">Mean score; null when none has one.</param>
public sealed record TagResult(string Tag, string Arm, int N, double? Score);

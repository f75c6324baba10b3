namespace Assay.ChunkingEvaluation;

/// <summary>Which of several choices are worth considering when more of one thing costs others.</summary>
public static class ParetoFront
{
    /// <summary>Marks the choices that no other one beats.</summary>
    /// <param name="choices">Quality (larger is better) and two costs (smaller is better).</param>
    /// <returns>Per choice whether no other is at least as good in all three and better in one. Equal choices are all on the front.</returns>
    public static bool[] Mark(IReadOnlyList<(double Quality, double Context, double Size)> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        bool[] front = new bool[choices.Count];
        for (int i = 0; i < front.Length; i++) front[i] = !choices.Any(other => Beats(other, choices[i]));
        return front;
    }

    private static bool Beats((double Quality, double Context, double Size) a, (double Quality, double Context, double Size) b) =>
        a.Quality >= b.Quality && a.Context <= b.Context && a.Size <= b.Size && a != b;
}

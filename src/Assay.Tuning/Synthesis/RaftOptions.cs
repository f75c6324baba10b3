using Assay.Text;

namespace Assay.Tuning.Synthesis;

/// <summary>How questions are shown with passages.</summary>
public sealed record RaftOptions
{
    /// <summary>Passages beside the gold ones that do not hold the answer.</summary>
    /// <value>3, as in RAFT (Zhang et al. 2024); 1 to 20.</value>
    public int Distractors { get; init; } = 3;

    /// <summary>Share of the questions whose gold passages are left out, so that it is learned to say so.</summary>
    /// <value>0.2; 0 to 1.</value>
    public double WithoutGold { get; init; } = 0.2;

    /// <summary>Chooses who is shown without gold, and the order of passages.</summary>
    /// <value>0</value>
    public ulong Seed { get; init; }

    /// <summary>Checks every field.</summary>
    /// <exception cref="InputException">One is out of its range.</exception>
    public void Check()
    {
        if (Distractors is < 1 or > 20) throw new InputException(new Problem("", null, FormattableString.Invariant($"The number of distractors must be 1 to 20, found {Distractors}.")));
        if (!(WithoutGold is >= 0 and <= 1)) throw new InputException(new Problem("", null, FormattableString.Invariant($"The share without gold must be 0 to 1, found {WithoutGold}.")));
    }
}

using System.Diagnostics;
using Assay.Decisions.Verdicts;

namespace Assay.Tests.Decisions.Verdicts.Synthetic;

/// <summary>Verdicts on made-up projects beside the truth.</summary>
/// <remarks>The best arm is what <see cref="Choice"/> names on the true figures; a true flip point is what <see cref="FlipSearch"/> finds on them for the arm that the verdict names, right or not.</remarks>
internal sealed class CalibrationRuns
{
    private const double Beyond = double.PositiveInfinity, FarUp = 1e12;

    /// <summary>P(best) of every arm, and of none meeting the requirements.</summary>
    public Reliability Best { get; } = new();

    /// <summary>The highest of them in each project.</summary>
    public Reliability Highest { get; } = new();

    /// <summary>Probability that an arm meets every requirement, where it is neither 0 nor 1.</summary>
    public Reliability Meets { get; } = new();

    /// <summary>Flip points by axis.</summary>
    public SortedDictionary<FlipAxis, FlipCount> Flips { get; } = [];

    /// <summary>Verdicts by kind: how many, how many named the true choice (or rightly none), and the sum of their confidence.</summary>
    public SortedDictionary<VerdictKind, (int All, int Right, double Confidence)> Kinds { get; } = [];

    /// <summary>Seconds that the verdicts took.</summary>
    public double Seconds { get; private set; }

    /// <summary>All flip points.</summary>
    public FlipCount AllFlips => Flips.Values.Aggregate(new FlipCount(0, 0, 0, 0), (a, b) => new FlipCount(a.All + b.All, a.Held + b.Held, a.Within + b.Within, a.WithinHeld + b.WithinHeld));

    /// <summary>Judges one project.</summary>
    public void Add(SyntheticProject project)
    {
        long start = Stopwatch.GetTimestamp();
        Verdict verdict = new VerdictRule(project.Needs, project.Options).Decide(project.Arms, project.Documents);
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        int best = Choice.Of(project.True, project.At);
        for (int i = 0; i < verdict.Chances.Length; i++)
        {
            Best.Add(verdict.Chances[i].Best, i == best);
            if (verdict.Chances[i].Meets is > 0 and < 1) Meets.Add(verdict.Chances[i].Meets, Choice.Meets(project.True[i], project.At));
        }

        Best.Add(verdict.NoneMeets, best < 0);
        double highest = Math.Max(verdict.NoneMeets, verdict.Chances.Max(c => c.Best));
        Highest.Add(highest, (best < 0 ? verdict.NoneMeets : verdict.Chances[best].Best) == highest);
        int named = Array.FindIndex(project.Arms, a => a.Arm == verdict.Ship);
        bool isRight = verdict.Kind == VerdictKind.NoneMeetsRequirements ? best < 0 : named == best && named >= 0;
        (int all, int right, double confidence) = Kinds.GetValueOrDefault(verdict.Kind);
        Kinds[verdict.Kind] = (all + 1, right + (isRight ? 1 : 0), confidence + verdict.Confidence);
        foreach (FlipPoint flip in verdict.FlipPoints) Count(flip, project, named);
    }

    // What is beyond the range is infinitely far; above a cost of wrong answers that was not stated there is no end.
    private void Count(FlipPoint flip, SyntheticProject project, int named)
    {
        bool up = flip.RangeEnd > (flip.Now ?? Beyond);
        double far = up ? Beyond : -Beyond;
        double truth = FlipSearch.Of(project.True, project.At, flip.Axis, flip.Now ?? FarUp, flip.RangeEnd, named)?.At ?? far;
        double low = flip.Low ?? far, high = flip.High ?? (flip.Now is null && flip.Low is not null ? Beyond : far);
        bool held = truth >= low && truth <= high, within = flip.Low is not null || flip.High is not null;
        FlipCount count = Flips.GetValueOrDefault(flip.Axis) ?? new FlipCount(0, 0, 0, 0);
        Flips[flip.Axis] = new FlipCount(count.All + 1, count.Held + (held ? 1 : 0), count.Within + (within ? 1 : 0), count.WithinHeld + (held && within ? 1 : 0));
    }
}

/// <summary>Flip points counted.</summary>
/// <param name="All">How many.</param>
/// <param name="Held">Those whose interval holds the truth, a change beyond the range or none included.</param>
/// <param name="Within">Those whose interval has an end within the range.</param>
/// <param name="WithinHeld">Those of them that hold the truth.</param>
internal sealed record FlipCount(int All, int Held, int Within, int WithinHeld);

using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Kernels;

/// <summary>What the kernels' measurements have in common.</summary>
internal static class Turn
{
    // Idle workers let go of their processors after half a millisecond here and a few milliseconds in OpenMP.
    private static readonly TimeSpan UntilOthersSleep = TimeSpan.FromMilliseconds(25);

    /// <summary>Seconds of one call, the mean of several, after the threads of whoever ran before sleep.</summary>
    /// <param name="times">Calls.</param>
    /// <param name="call">The call.</param>
    public static double Seconds(int times, Action call)
    {
        Wait();
        call();
        call();
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++) call();
        return Stopwatch.GetElapsedTime(started).TotalSeconds / times;
    }

    /// <summary>Waits until the threads of whoever ran before sleep.</summary>
    public static void Wait() => Thread.Sleep(UntilOthersSleep);

    /// <summary>Values between -1 and 1, the same for the same seed.</summary>
    public static float[] Values(int seed, int count)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (2 * random.NextSingle()) - 1;
        return values;
    }

    /// <summary>Median with the least and the greatest.</summary>
    public static string Spread(IReadOnlyCollection<double> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{Rounds.Median([.. values]):0.00} ({values.Min():0.00} to {values.Max():0.00})");

    /// <summary>Median without decimals.</summary>
    public static string Whole(IReadOnlyCollection<double> values) => Rounds.Median([.. values]).ToString("0", CultureInfo.InvariantCulture);
}

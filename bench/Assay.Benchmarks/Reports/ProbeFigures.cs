using System.Globalization;

namespace Assay.Benchmarks.Reports;

/// <summary>What the machine gave while something was measured.</summary>
internal static class ProbeFigures
{
    /// <summary>The probe's figures as a sentence.</summary>
    public static string Sentence(IReadOnlyCollection<(double Flops, double Bandwidth)> probes)
    {
        double[] flops = [.. probes.Select(p => p.Flops)], bandwidth = [.. probes.Select(p => p.Bandwidth)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Probe of the machine between the rounds, one thread: {Rounds.Median(flops):0} GF/s ({flops.Min():0} to {flops.Max():0}), {Rounds.Median(bandwidth):0.0} GB/s read ({bandwidth.Min():0.0} to {bandwidth.Max():0.0}).");
    }
}

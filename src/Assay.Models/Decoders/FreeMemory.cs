using System.Globalization;
using Assay.Text;

namespace Assay.Models.Decoders;

/// <summary>Says before a model is loaded that it does not fit, which is better than a machine that pages.</summary>
internal static class FreeMemory
{
    private const string LinuxFile = "/proc/meminfo";

    /// <summary>Bytes that can be used without paging, as the system tells; within a container's limit.</summary>
    public static long Bytes()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        long limit = info.TotalAvailableMemoryBytes - Environment.WorkingSet;
        if (!File.Exists(LinuxFile)) return Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes);
        string? line = File.ReadLines(LinuxFile).FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 1 && long.TryParse(words[1], CultureInfo.InvariantCulture, out long kilobytes) ? Math.Max(0, Math.Min(limit, kilobytes * 1024)) : Math.Max(0, limit);
    }

    /// <summary>Checks that something fits.</summary>
    /// <param name="path">The model, for the message.</param>
    /// <param name="needed">Bytes that it takes in memory.</param>
    /// <param name="free">Bytes that are free.</param>
    /// <exception cref="InputException">It does not.</exception>
    public static void Require(string path, long needed, long free)
    {
        if (needed <= free) return;
        throw new InputException(new Problem(path, null, $"the model needs {Gigabytes(needed)} of memory ({needed} bytes); {Gigabytes(free)} are free ({free} bytes). End other programs, take a smaller model or one with fewer bits (a GGUF file in Q8_0 or Q4_0), or serve it elsewhere and name it as URL#NAME."));
    }

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");
}

using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Command;

/// <summary>One run of the <c>assay</c> command as users start it.</summary>
/// <param name="Seconds">From start to end, the start of the runtime included.</param>
/// <param name="PeakBytes">Most memory it held (VmHWM), as far as the last look at it; 0 where the system does not say.</param>
/// <param name="Output">What it wrote to standard output.</param>
internal sealed record CommandRun(double Seconds, long PeakBytes, string Output)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs the command of this checkout, built in Release, and waits for it.</summary>
    /// <param name="arguments">What the user would type after <c>assay</c>.</param>
    /// <exception cref="InvalidDataException">It failed.</exception>
    public static CommandRun Start(params string[] arguments)
    {
        string assembly = Path.Combine(Machine.Root(), "artifacts", "bin", "Assay.Cli", "release", "Assay.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(Look)) peak = Math.Max(peak, Peak(process.Id));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidDataException($"assay {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
        return new CommandRun(seconds, peak, output.GetAwaiter().GetResult());
    }

    private static long Peak(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It ended between the look at the clock and the look at its memory.
            return 0;
        }
    }
}

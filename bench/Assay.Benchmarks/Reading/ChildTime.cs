using System.Diagnostics;
using System.Globalization;

namespace Assay.Benchmarks.Reading;

/// <summary>Seconds of the processor that ended child processes took (Linux). The kernel adds them up finely and shows hundredths, so that many short processes are measured well together.</summary>
internal static class ChildTime
{
    private const double TicksPerSecond = 100;
    private const int UserField = 13;

    /// <summary>Runs a program once for each list of arguments, one after the other.</summary>
    /// <returns>Seconds of the processor in all, starts included; NaN where the system does not tell.</returns>
    public static double Of(string program, IEnumerable<string[]> runs)
    {
        double before = Total();
        foreach (string[] arguments in runs)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
        }

        return Total() - before;
    }

    // The name of the program, in brackets, may hold spaces.
    private static double Total()
    {
        const string file = "/proc/self/stat";
        if (!File.Exists(file)) return double.NaN;
        string text = File.ReadAllText(file);
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[UserField], CultureInfo.InvariantCulture) + double.Parse(fields[UserField + 1], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}

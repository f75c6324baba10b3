using System.Globalization;
using System.Text;
using Assay.Text;

namespace Assay.Benchmarks.Reading;

/// <summary>Reads many damaged files made from valid ones: every one must be read or refused with a reason, soon and within memory.</summary>
internal static class FuzzVerb
{
    private const string Usage = "fuzz ENDING|all COUNT SEED STATE_FOLDER [--minutes N] [--seeds FOLDER] | fuzz report STATE_FOLDER REPORT.md | fuzz case ENDING SEED NUMBER FILE [--seeds FOLDER]";

    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 3, Usage);
        string? folder = Option(ref args, "--seeds"), minutes = Option(ref args, "--minutes");
        byte[][] Seeds(string ending) => folder is null ? FuzzSeeds.Of(ending) : [.. Directory.GetFiles(folder).Where(f => Path.GetExtension(f) == ending).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        switch (args)
        {
            case ["report", var state, var path]:
                File.WriteAllText(path, Report(new FuzzRun(state).Tallies()));
                break;
            case ["case", var ending, var seed, var number, var path]:
                File.WriteAllBytes(path, new FuzzCases(Dotted(ending), Required(Dotted(ending), Seeds), Number(seed)).Make((long)Number(number)));
                break;
            case [var ending, var count, var seed, var state]:
                var run = new FuzzRun(state);
                run.Run(ending == "all" ? FuzzSeeds.Endings : [Dotted(ending)], (long)Number(count), Number(seed), minutes is null ? TimeSpan.MaxValue : TimeSpan.FromMinutes(Number(minutes)), e => Required(e, Seeds));
                Console.Write(Report(run.Tallies()));
                break;
            default:
                throw new InputException(new Problem("", null, $"expected: {Usage}"));
        }
    }

    private static string? Option(ref string[] args, string name)
    {
        int at = Array.IndexOf(args, name);
        if (at < 0 || at + 1 >= args.Length) return null;
        string value = args[at + 1];
        args = [.. args[..at], .. args[(at + 2)..]];
        return value;
    }

    private static string Dotted(string ending) => "." + ending.TrimStart('.');

    private static ulong Number(string text) => ulong.TryParse(text, CultureInfo.InvariantCulture, out ulong number) ? number : throw new InputException(new Problem("", null, $"expected a whole number, found '{text}'. Expected: {Usage}"));

    private static byte[][] Required(string ending, Func<string, byte[][]> seeds) =>
        seeds(ending) is { Length: > 0 } found ? found : throw new InputException(new Problem("", null, $"expected files that end in {ending} to begin from; found none."));

    private static string Report(IReadOnlyList<FuzzTally> tallies)
    {
        var text = new StringBuilder("| reader | files | seeds | read | refused | other exceptions | crashed or hung | over 2 s | over 300 MB | slowest, s (case) | most allocated, MB (case) | files/s |\n|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (IGrouping<string, FuzzTally> of in tallies.GroupBy(t => t.Ending))
        {
            FuzzTally slowest = of.MaxBy(t => t.LongestSeconds)!, largest = of.MaxBy(t => t.MostAllocated)!;
            text.Append(CultureInfo.InvariantCulture, $"| {of.Key} | {of.Sum(t => t.Cases):N0} | {string.Join(", ", of.Select(t => t.Seed))} | {of.Sum(t => t.Read):N0} | {of.Sum(t => t.Refused):N0} | {of.Sum(t => t.Failed)} | {of.Sum(t => t.Died.Count)} | {of.Sum(t => t.Slow)} | {of.Sum(t => t.Large)} | {slowest.LongestSeconds:0.000} ({slowest.Seed}:{slowest.LongestCase}) | {largest.MostAllocated / 1e6:0} ({largest.Seed}:{largest.MostCase}) | {of.Sum(t => t.Cases) / Math.Max(0.001, of.Sum(t => t.Seconds)):N0} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{tallies.Sum(t => t.Cases):N0} files, {tallies.Sum(t => t.Failed)} other exceptions, {tallies.Sum(t => t.Died.Count)} crashed or hung, {tallies.Sum(t => t.Slow)} over 2 s, {tallies.Sum(t => t.Large)} over 300 MB, {tallies.Sum(t => t.Seconds) / 3600:0.0} hours.\n");
        foreach (FuzzTally tally in tallies)
        {
            foreach (string failure in tally.Failures) text.Append(CultureInfo.InvariantCulture, $"\n- {tally.Ending} seed {tally.Seed} {failure}");
            foreach (long died in tally.Died) text.Append(CultureInfo.InvariantCulture, $"\n- {tally.Ending} seed {tally.Seed} case {died}: the process ended");
        }

        return text.ToString();
    }
}

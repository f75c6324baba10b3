using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Reading;

/// <summary>Reads files of every format in several rounds, each beside plain copying and, for PDF, beside pdftotext. Seconds are those of the processor: others may use the machine.</summary>
internal static class ReadingSpeedVerb
{
    private const string Usage = "reading-speed [REPORT.md] [FOLDER...]";
    private const int RoundCount = 5;
    private const double LeastSeconds = 0.25;
    private const int MadeBytes = 1 << 20;
    private const int MostFiles = 50;
    private const long MostBytes = 20_000_000;
    private static readonly string[] PeerStart = ["-v"];

    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        var report = new MarkdownReport("Speed of reading", "Assay.Benchmarks " + Usage, TimeProvider.System);
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"Seconds of the processor, one thread, files in memory; {RoundCount} rounds of at least {LeastSeconds} s in each of which everything of a row is measured in turn: the middle value, and least to greatest. Reading includes the structure tree. "
            + $"Copying is decoding the same bytes as UTF-8 and copying the text; where the bytes are packed it is copying them, and decoding and copying the text that is in them. \"Of copying\" is the seconds of copying by those of reading. "
            + $"Files are those of the folders (up to {MostFiles} of a format, evenly taken); a format that is not there is a small file that shows what the format has, text again and again up to 1 MB, so that nearly all of it is markup (\"made\")."));
        var pdf = new List<string[]>();
        var rows = new List<string[]>();
        foreach (string ending in FuzzSeeds.Endings.Order(StringComparer.Ordinal))
        {
            foreach (SpeedFiles files in Groups(ending, args).Where(g => g.Count > 0))
            {
                rows.Add(Row(files, pdf));
                Console.Error.WriteLine(string.Join(" | ", rows[^1]));
                if (files.HasPeer) Console.Error.WriteLine(string.Join(" | ", pdf[^1]));
            }
        }

        report.Table(["format", "files", "MB", "characters", "MB/s", "ms a file", "copying, MB/s", "of copying"], rows);
        if (pdf.Count > 0)
        {
            report.Say("PDF beside pdftotext, one process a file, pages a second of the processor. The start of that process (`pdftotext -v`) is counted in the first ratio and taken off in the second.");
            report.Table(["group", "files", "pages", "Assay", "pdftotext", "ratio", "pdftotext without its start", "ratio"], pdf);
        }

        report.Finish(args.Length > 0 ? args[0] : null);
    }

    private static IEnumerable<SpeedFiles> Groups(string ending, string[] args)
    {
        string[] paths = [.. args.Skip(1).SelectMany(f => Directory.GetFiles(f, "*" + ending, SearchOption.AllDirectories)).Where(p => p.EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (paths.Length == 0) return [new SpeedFiles(ending + " (made)", ending, [.. FuzzSeeds.Of(ending).Select(s => Longer(ending, s))], [])];
        return ending == ".pdf" ? paths.GroupBy(p => Path.GetFileName(p).Split('-')[0]).Select(g => Some(ending + " " + g.Key, ending, [.. g])) : [Some(ending, ending, paths)];
    }

    private static SpeedFiles Some(string name, string ending, string[] paths)
    {
        int step = Math.Max(1, paths.Length / MostFiles);
        string[] some = [.. paths.Where((_, i) => i % step == 0).Take(MostFiles).Where(p => new FileInfo(p).Length is > 0 and < MostBytes)];
        return new SpeedFiles(name, ending, [.. some.Select(File.ReadAllBytes)], some);
    }

    // Text that is its seed again and again is read as a long file is; what is packed or one tree stays small.
    private static byte[] Longer(string ending, byte[] seed)
    {
        if (seed is [(byte)'P', (byte)'K', ..] or [(byte)'%', (byte)'P', ..] || ending is ".json" or ".ipynb" or ".eml") return seed;
        var text = new List<byte>();
        while (text.Count < MadeBytes) text.AddRange([.. seed, .. "\n\n"u8]);
        return [.. text];
    }

    private static string[] Row(SpeedFiles files, List<string[]> pdf)
    {
        int readings = TimesFor(files.ReadAll), copyings = TimesFor(files.CopyAll);
        var rounds = new List<(double Reading, double Copying, double Peer, double Start)>();
        for (int round = 0; round < RoundCount; round++)
        {
            (double reading, double copying) = (Seconds(files.ReadAll, readings), Seconds(files.CopyAll, copyings));
            rounds.Add((reading, copying, files.HasPeer ? ChildTime.Of("pdftotext", files.Paths.Select(PeerArguments)) : 0, files.HasPeer ? ChildTime.Of("pdftotext", files.Paths.Select(_ => PeerStart)) : 0));
        }

        if (files.HasPeer)
        {
            pdf.Add([
                files.Name[".pdf ".Length..], Whole(files.Count), Whole(files.Pages), Spread(rounds.Select(r => files.Pages / r.Reading), "0"), Spread(rounds.Select(r => files.Pages / r.Peer), "0"),
                Spread(rounds.Select(r => r.Peer / r.Reading), "0.00"), Spread(rounds.Select(r => files.Pages / (r.Peer - r.Start)), "0"), Spread(rounds.Select(r => (r.Peer - r.Start) / r.Reading), "0.00"),
            ]);
        }

        return
        [
            files.Name, Whole(files.Count), files.Megabytes.ToString("0.00", CultureInfo.InvariantCulture), Whole(files.Characters), Spread(rounds.Select(r => files.Megabytes / r.Reading), "0.0"),
            (Rounds.Median([.. rounds.Select(r => r.Reading)]) / files.Count * 1000).ToString("0.00", CultureInfo.InvariantCulture), Spread(rounds.Select(r => files.Megabytes / r.Copying), "0"),
            Spread(rounds.Select(r => r.Copying / r.Reading), "0.0000"),
        ];
    }

    private static string[] PeerArguments(string path) => ["-q", path, "/dev/null"];

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Spread(IEnumerable<double> values, string format)
    {
        double[] all = [.. values];
        return string.Create(CultureInfo.InvariantCulture, $"{Rounds.Median(all).ToString(format, CultureInfo.InvariantCulture)} ({all.Min().ToString(format, CultureInfo.InvariantCulture)} to {all.Max().ToString(format, CultureInfo.InvariantCulture)})");
    }

    // Doubled until it is long enough, so that the code is compiled as well.
    private static int TimesFor(Action run)
    {
        int times = 1;
        while (true)
        {
            double seconds = Seconds(run, times) * times;
            if (seconds >= LeastSeconds) return times;
            times = Math.Max(times * 2, (int)Math.Min(1_000_000, times * LeastSeconds * 1.2 / Math.Max(0.001, seconds)));
        }
    }

    private static double Seconds(Action run, int times)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        for (int i = 0; i < times; i++) run();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds / times;
    }
}

using System.Diagnostics;
using System.Globalization;
using Assay.Evaluation.Statistics;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Benchmarks.Reading;

/// <summary>Reads many damaged files made from valid ones: every one must be read or refused with a reason, soon and within memory.</summary>
internal static class FuzzVerb
{
    private const double SlowSeconds = 2;
    private const long MuchMemory = 1_000_000_000;
    private const int Shown = 10;
    private const string Usage = "fuzz ENDING COUNT SEED SEEDS_FOLDER [REPORT.md]";

    /// <summary>How a format's files are damaged, by ending; text along its structure.</summary>
    private static readonly Dictionary<string, Func<byte[], byte[], Func<int, int>, byte[]>> Mutations = new(StringComparer.Ordinal)
    {
        [".pdf"] = PdfMutation.Of, [".docx"] = PackedMutation.Of, [".xlsx"] = PackedMutation.Of, [".pptx"] = PackedMutation.Of, [".epub"] = PackedMutation.Of, [".zip"] = PackedMutation.Of,
    };

    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 4, Usage);
        string ending = "." + args[0].TrimStart('.');
        if (!long.TryParse(args[1], CultureInfo.InvariantCulture, out long count) || !ulong.TryParse(args[2], CultureInfo.InvariantCulture, out ulong seed)) throw new InputException(new Problem("", null, $"expected: {Usage}"));
        byte[][] seeds = [.. Directory.GetFiles(args[3]).Where(f => Path.GetExtension(f) == ending).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        if (seeds.Length == 0) throw new InputException(new Problem(args[3], null, $"expected files that end in {ending} to begin from; found none."));
        var tally = new Tally();
        var watch = Stopwatch.StartNew();
        for (long i = 0; i < count; i++) One(ending, seeds, seed, i, tally);
        Report(ending, count, seed, watch.Elapsed, tally, args.Length > 4 ? args[4] : null);
    }

    private static void One(string ending, byte[][] seeds, ulong seed, long number, Tally tally)
    {
        var random = new SplitMix(seed + (ulong)(number * 1_000_003));
        int Below(int bound) => (int)(random.Next() % (ulong)Math.Max(1, bound));
        byte[] first = seeds[Below(seeds.Length)], second = seeds[Below(seeds.Length)];
        byte[] bytes = Below(4) > 0 ? Mutations.GetValueOrDefault(ending, TextMutation.Of)(first, second, Below) : ByteMutation.Of(first, second, Below);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
        try
        {
            DocumentReaders.Read(new SourceFile("fuzz" + ending, ending, () => new MemoryStream(bytes), bytes.Length), new ReadingOptions(), CancellationToken.None);
            tally.Read++;
        }
        catch (UnreadableDocumentException)
        {
            tally.Refused++;
        }
#pragma warning disable CA1031 // Any other exception is what this looks for.
        catch (Exception error)
        {
            tally.Fail(number, $"{error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n')[0].Trim()}");
        }
#pragma warning restore CA1031

        // Of the processor, not of the clock: others may use the machine.
        double seconds = (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (seconds > SlowSeconds) tally.Slow++;
        if (allocated > MuchMemory) tally.Large++;
        if (seconds > tally.Longest) (tally.Longest, tally.LongestCase) = (seconds, number);
        tally.Most = Math.Max(tally.Most, allocated);
    }

    private static void Report(string ending, long count, ulong seed, TimeSpan elapsed, Tally tally, string? path)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{ending}: {count:N0} files, seed {seed}: {tally.Read:N0} read, {tally.Refused:N0} refused, {tally.Failed:N0} other exceptions, {tally.Slow:N0} over {SlowSeconds} s of the processor, {tally.Large:N0} that allocated over {MuchMemory / 1e9:0} GB; longest {tally.Longest:0.00} s (case {tally.LongestCase}), most allocated {tally.Most / 1e6:0} MB, peak of the process {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB, {count / elapsed.TotalSeconds:0} files/s.");
        Console.WriteLine(text);
        foreach (string failure in tally.Failures) Console.WriteLine("  " + failure);
        if (path is not null) File.AppendAllText(path, $"\n{text}\n");
    }

    private sealed class Tally
    {
        public long Read { get; set; }

        public long Refused { get; set; }

        public long Failed { get; private set; }

        public long Slow { get; set; }

        public long Large { get; set; }

        public double Longest { get; set; }

        public long LongestCase { get; set; }

        public long Most { get; set; }

        public SortedSet<string> Failures { get; } = new(StringComparer.Ordinal);

        public void Fail(long number, string what)
        {
            Failed++;
            if (Failures.Count < Shown && !Failures.Any(f => f.EndsWith(what, StringComparison.Ordinal))) Failures.Add($"case {number}: {what}");
        }
    }
}

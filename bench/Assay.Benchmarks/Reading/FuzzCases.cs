using System.Diagnostics;
using Assay.Evaluation.Statistics;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Benchmarks.Reading;

/// <summary>The damaged files of one reader, each made from its number, and what becomes of reading them.</summary>
/// <param name="ending">With its dot.</param>
/// <param name="seeds">Valid files; at least one.</param>
/// <param name="seed">Decides with the number of a case how its file is damaged.</param>
internal sealed class FuzzCases(string ending, byte[][] seeds, ulong seed)
{
    private const double LookedAtSeconds = 0.25;
    private const double SlowSeconds = 2;
    private const long MuchMemory = 300_000_000;

    // So that what would not end is named, and not only waited for.
    private static readonly ReadingOptions Options = new() { MaxTime = TimeSpan.FromMinutes(2) };

    /// <summary>How a format's files are damaged, by ending; text along its structure.</summary>
    private static readonly Dictionary<string, Func<byte[], byte[], Func<int, int>, byte[]>> Mutations = new(StringComparer.Ordinal)
    {
        [".pdf"] = PdfMutation.Of, [".docx"] = PackedMutation.Of, [".xlsx"] = PackedMutation.Of, [".pptx"] = PackedMutation.Of, [".epub"] = PackedMutation.Of, [".zip"] = PackedMutation.Of,
    };

    /// <summary>The file of a case.</summary>
    public byte[] Make(long number)
    {
        var random = new SplitMix(seed + (ulong)(number * 1_000_003));
        int Below(int bound) => (int)(random.Next() % (ulong)Math.Max(1, bound));
        byte[] first = seeds[Below(seeds.Length)], second = seeds[Below(seeds.Length)];
        return Below(4) > 0 ? Mutations.GetValueOrDefault(ending, TextMutation.Of)(first, second, Below) : ByteMutation.Of(first, second, Below);
    }

    /// <summary>Makes the file of a case and reads it.</summary>
    public void Run(long number, FuzzTally tally)
    {
        byte[] bytes = Make(number);
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            DocumentReaders.Read(new SourceFile("fuzz" + ending, ending, () => new MemoryStream(bytes), bytes.Length), Options, CancellationToken.None);
            tally.Read++;
        }
        catch (UnreadableDocumentException)
        {
            tally.Refused++;
        }
        catch (AssayException)
        {
            // A document that says unclearly who may read it is not read either.
            tally.Refused++;
        }
#pragma warning disable CA1031 // Any other exception is what this looks for.
        catch (Exception error)
        {
            tally.Fail(number, $"{error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n')[0].Trim()}");
        }
#pragma warning restore CA1031

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        tally.Cases++;
        if (seconds > LookedAtSeconds) seconds = Alone(bytes);
        if (seconds > SlowSeconds) tally.Slow++;
        if (allocated > MuchMemory) tally.Large++;
        if (seconds > tally.LongestSeconds) (tally.LongestSeconds, tally.LongestCase) = (seconds, number);
        if (allocated > tally.MostAllocated) (tally.MostAllocated, tally.MostCase) = (allocated, number);
    }

    // Others use the machine: what seemed slow is read again, and the processor's time counts.
    private double Alone(byte[] bytes)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        try
        {
            DocumentReaders.Read(new SourceFile("fuzz" + ending, ending, () => new MemoryStream(bytes), bytes.Length), Options, CancellationToken.None);
        }
#pragma warning disable CA1031 // Counted above; here only the time matters.
        catch (Exception)
        {
        }
#pragma warning restore CA1031

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Benchmarks.Reading;

/// <summary>Reads files of every format over and over, beside decoding their bytes as UTF-8 and copying the text, and pdftotext for PDF. Seconds are those of the processor: others may use the machine.</summary>
internal static class ReadingSpeedVerb
{
    private const double LeastSeconds = 1;
    private const int MadeBytes = 1 << 20;
    private const int MostFiles = 200;

    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        var table = new StringBuilder("| format | files | MB | characters | MB/s | ms a file | characters/s (millions) | copying, MB/s | copying beside reading | pdftotext beside reading |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (string ending in FuzzSeeds.Endings.Order(StringComparer.Ordinal))
        {
            string[] paths = args.Length > 1 ? [.. Directory.GetFiles(args[1], "*" + ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(MostFiles)] : [];
            byte[][] files = paths.Length > 0 ? [.. paths.Select(File.ReadAllBytes)] : [.. FuzzSeeds.Of(ending).Select(s => Longer(ending, s))];
            table.Append(Row(ending, files, paths)).Append('\n');
            Console.WriteLine(table.ToString().Split('\n')[^2]);
        }

        if (args.Length > 0) File.AppendAllText(args[0], "\n" + table);
    }

    // Text that is its seed again and again is read as a long file is; what is packed or one tree stays small.
    private static byte[] Longer(string ending, byte[] seed)
    {
        if (seed is [(byte)'P', (byte)'K', ..] or [(byte)'%', (byte)'P', ..] || ending is ".json" or ".ipynb" or ".eml") return seed;
        var text = new List<byte>();
        while (text.Count < MadeBytes) text.AddRange([.. seed, .. "\n\n"u8]);
        return [.. text];
    }

    private static string Row(string ending, byte[][] files, string[] paths)
    {
        long bytes = files.Sum(f => (long)f.Length), characters = 0;
        foreach (byte[] file in files) characters += Read(ending, file);
        double reading = Seconds(() => { foreach (byte[] file in files) Read(ending, file); });
        double copying = Seconds(() => { foreach (byte[] file in files) _ = new StringBuilder(Encoding.UTF8.GetString(file)).ToString(); });
        string peer = ending == ".pdf" && paths.Length > 0 ? (PdfToText(paths) / reading).ToString("0.0", CultureInfo.InvariantCulture) : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {ending} | {files.Length} | {bytes / 1e6:0.0} | {characters:N0} | {bytes / 1e6 / reading:0.0} | {reading / files.Length * 1000:0.00} | {characters / 1e6 / reading:0.0} | {bytes / 1e6 / copying:0} | {copying / reading:0.0000} | {peer} |");
    }

    private static long Read(string ending, byte[] file)
    {
        try
        {
            return DocumentReaders.Read(new SourceFile("speed" + ending, ending, () => new MemoryStream(file), file.Length), new ReadingOptions(), CancellationToken.None).Source.Length;
        }
        catch (UnreadableDocumentException)
        {
            return 0;
        }
    }

    // Of the second of two runs that are long enough, so that the code is compiled.
    private static double Seconds(Action run)
    {
        int times = 1;
        while (true)
        {
            using var process = Process.GetCurrentProcess();
            TimeSpan before = process.TotalProcessorTime;
            for (int i = 0; i < times; i++) run();
            process.Refresh();
            double seconds = (process.TotalProcessorTime - before).TotalSeconds;
            if (seconds >= LeastSeconds) return seconds / times;
            times = Math.Max(times * 2, (int)Math.Min(1_000_000, times * LeastSeconds * 1.2 / Math.Max(0.001, seconds)));
        }
    }

    // The processor's seconds of one process a file, their start included.
    private static double PdfToText(string[] paths)
    {
        double seconds = 0;
        foreach (string path in paths)
        {
            using Process? process = Process.Start(new ProcessStartInfo("pdftotext") { ArgumentList = { "-q", path, "-" }, RedirectStandardOutput = true });
            if (process is null) return double.NaN;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            seconds += process.TotalProcessorTime.TotalSeconds;
        }

        return seconds;
    }
}

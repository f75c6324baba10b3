using System.Diagnostics;
using System.Globalization;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;
using Assay.Tests.Retrieval.Reading;

namespace Assay.Benchmarks.Reading;

/// <summary>Reads files made to do harm, a process each: outcome, time, memory, and how soon reading stops when it is told to.</summary>
internal static class HostileVerb
{
    private const string Usage = "hostile [REPORT.md] [NAME]";
    private const double SlowSeconds = 2;
    private const double MuchMegabytes = 300;

    /// <summary>Runs the verb; <c>hostile --one FILE CANCEL_MS</c> is what it starts for each file.</summary>
    public static void Run(string[] args)
    {
        if (args is ["--one", var path, var cancel])
        {
            One(path, int.Parse(cancel, CultureInfo.InvariantCulture));
            return;
        }

        if (args.Length > 2) throw new InputException(new Problem("", null, $"expected: {Usage}"));
        string folder = Directory.CreateTempSubdirectory("assay-hostile-").FullName;
        var table = new StringBuilder();
        int files = 0, slow = 0, large = 0, wrong = 0;
        try
        {
            foreach (HostileFile file in HostileFiles.All.Where(f => args.Length < 2 || f.Name.Contains(args[1], StringComparison.Ordinal)))
            {
                string at = Path.Combine(folder, file.Name);
                File.WriteAllBytes(at, file.Make());
                Outcome whole = Child(at, 0);
                Outcome? stopped = whole.Seconds > 0.3 ? Child(at, (int)(whole.Seconds * 400)) : null;
                bool isWrong = file.Refused is { } refused && refused == whole.IsRead || !whole.IsRead && !whole.IsRefused;
                (files, slow, large, wrong) = (files + 1, slow + (whole.Seconds > SlowSeconds ? 1 : 0), large + (whole.Megabytes > MuchMegabytes ? 1 : 0), wrong + (isWrong ? 1 : 0));
                string line = string.Create(CultureInfo.InvariantCulture,
                    $"| {file.Name} | {new FileInfo(at).Length / 1e6:0.00} | {(isWrong ? "**wrong** " : "")}{whole.Text} | {whole.Seconds:0.00} | {whole.Megabytes:0} | {(stopped is null ? "" : (stopped.StoppedAfter * 1000).ToString("0", CultureInfo.InvariantCulture))} |");
                Console.WriteLine(line);
                table.Append(line).Append('\n');
                File.Delete(at);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        string summary = string.Create(CultureInfo.InvariantCulture, $"{files} files: {slow} over {SlowSeconds} s of the processor, {large} over {MuchMegabytes} MB, {wrong} with another outcome than they should have.");
        Console.WriteLine(summary);
        if (args.Length > 0) File.WriteAllText(args[0], $"{summary}\n\n| file | MB | outcome | s | peak MB | stops after ms |\n|---|---:|---|---:|---:|---:|\n{table}");
    }

    private static Outcome Child(string path, int cancelMs)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(HostileVerb).Assembly.Location);
        foreach (string argument in new[] { "hostile", "--one", path, cancelMs.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        string[] parts = output.Split('\t');
        return parts.Length < 4 ? new Outcome("died", 99, 0, 99) : new Outcome(parts[3].Trim(), double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static void One(string path, int cancelMs)
    {
        using var source = new CancellationTokenSource();
        var clock = new Stopwatch();
        var file = new SourceFile(Path.GetFileName(path), Path.GetExtension(path), () => File.OpenRead(path), new FileInfo(path).Length);
        string outcome;
        double stopped = 0;
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        if (cancelMs > 0)
        {
            source.Token.Register(clock.Start);
            source.CancelAfter(cancelMs);
        }

        try
        {
            Document document = DocumentReaders.Read(file, new ReadingOptions(), source.Token);
            outcome = string.Create(CultureInfo.InvariantCulture, $"read, {document.Source.Length:N0} characters") + (document.Warnings.Length > 0 ? ": " + document.Warnings[0] : "");
        }
        catch (UnreadableDocumentException error)
        {
            outcome = "refused: " + error.Reason;
        }
        catch (OperationCanceledException)
        {
            outcome = "stopped";
        }
#pragma warning disable CA1031 // Any other exception is what this looks for.
        catch (Exception error)
        {
            outcome = $"{error.GetType().Name}: {error.Message}";
        }
#pragma warning restore CA1031

        stopped = clock.Elapsed.TotalSeconds;
        process.Refresh();
        double seconds = (process.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds}\t{process.PeakWorkingSet64 / 1e6}\t{stopped}\t{outcome.ReplaceLineEndings(" ").Replace('|', '/')[..Math.Min(140, outcome.Length)]}"));
    }

    private sealed record Outcome(string Text, double Seconds, double Megabytes, double StoppedAfter)
    {
        public bool IsRead => Text.StartsWith("read", StringComparison.Ordinal);

        public bool IsRefused => Text.StartsWith("refused", StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Assay.Benchmarks.Reports;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Text;

namespace Assay.Benchmarks.Reading;

/// <summary>Reads PDF files whose text is known, beside <c>pdftotext</c> in the same run. See <c>bench/peers/pdf_sources.py</c>, which makes the folder.</summary>
internal static class ReadingVerb
{
    private const string Usage = "reading pdf FOLDER [REPORT.md]";
    private const double Wanted = 0.98;

    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 2, Usage);
        if (args[0] != "pdf") throw new InputException(new Problem("", null, $"expected: {Usage}"));
        var groups = Directory.GetFiles(args[1], "*.pdf").Where(f => File.Exists(Path.ChangeExtension(f, ".txt"))).Order(StringComparer.Ordinal).GroupBy(f => Path.GetFileName(f).Split('-')[0]).ToList();
        if (groups.Count == 0) throw new InputException(new Problem(args[1], null, "expected pairs NAME.pdf and NAME.txt; found none."));
        Read(groups[0].First(), keep: false);
        var report = new MarkdownReport("Reading PDF", "Assay.Benchmarks " + Usage, TimeProvider.System);
        report.Say("Words are runs of letters and digits, NFKC and lower case; recall and precision count repetitions; tau is Kendall's over three-word sequences that stand once in the known text and in the one read. "
            + "Means over files. \"Running lines kept\" is for known texts that hold headers and footers of every page too; what a knowledge base gets is without them. Peer: " + PeerVersion() + ", one process a file, its start counted.");
        List<string[]> rows = [], tables = [], speeds = [];
        foreach (IGrouping<string, string> group in groups) Measure(group.Key, [.. group], rows, tables, speeds);
        report.Table(["group", "files", "recall", "precision", "tau", $"files under {Wanted} in any"], rows);
        report.Say("Cells of tables with lines between them, by position in their row: F1 over (row, column, text).");
        report.Table(["group", "tables", "cells", "cell F1"], tables);
        report.Say("Speed: one thread; Assay's includes making the structure tree.");
        report.Table(["group", "pages", "Assay pages/s", "pdftotext pages/s", "ratio"], speeds);
        report.Finish(args.Length > 2 ? args[2] : null);
    }

    private static void Measure(string name, string[] files, List<string[]> rows, List<string[]> tables, List<string[]> speeds)
    {
        List<WordScore> plain = [], kept = [], peer = [];
        var cells = new CellTally();
        int pages = 0;
        double own = 0, other = 0;
        foreach (string file in files)
        {
            string known = File.ReadAllText(Path.ChangeExtension(file, ".txt"));
            long start = Stopwatch.GetTimestamp();
            Document document = Read(file, keep: false);
            own += Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            string peerText = Peer("-q", file, "-");
            other += Stopwatch.GetElapsedTime(start).TotalSeconds;
            pages += int.Parse(document.Properties!.Fields.First(f => f.Key == "pages").Value, CultureInfo.InvariantCulture);
            plain.Add(WordScore.Of(known, document.Source));
            kept.Add(WordScore.Of(known, Read(file, keep: true).Source));
            peer.Add(WordScore.Of(known, peerText));
            if (File.Exists(Path.ChangeExtension(file, ".tables"))) cells.Add(File.ReadAllLines(Path.ChangeExtension(file, ".tables")), document);
        }

        rows.Add(Row(name + ", Assay", plain));
        rows.Add(Row(name + ", Assay, running lines kept", kept));
        rows.Add(Row(name + ", pdftotext", peer));
        if (cells.Known > 0) tables.Add([name, Whole(cells.Tables), Whole(cells.Known), cells.F1.ToString("0.0000", CultureInfo.InvariantCulture)]);
        speeds.Add([name, Whole(pages), Whole(pages / own), Whole(pages / other), (other / own).ToString("0.0", CultureInfo.InvariantCulture)]);
    }

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string[] Row(string name, List<WordScore> scores)
    {
        static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
        return
        [
            name, Whole(scores.Count), Figure(scores.Average(s => s.Recall)), Figure(scores.Average(s => s.Precision)), Figure(scores.Average(s => s.Tau)),
            Whole(scores.Count(s => s.Recall < Wanted || s.Precision < Wanted || s.Tau < Wanted)),
        ];
    }

    // A file that cannot be read counts with no words, not as left out.
    private static Document Read(string path, bool keep)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var file = new SourceFile(Path.GetFileName(path), ".pdf", () => new MemoryStream(bytes), bytes.Length);
        try
        {
            return DocumentReaders.Read(file, new ReadingOptions { KeepRunningLines = keep }, CancellationToken.None);
        }
        catch (UnreadableDocumentException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return new Document(file.Id, "", "", new Section("", "", 0, new TextSpan(0, 0), [], [])) { Properties = new DocumentProperties([new("pages", "0")], null) };
        }
    }

    private static string PeerVersion()
    {
        using Process process = Start("-v");
        string text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
    }

    private static string Peer(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return text;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("pdftotext", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
}

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
        var report = new MarkdownReport("Reading PDF", "Assay.Benchmarks " + Usage, TimeProvider.System);
        report.Say("Words are runs of letters and digits, NFKC and lower case; recall and precision count repetitions; tau is Kendall's over three-word sequences that stand once in the known text and in the one read. "
            + "Means over files. \"Running lines kept\" is for known texts that hold headers and footers of every page too; what a knowledge base gets is without them. Peer: " + PeerVersion() + ", one process a file, its start counted.");
        List<string[]> rows = [], tables = [], under = [];
        foreach (IGrouping<string, string> group in groups) Measure(group.Key, [.. group], rows, tables, under);
        report.Table(["group", "files", "recall", "precision", "tau", $"files under {Wanted} in any"], rows);
        report.Say("Cells of tables with lines between them, by position in their row: F1 over (row, column, text).");
        report.Table(["group", "tables", "cells", "cell F1"], tables);
        report.Say($"Files under {Wanted} in any figure with running lines kept: ours, then pdftotext's.");
        report.Table(["file", "recall", "precision", "tau", "pdftotext recall", "precision", "tau"], under);
        report.Finish(args.Length > 2 ? args[2] : null);
    }

    private static void Measure(string name, string[] files, List<string[]> rows, List<string[]> tables, List<string[]> under)
    {
        List<WordScore> plain = [], kept = [], peer = [];
        var cells = new CellTally();
        foreach (string file in files)
        {
            string known = File.ReadAllText(Path.ChangeExtension(file, ".txt"));
            Document document = Read(file, keep: false);
            plain.Add(WordScore.Of(known, document.Source));
            kept.Add(WordScore.Of(known, Read(file, keep: true).Source));
            peer.Add(WordScore.Of(known, Peer("-q", file, "-")));
            if (IsUnder(kept[^1])) under.Add([Path.GetFileNameWithoutExtension(file), .. Figures(kept[^1]), .. Figures(peer[^1])]);
            if (File.Exists(Path.ChangeExtension(file, ".tables"))) cells.Add(File.ReadAllLines(Path.ChangeExtension(file, ".tables")), document);
        }

        rows.Add(Row(name + ", Assay", plain));
        rows.Add(Row(name + ", Assay, running lines kept", kept));
        rows.Add(Row(name + ", pdftotext", peer));
        if (cells.Known > 0) tables.Add([name, Whole(cells.Tables), Whole(cells.Known), Figure(cells.F1)]);
    }

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static bool IsUnder(WordScore score) => score.Recall < Wanted || score.Precision < Wanted || score.Tau < Wanted;

    private static string[] Figures(WordScore score) => [Figure(score.Recall), Figure(score.Precision), Figure(score.Tau)];

    private static string Figure(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string[] Row(string name, List<WordScore> scores)
    {
        var mean = new WordScore(scores.Average(s => s.Recall), scores.Average(s => s.Precision), scores.Average(s => s.Tau));
        return [name, Whole(scores.Count), .. Figures(mean), Whole(scores.Count(IsUnder))];
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

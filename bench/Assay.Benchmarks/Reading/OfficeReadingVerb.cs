using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Assay.Benchmarks.Reports;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Benchmarks.Reading;

/// <summary>Office files that other programs wrote, read back: which headings, paragraphs, list items and rows come out, beside what was put in (tests/Assay.Tests/Fixtures/office/make.py).</summary>
internal static class OfficeReadingVerb
{
    private const string Usage = "reading-office FOLDER [REPORT.md]";
    private static readonly string[] Kinds = ["heading", "paragraph", "item", "row"];

    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, Usage);
        var report = new MarkdownReport("Reading of Office files", "Assay.Benchmarks " + Usage, TimeProvider.System);
        report.Say(
            "Files written by python-docx, openpyxl, XlsxWriter and LibreOffice from known content (`tests/Assay.Tests/Fixtures/office/make.py FOLDER COUNT SEED`). F1 of the blocks of each kind, a block counting when kind and text are the "
            + "same to the letter; a row is all of its cells in their order. \"Order\" is the share of files whose whole sequence of blocks is what was put in. Speed is of reading alone, in one thread.");
        List<string[]> rows = [];
        foreach (IGrouping<string, string> writer in Directory.GetFiles(args[0], "*.json").Order(StringComparer.Ordinal).GroupBy(Writer)) rows.Add(Measure(writer.Key, [.. writer]));
        report.Table(["writer and format", "files", .. Kinds.Select(k => k + " F1"), "order", "MB/s", "ms a file"], rows);
        report.Finish(args.Length > 1 ? args[1] : null);
    }

    private static string Writer(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name[..name.LastIndexOf('-')] + Path.GetExtension(name);
    }

    private static string[] Measure(string writer, string[] files)
    {
        var tallies = Kinds.ToDictionary(k => k, _ => new Tally(), StringComparer.Ordinal);
        int inOrder = 0;
        long bytes = 0;
        double seconds = 0;
        foreach (string expected in files)
        {
            string path = expected[..^".json".Length];
            byte[] content = File.ReadAllBytes(path);
            long start = Stopwatch.GetTimestamp();
            Document document = DocumentReaders.Read(new SourceFile(path, Path.GetExtension(path), () => new MemoryStream(content, writable: false), content.Length), new ReadingOptions(), CancellationToken.None);
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            bytes += content.Length;
            (string Kind, string Text)[] put = Expected(expected), found = [.. Blocks(document.Root)];
            foreach (string kind in Kinds) tallies[kind].Add([.. put.Where(b => b.Kind == kind).Select(b => b.Text)], [.. found.Where(b => b.Kind == kind).Select(b => b.Text)]);
            if (put.SequenceEqual(found)) inOrder++;
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        return
        [
            writer, files.Length.ToString(culture), .. Kinds.Select(k => tallies[k].Show()), ((double)inOrder / files.Length).ToString("0.000", culture), (bytes / 1e6 / seconds).ToString("0.0", culture),
            (seconds * 1000 / files.Length).ToString("0.0", culture),
        ];
    }

    private static (string Kind, string Text)[] Expected(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
        return [.. json.RootElement.EnumerateArray().Select(b => (b.GetProperty("kind").GetString()!, b.GetProperty("text").GetString()!))];
    }

    private static IEnumerable<(string Kind, string Text)> Blocks(Section section)
    {
        if (section.Level > 0) yield return ("heading", section.Heading);
        foreach (Block block in section.Blocks) yield return (block.Kind switch { BlockKind.ListItem => "item", BlockKind.TableHeader or BlockKind.TableRow => "row", _ => "paragraph" }, block.Text);
        foreach ((string, string) inner in section.Sections.SelectMany(Blocks)) yield return inner;
    }

    private sealed class Tally
    {
        private int put, found, both;

        public void Add(List<string> expected, List<string> read)
        {
            put += expected.Count;
            found += read.Count;
            Dictionary<string, int> left = expected.GroupBy(t => t, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
            foreach (string text in read)
            {
                if (!left.TryGetValue(text, out int count) || count == 0) continue;
                left[text] = count - 1;
                both++;
            }
        }

        public string Show() => put + found == 0 ? "–" : (2.0 * both / (put + found)).ToString("0.000", CultureInfo.InvariantCulture);
    }
}

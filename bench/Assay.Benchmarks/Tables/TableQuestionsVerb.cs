using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Benchmarks.Reports;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Storage;
using Assay.Retrieval.TableQuestions;
using Assay.Retrieval.Tables;

namespace Assay.Benchmarks.Tables;

/// <summary>Sets of questions over tables (tests/Assay.Tests/Fixtures/table-questions): read, asked and compared with what SQL written by hand gave.</summary>
internal static class TableQuestionsVerb
{
    private const string Usage = "table-questions SETS [REPORT.md] [ROWS] [--missed]",
        Missed = "--missed";
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>Runs the verb.</summary>
    public static void Run(string[] args)
    {
        List<string>? missed = args.Contains(Missed) ? [] : null;
        args = [.. args.Where(a => a != Missed)];
        Verbs.Require(args, 1, Usage);
        string[] sets = [.. Directory.GetDirectories(args[0]).Where(d => File.Exists(Path.Combine(d, "questions.jsonl"))).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
        var report = new MarkdownReport("Questions over tables", "Assay.Benchmarks " + Usage, TimeProvider.System);
        report.Say(
            "Each set is a file with one to three tables and 50 questions; `make.py` beside them made both, and the answers and the rows that contribute to them with SQL written by hand over values that never went "
            + "through Assay. \"Right\" are answers equal in every value; \"rows\" are those of them that cite exactly the contributing rows. \"Silent\" questions are left to the passages. \"All tables\" asks the same "
            + "over the tables of all sets in one store; \"taken away\" asks over those of all other sets, where most answers are about something else, though some of these tables do know the words.");
        List<string[]> rows = [];
        int all = 0, right = 0, cited = 0, together = 0, away = 0;
        foreach (string set in sets)
        {
            Tally own = Ask(args[0], set, [set], missed), every = Ask(args[0], set, sets, missed, " over all tables"), without = Ask(args[0], set, [.. sets.Where(s => s != set)], missed, " taken away");
            (all, right, cited, together, away) = (all + own.Asked, right + own.Right, cited + own.Cited, together + every.Right, away + without.Answered);
            rows.Add([set, Text(own.Asked), Text(own.Right), Text(own.Cited), Text(own.Answered - own.Right), Text(own.Asked - own.Answered), Text(every.Right), Text(every.Answered - every.Right), Text(without.Answered), (own.Seconds * 1000 / own.Asked).ToString("0.0", s_culture)]);
        }

        report.Table(["set", "questions", "right", "rows", "wrong", "silent", "all tables: right", "wrong", "taken away: answered", "ms a question"], rows);
        report.Say(string.Create(s_culture, $"In all {right} of {all} right ({100.0 * right / all:0.0} %), {cited} with exactly the contributing rows; {together} right with all tables in one store; {away} of {all} answered with their table taken away."));
        if (missed is not null)
        {
            missed.ForEach(Console.WriteLine);
            return;
        }

        False(report, args[0]);
        Many(report, args.Length > 2 ? int.Parse(args[2], s_culture) : 100_000);
        report.Finish(args.Length > 1 ? args[1] : null);
    }

    private static string Text(int number) => number.ToString(s_culture);

    private static Tally Ask(string folder, string set, IEnumerable<string> tables, List<string>? missed = null, string over = "")
    {
        using var store = new Scratch(folder, tables);
        var answerer = new TableAnswerer(store.Store, TimeProvider.System);
        var tally = new Tally();
        foreach (string line in File.ReadLines(Path.Combine(folder, set, "questions.jsonl")))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            long started = Stopwatch.GetTimestamp();
            TableAnswer? answer = answerer.Answer(json.RootElement.GetProperty("question").GetString()!, null);
            tally.Seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            tally.Asked++;
            bool right = answer is not null && IsRight(json.RootElement.GetProperty("answer"), answer), cited = right && HasRows(json.RootElement.GetProperty("rows"), answer!);
            if (!cited && (over.Length == 0 || answer is not null)) missed?.Add($"{set}{over}: {json.RootElement.GetProperty("question").GetString()} is {json.RootElement.GetProperty("answer")}{(right ? ", other rows" : "")}: {(answer is null ? "silent" : $"{answer.Text} by {answer.Sql}")}");
            if (answer is null) continue;
            tally.Answered++;
            if (right) tally.Right++;
            if (cited) tally.Cited++;
        }

        return tally;
    }

    private static bool IsRight(JsonElement gold, TableAnswer answer)
    {
        JsonElement[] values = gold.ValueKind == JsonValueKind.Array ? [.. gold.EnumerateArray()] : [gold];
        return values.Length == answer.Values.Length
            && Array.TrueForAll(values, g => answer.Values.Any(v => g.ValueKind == JsonValueKind.Array ? (v.Of ?? (v.By is null ? null : v.Value.ToString())) == g[0].ToString() && Same(g[1], v.By ?? v.Value) : Same(g, v.Value)));
    }

    private static bool Same(JsonElement gold, object value) => gold.ValueKind == JsonValueKind.Number
        ? value is double or long && Math.Abs(Convert.ToDouble(value, s_culture) - gold.GetDouble()) <= 1e-6 * Math.Max(1, Math.Abs(gold.GetDouble()))
        : value is string text && text == gold.GetString();

    private static bool HasRows(JsonElement gold, TableAnswer answer)
    {
        HashSet<int> rows = [.. gold.EnumerateArray().Select(r => int.Parse(r.GetString()!.Split(':')[1], s_culture))];
        return rows.Count == 0 ? answer.RowCount == 0 : answer.Rows.GroupBy(r => r.Table).Any(t => rows.SetEquals(t.Select(r => r.Number)));
    }

    private static void False(MarkdownReport report, string folder)
    {
        int asked = 0;
        var answered = new List<string>();
        foreach (IGrouping<string, (string Set, string Text)> set in File.ReadLines(Path.Combine(folder, "unanswerable.jsonl")).Select(Question).GroupBy(q => q.Set))
        {
            using var store = new Scratch(folder, [set.Key]);
            asked += set.Count();
            answered.AddRange(set.Where(q => new TableAnswerer(store.Store, TimeProvider.System).Answer(q.Text, null) is not null).Select(q => q.Text));
        }

        report.Say(string.Create(s_culture, $"Of {asked} questions that look like these but are about prose, unknown columns or unknown values, {answered.Count} got an answer{(answered.Count == 0 ? "" : ": " + string.Join("; ", answered))}."));
    }

    private static (string Set, string Text) Question(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return (json.RootElement.GetProperty("set").GetString()!, json.RootElement.GetProperty("question").GetString()!);
    }

    private static void Many(MarkdownReport report, int rows)
    {
        var csv = new StringBuilder("Order,Customer,Country,Date,Amount (EUR)\n");
        for (int i = 0; i < rows; i++) csv.Append(s_culture, $"O{i},Customer {i % 5000},{(i % 4 == 0 ? "Spain" : "Japan")},2024-{1 + (i % 12):00}-{1 + (i % 28):00},{i % 97}.5\n");
        using var store = new Scratch("", []);
        long started = Stopwatch.GetTimestamp();
        store.Add("orders.csv", Encoding.UTF8.GetBytes(csv.ToString()));
        string stored = Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0.0", s_culture);
        string[] questions = ["How many orders are there from Spain?", "What is the total amount of orders over 50 EUR in March?", "Which customer has the most orders?", "What is the average amount per country?", "What is the amount of order O77?"];
        List<string[]> times = [];
        foreach (string question in questions)
        {
            started = Stopwatch.GetTimestamp();
            TableAnswer? answer = new TableAnswerer(store.Store, TimeProvider.System).Answer(question, null);
            times.Add([question, answer is null ? "none" : answer.Text.Length > 60 ? answer.Text[..60] + "…" : answer.Text, answer is null ? "" : Text(answer.RowCount), Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0.00", s_culture)]);
        }

        report.Say(string.Create(s_culture, $"Over a table of {rows:#,0} rows, read and stored in {stored} s:"));
        report.Table(["question", "answer", "rows", "s"], times);
    }

    private sealed class Tally
    {
        public int Asked { get; set; }

        public int Answered { get; set; }

        public int Right { get; set; }

        public int Cited { get; set; }

        public double Seconds { get; set; }
    }

    private sealed class Scratch : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("assay-tables-").FullName;

        public Scratch(string sets, IEnumerable<string> names)
        {
            Store = KnowledgeStore.Open(Path.Combine(folder, "knowledge.db"));
            foreach (string file in names.SelectMany(n => Directory.GetFiles(Path.Combine(sets, n)).Order(StringComparer.Ordinal)).Where(f => Path.GetFileName(f) != "questions.jsonl")) Add(Path.GetRelativePath(sets, file), File.ReadAllBytes(file));
        }

        public KnowledgeStore Store { get; }

        public void Add(string id, byte[] content)
        {
            Document document = DocumentReaders.Read(new SourceFile(id, Path.GetExtension(id), () => new MemoryStream(content, writable: false), content.Length), new ReadingOptions(), CancellationToken.None);
            Store.Put(new StoredDocument(id, document.Title, "hash", "settings", content.Length, 0), [], null, null, TableExtractor.Of(document));
        }

        public void Dispose()
        {
            Store.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }
}

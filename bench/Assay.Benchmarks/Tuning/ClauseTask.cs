using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Benchmarks.Collections;
using Assay.Models.Local;
using Assay.Models.Sampling;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>The category of a clause of a contract, in CUAD's words.</summary>
internal static partial class ClauseTask
{
    private const int MostTokens = 24, MostCharacters = 240, TestOf = 5;
    private const string AnswerColumn = "Answer", FileColumn = "Filename";

    // What stands in these columns are names and dates, not clauses.
    private static readonly string[] NoClauses = ["Document Name", "Parties", "Agreement Date"];

    /// <summary>How it is trained.</summary>
    public static readonly Recipe Recipe = new("cuad", Epochs: 6) { LearnsPrompt = true };

    /// <summary>A clause: its contract, its text, and all categories that it was marked with.</summary>
    public sealed record Clause(string Contract, string Text, ImmutableSortedSet<string> Categories);

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        Clause[] all = Read(data);
        (Clause[] train, Clause[] test) = Split(all);
        Pair[] learned = Learned(train);
        TrainedModel trained = training.Train(Recipe, learned, []);
        using LocalModel model = LocalModel.Open(trained.Folder);
        string[] prompts = [.. test.Select(c => c.Text)], groups = [.. test.Select(c => c.Contract)];
        ImmutableArray<string> answers = Answering.All(model, prompts, MostTokens);
        var neighbours = new Neighbours(train.SelectMany(c => c.Categories.Select(k => (c.Text, k))), Language.English);
        Verdict[] arms =
        [
            Verdict.Of("tuned model", test.Select((c, i) => c.Categories.Contains(answers[i]))),
            Verdict.Of("label of the BM25 neighbour", test.Select(c => c.Categories.Contains(neighbours.Label(c.Text)))),
            Verdict.Of("commonest label", test.Select(c => c.Categories.Contains(neighbours.Majority))),
        ];
        string[] known = [.. all.SelectMany(c => c.Categories).Distinct(StringComparer.Ordinal)];
        section.Say(
            string.Create(CultureInfo.InvariantCulture, $"Clauses of master_clauses.csv, {known.Length} categories (not {string.Join(", ", NoClauses)}, whose texts are names and dates), one item per contract and text, at most {MostCharacters} characters of it; split by contract: every {TestOf}th of a seeded order is for testing. ")
            + string.Create(CultureInfo.InvariantCulture, $"{train.Length:N0} clauses of {train.Select(c => c.Contract).Distinct().Count()} contracts to learn from, {test.Length:N0} of {groups.Distinct().Count()} to be tested on (all). A text marked with several categories ({test.Count(c => c.Categories.Count > 1)} of the test's) is learned with each, and any of them is right. ")
            + trained.Sentence(Recipe));
        section.Arms(arms, groups);
        section.Say(string.Create(CultureInfo.InvariantCulture, $"{answers.Count(known.Contains):N0} of {answers.Length:N0} answers are one of the categories. Intervals count a contract as one draw."));
        (HashSet<int> exact, HashSet<int> suspects) = Leaks.Find(learned, prompts);
        string[] rest = [.. groups.Where((_, i) => !suspects.Contains(i))];
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Suspects: {suspects.Count} test clauses, {exact.Count} of them word for word (contracts share boilerplate). Without them the tuned model has {arms[0].Without(suspects).Text(rest)}, and is better than the BM25 neighbour by {arms[0].Without(suspects).Above(arms[1].Without(suspects), rest)} points."));
        section.Failures(test.Select((c, i) => (c.Text, Expected: string.Join(" or ", c.Categories), Found: answers[i])).Where((_, i) => !arms[0].Right[i]));
    }

    /// <summary>The clauses of all contracts.</summary>
    public static Clause[] Read(string data, int most = MostCharacters)
    {
        using var reader = new StreamReader(Path.Combine(data, "cuad", "master_clauses.csv"));
        List<(string Contract, string Category, string Text)> marked = [];
        foreach (Dictionary<string, string> row in Csv.Read(reader))
        {
            foreach ((string column, string value) in row.Where(c => c.Key != FileColumn && !c.Key.EndsWith(AnswerColumn, StringComparison.Ordinal) && !NoClauses.Contains(c.Key)))
            {
                marked.AddRange(PythonStrings.Read(value).Select(t => (row[FileColumn], column, Shortened(t, most))).Where(m => m.Item3.Length > 0));
            }
        }

        return [.. marked.GroupBy(m => (m.Contract, m.Text)).Select(g => new Clause(g.Key.Contract, g.Key.Text, [.. g.Select(m => m.Category)]))];
    }

    /// <summary>Clauses to learn from and to be tested on, of different contracts.</summary>
    public static (Clause[] Train, Clause[] Test) Split(Clause[] all)
    {
        var random = new Xoshiro256(1);
        HashSet<string> test = [.. all.Select(c => c.Contract).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(c => (c, At: random.Next())).OrderBy(c => c.At).Where((_, i) => i % TestOf == 0).Select(c => c.c)];
        return ([.. all.Where(c => !test.Contains(c.Contract))], [.. all.Where(c => test.Contains(c.Contract))]);
    }

    /// <summary>Every clause with each of its categories.</summary>
    public static Pair[] Learned(Clause[] clauses) => [.. clauses.SelectMany(c => c.Categories.Select(k => new Pair(c.Text, k)))];

    private static string Shortened(string text, int most)
    {
        string line = Blanks().Replace(text, " ").Trim();
        return line.Length > most ? line[..most] : line;
    }

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}

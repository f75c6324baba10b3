using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>ICD-10 codes of the findings that annotators marked in clinical cases.</summary>
internal static class CodeTask
{
    private const int MostTokens = 12, CategoryLength = 3;
    private const string Diagnosis = "DIAGNOSTICO";

    /// <summary>How it is trained.</summary>
    public static readonly Recipe Recipe = new("codiesp", Epochs: 20) { Vocabulary = 1024, Dropout = 0.2f, LearnsPrompt = true };

    /// <summary>A finding: its case, its words, and the codes it was given there.</summary>
    public sealed record Finding(string Case, string Text, ImmutableSortedSet<string> Codes);

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        Finding[] train = Read(data, "train"), test = Read(data, "dev");
        Pair[] learned = Learned(train);
        TrainedModel trained = training.Train(Recipe, learned, []);
        using LocalModel model = LocalModel.Open(trained.Folder);
        string[] prompts = [.. test.Select(f => f.Text)], groups = [.. test.Select(f => f.Case)];
        ImmutableArray<string> answers = Answering.All(model, prompts, MostTokens);
        var neighbours = new Neighbours(train.SelectMany(f => f.Codes.Select(c => (f.Text, c))), Language.Spanish);
        string[] near = [.. prompts.Select(neighbours.Label)];
        Verdict[] Arms(Func<Finding, string, bool> right) =>
        [
            Verdict.Of("tuned model", test.Select((f, i) => right(f, answers[i]))),
            Verdict.Of("code of the BM25 neighbour", test.Select((f, i) => right(f, near[i]))),
            Verdict.Of("commonest code", test.Select(f => right(f, neighbours.Majority))),
        ];
        Verdict[] whole = Arms((f, code) => f.Codes.Contains(code)), category = Arms((f, code) => f.Codes.Any(c => Category(c) == Category(code)));
        section.Say(
            "What is asked: the words that annotators marked as the evidence of a diagnosis (in the Spanish original, as the label files give them; their positions do not fit the translated texts), answered with the ICD-10 code; one item per case and words. It is the coding of a found diagnosis, not the finding of it in the case. "
            + string.Create(CultureInfo.InvariantCulture, $"{train.Length:N0} findings of {train.Select(f => f.Case).Distinct().Count()} cases (`train`) with {train.SelectMany(f => f.Codes).Distinct().Count():N0} codes to learn from, {test.Length:N0} of {groups.Distinct().Count()} cases (`dev`) to be tested on (all). ")
            + trained.Sentence(Recipe));
        section.Say("The whole code:");
        section.Arms(whole, groups);
        section.Say("The category, which is the code's first three characters:");
        section.Arms(category, groups);
        HashSet<string> words = [.. train.Select(f => f.Text)];
        HashSet<int> seen = [.. Enumerable.Range(0, test.Length).Where(i => words.Contains(test[i].Text))];
        (HashSet<int> exact, HashSet<int> suspects) = Leaks.Find(learned, prompts);
        exact.UnionWith(seen);
        suspects.UnionWith(seen);
        string[] rest = [.. groups.Where((_, i) => !suspects.Contains(i))];
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Suspects: {suspects.Count:N0} test items, {exact.Count:N0} of them word for word, because cases name the same findings. Without them the tuned model has {whole[0].Without(suspects).Text(rest)} by the code, {category[0].Without(suspects).Text(rest)} by the category, ")
            + $"and is better than the BM25 neighbour by {whole[0].Without(suspects).Above(whole[1].Without(suspects), rest)} and {category[0].Without(suspects).Above(category[1].Without(suspects), rest)} points.");
        section.Failures(test.Select((f, i) => (f.Text, Expected: string.Join(" or ", f.Codes), Found: answers[i])).Where((_, i) => !whole[0].Right[i]));
    }

    /// <summary>The findings of a part.</summary>
    public static Finding[] Read(string data, string part) => [.. File.ReadLines(Path.Combine(data, "codiesp", part, part + "X.tsv"))
        .Select(l => l.Split('\t')).Where(f => f.Length >= 4 && f[1] == Diagnosis)
        .Select(f => (Case: f[0], Code: f[2].Trim().ToLowerInvariant(), Text: f[3].Trim().ToLowerInvariant()))
        .GroupBy(f => (f.Case, f.Text)).Select(g => new Finding(g.Key.Case, g.Key.Text, [.. g.Select(f => f.Code)]))];

    /// <summary>Every finding with each of its codes.</summary>
    public static Pair[] Learned(Finding[] findings) => [.. findings.SelectMany(f => f.Codes.Select(c => new Pair(f.Text, c)))];

    private static string Category(string code) => code[..Math.Min(code.Length, CategoryLength)];
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Models.Sampling;
using Assay.Text.Languages;

namespace Assay.Benchmarks.Tuning;

/// <summary>ICD-10 codes of the findings that annotators marked in clinical cases, by a model that is shown the codes of near findings.</summary>
internal static class CodeTask
{
    private const int MostTokens = 12, Shown = 4, CodeWeight = 30;
    private const string Diagnosis = "DIAGNOSTICO";

    /// <summary>How it is trained: each variant of a finding is seen once.</summary>
    public static readonly Recipe Recipe = new("codiesp", Epochs: 1) { Vocabulary = 6144, BatchSize = 16, LearningRate = 1e-3, Dropout = 0.2f };

    /// <summary>How often each finding is seen, every time with other words left out.</summary>
    public const int Variants = 3;

    /// <summary>A finding: its case, its words, and the codes it was given there.</summary>
    public sealed record Finding(string Case, string Text, ImmutableSortedSet<string> Codes);

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        Finding[] train = Read(data, "train"), test = Read(data, "dev");
        Neighbours neighbours = Near(train);
        TrainedModel trained = training.Train(Recipe, Learned(train, neighbours, Variants, Recipe.Seed), [], VocabularyTexts(train));
        using LocalModel model = LocalModel.Open(trained.Folder);
        string[] answers = Answers(model, train, test, neighbours), near = [.. test.Select(f => neighbours.Label(f.Text))], groups = [.. test.Select(f => f.Case)];
        Verdict[] Arms(Func<Finding, string, bool> right) =>
        [
            Verdict.Of("tuned model with near findings' codes", test.Select((f, i) => right(f, answers[i]))),
            Verdict.Of("code of the BM25 neighbour", test.Select((f, i) => right(f, near[i]))),
            Verdict.Of("commonest code", test.Select(f => right(f, neighbours.Majority))),
        ];
        Verdict[] whole = Arms((f, code) => f.Codes.Contains(code)), category = Arms((f, code) => f.Codes.Any(c => CodeForm.Category(c) == CodeForm.Category(code)));
        section.Say(
            "What is asked: the words that annotators marked as the evidence of a diagnosis (in the Spanish original, as the label files give them; their positions do not fit the translated texts), answered with the ICD-10 code; one item per case and words. It is the coding of a found diagnosis, not the finding of it in the case. "
            + string.Create(CultureInfo.InvariantCulture, $"{train.Length:N0} findings of {train.Select(f => f.Case).Distinct().Count()} cases (`train`) with {train.SelectMany(f => f.Codes).Distinct().Count():N0} codes to learn from, {test.Length:N0} of {groups.Distinct().Count()} cases (`dev`) to be tested on (all). ")
            + string.Create(CultureInfo.InvariantCulture, $"The model is shown the codes of near findings of other training cases ({Shown}, the BM25 neighbour's first) and a sign for whether one of them has the same words; in training a finding's own case is left out of the search, and about one word in five is left out of what is shown, anew in each of {Variants} rounds. ")
            + trained.Sentence(Recipe));
        section.Say("The whole code:");
        section.Arms(whole, groups);
        section.Say("The category, which is the code's first three characters:");
        section.Arms(category, groups);
        Suspects(section, train, test, whole, category);
        section.Failures(test.Select((f, i) => (f.Text, Expected: string.Join(" or ", f.Codes), Found: $"{answers[i]} (neighbour: {near[i]})")).Where((_, i) => !whole[0].Right[i]));
    }

    /// <summary>The findings of a part.</summary>
    public static Finding[] Read(string data, string part) => [.. File.ReadLines(Path.Combine(data, "codiesp", part, part + "X.tsv"))
        .Select(l => l.Split('\t')).Where(f => f.Length >= 4 && f[1] == Diagnosis)
        .Select(f => (Case: f[0], Code: f[2].Trim().ToLowerInvariant(), Text: f[3].Trim().ToLowerInvariant()))
        .GroupBy(f => (f.Case, f.Text)).Select(g => new Finding(g.Key.Case, g.Key.Text, [.. g.Select(f => f.Code)]))];

    /// <summary>The search over findings.</summary>
    public static Neighbours Near(Finding[] train) => new(train.SelectMany(f => f.Codes.Select(c => (f.Text, c, f.Case))), Language.Spanish);

    /// <summary>Every finding with each of its codes, in variants.</summary>
    public static Pair[] Learned(Finding[] train, Neighbours neighbours, int variants, ulong seed)
    {
        Elsewhere elsewhere = new(train);
        var random = new Xoshiro256(seed);
        List<Pair> pairs = [];
        foreach (Finding finding in train)
        {
            ImmutableArray<string> near = neighbours.Ranked(finding.Text, Shown, finding.Case);
            string words = elsewhere.Known(finding.Text, finding.Case);
            char sign = CodeForm.Sign(finding.Text, neighbours.Nearest(finding.Text, finding.Case));
            foreach (string code in finding.Codes)
            {
                for (int variant = 0; variant < variants; variant++) pairs.Add(new Pair(CodeForm.Asked(variant == 0 ? words : CodeForm.Thinned(words, ref random), sign, near), CodeForm.Answer(code, near)));
            }
        }

        return [.. pairs];
    }

    /// <summary>The findings' words, and every code often enough to be two tokens.</summary>
    public static string[] VocabularyTexts(Finding[] train) =>
        [.. train.Select(f => " " + f.Text), .. train.SelectMany(f => f.Codes).Distinct(StringComparer.Ordinal).SelectMany(c => Enumerable.Repeat(" " + CodeForm.Written(c), CodeWeight))];

    /// <summary>The codes that a model gives to findings of other cases.</summary>
    public static string[] Answers(LocalModel model, Finding[] train, Finding[] test, Neighbours neighbours)
    {
        Dictionary<string, string> codes = train.SelectMany(f => f.Codes).Distinct(StringComparer.Ordinal).ToDictionary(CodeForm.Written, c => c, StringComparer.Ordinal);
        ImmutableArray<string> written = Answering.All(model, Asked(train, test, neighbours), MostTokens);
        return [.. written.Select((w, i) => CodeForm.Read(w, neighbours.Ranked(test[i].Text, Shown), codes))];
    }

    /// <summary>What a model is asked about findings of other cases.</summary>
    public static string[] Asked(Finding[] train, Finding[] test, Neighbours neighbours)
    {
        Elsewhere elsewhere = new(train);
        return [.. test.Select(f => CodeForm.Asked(elsewhere.Known(f.Text, f.Case), CodeForm.Sign(f.Text, neighbours.Nearest(f.Text)), neighbours.Ranked(f.Text, Shown)))];
    }

    private static void Suspects(Section section, Finding[] train, Finding[] test, Verdict[] whole, Verdict[] category)
    {
        HashSet<string> words = [.. train.Select(f => f.Text)];
        HashSet<int> exact = [.. Enumerable.Range(0, test.Length).Where(i => words.Contains(test[i].Text))];
        HashSet<int> suspects = [.. Leaks.Find([.. train.Select(f => new Pair(f.Text, f.Codes[0]))], [.. test.Select(f => f.Text)]).All, .. exact];
        string[] rest = [.. test.Where((_, i) => !exact.Contains(i)).Select(f => f.Case)], far = [.. test.Where((_, i) => !suspects.Contains(i)).Select(f => f.Case)];
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Suspects: {suspects.Count:N0} test items, {exact.Count:N0} of them word for word, because cases name the same findings. Without those that are there word for word ({rest.Length:N0} items) the tuned model has {whole[0].Without(exact).Text(rest)} by the code and is better than the BM25 neighbour by {whole[0].Without(exact).Above(whole[1].Without(exact), rest)} points; by the category {category[0].Without(exact).Text(rest)}, better by {category[0].Without(exact).Above(category[1].Without(exact), rest)}. ")
            + string.Create(CultureInfo.InvariantCulture, $"Without all suspects ({far.Length:N0} items): {whole[0].Without(suspects).Text(far)}, better by {whole[0].Without(suspects).Above(whole[1].Without(suspects), far)}; by the category {category[0].Without(suspects).Text(far)}, better by {category[0].Without(suspects).Above(category[1].Without(suspects), far)}."));
    }
}

/// <summary>What other training cases than a finding's own have: a word that is in one case alone tells nothing about new cases.</summary>
/// <param name="train">The training findings.</param>
internal sealed class Elsewhere(CodeTask.Finding[] train)
{
    private const string Unknown = "?";
    private readonly Dictionary<string, HashSet<string>> byWord = train.SelectMany(f => Words(f.Text).Select(w => (Word: w, f.Case)))
        .GroupBy(p => p.Word, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Select(p => p.Case).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>The text with a question mark for each word that no other case has.</summary>
    public string Known(string text, string own) => string.Join(' ', Words(text).Select(w => byWord.TryGetValue(w, out HashSet<string>? cases) && (cases.Count > 1 || !cases.Contains(own)) ? w : Unknown));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

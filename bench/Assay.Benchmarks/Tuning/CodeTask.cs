using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>ICD-10 codes of the findings that annotators marked in clinical cases, by a model that is shown the codes of near findings.</summary>
internal static class CodeTask
{
    private const int MostTokens = 8, WordWeight = 30, HeldOutOf = 10;

    /// <summary>How it is trained: each variant of a finding is seen once.</summary>
    public static readonly Recipe Recipe = new("codiesp", Epochs: 1) { Vocabulary = 4096, BatchSize = 32, Dropout = 0.2f, EvaluationsPerEpoch = 12 };

    /// <summary>How often each finding is seen, after the first time with other words left out.</summary>
    public const int Variants = 2;

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        Finding[] train = Finding.Read(data, "train"), test = Finding.Read(data, "dev");
        CodeLevel[] levels = Levels(train);
        (Finding[] learned, Finding[] held) = Split(train);
        TrainedModel trained = training.Train(Recipe, Learned(train, learned, levels, Variants, Recipe.Seed), HeldOut(train, held, levels), VocabularyTexts(train, levels));
        using LocalModel model = LocalModel.Open(trained.Folder);
        string[] groups = [.. test.Select(f => f.Case)];
        section.Say(
            "What is asked: the words that annotators marked as the evidence of a diagnosis (in the Spanish original, as the label files give them; their positions do not fit the translated texts), answered with the ICD-10 code's chapter letter or with its category, which is its first three characters; one item per case and words. It is the coding of a found diagnosis, not the finding of it in the case. "
            + string.Create(CultureInfo.InvariantCulture, $"{train.Length:N0} findings of {train.Select(f => f.Case).Distinct().Count()} cases (`train`; those of every {HeldOutOf}th case to choose the step by) to learn from, {test.Length:N0} of {groups.Distinct().Count()} cases (`dev`) to be tested on (all). ")
            + "The model is not alone: its prompt has the letters or categories of near findings of other training cases, the BM25 neighbour's first, and a sign for how near that is; words that no other training case has are blanked, and in training a finding's own case is left out of both. The model may name one of those shown or another. "
            + trained.Sentence(Recipe));
        HashSet<string> words = [.. train.Select(f => f.Text)];
        HashSet<int> exact = [.. Enumerable.Range(0, test.Length).Where(i => words.Contains(test[i].Text))];
        HashSet<int> suspects = [.. Leaks.Find([.. train.Select(f => new Pair(f.Text, f.Codes[0]))], [.. test.Select(f => f.Text)]).All, .. exact];
        section.Say(string.Create(CultureInfo.InvariantCulture, $"Suspects: {suspects.Count:N0} test items, {exact.Count:N0} of them word for word, because cases name the same findings."));
        foreach (CodeLevel level in levels) Report(section, level, test, Answers(model, train, test, level), exact, suspects);
    }

    /// <summary>What is asked for.</summary>
    public static CodeLevel[] Levels(Finding[] train) => [new CodeLevel("chapter", 1, 2, train), new CodeLevel("category", 3, 3, train)];

    /// <summary>Cases to learn from, and cases to choose the step by.</summary>
    public static (Finding[] Learned, Finding[] HeldOut) Split(Finding[] train)
    {
        var random = new Xoshiro256(1);
        HashSet<string> held = [.. train.Select(f => f.Case).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(c => (c, At: random.Next())).OrderBy(c => c.At).Where((_, i) => i % HeldOutOf == 0).Select(c => c.c)];
        return ([.. train.Where(f => !held.Contains(f.Case))], [.. train.Where(f => held.Contains(f.Case))]);
    }

    /// <summary>Every finding at each level with each of its codes, in variants.</summary>
    public static Pair[] Learned(Finding[] train, Finding[] learned, CodeLevel[] levels, int variants, ulong seed)
    {
        Elsewhere elsewhere = new(train);
        var random = new Xoshiro256(seed);
        List<Pair> pairs = [];
        foreach ((Finding finding, CodeLevel level) in learned.SelectMany(f => levels.Select(l => (f, l))))
        {
            ImmutableArray<string> near = level.Shown(finding);
            string words = elsewhere.Known(finding);
            char sign = level.Sign(finding);
            foreach (string part in finding.Codes.Select(level.Part).Distinct(StringComparer.Ordinal))
            {
                for (int variant = 0; variant < variants; variant++) pairs.Add(new Pair(CodeForm.Asked(level.Name, variant == 0 ? words : CodeForm.Thinned(words, ref random), sign, near), CodeForm.Answer(part, near)));
            }
        }

        return [.. pairs];
    }

    /// <summary>The held-out findings that have one answer.</summary>
    public static Pair[] HeldOut(Finding[] train, Finding[] held, CodeLevel[] levels)
    {
        Elsewhere elsewhere = new(train);
        return [.. levels.SelectMany(l => held.Where(f => f.Codes.Select(l.Part).Distinct().Count() == 1).Select(f => new Pair(Asked(elsewhere, f, l), CodeForm.Answer(l.Part(f.Codes[0]), l.Shown(f)))))];
    }

    /// <summary>The findings' words, and every part of a code often enough to be one token.</summary>
    public static string[] VocabularyTexts(Finding[] train, CodeLevel[] levels) =>
        [.. train.Select(f => " " + f.Text), .. levels.SelectMany(l => l.Words.Append(l.Name)).SelectMany(w => Enumerable.Repeat(" " + w, WordWeight))];

    /// <summary>The parts of codes that a model gives to findings of other cases.</summary>
    public static string[] Answers(LocalModel model, Finding[] train, Finding[] test, CodeLevel level)
    {
        Elsewhere elsewhere = new(train);
        ImmutableArray<string> written = Answering.All(model, [.. test.Select(f => Asked(elsewhere, f, level))], MostTokens);
        return [.. written.Select((w, i) => level.Read(w, test[i]))];
    }

    private static string Asked(Elsewhere elsewhere, Finding finding, CodeLevel level) => CodeForm.Asked(level.Name, elsewhere.Known(finding), level.Sign(finding), level.Shown(finding));

    private static void Report(Section section, CodeLevel level, Finding[] test, string[] answers, HashSet<int> exact, HashSet<int> suspects)
    {
        string[] near = [.. test.Select(f => level.Near.Label(f.Text))], groups = [.. test.Select(f => f.Case)];
        Verdict[] arms =
        [
            Verdict.Of("tuned model with near findings", test.Select((f, i) => level.IsRight(f, answers[i]))),
            Verdict.Of("that of the BM25 neighbour", test.Select((f, i) => level.IsRight(f, near[i]))),
            Verdict.Of("the commonest", test.Select(f => level.IsRight(f, level.Near.Majority))),
        ];
        section.Say($"The {level.Name}:");
        section.Arms(arms, groups);
        string Rest(HashSet<int> without)
        {
            string[] rest = [.. groups.Where((_, i) => !without.Contains(i))];
            return string.Create(CultureInfo.InvariantCulture, $"{arms[0].Without(without).Text(rest)} of {rest.Length:N0}, better than the BM25 neighbour by {arms[0].Without(without).Above(arms[1].Without(without), rest)} points");
        }

        section.Say($"Without the findings that are there word for word: {Rest(exact)}; without all suspects: {Rest(suspects)}. The model gave another than the neighbour's in {answers.Where((a, i) => a != near[i]).Count()} items.");
        section.Failures(test.Select((f, i) => (f.Text, Expected: string.Join(" or ", f.Codes.Select(level.Part).Distinct()), Found: $"{answers[i]} (neighbour: {near[i]})")).Where((_, i) => !arms[0].Right[i]), 3);
    }
}

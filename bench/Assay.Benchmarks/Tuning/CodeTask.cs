using System.Globalization;
using Assay.Models.Local;
using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>ICD-10 codes of the findings that annotators marked in clinical cases, by a model and by what near findings have.</summary>
/// <remarks>
/// More than half of the test's findings stand word for word in other cases, where their neighbour is right 99 times of 100; so a model alone has nothing to win there, and for the others it has few words to learn from.
/// With the neighbours' codes in its prompt it learned to copy the first and was right as often as that (on the test 80.9% and 80.9% of chapters, 71.8% and 72.3% of categories, means of cases).
/// Deciding with both probabilities instead wins, because the two are wrong about different findings.
/// </remarks>
internal static class CodeTask
{
    private const int HeldOutOf = 8, Variants = 16;

    /// <summary>How it is trained: each way that a finding is written is seen once.</summary>
    public static readonly Recipe Recipe = new("codiesp", Epochs: 1) { Vocabulary = 512, BatchSize = 16, LearningRate = 1e-3, LearnsPrompt = true };

    /// <summary>Trains, asks and writes the section.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        Finding[] train = Finding.Read(data, "train"), test = Finding.Read(data, "dev");
        (Finding[] learned, Finding[] held) = Split(train);
        TrainedModel trained = training.Train(Recipe, Learned(learned, Recipe.Seed), [], learned.Select(f => CodeForm.ForVocabulary(f.Text)));
        using LocalModel model = LocalModel.Open(trained.Folder);
        section.Say(
            "What is asked: the words that annotators marked as the evidence of a diagnosis (in the Spanish original, as the label files give them; their positions do not fit the translated texts), answered with the finding's ICD-10 code: its chapter letter, or its category, which is its first three characters. One item per case and words; any of several codes is right. It is the coding of a found diagnosis, not the finding of it in the case. "
            + string.Create(CultureInfo.InvariantCulture, $"{train.Length:N0} findings of {Cases(train)} cases (`train`) are known, {test.Length:N0} of {Cases(test)} cases (`dev`) are tested on (all). ")
            + string.Create(CultureInfo.InvariantCulture, $"The model learns the categories of {learned.Length:N0} findings; the {held.Length:N0} of every {HeldOutOf}th case, {Cases(held)} cases, are held out, and all settings are chosen on them. Each finding is written in {Variants} ways, half of them with words left out or in another order. {trained.Sentence(Recipe)}"));
        section.Say(
            "The model is asked with the finding alone. Together with near findings (hybrid) its probability of a code decides with their votes: the greatest `ln P(code) + w · ln(share of the votes + ε)` among the codes of near findings and the model's own answer. "
            + "Baselines have the same findings and settings chosen on the same held-out cases: the code of the BM25 neighbour, and a vote of near findings, each with its BM25 score to a power.");
        CodeAnswers chosen = new(model, CodeLevel.Of(learned), held), asked = new(model, CodeLevel.Of(train), test);
        var suspects = CodeSuspects.Of(train, test);
        section.Say(string.Create(CultureInfo.InvariantCulture, $"Suspects: {suspects.All.Count:N0} test items, {suspects.Exact.Count:N0} of them word for word, because cases name the same findings."));
        for (int level = 0; level < asked.Levels.Length; level++) CodeReport.Level(section, chosen.At(level), asked.At(level), suspects);
    }

    /// <summary>Cases to learn from, and cases to choose settings by.</summary>
    public static (Finding[] Learned, Finding[] HeldOut) Split(Finding[] train)
    {
        var random = new Xoshiro256(1);
        HashSet<string> held = [.. train.Select(f => f.Case).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(c => (c, At: random.Next())).OrderBy(c => c.At).Where((_, i) => i % HeldOutOf == 0).Select(c => c.c)];
        return ([.. train.Where(f => !held.Contains(f.Case))], [.. train.Where(f => held.Contains(f.Case))]);
    }

    /// <summary>Every finding with each of its categories, as often as there are variants and each time written anew.</summary>
    public static Pair[] Learned(Finding[] learned, ulong seed)
    {
        var random = new Xoshiro256(seed);
        List<Pair> pairs = [];
        for (int variant = 0; variant < Variants; variant++)
        {
            foreach (Finding finding in learned)
            {
                foreach (string category in finding.Codes.Select(CodeForm.Written).Distinct(StringComparer.Ordinal)) pairs.Add(new Pair(CodeForm.Asked(CodeForm.Varied(finding.Text, ref random)), category));
            }
        }

        return [.. pairs];
    }

    private static int Cases(Finding[] findings) => findings.Select(f => f.Case).Distinct(StringComparer.Ordinal).Count();
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>Writing at a reading level: one model of all levels, tuned once on the elementary and once on the advanced texts, and judged by a classifier that was fitted on other texts.</summary>
internal static class StyleTask
{
    private const int MostTokens = 120, Prompts = 120, CopiedWords = 8;

    /// <summary>The common beginning.</summary>
    public static readonly Recipe Base = new("onestop", Epochs: 3) { LearnsPrompt = true };

    /// <summary>The tuning on one level.</summary>
    public static readonly Recipe Tuned = new("onestop", Epochs: 3) { LearnsPrompt = true, LearningRate = 5e-4 };

    /// <summary>Trains, writes texts and judges them.</summary>
    public static void Run(string data, ScratchTraining training, Section section)
    {
        var levels = new ReadingLevels(data);
        Pair[] Texts(string level) => [.. levels.Passages(level, levels.Learned).Select(p => p.Pair)];
        Pair[] all = [.. ReadingLevels.All.SelectMany(Texts)];
        Recipe baseRecipe = Base with { Name = "onestop-base" }, elementary = Tuned with { Name = "onestop-elementary" }, advanced = Tuned with { Name = "onestop-advanced" };
        TrainedModel start = training.Train(baseRecipe, all, []);
        TrainedModel simple = training.Train(elementary, Texts("Ele"), [], from: start), hard = training.Train(advanced, Texts("Adv"), [], from: start);
        var classifier = new StyleClassifier([.. Labelled(levels, levels.Fit)], Base.Seed);
        (string Article, Pair Pair)[] asked = Asked(levels);
        string[] prompts = [.. asked.Select(p => p.Pair.Prompt)], groups = [.. asked.Select(p => p.Article)];
        ImmutableArray<string> baseTexts = Write(start, prompts), simpleTexts = Write(simple, prompts), hardTexts = Write(hard, prompts);
        Verdict Elementary(string name, IEnumerable<string> texts) => Verdict.Of(name, texts.Select(t => classifier.Probability(t) > 0.5));
        Verdict[] arms = [Elementary("tuned on elementary texts", simpleTexts), Elementary("tuned on advanced texts", hardTexts), Elementary("not tuned on one level", baseTexts)];
        (string Text, bool Is)[] check = [.. Labelled(levels, levels.Check)];
        section.Say(
            string.Create(CultureInfo.InvariantCulture, $"189 articles at three levels, dealt out whole: {levels.Learned.Length} to learn from, {levels.Fit.Length} to fit the style classifier and {levels.Check.Length} to check it, {levels.Asked.Length} to ask about. A text is a sentence (the prompt) and the five that follow. ")
            + string.Create(CultureInfo.InvariantCulture, $"One model learns all three levels: {start.Sentence(baseRecipe)} It is then trained on in two ways, on the elementary texts ({Training(simple, elementary)}) and on the advanced ones ({Training(hard, advanced)}). ")
            + string.Create(CultureInfo.InvariantCulture, $"All go on from the same {prompts.Length} sentences of the intermediate level, at most {MostTokens} tokens, temperature 0.8, top-p 0.95, seeds 1 to {prompts.Length}."));
        section.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"The classifier (logistic regression over words and pairs of words, elementary against advanced) is right on {check.Count(c => classifier.Probability(c.Text) > 0.5 == c.Is)} of {check.Length} passages of articles that it was not fitted on ({100.0 * check.Count(c => classifier.Probability(c.Text) > 0.5 == c.Is) / check.Length:0.0}%). Of the texts written it takes for elementary:"));
        section.Table(
            ["model", "elementary, % of texts (mean of articles)", "more than the model tuned on advanced texts, points", "words in a sentence", "letters in a word", "runs of 8 words copied, %"],
            [
                Row(arms[0], simpleTexts, arms[0].Above(arms[1], groups)), Row(arms[1], hardTexts, ""), Row(arms[2], baseTexts, arms[2].Above(arms[1], groups)),
            ]);
        section.Say("Articles count as one draw in the intervals. The last column is the share of runs of 8 words that stand so in the texts learned from. One text of each tuned model, from the first prompt:");
        section.Say($"> {simpleTexts[0].ReplaceLineEndings(" ")}");
        section.Say($"> {hardTexts[0].ReplaceLineEndings(" ")}");

        string[] Row(Verdict arm, ImmutableArray<string> texts, string above) =>
            [arm.Name, arm.Text(groups), above, Number(texts.Sum(t => Words(t).Length) / (double)texts.Sum(Sentences)), Number(texts.SelectMany(Words).Average(w => w.Length)), Number(100 * Copied(texts, all))];
    }

    /// <summary>Sentences of the intermediate level, evenly over the articles.</summary>
    public static (string Article, Pair Pair)[] Asked(ReadingLevels levels)
    {
        (string Article, Pair Pair)[] all = [.. levels.Passages("Int", levels.Asked)];
        return [.. Enumerable.Range(0, Math.Min(Prompts, all.Length)).Select(i => all[(int)((long)i * all.Length / Math.Min(Prompts, all.Length))])];
    }

    /// <summary>Passages of the two ends, and whether each is elementary.</summary>
    public static IEnumerable<(string Text, bool Is)> Labelled(ReadingLevels levels, string[] articles) =>
        levels.Passages("Ele", articles).Select(p => (p.Pair.Answer, true)).Concat(levels.Passages("Adv", articles).Select(p => (p.Pair.Answer, false)));

    /// <summary>What a model writes after each prompt.</summary>
    public static ImmutableArray<string> Write(TrainedModel trained, string[] prompts)
    {
        using LocalModel model = LocalModel.Open(trained.Folder);
        return Answering.All(model, prompts, MostTokens, sampling: i => new SamplingOptions { Temperature = 0.8f, TopP = 0.95f, Seed = (ulong)i + 1 });
    }

    private static string Training(TrainedModel trained, Recipe recipe) => string.Create(
        CultureInfo.InvariantCulture, $"{trained.Texts:N0} texts, {recipe.Epochs:0.##} epochs at {recipe.LearningRate:0.####}, {trained.TokensSeen / 1e6:0.00} million tokens, {trained.Minutes:0.0} minutes");

    private static double Copied(ImmutableArray<string> texts, Pair[] learned)
    {
        HashSet<string> known = [.. learned.SelectMany(p => Runs($"{p.Prompt} {p.Answer}"))];
        string[] runs = [.. texts.SelectMany(Runs)];
        return runs.Length == 0 ? 0 : (double)runs.Count(known.Contains) / runs.Length;
    }

    private static IEnumerable<string> Runs(string text)
    {
        string[] words = Words(text);
        return Enumerable.Range(0, Math.Max(0, words.Length - CopiedWords + 1)).Select(i => string.Join(' ', words, i, CopiedWords));
    }

    private static string[] Words(string text) => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('.', ',', '"', '“', '”', '!', '?', ';', ':')).Where(w => w.Length > 0)];

    private static int Sentences(string text) => Math.Max(1, Text.Segmentation.SentenceSegmenter.Segment(text).Count);

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}

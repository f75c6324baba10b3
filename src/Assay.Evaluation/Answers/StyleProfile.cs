using System.Collections.Immutable;
using Assay.Evaluation.Statistics;
using Assay.Text.Segmentation;

namespace Assay.Evaluation.Answers;

/// <summary>How somebody writes, learned from texts of theirs beside texts of others, and how much another text sounds like them. No model and no judge.</summary>
/// <remarks>
/// A text is described by the shares of the 60 most usual words (after Burrows 2002), of punctuation, digits and capitals, and by the lengths of its words, sentences and lines: how something is said, not what. A logistic
/// regression (L2, both sides with the same weight, fitted by Newton's method) tells the two sides apart; its probability for the author's side is the measure. How well that can be done at all is
/// <see cref="Area"/>, by five-fold cross-validation: near 0.5 the two write alike, and the measure says nothing.
/// </remarks>
public sealed record StyleProfile
{
    /// <summary>Fewer texts on either side show no style.</summary>
    public const int LeastTexts = 20;

    private const int UsualWords = 60, Folds = 5, Steps = 25;

    private const double Penalty = 1;

    // A single odd share must not decide.
    private const double Farthest = 4;

    private static readonly char[] s_marks = ['.', ',', ';', ':', '!', '?', '(', '"', '\'', '-', '*', '#'];

    /// <summary>The usual words, in the order of their shares.</summary>
    public required ImmutableArray<string> Words { get; init; }

    /// <summary>Mean of every feature over both sides.</summary>
    public required ImmutableArray<double> Means { get; init; }

    /// <summary>Standard deviation of every feature over both sides; 1 where it does not vary.</summary>
    public required ImmutableArray<double> Deviations { get; init; }

    /// <summary>Weight of every standardised feature, and the constant behind them.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>How well texts of the two sides are told apart that were not learned from: the area under the ROC curve, in [0, 1].</summary>
    public required double Area { get; init; }

    /// <summary>Learns a style.</summary>
    /// <param name="own">Texts of the author.</param>
    /// <param name="others">Texts of others, of about the same lengths.</param>
    /// <returns>Null with fewer than <see cref="LeastTexts"/> texts with words on either side.</returns>
    public static StyleProfile? Learn(IEnumerable<string> own, IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(others);
        (string Text, string[] Words, bool IsOwn)[] all = [.. own.Select(t => (t, WordsOf(t), true)).Concat(others.Select(t => (t, WordsOf(t), false))).Where(t => t.Item2.Length > 0)];
        if (all.Count(t => t.IsOwn) < LeastTexts || all.Count(t => !t.IsOwn) < LeastTexts) return null;
        ImmutableArray<string> usual = [.. all.SelectMany(t => t.Words).CountBy(w => w, StringComparer.Ordinal).OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Take(UsualWords).Select(w => w.Key)];
        double[][] features = [.. all.Select(t => Features(t.Text, t.Words, usual))];
        double[] means = [.. features[0].Select((_, f) => features.Average(x => x[f]))];
        double[] deviations = [.. means.Select((mean, f) => Math.Sqrt(features.Average(x => (x[f] - mean) * (x[f] - mean)))).Select(d => d > 0 ? d : 1)];
        double[][] standard = [.. features.Select(x => Standard(x, means, deviations))];
        bool[] isOwn = [.. all.Select(t => t.IsOwn)];
        return new StyleProfile { Words = usual, Means = [.. means], Deviations = [.. deviations], Weights = [.. LogisticFit.Of(standard, isOwn, Penalty, Steps)], Area = CrossValidated(standard, isOwn) };
    }

    /// <summary>How much a text sounds like the author.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Probability in (0, 1); null for a text without a word.</returns>
    public double? Likeness(string text)
    {
        string[] words = WordsOf(text);
        return words.Length == 0 ? null : LogisticFit.Probability(Weights.AsSpan(), Standard(Features(text, words, Words), Means.AsSpan(), Deviations.AsSpan()));
    }

    // Every fifth text, so that a fold has texts from the beginning and the end of both sides.
    private static double CrossValidated(double[][] features, bool[] isOwn)
    {
        var scored = new List<(double Score, bool IsOwn)>();
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] learned = [.. Enumerable.Range(0, isOwn.Length).Where(i => i % Folds != fold)];
            double[] weights = LogisticFit.Of([.. learned.Select(i => features[i])], [.. learned.Select(i => isOwn[i])], Penalty, Steps);
            for (int i = fold; i < isOwn.Length; i += Folds) scored.Add((LogisticFit.Probability(weights, features[i]), isOwn[i]));
        }

        return RankArea.Area(scored) ?? 0.5;
    }

    private static double[] Standard(double[] features, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        double[] standard = new double[features.Length];
        for (int f = 0; f < standard.Length; f++) standard[f] = Math.Clamp((features[f] - means[f]) / deviations[f], -Farthest, Farthest);
        return standard;
    }

    private static string[] WordsOf(string text) => [.. WordSegmenter.Segment(text).Select(w => text[w.Span.Start..w.Span.End].ToLowerInvariant())];

    private static double[] Features(string text, string[] words, ImmutableArray<string> usual)
    {
        Dictionary<string, int> counts = words.CountBy(w => w, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        int sentences = Math.Max(1, SentenceSegmenter.Segment(text).Count), lines = 1 + text.AsSpan().Count('\n'), characters = Math.Max(1, text.Length);
        return
        [
            .. usual.Select(w => counts.GetValueOrDefault(w) / (double)words.Length),
            .. s_marks.Select(m => text.AsSpan().Count(m) / (double)characters),
            text.Count(char.IsDigit) / (double)characters,
            text.Count(char.IsUpper) / (double)characters,
            words.Average(w => w.Length) / 10.0,
            Math.Log(1 + (words.Length / (double)sentences)) / 4,
            Math.Log(1 + (words.Length / (double)lines)) / 6,
        ];
    }
}

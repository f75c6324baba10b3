using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>Tells two kinds of texts apart by their words and pairs of words: logistic regression with weight decay.</summary>
/// <remarks>A text's features are 1 + ln(count), scaled to length 1, so that its length says nothing by itself. Deterministic for a seed.</remarks>
internal sealed class StyleClassifier
{
    private const int Rounds = 30;
    private const double Rate = 2, Decay = 1e-5;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly double[] weights;
    private double bias;

    /// <summary>Fits the classifier.</summary>
    /// <param name="texts">Texts, and whether each is of the kind that is looked for.</param>
    /// <param name="seed">Chooses the order.</param>
    public StyleClassifier(IReadOnlyList<(string Text, bool Is)> texts, ulong seed)
    {
        foreach (string feature in texts.SelectMany(t => Names(t.Text).Distinct(StringComparer.Ordinal)).GroupBy(f => f, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).Order(StringComparer.Ordinal)) places[feature] = places.Count;
        weights = new double[places.Count];
        (int Place, double Value)[][] rows = [.. texts.Select(t => Features(t.Text))];
        int[] order = [.. Enumerable.Range(0, rows.Length)];
        var random = new Xoshiro256(seed);
        for (int round = 0; round < Rounds; round++)
        {
            Shuffle(order, ref random);
            foreach (int row in order) Learn(rows[row], texts[row].Is, Rate / (1 + round));
        }
    }

    /// <summary>The probability that a text is of the kind.</summary>
    public double Probability(string text) => Probability(Features(text));

    private double Probability((int Place, double Value)[] features) => 1 / (1 + Math.Exp(-(bias + features.Sum(f => f.Value * weights[f.Place]))));

    private void Learn((int Place, double Value)[] features, bool isKind, double rate)
    {
        double error = (isKind ? 1 : 0) - Probability(features);
        bias += rate * error * 0.1;
        foreach ((int place, double value) in features) weights[place] += rate * ((error * value) - (Decay * weights[place]));
    }

    private (int Place, double Value)[] Features(string text)
    {
        (int Place, double Value)[] found = [.. Names(text).Where(places.ContainsKey).GroupBy(f => f, StringComparer.Ordinal).Select(g => (places[g.Key], 1 + Math.Log(g.Count())))];
        double length = Math.Sqrt(found.Sum(f => f.Value * f.Value));
        return [.. found.Select(f => (f.Place, f.Value / Math.Max(length, 1e-12)))];
    }

    // Words are letters alone: the levels are typed with different apostrophes and quotes.
    private static IEnumerable<string> Names(string text)
    {
        string[] words = new string([.. text.Where(c => c is not ('\'' or '’')).Select(c => char.IsLetter(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Concat(words.Zip(words.Skip(1), (a, b) => a + " " + b));
    }

    private static void Shuffle(int[] order, ref Xoshiro256 random)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)(random.NextUnit() * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}

using Assay.Text.Analysis;
using Assay.Text.Languages;

namespace Assay.Arms;

/// <summary>How much a question is like those that a model was trained on: the cosine of their words, each weighted by <c>ln(1 + n / d)</c> where d of n questions have it.</summary>
internal sealed class ExampleQuestions
{
    private readonly Dictionary<string, List<int>> _holders = new(StringComparer.Ordinal);
    private readonly double[] _lengths;

    /// <summary>Prepares the questions.</summary>
    /// <param name="questions">Their texts.</param>
    public ExampleQuestions(IReadOnlyList<string> questions)
    {
        Terms[] all = [.. questions.Select(Terms.Of)];
        for (int q = 0; q < all.Length; q++)
        {
            foreach (string word in all[q].Words)
            {
                if (!_holders.TryGetValue(word, out List<int>? held)) _holders[word] = held = new List<int>(1);
                held.Add(q);
            }
        }

        _lengths = new double[all.Length];
        for (int q = 0; q < all.Length; q++) _lengths[q] = Length(all[q].Words);
    }

    /// <summary>The question that is most alike.</summary>
    /// <param name="text">A question.</param>
    /// <param name="except">A question that does not count: itself; -1 for none.</param>
    /// <returns>Which, and how much, in [0, 1]; -1 and 0 when none shares a word. Of equal ones the first.</returns>
    public (int Question, double Similarity) Nearest(string text, int except = -1)
    {
        SortedSet<string> words = Terms.Of(text).Words;
        var shared = new Dictionary<int, double>();
        foreach (string word in words)
        {
            if (!_holders.TryGetValue(word, out List<int>? held)) continue;
            double weight = Weight(word);
            foreach (int q in held) shared[q] = shared.GetValueOrDefault(q) + (weight * weight);
        }

        double length = Length(words), best = 0;
        int nearest = -1;
        foreach ((int q, double product) in shared.OrderBy(s => s.Key))
        {
            double similarity = q == except || length == 0 ? 0 : product / (length * _lengths[q]);
            if (similarity > best) (nearest, best) = (q, similarity);
        }

        return (nearest, Math.Min(1, best));
    }

    private double Length(SortedSet<string> words) => Math.Sqrt(words.Sum(w => Weight(w) * Weight(w)));

    private double Weight(string word) => Math.Log(1 + (_lengths.Length / (double)(_holders.TryGetValue(word, out List<int>? held) ? held.Count : 1)));

    /// <summary>The words of a question, each once, whatever its language.</summary>
    private sealed class Terms : ITermSink
    {
        private static readonly Analyzer s_analyzer = Analyzer.For(Language.Unknown);

        public SortedSet<string> Words { get; } = new(StringComparer.Ordinal);

        public static Terms Of(string text)
        {
            var terms = new Terms();
            s_analyzer.Analyze(text, terms);
            return terms;
        }

        public void Add(in Term term) => Words.Add(term.Text.ToString());
    }
}

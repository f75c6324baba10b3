using Assay.Evaluation.Answers;

namespace Assay.Evaluation.Questions.Making;

/// <summary>A growing set of questions that finds those which ask nearly the same: four fifths of the words of both together, and the same numbers.</summary>
public sealed class NearQuestions
{
    private const double LeastSimilarity = 0.8;
    private readonly Dictionary<string, List<int>> _byWord = new(StringComparer.Ordinal);
    private readonly List<(string Id, HashSet<string> Words, HashSet<double> Numbers)> _all = [];

    /// <summary>Adds a question.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="question">Its text.</param>
    public void Add(string id, string question)
    {
        HashSet<string> words = Words(question);
        foreach (string word in words)
        {
            if (!_byWord.TryGetValue(word, out List<int>? places)) _byWord[word] = places = [];
            places.Add(_all.Count);
        }

        _all.Add((id, words, Numbers(question)));
    }

    /// <summary>The question that asks nearly the same.</summary>
    /// <param name="question">The text.</param>
    /// <param name="except">The id of one that may be near; null for none.</param>
    /// <returns>The id of the first; null when there is none.</returns>
    public string? Find(string question, string? except = null)
    {
        HashSet<string> words = Words(question);
        HashSet<double> numbers = Numbers(question);
        foreach (int at in words.SelectMany(w => _byWord.GetValueOrDefault(w) ?? []).Distinct().Order())
        {
            (string id, HashSet<string> other, HashSet<double> otherNumbers) = _all[at];
            int shared = words.Count(other.Contains);
            if (id != except && shared >= LeastSimilarity * (words.Count + other.Count - shared) && numbers.SetEquals(otherNumbers)) return id;
        }

        return null;
    }

    private static HashSet<string> Words(string question) => [.. QuestionWords.Of(question)];

    private static HashSet<double> Numbers(string question) => [.. QuantityReader.Find(question).Select(q => q.Value)];
}

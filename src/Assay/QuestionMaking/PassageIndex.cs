using System.Collections.Immutable;
using Assay.Evaluation.Questions.Making;
using Assay.Text.Segmentation;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>In which passages each word stands: tells for certain that something is named nowhere.</summary>
internal sealed class PassageIndex
{
    private const int FewPassages = 3;
    private const double FewShare = 0.05;

    private readonly Dictionary<string, List<int>> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    /// <summary>Reads passages, with the title and the headings above each.</summary>
    /// <param name="passages">All that may be read.</param>
    public PassageIndex(ImmutableArray<SyntheticPassage> passages)
    {
        Count = passages.Length;
        for (int i = 0; i < passages.Length; i++)
        {
            string text = $"{passages[i].Title}\n{passages[i].HeadingPath}\n{passages[i].Text}";
            foreach (Word word in WordSegmenter.Segment(text)) _words.Add(word.Normal);
            foreach (string stem in QuestionWords.Of(text))
            {
                if (!_places.TryGetValue(stem, out List<int>? places)) _places[stem] = places = [];
                places.Add(i);
            }
        }
    }

    /// <summary>How many passages.</summary>
    public int Count { get; }

    /// <summary>Whether a word, as it is written in lower case, stands anywhere.</summary>
    public bool IsWord(string word) => _words.Contains(word);

    /// <summary>In how many passages a stem stands.</summary>
    public int Frequency(string stem) => _places.GetValueOrDefault(stem)?.Count ?? 0;

    /// <summary>Whether a stem stands in few enough passages to tell what is meant.</summary>
    public bool IsTelling(string stem) => Frequency(stem) <= Math.Max(FewPassages, FewShare * Count);

    /// <summary>Whether one passage has all of some stems.</summary>
    public bool StandTogether(IReadOnlyCollection<string> stems)
    {
        List<int>[] places = [.. stems.Select(s => _places.GetValueOrDefault(s)).OfType<List<int>>().OrderBy(p => p.Count)];
        if (stems.Count == 0 || places.Length < stems.Count) return false;
        HashSet<int> all = [.. places[0]];
        foreach (List<int> other in places.Skip(1)) all.IntersectWith(other);
        return all.Count > 0;
    }
}

using Assay.Text.Segmentation;
using Assay.Text.Stemming;

namespace Assay.Retrieval.Answering;

/// <summary>Numbers the stems of one call, so that passages are compared as integers. Lives as long as the call.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byStem = new(StringComparer.Ordinal);
    private readonly List<string> _stems = [];

    /// <summary>The stems by number.</summary>
    public IReadOnlyList<string> Stems => _stems;

    /// <summary>The number of the stem of a word.</summary>
    /// <param name="normal">The word's normal form, see <see cref="Word.Normal"/>.</param>
    public int Id(string normal)
    {
        if (_byWord.TryGetValue(normal, out int id)) return id;
        string stem = EnglishStem.Of(normal);
        if (!_byStem.TryGetValue(stem, out id))
        {
            _byStem.Add(stem, id = _stems.Count);
            _stems.Add(stem);
        }

        _byWord.Add(normal, id);
        return id;
    }

    /// <summary>The numbers of the stems of several words, in order.</summary>
    /// <param name="words">Words of one text.</param>
    public int[] Ids(IReadOnlyList<Word> words)
    {
        int[] ids = new int[words.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = Id(words[i].Normal);
        return ids;
    }
}

using Assay.Text.Segmentation;
using Assay.Text.Stemming;

namespace Assay.Retrieval.Answering;

/// <summary>Numbers the stems of one call, so that passages are compared as integers. Lives as long as the call.</summary>
internal sealed class Vocabulary
{
    /// <summary>The commonest irregular forms, which no suffix rule can join.</summary>
    private const string Irregular =
        "won win lost lose wrote write written write built build began begin begun begin became become took take taken take gave give given give found find made make " +
        "went go gone go came come saw see seen see knew know known know grew grow grown grow drew draw drawn draw led lead left leave held hold kept keep met meet " +
        "paid pay said say sent send sold sell spent spend spoke speak spoken speak stood stand taught teach told tell thought think understood understand wore wear worn wear " +
        "fought fight fell fall fallen fall flew fly chose choose chosen choose broke break broken break brought bring bought buy caught catch died die dying die death die " +
        "ate eat eaten eat felt feel got get lay lie ran run rose rise risen rise sang sing sung sing sat sit shot shoot sought seek stole steal stolen steal struck strike " +
        "swam swim threw throw thrown throw woke wake overthrew overthrow arose arise bore bear born birth bred breed dealt deal drove drive driven drive fled flee " +
        "men man women woman children child people person feet foot teeth tooth mice mouse larger large largest large bigger big biggest big greater great greatest great " +
        "higher high highest high longer long longest long older old oldest old smaller small smallest small";

    private static readonly Dictionary<string, string> s_irregular = Irregular.Split(' ').Chunk(2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

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
        string stem = Stem(normal);
        if (!_byStem.TryGetValue(stem, out id))
        {
            _byStem.Add(stem, id = _stems.Count);
            _stems.Add(stem);
        }

        _byWord.Add(normal, id);
        return id;
    }

    /// <summary>The stem of a word, irregular forms included.</summary>
    /// <param name="normal">The word's normal form, see <see cref="Word.Normal"/>.</param>
    public static string Stem(string normal) => PorterStemmer.Stem(s_irregular.GetValueOrDefault(normal, normal));

    /// <summary>The numbers of the stems of several words, in order.</summary>
    /// <param name="words">Words of one text.</param>
    public int[] Ids(IReadOnlyList<Word> words)
    {
        int[] ids = new int[words.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = Id(words[i].Normal);
        return ids;
    }
}

using System.Globalization;
using System.Text;

namespace Assay.Text.Tokenizers.Subwords;

/// <summary>The tokens whose scores add up to most, by dynamic programming over the places of the piece.</summary>
/// <remarks>Kudo 2018. A character that is no token costs 10 more than the worst token; neighbouring ones are one unknown token, or their bytes.</remarks>
internal sealed class UnigramModel : SubwordModel
{
    private const double UnknownPenalty = 10;
    private readonly TokenTrie _trie;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly int _unknown;
    private readonly int[]? _fallbackIds;

    /// <summary>A model.</summary>
    /// <param name="vocabulary">Tokens and ids.</param>
    /// <param name="scores">Score of every id.</param>
    /// <param name="unknown">Id of the unknown token, or -1.</param>
    /// <param name="byteFallback">Unknown characters become tokens of their bytes, <c>&lt;0x0A&gt;</c>.</param>
    public UnigramModel(Vocabulary vocabulary, double[] scores, int unknown, bool byteFallback) : base(vocabulary)
    {
        (_trie, _scores, _unknown) = (new TokenTrie([.. vocabulary.Ids]), scores, unknown);
        _unknownScore = (scores.Length == 0 ? 0 : scores.Min()) - UnknownPenalty;
        if (byteFallback) _fallbackIds = [.. Enumerable.Range(0, 256).Select(b => vocabulary.IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")))];
    }

    /// <inheritdoc/>
    protected override void WorkOut(ReadOnlySpan<char> piece, bool asBytes, List<PlacedToken> found)
    {
        int[] ids = new int[piece.Length + 1], starts = new int[piece.Length + 1];
        BestPath(piece, ids, starts);
        int first = found.Count;
        for (int end = piece.Length; end > 0;)
        {
            int start = starts[end];
            bool unknown = ids[end] == _unknown;
            while (unknown && start > 0 && ids[start] == _unknown) start = starts[start];
            AddToken(piece, start, end, found);
            end = start;
        }

        found.Reverse(first, found.Count - first);
    }

    private void BestPath(ReadOnlySpan<char> piece, int[] ids, int[] starts)
    {
        double[] best = new double[piece.Length + 1];
        Array.Fill(starts, -1);
        int units;
        for (int at = 0; at < piece.Length; at += units)
        {
            UnicodeText.ScalarAt(piece, at, out units);
            bool isToken = false;
            int node = 0;
            for (int end = at; end < piece.Length && (node = _trie.Next(node, piece[end])) >= 0; end++)
            {
                int id = _trie.IdAt(node);
                if (id < 0) continue;
                isToken |= end + 1 - at == units;
                Reach(end + 1, at, id, best[at] + _scores[id]);
            }

            if (!isToken) Reach(at + units, at, Unknown(piece.Slice(at, units)), best[at] + _unknownScore);
        }

        void Reach(int end, int start, int id, double score)
        {
            if (starts[end] >= 0 && score <= best[end]) return;
            (best[end], starts[end], ids[end]) = (score, start, id);
        }
    }

    private int Unknown(ReadOnlySpan<char> character) => _unknown >= 0
        ? _unknown
        : throw new InputException(new Problem("", null, $"'{character.ToString()}' is not in the vocabulary, which names no unk_id for unknown characters. Name one."));

    // Called from the end of the piece to its start, so bytes are added in reverse too.
    private void AddToken(ReadOnlySpan<char> piece, int start, int end, List<PlacedToken> found)
    {
        int id = Vocabulary.IdOf(piece[start..end]);
        if (id < 0 && _fallbackIds is not null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(piece[start..end].ToString());
            if (Array.TrueForAll(bytes, b => _fallbackIds[b] >= 0))
            {
                for (int i = bytes.Length - 1; i >= 0; i--) found.Add(new PlacedToken(_fallbackIds[bytes[i]], start, end));
                return;
            }
        }

        found.Add(new PlacedToken(id < 0 ? _unknown : id, start, end));
    }
}

namespace Assay.Text.Tokenizers.Subwords;

/// <summary>Finds the tokens that a text starts with: a trie whose edges are in one hash table.</summary>
internal sealed class TokenTrie
{
    private readonly ulong[] _keys;
    private readonly int[] _targets;
    private readonly int[] _ids;
    private readonly int _shift;
    private int _nodes = 1;

    /// <summary>A trie of tokens; of two equal ones the later counts.</summary>
    /// <param name="tokens">Tokens with what is to be found for them, 0 or more.</param>
    public TokenTrie(IReadOnlyCollection<KeyValuePair<string, int>> tokens)
    {
        long edges = tokens.Sum(t => (long)t.Key.Length);
        int bits = 4;
        while (1L << bits < edges * 2) bits++;
        (_keys, _targets, _shift) = (new ulong[1 << bits], new int[1 << bits], 64 - bits);
        Array.Fill(_keys, ulong.MaxValue);
        _ids = new int[edges + 1];
        Array.Fill(_ids, -1);
        foreach ((string token, int id) in tokens)
        {
            if (token.Length == 0) continue;
            int node = 0;
            foreach (char c in token) node = Child(node, c);
            _ids[node] = id;
        }
    }

    /// <summary>The node that a character leads to, or -1; the root is 0.</summary>
    public int Next(int node, char c)
    {
        ulong key = Key(node, c);
        int slot = Slot(key);
        return _keys[slot] == key ? _targets[slot] : -1;
    }

    /// <summary>What was given for the token that ends at a node, or -1.</summary>
    public int IdAt(int node) => _ids[node];

    private static ulong Key(int node, char c) => ((ulong)(uint)node << 16) | c;

    private int Child(int node, char c)
    {
        ulong key = Key(node, c);
        int slot = Slot(key);
        if (_keys[slot] != key) (_keys[slot], _targets[slot]) = (key, _nodes++);
        return _targets[slot];
    }

    private int Slot(ulong key)
    {
        unchecked
        {
            int mask = _keys.Length - 1;
            int slot = (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);
            while (_keys[slot] != key && _keys[slot] != ulong.MaxValue) slot = (slot + 1) & mask;
            return slot;
        }
    }
}

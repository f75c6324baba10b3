namespace Assay.Text.Tokenizers.Subwords;

/// <summary>Tokens and their ids.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly string?[] _tokens;

    /// <summary>A vocabulary; of two tokens with one id the later has it.</summary>
    /// <param name="ids">Id of every token, from 0 on.</param>
    public Vocabulary(IEnumerable<KeyValuePair<string, int>> ids)
    {
        KeyValuePair<string, int>[] all = [.. ids];
        _ids = new Dictionary<string, int>(all.Length, StringComparer.Ordinal);
        _tokens = new string?[all.Length == 0 ? 0 : all.Max(p => p.Value) + 1];
        foreach ((string token, int id) in all) (_ids[token], _tokens[id]) = (id, token);
        _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Number of tokens.</summary>
    public int Count => _ids.Count;

    /// <summary>One more than the greatest id.</summary>
    public int Bound => _tokens.Length;

    /// <summary>All tokens with their ids.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>Id of a token, or -1.</summary>
    public int IdOf(ReadOnlySpan<char> token) => _bySpan.TryGetValue(token, out int id) ? id : -1;

    /// <summary>The token with an id, or null.</summary>
    public string? TokenOf(int id) => id >= 0 && id < _tokens.Length ? _tokens[id] : null;
}

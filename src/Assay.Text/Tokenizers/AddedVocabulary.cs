using Assay.Text.Tokenizers.Normalizers;

namespace Assay.Text.Tokenizers;

/// <summary>The added tokens of a tokenizer.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> _tokens = [];
    private readonly Dictionary<int, string> _normalized = [];

    /// <summary>A vocabulary.</summary>
    /// <param name="tokens">Tokens with their ids; of two with one id or one content the later counts.</param>
    /// <param name="normalizer">How texts are normalized, or null.</param>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, Normalizer? normalizer)
    {
        foreach (AddedToken token in tokens)
        {
            (_ids[token.Content], _tokens[token.Id]) = (token.Id, token);
            if (!token.Normalized || normalizer is null) continue;
            string normalized = normalizer.Apply(new AlignedText(token.Content.AsMemory(), 0)).Chars.ToString();
            if (normalized != token.Content) _normalized[token.Id] = normalized;
        }

        SpecialContents = _tokens.Values.Where(t => t.Special).Select(t => t.Content).ToHashSet(StringComparer.Ordinal);
        Raw = Finder(_tokens.Values.Where(t => !t.Normalized).Select(t => (t.Content, t)));
        Normalized = Finder(_tokens.Values.Where(t => t.Normalized).Select(t => (_normalized.GetValueOrDefault(t.Id, t.Content), t)));
    }

    /// <summary>The added tokens.</summary>
    public IReadOnlyCollection<AddedToken> Tokens => _tokens.Values;

    /// <summary>Contents and their ids.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>What special tokens look like.</summary>
    public IReadOnlySet<string> SpecialContents { get; }

    /// <summary>Finds those that are looked for in the text as it is given; null when there are none.</summary>
    public AddedTokenFinder? Raw { get; }

    /// <summary>Finds those that are looked for in normalized text; null when there are none.</summary>
    public AddedTokenFinder? Normalized { get; }

    /// <summary>The token with an id, or null.</summary>
    public AddedToken? TokenOf(int id) => _tokens.GetValueOrDefault(id);

    /// <summary>What a decoder is given for an id: the normalized form where it differs. Null when there is no such token.</summary>
    public string? DecodableOf(int id) => _tokens.TryGetValue(id, out AddedToken? token) ? _normalized.GetValueOrDefault(id, token.Content) : null;

    private static AddedTokenFinder? Finder(IEnumerable<(string Pattern, AddedToken Token)> tokens)
    {
        (string Pattern, AddedToken Token)[] all = [.. tokens.Where(t => t.Pattern.Length > 0)];
        return all.Length == 0 ? null : new AddedTokenFinder(all);
    }
}

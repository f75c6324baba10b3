namespace Assay.Text.Tokenizers.Subwords;

/// <summary>A piece is a token or it is unknown.</summary>
/// <param name="vocabulary">Tokens and ids.</param>
/// <param name="unknownToken">Token for all other pieces.</param>
internal sealed class WordLevelModel(Vocabulary vocabulary, string unknownToken) : SubwordModel(vocabulary)
{
    private readonly int _unknown = vocabulary.IdOf(unknownToken);

    /// <inheritdoc/>
    protected override void WorkOut(ReadOnlySpan<char> piece, bool asBytes, List<PlacedToken> found)
    {
        int id = Vocabulary.IdOf(piece);
        if (id < 0) id = _unknown;
        if (id < 0) throw new InputException(new Problem("", null, $"'{(piece.Length > 40 ? piece[..40] : piece).ToString()}' is not in the vocabulary, which has no token '{unknownToken}' for unknown words. Add it to the vocabulary, or name another as unk_token."));
        found.Add(new PlacedToken(id, 0, piece.Length));
    }
}

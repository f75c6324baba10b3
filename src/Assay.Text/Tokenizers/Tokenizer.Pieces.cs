using Assay.Text.Tokenizers.PostProcessors;
using Assay.Text.Tokenizers.PreTokenizers;

namespace Assay.Text.Tokenizers;

// From a text to its tokens.
public sealed partial class Tokenizer
{
    // A byte-level step at the end writes every byte as a character that the vocabulary then reads: where it can, it takes the bytes itself.
    private static (TokenizerParts Parts, bool AsBytes) ByteLevelShortcut(TokenizerParts parts)
    {
        if (!parts.Model.TakesBytes) return (parts, false);
        IReadOnlyList<PreTokenizer> steps = parts.PreTokenizer is PreTokenizerSequence sequence ? sequence.Steps : parts.PreTokenizer is { } one ? [one] : [];
        if (steps.Count == 0 || steps[^1] is not ByteLevelPreTokenizer last) return (parts, false);
        return (parts with { PreTokenizer = new PreTokenizerSequence([.. steps.Take(steps.Count - 1), last.WithoutBytes()]) }, true);
    }

    // Stops when there are enough tokens, since what truncation cuts off need not be found.
    private EncodingPart FindTokens(string text, int sequence, int limit)
    {
        bool fromLeft = _parts.Truncation is { FromLeft: true } && limit < int.MaxValue;
        var buffer = new TokenBuffer(text.Length);
        string whole = UnicodeText.WithoutLoneSurrogates(text);
        var all = new AlignedText(whole.AsMemory(), 0);
        var countable = new List<(int First, bool IsAdded)>();
        foreach ((AlignedText part, AddedToken? token) in Cut(all, _parts.Added.Raw))
        {
            bool done = token is not null ? AddToken(buffer, part, token, countable) : FindInPart(buffer, part, fromLeft ? int.MaxValue : limit, countable);
            if (done) break;
        }

        return fromLeft ? KeepRight(EncodingPart.Of(whole, buffer, sequence), countable, limit) : EncodingPart.Of(whole, buffer, sequence);
    }

    private bool FindInPart(TokenBuffer buffer, AlignedText raw, int limit, List<(int First, bool IsAdded)> countable)
    {
        AlignedText normalized = _parts.Normalizer?.Apply(raw) ?? raw;
        foreach ((AlignedText part, AddedToken? token) in Cut(normalized, _parts.Added.Normalized))
        {
            if (token is not null)
            {
                AddToken(buffer, part, token, countable);
                continue;
            }

            var pieces = new PieceList(part);
            _parts.PreTokenizer?.Apply(pieces);
            ReadOnlySpan<char> chars = pieces.Text.Chars.Span;
            foreach ((int start, int end) in pieces.Pieces)
            {
                if (_parts.Truncation is not null) countable.Add((buffer.Count, false));
                buffer.Begin(pieces.Text, start);
                _parts.Model.Tokenize(chars[start..end], _asBytes, buffer);
                if (buffer.Count >= limit) return true;
            }
        }

        return false;
    }

    private static IEnumerable<(AlignedText Part, AddedToken? Token)> Cut(AlignedText text, AddedTokenFinder? finder)
    {
        if (finder is null) return text.Length == 0 ? [] : [(text, null)];
        return finder.Find(text.Chars.Span).Select(f => (text.Slice(f.Start, f.End), f.Token));
    }

    private static bool AddToken(TokenBuffer buffer, AlignedText part, AddedToken token, List<(int First, bool IsAdded)> countable)
    {
        countable.Add((buffer.Count, true));
        if (token.TakesSpaceBefore || token.TakesSpaceAfter) buffer.Blanks[buffer.Count] = OffsetTrimmer.BlanksOf(part.Chars.Span);
        buffer.Begin(part, 0);
        buffer.Add(token.Id, 0, part.Length);
        return false;
    }

    // The pieces from the right until there are enough tokens; a piece that is an added token is counted but does not end it.
    private static EncodingPart KeepRight(EncodingPart all, List<(int First, bool IsAdded)> pieces, int limit)
    {
        int from = all.Count;
        for (int i = pieces.Count - 1; i >= 0; i--)
        {
            from = pieces[i].First;
            if (!pieces[i].IsAdded && all.Count - from >= limit) break;
        }

        EncodingPart kept = all.Range(from, all.Count);
        int firstWord = kept.Count == 0 ? 0 : kept.Words[0];
        for (int i = 0; i < kept.Count; i++) kept.Words[i] -= firstWord;
        return kept;
    }
}

using Assay.Text.Templates;
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
    // With what a template wrote, special tokens are found there only.
    private EncodingPart FindTokens(string text, int sequence, int limit, TemplateText? written = null)
    {
        bool fromLeft = _parts.Truncation is { FromLeft: true } && limit < int.MaxValue;
        var buffer = new TokenBuffer(text.Length);
        string whole = UnicodeText.WithoutLoneSurrogates(text);
        var all = new AlignedText(whole.AsMemory(), 0);
        var countable = new List<(int First, bool IsAdded)>();
        foreach ((AlignedText part, AddedToken? token) in Cut(all, _parts.Added.Raw, written))
        {
            bool done = token is not null ? AddToken(buffer, part, token, countable) : FindInPart(buffer, part, fromLeft ? int.MaxValue : limit, countable, written);
            if (done) break;
        }

        return fromLeft ? KeepRight(EncodingPart.Of(whole, buffer, sequence), countable, limit) : EncodingPart.Of(whole, buffer, sequence);
    }

    private bool FindInPart(TokenBuffer buffer, AlignedText raw, int limit, List<(int First, bool IsAdded)> countable, TemplateText? written)
    {
        AlignedText normalized = _parts.Normalizer?.Apply(raw) ?? raw;
        foreach ((AlignedText part, AddedToken? token) in Cut(normalized, _parts.Added.Normalized, written))
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
                int first = buffer.Count;
                Tokenize(buffer, pieces.Text, start, end);
                if (written is not null && Forged(buffer, first, chars[start..end])) TokenizeApart(buffer, first, pieces.Text, start, end);
                if (buffer.Count >= limit) return true;
            }
        }

        return false;
    }

    private void Tokenize(TokenBuffer buffer, AlignedText text, int start, int end)
    {
        buffer.Begin(text, start);
        _parts.Model.Tokenize(text.Chars.Span[start..end], _asBytes, buffer);
    }

    // A vocabulary may hold the text of a special token as a piece of its own, which the model then finds without looking for added tokens.
    private bool Forged(TokenBuffer buffer, int first, ReadOnlySpan<char> piece)
    {
        for (int i = first; i < buffer.Count; i++)
        {
            if (_parts.Added.TokenOf(buffer.Ids[i]) is { Special: true } token && piece.Contains(token.Content, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    // Cut behind the first character of each, so that no model puts it together.
    private void TokenizeApart(TokenBuffer buffer, int first, AlignedText text, int start, int end)
    {
        buffer.CutBack(first);
        ReadOnlySpan<char> chars = text.Chars.Span[..end];
        for (int from = start, at = start; at < end; at++)
        {
            bool cut = at + 1 == end;
            foreach (string content in _parts.Added.SpecialContents) cut |= chars[at..].StartsWith(content, StringComparison.Ordinal);
            if (!cut) continue;
            int stop = at + 1 < end && char.IsSurrogatePair(chars[at], chars[at + 1]) ? at + 2 : at + 1;
            if (from < stop) Tokenize(buffer, text, from, stop);
            from = stop;
        }
    }

    private static IEnumerable<(AlignedText Part, AddedToken? Token)> Cut(AlignedText text, AddedTokenFinder? finder, TemplateText? written)
    {
        if (finder is null) return text.Length == 0 ? [] : [(text, null)];
        bool Allowed(AddedToken token, int start, int end) => written is null || !token.Special || (text.OriginOf(start, end) is var origin && written.WroteAll(origin.Start, origin.End));
        return finder.Find(text.Chars.Span, Allowed).Select(f => (text.Slice(f.Start, f.End), f.Token));
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

using System.Buffers;
using Assay.Text.Tokenizers.Subwords;

namespace Assay.Text.Tokenizers;

/// <summary>Finds added tokens in a text: the leftmost, and of those the longest.</summary>
internal sealed class AddedTokenFinder
{
    /// <summary>Longer ones are refused, because a text that nearly matches costs as many steps at each of its places.</summary>
    public const int LongestToken = 1024;

    private readonly TokenTrie _trie;
    private readonly AddedToken[] _tokens;
    private readonly SearchValues<char> _starts;

    /// <summary>A finder.</summary>
    /// <param name="tokens">What is looked for, and the tokens it stands for.</param>
    public AddedTokenFinder(IReadOnlyList<(string Pattern, AddedToken Token)> tokens)
    {
        _tokens = [.. tokens.Select(t => t.Token)];
        _trie = new TokenTrie([.. tokens.Select((t, i) => KeyValuePair.Create(t.Pattern, i))]);
        _starts = SearchValues.Create([.. tokens.Where(t => t.Pattern.Length > 0).Select(t => t.Pattern[0]).Distinct()]);
    }

    /// <summary>Cuts a text into added tokens and what is between them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowed">Whether a token counts from a place to another; where it does not, its characters are text.</param>
    /// <returns>Ranges that cover the text, with their token or null.</returns>
    public List<(int Start, int End, AddedToken? Token)> Find(ReadOnlySpan<char> text, Func<AddedToken, int, int, bool> allowed)
    {
        var found = new List<(int Start, int End, AddedToken? Token)>();
        int previous = 0, at = 0;
        while (at < text.Length)
        {
            int next = text[at..].IndexOfAny(_starts);
            if (next < 0) break;
            at += next;
            if (LongestAt(text, at, allowed, out int end) is not { } token)
            {
                at++;
                continue;
            }

            (int start, int stop) = (at, end);
            at = end;
            if (token.SingleWord && !IsAlone(text, start, stop)) continue;
            while (token.TakesSpaceBefore && start > previous && char.IsWhiteSpace(text[start - 1])) start--;
            while (token.TakesSpaceAfter && stop < text.Length && char.IsWhiteSpace(text[stop])) stop++;
            if (previous < start) found.Add((previous, start, null));
            found.Add((start, stop, token));
            previous = stop;
        }

        if (previous < text.Length) found.Add((previous, text.Length, null));
        return found;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text, int start, Func<AddedToken, int, int, bool> allowed, out int end)
    {
        end = start;
        int node = 0, best = -1;
        for (int at = start; at < text.Length && (node = _trie.Next(node, text[at])) >= 0; at++)
        {
            if (_trie.IdAt(node) is var id && (id < 0 || !allowed(_tokens[id], start, at + 1))) continue;
            (best, end) = (id, at + 1);
        }

        return best < 0 ? null : _tokens[best];
    }

    private static bool IsAlone(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !UnicodeText.IsWord(UnicodeText.ScalarBefore(text, start, out _))) && (end == text.Length || !UnicodeText.IsWord(UnicodeText.ScalarAt(text, end, out _)));
}

using System.Globalization;
using System.Numerics;
using System.Text;
using Assay.Models.Constrained.Grammars;
using Assay.Models.Constrained.Masks;

namespace Assay.Models.Constrained;

/// <summary>Where one sequence is under a constraint. Not safe for concurrent use; states of one <see cref="CompiledConstraint"/> may be used on different threads.</summary>
public sealed class ConstraintState
{
    private readonly CompiledConstraint constraint;
    private readonly ulong[] limited;
    private readonly List<byte> sinceQuote = [];
    private readonly bool exact;
    private Place place;
    private int? left;
    private bool ended;
    private bool current;
    private ulong[] mask;

    /// <summary>The state before the text.</summary>
    internal ConstraintState(CompiledConstraint constraint, int? maxTokens, bool exact)
    {
        (this.constraint, left, this.exact) = (constraint, maxTokens, exact);
        limited = new ulong[(constraint.Tokens.Count + 63) / 64];
        mask = limited;
        place = constraint.Start;
    }

    /// <summary>Whether the text so far is valid as it is.</summary>
    public bool IsComplete => place.Ends;

    /// <summary>Whether nothing can be added: the text was ended, the limit is reached, or the text is valid and nothing may follow.</summary>
    public bool IsFinished => ended || left == 0 || (place.Ends && (place.Ways.IsEmpty || (constraint.Tokens.EndOfText.IsEmpty && !AllowedMask().ContainsAnyExcept(0UL))));

    /// <summary>Tokens that may still be added; null without a limit.</summary>
    public int? TokensLeft => left;

    /// <summary>Tokens with which the text can be completed from here, not counting the one that ends it: the tokens of the completion that is shortest in bytes, or fewer where a tight limit made all completions known.</summary>
    public int TokensToComplete => exact ? place.Exact : constraint.Bound(place);

    /// <summary>A bit for each token that may come next: bit <c>t % 64</c> of word <c>t / 64</c>. Never empty before <see cref="IsFinished"/>; where the text is complete it holds the tokens that end it.</summary>
    /// <returns>Valid until the next <see cref="Accept"/>.</returns>
    public ReadOnlySpan<ulong> AllowedMask()
    {
        if (!current) mask = FindMask();
        current = true;
        return mask;
    }

    /// <summary>Whether a token may come next.</summary>
    /// <param name="token">Its id.</param>
    public bool Allows(int token) => token >= 0 && token < constraint.Tokens.Count && (AllowedMask()[token >> 6] & (1UL << (token & 63))) != 0;

    /// <summary>The only token that may come next, so that the model need not be asked.</summary>
    /// <param name="token">Its id; -1 when there are several or none.</param>
    /// <returns>Whether there is exactly one.</returns>
    public bool TryGetForced(out int token)
    {
        token = -1;
        ReadOnlySpan<ulong> words = AllowedMask();
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] == 0) continue;
            if (token >= 0 || !BitOperations.IsPow2(words[i]))
            {
                token = -1;
                return false;
            }

            token = (i * 64) + BitOperations.TrailingZeroCount(words[i]);
        }

        return token >= 0;
    }

    /// <summary>Sets the logits of all tokens that may not come next to negative infinity.</summary>
    /// <param name="logits">One for each token of the vocabulary; more (a padded vocabulary) are excluded too.</param>
    /// <exception cref="ArgumentException">There are fewer logits than tokens.</exception>
    public void Apply(Span<float> logits)
    {
        if (logits.Length < constraint.Tokens.Count) throw new ArgumentException($"There are {logits.Length} logits for {constraint.Tokens.Count} tokens.", nameof(logits));
        ReadOnlySpan<ulong> words = AllowedMask();
        for (int i = 0; i < words.Length; i++)
        {
            Span<float> part = logits.Slice(i * 64, Math.Min(64, logits.Length - (i * 64)));
            ulong word = words[i];
            if (word == 0) part.Fill(float.NegativeInfinity);
            else if (word != ulong.MaxValue) Exclude(part, word);
        }

        logits[Math.Min(logits.Length, words.Length * 64)..].Fill(float.NegativeInfinity);
    }

    /// <summary>Adds a token to the text.</summary>
    /// <param name="token">One that <see cref="AllowedMask"/> holds.</param>
    /// <exception cref="ArgumentException">The token may not come next.</exception>
    public void Accept(int token)
    {
        if (IsFinished && !(place.Ends && !ended && constraint.Tokens.EndOfText.Contains(token))) throw new InvalidOperationException("The text is finished; no token can be added.");
        if (!Allows(token)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The token {token} is not allowed here."), nameof(token));
        current = false;
        if (constraint.Tokens.EndOfText.Contains(token))
        {
            ended = true;
            return;
        }

        constraint.Limit();
        place = constraint.Machine.Adopt(place);
        foreach (byte value in constraint.Tokens.Bytes(token)) Read(value);
        if (left is not null) left--;
    }

    private static void Exclude(Span<float> part, ulong word)
    {
        for (int i = 0; i < part.Length; i++)
        {
            if ((word & (1UL << i)) == 0) part[i] = float.NegativeInfinity;
        }
    }

    private void Read(byte value)
    {
        place = constraint.Machine.Step(place, value) ?? throw new InvalidOperationException("An allowed token leads nowhere.");
        if (!constraint.HasOpenKeys) return;
        if (place.HasPending) place = constraint.Machine.Commit(place, Encoding.Latin1.GetString([.. sinceQuote]));
        if (value == '"') sinceQuote.Clear();
        else sinceQuote.Add(value);
    }

    private ulong[] FindMask()
    {
        if (ended) return Cleared();
        TokenMask all = constraint.Mask(place);
        if (left is not { } most || most - 1 >= all.MostNeeded) return all.All;
        Cleared();
        all.Ending?.CopyTo(limited, 0);
        foreach (TokenGroup group in all.Groups)
        {
            if (most > 0 && constraint.Suffices(group.Target, most - 1, exact)) group.AddTo(limited);
        }

        return limited;
    }

    private ulong[] Cleared()
    {
        Array.Clear(limited);
        return limited;
    }
}

namespace Assay.Models.Sampling;

/// <summary>The latest tokens and how often each occurs. Allocates nothing after it is made.</summary>
internal sealed class PenaltyWindow
{
    private readonly SamplingOptions options;
    private readonly int[] counts;
    private readonly int[] present;
    private readonly int[] placeOf;
    private readonly int[]? ring;
    private int presentCount;
    private long accepted;

    /// <summary>An empty window.</summary>
    public PenaltyWindow(SamplingOptions options, int vocabulary)
    {
        this.options = options;
        IsActive = options.PenaltyWindow != 0 && (options.RepetitionPenalty != 1 || options.FrequencyPenalty != 0 || options.PresencePenalty != 0);
        int size = IsActive ? vocabulary : 0;
        (counts, present, placeOf) = (new int[size], new int[size], new int[size]);
        if (IsActive && options.PenaltyWindow is { } window) ring = new int[window];
    }

    /// <summary>Whether there are penalties.</summary>
    public bool IsActive { get; }

    /// <summary>Adds a token; the oldest leaves when the window is full.</summary>
    public void Add(int token)
    {
        if (!IsActive) return;
        if (ring is not null)
        {
            int slot = (int)(accepted % ring.Length);
            if (accepted >= ring.Length) Remove(ring[slot]);
            ring[slot] = token;
        }

        accepted++;
        if (counts[token]++ > 0) return;
        placeOf[token] = presentCount;
        present[presentCount++] = token;
    }

    /// <summary>Changes the logits of the tokens in the window.</summary>
    public void Apply(Span<float> logits)
    {
        foreach (int token in present.AsSpan(0, presentCount))
        {
            float logit = logits[token];
            if (float.IsNegativeInfinity(logit)) continue;
            logit = logit > 0 ? logit / options.RepetitionPenalty : logit * options.RepetitionPenalty;
            logits[token] = logit - (counts[token] * options.FrequencyPenalty) - options.PresencePenalty;
        }
    }

    private void Remove(int token)
    {
        if (--counts[token] > 0) return;
        int last = present[--presentCount];
        present[placeOf[token]] = last;
        placeOf[last] = placeOf[token];
    }
}

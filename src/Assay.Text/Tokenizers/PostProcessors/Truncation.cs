namespace Assay.Text.Tokenizers.PostProcessors;

/// <summary>Which text is cut when two are too long together.</summary>
internal enum TruncationStrategy
{
    /// <summary>The longer, then both.</summary>
    LongestFirst,

    /// <summary>The first.</summary>
    OnlyFirst,

    /// <summary>The second.</summary>
    OnlySecond,
}

/// <summary>How texts are cut to a number of tokens.</summary>
/// <param name="MaxLength">Tokens at most, with the special ones.</param>
/// <param name="Stride">Tokens that a part that is left over has in common with the one before.</param>
/// <param name="Strategy">Which text is cut.</param>
/// <param name="FromLeft">Cut at the start.</param>
internal sealed record Truncation(int MaxLength, int Stride, TruncationStrategy Strategy, bool FromLeft)
{
    /// <summary>Cuts one text or two.</summary>
    /// <param name="parts">The texts.</param>
    /// <param name="maxLength">Tokens at most, without the special ones.</param>
    /// <exception cref="InputException">The text that is to be cut is too short.</exception>
    public List<EncodingPart> Apply(List<EncodingPart> parts, int maxLength)
    {
        int total = parts.Sum(p => p.Count);
        if (maxLength == 0) return [.. parts.Select(p => Cut(p, 0))];
        if (total <= maxLength) return parts;
        if (Strategy == TruncationStrategy.LongestFirst) return CutLongest(parts, maxLength);
        int target = Strategy == TruncationStrategy.OnlyFirst ? 0 : 1;
        int left = target < parts.Count ? parts[target].Count - (total - maxLength) : 0;
        if (left <= 0) throw new InputException(new Problem("", null, $"The text cannot be cut to {MaxLength} tokens: only the {(target == 0 ? "first" : "second")} text may be cut, and {(target < parts.Count ? "it is too short" : "there is none")}."));
        parts[target] = Cut(parts[target], left);
        return parts;
    }

    private List<EncodingPart> CutLongest(List<EncodingPart> parts, int maxLength)
    {
        if (parts.Count == 1) return [Cut(parts[0], maxLength)];
        int shorter = Math.Min(parts[0].Count, parts[1].Count);
        int longer = shorter > maxLength ? shorter : Math.Max(shorter, maxLength - shorter);
        if (shorter + longer > maxLength) (shorter, longer) = (maxLength / 2, (maxLength / 2) + (maxLength % 2));
        bool swap = parts[0].Count > parts[1].Count;
        return [Cut(parts[0], swap ? longer : shorter), Cut(parts[1], swap ? shorter : longer)];
    }

    private EncodingPart Cut(EncodingPart part, int maxLength)
    {
        if (maxLength >= part.Count) return part;
        if (maxLength == 0) return new EncodingPart { Overflowing = [part] };
        int step = Math.Max(1, maxLength - Stride);
        var pieces = new List<EncodingPart>();
        if (FromLeft)
        {
            for (int stop = part.Count; stop > 0; stop -= step)
            {
                pieces.Add(part.Range(Math.Max(0, stop - maxLength), stop));
                if (stop <= maxLength) break;
            }
        }
        else
        {
            for (int start = 0; start < part.Count; start += step)
            {
                pieces.Add(part.Range(start, Math.Min(start + maxLength, part.Count)));
                if (start + maxLength >= part.Count) break;
            }
        }

        return pieces[0] with { Overflowing = pieces[1..] };
    }
}

/// <summary>How texts are filled up to a number of tokens.</summary>
/// <param name="FixedLength">Tokens, or null for those of the longest text.</param>
/// <param name="MultipleOf">The number of tokens is to be a multiple of this, or 0.</param>
/// <param name="Id">Id of what is filled with.</param>
/// <param name="TypeId">Its type.</param>
/// <param name="OnLeft">Fill at the start.</param>
internal sealed record Padding(int? FixedLength, int MultipleOf, int Id, int TypeId, bool OnLeft)
{
    /// <summary>Tokens that texts are filled up to.</summary>
    /// <param name="longest">Tokens of the longest.</param>
    public int Target(int longest)
    {
        int target = FixedLength ?? longest;
        return MultipleOf > 0 && target % MultipleOf > 0 ? target + MultipleOf - (target % MultipleOf) : target;
    }

    /// <summary>Fills up.</summary>
    public EncodingPart Apply(EncodingPart part, int target)
    {
        List<EncodingPart> overflowing = [.. part.Overflowing.Select(o => Apply(o, target))];
        if (part.Count >= target) return part with { Overflowing = overflowing };
        int[] ids = new int[target - part.Count];
        Array.Fill(ids, Id);
        EncodingPart pad = EncodingPart.Special(ids, TypeId, attention: false), text = part with { Overflowing = [] };
        return EncodingPart.Join(OnLeft ? [pad, text] : [text, pad]) with { Overflowing = overflowing };
    }
}

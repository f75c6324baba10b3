namespace Assay.Text.Tokenizers;

/// <summary>What becomes of what a splitting pattern matches.</summary>
internal enum SplitBehavior
{
    /// <summary>It is dropped.</summary>
    Removed,

    /// <summary>Each match is a piece of its own.</summary>
    Isolated,

    /// <summary>It goes to the piece before.</summary>
    MergedWithPrevious,

    /// <summary>It goes to the piece after.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one piece.</summary>
    Contiguous,
}

/// <summary>Applies a <see cref="SplitBehavior"/>.</summary>
internal static class SplitBehaviors
{
    /// <summary>Turns matches into pieces.</summary>
    /// <param name="behavior">What becomes of a match.</param>
    /// <param name="parts">Matches and what is between them, in order, covering the piece.</param>
    /// <param name="offset">Added to every place.</param>
    /// <param name="into">Takes the pieces that are not empty.</param>
    public static void Apply(this SplitBehavior behavior, List<(int Start, int End, bool IsMatch)> parts, int offset, List<(int Start, int End)> into)
    {
        int first = into.Count;
        switch (behavior)
        {
            case SplitBehavior.Removed:
                foreach ((int start, int end, bool isMatch) in parts)
                {
                    if (!isMatch) into.Add((start + offset, end + offset));
                }

                break;
            case SplitBehavior.Isolated:
                foreach ((int start, int end, _) in parts) into.Add((start + offset, end + offset));
                break;
            case SplitBehavior.MergedWithNext:
                MergeBackwards(parts, offset, into);
                into.Reverse(first, into.Count - first);
                break;
            default:
                MergeForwards(behavior, parts, offset, into);
                break;
        }

        RemoveEmpty(into, first);
    }

    private static void MergeForwards(SplitBehavior behavior, List<(int Start, int End, bool IsMatch)> parts, int offset, List<(int Start, int End)> into)
    {
        int first = into.Count;
        bool previous = false;
        foreach ((int start, int end, bool isMatch) in parts)
        {
            bool merges = behavior == SplitBehavior.Contiguous ? isMatch == previous : isMatch && !previous;
            if (merges && into.Count > first) into[^1] = (into[^1].Start, end + offset);
            else into.Add((start + offset, end + offset));
            previous = isMatch;
        }
    }

    private static void MergeBackwards(List<(int Start, int End, bool IsMatch)> parts, int offset, List<(int Start, int End)> into)
    {
        int first = into.Count;
        bool previous = false;
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            (int start, int end, bool isMatch) = parts[i];
            if (isMatch && !previous && into.Count > first) into[^1] = (start + offset, into[^1].End);
            else into.Add((start + offset, end + offset));
            previous = isMatch;
        }
    }

    private static void RemoveEmpty(List<(int Start, int End)> into, int first)
    {
        int kept = first;
        for (int i = first; i < into.Count; i++)
        {
            if (into[i].End > into[i].Start) into[kept++] = into[i];
        }

        into.RemoveRange(kept, into.Count - kept);
    }
}

using System.Collections.Immutable;

namespace Assay.Text;

/// <summary>Where the characters of a rendered text stand in the original it was read from (markup, entities and layout removed in between).</summary>
/// <param name="Runs">Ordered by <see cref="Run.Start"/>, not overlapping; characters between runs (inserted separators) have no original.</param>
public sealed record SourceMap(ImmutableArray<SourceMap.Run> Runs)
{
    /// <summary>A stretch of rendered text and the original it came from.</summary>
    /// <param name="Start">First character in the rendered text.</param>
    /// <param name="Length">Characters in the rendered text.</param>
    /// <param name="Source">The original characters. Where its length equals <paramref name="Length"/> the run maps character by character; otherwise (an entity, an escape) as a whole.</param>
    public readonly record struct Run(int Start, int Length, TextSpan Source);

    /// <summary>The map of a text that is its own original, shifted by <paramref name="sourceStart"/>.</summary>
    /// <param name="length">Characters of the text.</param>
    /// <param name="sourceStart">Where it begins in the original.</param>
    /// <returns>A map of one run.</returns>
    public static SourceMap Identity(int length, int sourceStart = 0) => new([new Run(0, length, new TextSpan(sourceStart, sourceStart + length))]);

    /// <summary>The smallest original span that holds every original character of <paramref name="rendered"/>.</summary>
    /// <param name="rendered">A span of the rendered text.</param>
    /// <returns>A span of the original, or null when nothing in <paramref name="rendered"/> has an original.</returns>
    public TextSpan? ToSource(TextSpan rendered)
    {
        int start = int.MaxValue, end = -1;
        foreach (Run run in Runs)
        {
            int from = Math.Max(run.Start, rendered.Start), to = Math.Min(run.Start + run.Length, rendered.End);
            if (from >= to) continue;
            bool exact = run.Source.Length == run.Length;
            start = Math.Min(start, exact ? run.Source.Start + from - run.Start : run.Source.Start);
            end = Math.Max(end, exact ? run.Source.Start + to - run.Start : run.Source.End);
        }

        return end < 0 ? null : new TextSpan(start, end);
    }
}

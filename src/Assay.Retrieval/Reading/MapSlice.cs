using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Cuts a piece out of a source map.</summary>
internal static class MapSlice
{
    /// <summary>The map of <c>text.Substring(start, length)</c>, its positions counted from 0.</summary>
    /// <remarks>Logarithmic in the runs before the piece. A run that maps as a whole keeps its whole original when it is cut, and is dropped where the cut would make it look exact.</remarks>
    public static SourceMap Of(SourceMap map, int start, int length)
    {
        ImmutableArray<SourceMap.Run> runs = map.Runs;
        int low = 0, high = runs.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (runs[middle].Start + runs[middle].Length <= start) low = middle + 1;
            else high = middle;
        }

        var slice = ImmutableArray.CreateBuilder<SourceMap.Run>();
        for (int i = low; i < runs.Length && runs[i].Start < start + length; i++)
        {
            SourceMap.Run run = runs[i];
            int from = Math.Max(run.Start, start), to = Math.Min(run.Start + run.Length, start + length);
            if (from >= to) continue;
            bool exact = run.Source.Length == run.Length;
            TextSpan original = exact ? new TextSpan(run.Source.Start + from - run.Start, run.Source.Start + to - run.Start) : run.Source;
            if (exact || original.Length != to - from) slice.Add(new SourceMap.Run(from - start, to - from, original));
        }

        return new SourceMap(slice.ToImmutable());
    }
}

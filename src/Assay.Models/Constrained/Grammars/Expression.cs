namespace Assay.Models.Constrained.Grammars;

/// <summary>A part of a grammar. Immutable once the grammar is complete; equality is identity.</summary>
internal abstract class Expression
{
    /// <summary>Deepest nesting of objects and arrays that is generated; what <c>System.Text.Json</c> reads by default.</summary>
    public const int MaxDepth = 64;

    private const long Unknown = -1;
    private const long Open = -2;
    private readonly long[] least = NewLeast();

    /// <summary>Fewest bytes of a text of this part inside a number of open objects and arrays; <see cref="Cost.Never"/> when there is none.</summary>
    public long Least(int depth)
    {
        if (depth > MaxDepth) return Cost.Never;
        if (least[depth] >= 0) return least[depth];
        // A part that needs itself at the same depth has no finite text that way.
        if (least[depth] == Open) return Cost.Never;
        least[depth] = Open;
        return least[depth] = FindLeast(depth);
    }

    /// <summary>Adds what can be read first.</summary>
    public abstract void Start(Machine machine, int depth, Frame? parent, WaySet into);

    /// <summary>Adds what can be read after a child has ended.</summary>
    public virtual void Resume(Machine machine, FrameKey at, WaySet into) => throw new InvalidOperationException($"{GetType().Name} has no children.");

    /// <summary>Fewest bytes from <see cref="Resume"/> to the end of this part.</summary>
    public virtual long RestCost(FrameKey at) => 0;

    /// <summary>Computes <see cref="Least"/>.</summary>
    protected abstract long FindLeast(int depth);

    private static long[] NewLeast()
    {
        long[] values = new long[MaxDepth + 1];
        values.AsSpan().Fill(Unknown);
        return values;
    }
}

using System.Collections.Immutable;
using Assay.Models.Constrained.Automata;

namespace Assay.Models.Constrained.Grammars;

/// <summary>The texts of an automaton.</summary>
internal sealed class TerminalExpression(Dfa dfa) : Expression
{
    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into) => machine.Read(dfa, parent, into);

    /// <inheritdoc/>
    protected override long FindLeast(int depth) => dfa.IsEmpty ? Cost.Never : dfa.Shortest;
}

/// <summary>One of several.</summary>
internal sealed class ChoiceExpression(ImmutableArray<Expression> parts) : Expression
{
    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into)
    {
        foreach (Expression part in parts)
        {
            if (part.Least(depth) < Cost.Never) part.Start(machine, depth, parent, into);
        }
    }

    /// <inheritdoc/>
    protected override long FindLeast(int depth) => parts.Select(p => p.Least(depth)).Append(Cost.Never).Min();
}

/// <summary>Parts one after another.</summary>
internal sealed class SequenceExpression(ImmutableArray<Expression> parts) : Expression
{
    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into) => From(machine, 0, depth, parent, into);

    /// <inheritdoc/>
    public override void Resume(Machine machine, FrameKey at, WaySet into) => From(machine, at.Phase, at.Depth, at.Parent, into);

    /// <inheritdoc/>
    public override long RestCost(FrameKey at) => CostFrom(at.Phase, at.Depth);

    /// <inheritdoc/>
    protected override long FindLeast(int depth) => CostFrom(0, depth);

    private long CostFrom(int index, int depth) => parts.Skip(index).Aggregate(0L, (sum, p) => Cost.Add(sum, p.Least(depth)));

    private void From(Machine machine, int index, int depth, Frame? parent, WaySet into)
    {
        Frame? after = index + 1 < parts.Length ? machine.Frame(new FrameKey(this, index + 1, 0, null, false, parent, depth)) : parent;
        parts[index].Start(machine, depth, after, into);
    }
}

/// <summary>A part that is known later: what a reference in a schema leads to.</summary>
internal sealed class ReferenceExpression : Expression
{
    /// <summary>What it stands for.</summary>
    public Expression? Target { get; set; }

    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into) => Known().Start(machine, depth, parent, into);

    /// <inheritdoc/>
    protected override long FindLeast(int depth) => Known().Least(depth);

    private Expression Known() => Target ?? throw new InvalidOperationException("The grammar is not complete.");
}

/// <summary>A text a number of times, counted without a state for each count: characters of a string.</summary>
internal sealed class CountedExpression(Dfa item, int least, int? most) : Expression
{
    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into) => From(machine, 0, depth, parent, into);

    /// <inheritdoc/>
    public override void Resume(Machine machine, FrameKey at, WaySet into) => From(machine, at.Count, at.Depth, at.Parent, into);

    /// <inheritdoc/>
    public override long RestCost(FrameKey at) => CostFrom(at.Count);

    /// <inheritdoc/>
    protected override long FindLeast(int depth) => most < least ? Cost.Never : CostFrom(0);

    private long CostFrom(int count) => count >= least ? 0 : Cost.Times(least - count, item.IsEmpty ? Cost.Never : item.Shortest);

    private void From(Machine machine, int count, int depth, Frame? parent, WaySet into)
    {
        if (count >= least) machine.Continue(parent, into);
        if (count >= most) return;
        int next = most is null ? Math.Min(count + 1, least) : count + 1;
        machine.Read(item, machine.Frame(new FrameKey(this, 0, next, null, false, parent, depth)), into);
    }
}

/// <summary>A list of different values out of a few, with a bit for each value that is used.</summary>
internal sealed class DistinctExpression(ImmutableArray<Dfa> values, Dfa separator, int least, int? most) : Expression
{
    private const int AfterSeparator = 1;

    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into) => Resume(machine, new FrameKey(this, 0, 0, null, false, parent, depth), into);

    /// <inheritdoc/>
    public override void Resume(Machine machine, FrameKey at, WaySet into)
    {
        int used = System.Numerics.BitOperations.PopCount((uint)at.Count);
        if (at.Phase == AfterSeparator || used == 0) Choose(machine, at, into);
        if (at.Phase == AfterSeparator) return;
        if (used >= least) machine.Continue(at.Parent, into);
        if (used > 0 && used < (most ?? int.MaxValue) && Unused(at.Count).Any()) machine.Read(separator, machine.Frame(at with { Phase = AfterSeparator }), into);
    }

    /// <inheritdoc/>
    public override long RestCost(FrameKey at)
    {
        int used = System.Numerics.BitOperations.PopCount((uint)at.Count);
        int needed = Math.Max(at.Phase == AfterSeparator ? 1 : 0, least - used);
        long[] lengths = [.. Unused(at.Count).Select(i => (long)values[i].Shortest).Order().Take(needed)];
        if (lengths.Length < needed) return Cost.Never;
        int separators = needed - (at.Phase == AfterSeparator || used == 0 ? 1 : 0);
        return lengths.Sum() + ((long)Math.Max(0, separators) * separator.Shortest);
    }

    /// <inheritdoc/>
    protected override long FindLeast(int depth) => most < least || depth >= MaxDepth ? Cost.Never : RestCost(new FrameKey(this, 0, 0, null, false, null, depth));

    private IEnumerable<int> Unused(int mask) => Enumerable.Range(0, values.Length).Where(i => (mask & (1 << i)) == 0 && !values[i].IsEmpty);

    private void Choose(Machine machine, FrameKey at, WaySet into)
    {
        if (most == 0) return;
        foreach (int i in Unused(at.Count)) machine.Read(values[i], machine.Frame(at with { Phase = 0, Count = at.Count | (1 << i) }), into);
    }
}

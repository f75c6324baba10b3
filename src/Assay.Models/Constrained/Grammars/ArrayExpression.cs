using System.Collections.Immutable;

namespace Assay.Models.Constrained.Grammars;

/// <summary>A JSON array: the first items each of their own kind, the others of one kind.</summary>
/// <param name="prefix">Kinds of the first items.</param>
/// <param name="rest">Kind of the others; null when there are none.</param>
/// <param name="bounds">Fewest and most items.</param>
/// <param name="marks">Brackets and separator.</param>
internal sealed class ArrayExpression(ImmutableArray<Expression> prefix, Expression? rest, (int Least, int? Most) bounds, JsonMarks marks) : Expression
{
    private const int AfterItem = 0;
    private const int AfterSeparator = 1;

    // Above this number of items another one changes nothing.
    private readonly int clip = Math.Max(Math.Max(prefix.Length, bounds.Least), 1);

    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into)
    {
        if (Least(depth) < Cost.Never) machine.Read(marks.OpenArray, machine.Frame(new FrameKey(this, AfterItem, 0, null, false, parent, depth + 1)), into);
    }

    /// <inheritdoc/>
    public override void Resume(Machine machine, FrameKey at, WaySet into)
    {
        if (at.Phase == AfterSeparator)
        {
            Item(machine, at, into);
            return;
        }

        if (at.Count >= bounds.Least) machine.Read(marks.CloseArray, at.Parent, into);
        if (!CanGoOn(at.Count, at.Depth)) return;
        if (at.Count == 0) Item(machine, at, into);
        else machine.Read(marks.Comma, machine.Frame(at with { Phase = AfterSeparator }), into);
    }

    /// <inheritdoc/>
    public override long RestCost(FrameKey at) => at.Phase == AfterSeparator
        ? Cost.Add(ItemCost(at.Count, at.Depth), CostFrom(at.Count + 1, at.Depth))
        : CostFrom(at.Count, at.Depth);

    /// <inheritdoc/>
    protected override long FindLeast(int depth) => depth >= MaxDepth || bounds.Most < bounds.Least ? Cost.Never : Cost.Add(marks.OpenArray.Shortest, CostFrom(0, depth + 1));

    private Expression? Kind(int index) => index < prefix.Length ? prefix[index] : rest;

    private long ItemCost(int index, int depth) => Kind(index)?.Least(depth) ?? Cost.Never;

    private bool CanGoOn(int count, int depth) =>
        count < (bounds.Most ?? int.MaxValue) && Cost.Add(ItemCost(count, depth), CostFrom(count + 1, depth)) < Cost.Never;

    // From behind an item, or behind the opening bracket when count is 0.
    private long CostFrom(int count, int depth)
    {
        long sum = marks.CloseArray.Shortest;
        int index = count;
        for (; index < bounds.Least && index < prefix.Length; index++) sum = Cost.Add(sum, Cost.Add(index > 0 ? marks.Comma.Shortest : 0, ItemCost(index, depth)));
        if (index >= bounds.Least) return sum;
        sum = Cost.Add(sum, Cost.Times(bounds.Least - index, Cost.Add(marks.Comma.Shortest, ItemCost(index, depth))));
        return sum >= Cost.Never ? Cost.Never : sum - (index == 0 ? marks.Comma.Shortest : 0);
    }

    private void Item(Machine machine, FrameKey at, WaySet into)
    {
        int next = at.Count + 1;
        if (bounds.Most is null) next = Math.Min(next, clip);
        Kind(at.Count)!.Start(machine, at.Depth, machine.Frame(at with { Phase = AfterItem, Count = next }), into);
    }
}

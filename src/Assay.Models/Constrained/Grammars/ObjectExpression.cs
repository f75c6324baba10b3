using System.Collections.Immutable;
using Assay.Models.Constrained.Automata;

namespace Assay.Models.Constrained.Grammars;

/// <summary>A declared member of an object.</summary>
/// <param name="First">Its key and colon as the first member.</param>
/// <param name="Later">The same behind a comma.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Value">Its value.</param>
internal sealed record Member(Dfa First, Dfa Later, bool Required, Expression Value);

/// <summary>Members with keys that are not declared.</summary>
/// <param name="Keys">Their keys.</param>
/// <param name="Value">Their values.</param>
internal sealed record OpenMembers(KeyLanguage Keys, Expression Value);

/// <summary>A JSON object: declared members in their order, then members with other keys, all different.</summary>
/// <param name="members">Declared members.</param>
/// <param name="open">Other members; null when there are none.</param>
/// <param name="bounds">Fewest and most members.</param>
/// <param name="marks">Punctuation.</param>
internal sealed class ObjectExpression(ImmutableArray<Member> members, OpenMembers? open, (int Least, int? Most) bounds, JsonMarks marks) : Expression
{
    /// <summary>Largest bound on the number of members that is counted.</summary>
    public const int LargestBound = 1000;

    private readonly long[]?[] costs = new long[]?[MaxDepth + 2];
    private readonly int clip = bounds.Most ?? Math.Max(bounds.Least, 1);

    /// <summary>The keys of its open members.</summary>
    public KeyLanguage? Keys => open?.Keys;

    // Phases: 2j chooses from member j on, 2j + 1 has read the key of member j; behind the last member:
    private int ChooseOpen => 2 * members.Length;

    private int InKey => ChooseOpen + 1;

    private int AfterKey => ChooseOpen + 2;

    private int AfterColon => ChooseOpen + 3;

    /// <inheritdoc/>
    public override void Start(Machine machine, int depth, Frame? parent, WaySet into)
    {
        if (Least(depth) < Cost.Never) machine.Read(marks.OpenObject, machine.Frame(new FrameKey(this, 0, 0, null, false, parent, depth + 1)), into);
    }

    /// <inheritdoc/>
    public override void Resume(Machine machine, FrameKey at, WaySet into)
    {
        if (at.Phase < ChooseOpen && at.Phase % 2 == 1)
        {
            int member = at.Phase / 2;
            Frame after = machine.Frame(at with { Phase = at.Phase + 1, Count = Math.Min(clip, at.Count + 1) });
            members[member].Value.Start(machine, at.Depth, after, into);
        }
        else if (at.Phase <= ChooseOpen) Choose(machine, at, into);
        else if (at.Phase == InKey) Machine.ReadKey(open!.Keys, machine.Frame(at with { Phase = AfterKey }), into);
        else if (at.Phase == AfterKey) machine.Read(marks.Colon, machine.Frame(at with { Phase = AfterColon, Pending = true }), into);
        else open!.Value.Start(machine, at.Depth, machine.Frame(at with { Phase = ChooseOpen, Count = Math.Min(clip, at.Count + 1) }), into);
    }

    /// <inheritdoc/>
    public override long RestCost(FrameKey at)
    {
        if (at.Phase < ChooseOpen)
        {
            int member = at.Phase / 2;
            return at.Phase % 2 == 0
                ? CostFrom(member, at.Count, at.Depth)
                : Cost.Add(members[member].Value.Least(at.Depth), CostFrom(member + 1, Math.Min(clip, at.Count + 1), at.Depth));
        }

        int keys = (at.Keys?.Count ?? 0) + (at.Pending ? 1 : 0);
        if (at.Phase == ChooseOpen) return OpenCost(at.Count, keys, at.Depth);
        int after = at.Phase == AfterColon ? keys : keys + 1;
        long rest = Cost.Add(open!.Value.Least(at.Depth), OpenCost(Math.Min(clip, at.Count + 1), after, at.Depth));
        if (at.Phase == AfterColon) return rest;
        rest = Cost.Add(rest, marks.Colon.Shortest);
        return at.Phase == AfterKey ? rest : Cost.Add(rest, open.Keys.NthShortest(keys));
    }

    /// <inheritdoc/>
    protected override long FindLeast(int depth) =>
        depth >= MaxDepth || bounds.Most < bounds.Least ? Cost.Never : Cost.Add(marks.OpenObject.Shortest, CostFrom(0, 0, depth + 1));

    private void Choose(Machine machine, FrameKey at, WaySet into)
    {
        bool room = bounds.Most is null || at.Count < bounds.Most;
        int member = at.Phase / 2;
        for (; member < members.Length; member++)
        {
            if (room && EmitCost(member, at.Count, at.Depth) < Cost.Never)
            {
                machine.Read(at.Count > 0 ? members[member].Later : members[member].First, machine.Frame(at with { Phase = (2 * member) + 1 }), into);
            }

            if (members[member].Required) return;
        }

        if (at.Count >= bounds.Least) machine.Read(marks.CloseObject, at.Parent, into);
        if (open is null || !room || at.Pending) return;
        Frame key = machine.Frame(at with { Phase = InKey });
        if (key.Rest < Cost.Never) machine.Read(at.Count > 0 ? marks.CommaQuote : marks.Quote, key, into);
    }

    private long EmitCost(int member, int count, int depth)
    {
        Dfa key = count > 0 ? members[member].Later : members[member].First;
        if (key.IsEmpty) return Cost.Never;
        return Cost.Add(Cost.Add(key.Shortest, members[member].Value.Least(depth)), CostFrom(member + 1, Math.Min(clip, count + 1), depth));
    }

    private long CostFrom(int member, int count, int depth) => (costs[depth] ?? Table(depth))[(member * (clip + 1)) + count];

    // Dynamic programming from the last member back, for every number of members there may be.
    private long[] Table(int depth)
    {
        long[] table = new long[(members.Length + 1) * (clip + 1)];
        for (int count = 0; count <= clip; count++) table[(members.Length * (clip + 1)) + count] = OpenCost(count, 0, depth);
        for (int member = members.Length - 1; member >= 0; member--)
        {
            long value = members[member].Value.Least(depth);
            for (int count = 0; count <= clip; count++)
            {
                bool room = bounds.Most is null || count < bounds.Most;
                Dfa key = count > 0 ? members[member].Later : members[member].First;
                long emit = room && !key.IsEmpty ? Cost.Add(Cost.Add(key.Shortest, value), table[((member + 1) * (clip + 1)) + Math.Min(clip, count + 1)]) : Cost.Never;
                long skip = members[member].Required ? Cost.Never : table[((member + 1) * (clip + 1)) + count];
                table[(member * (clip + 1)) + count] = Math.Min(emit, skip);
            }
        }

        return costs[depth] = table;
    }

    private long OpenCost(int count, int keys, int depth)
    {
        long sum = marks.CloseObject.Shortest;
        for (int i = count; i < bounds.Least; i++)
        {
            if (open is null) return Cost.Never;
            Dfa mark = i > 0 ? marks.CommaQuote : marks.Quote;
            long pair = Cost.Add(mark.Shortest, Cost.Add(open.Keys.NthShortest(keys + i - count), Cost.Add(marks.Colon.Shortest, open.Value.Least(depth))));
            sum = Cost.Add(sum, pair);
        }

        return sum;
    }
}

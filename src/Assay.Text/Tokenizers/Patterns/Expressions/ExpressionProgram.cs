namespace Assay.Text.Tokenizers.Patterns.Expressions;

/// <summary>What an instruction does.</summary>
internal enum Operation
{
    /// <summary>Takes one character of the set.</summary>
    Set,

    /// <summary>Takes characters of the set, from <c>First</c> to <c>Second</c>, giving back when what follows fails.</summary>
    Run,

    /// <summary>The same, giving nothing back.</summary>
    PossessiveRun,

    /// <summary>Tries <c>First</c>, then <c>Second</c>.</summary>
    Split,

    /// <summary>Goes on at <c>First</c>.</summary>
    Jump,

    /// <summary>Fails unless at the place.</summary>
    Anchor,

    /// <summary>Looks whether the program matches, ahead or behind.</summary>
    Look,

    /// <summary>Goes where the first match of the program ends.</summary>
    Atomic,

    /// <summary>Remembers in the register <c>First</c> where a round of a loop starts.</summary>
    Mark,

    /// <summary>Fails when the round that the register <c>First</c> marks has taken nothing.</summary>
    Moved,

    /// <summary>Has matched.</summary>
    Match,
}

/// <summary>An instruction.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="First">First number.</param>
/// <param name="Second">Second number.</param>
/// <param name="Set">A set.</param>
/// <param name="Body">A program, with how many characters it can take, when it looks behind.</param>
/// <param name="Look">How a look is meant.</param>
internal sealed record Instruction(Operation Operation, int First = 0, int Second = 0, CharacterSet? Set = null, ExpressionProgram? Body = null, LookNode? Look = null);

/// <summary>An expression as instructions.</summary>
internal sealed class ExpressionProgram
{
    private const int MostInstructions = 20_000;
    private const int LongestBehind = 255;
    private readonly List<Instruction> _code = [];

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="FormatException">It is too large, or what it looks behind at has no greatest length.</exception>
    public ExpressionProgram(ExpressionNode node)
    {
        Emit(node);
        Add(new Instruction(Operation.Match));
        (Least, Most) = Lengths(node);
        First = FirstSets(node, out bool canBeEmpty);
        if (canBeEmpty) First = null;
        Code = [.. _code];
    }

    /// <summary>The instructions.</summary>
    public Instruction[] Code { get; }

    /// <summary>Number of registers.</summary>
    public int Registers { get; private set; }

    /// <summary>Characters that it takes at least.</summary>
    public int Least { get; }

    /// <summary>Characters that it takes at most; int.MaxValue when there is no bound.</summary>
    public int Most { get; }

    /// <summary>Sets that the first character of a match is in; null when that is not known.</summary>
    public List<CharacterSet>? First { get; }

    private int Add(Instruction instruction)
    {
        if (_code.Count >= MostInstructions) throw new FormatException("the expression is too large");
        _code.Add(instruction);
        return _code.Count - 1;
    }

    private void Emit(ExpressionNode node)
    {
        switch (node)
        {
            case SetNode set:
                Add(new Instruction(Operation.Set, Set: set.Set));
                break;
            case SequenceNode sequence:
                foreach (ExpressionNode part in sequence.Parts) Emit(part);
                break;
            case ChoiceNode choice:
                EmitChoice(choice);
                break;
            case RepeatNode repeat:
                EmitRepeat(repeat);
                break;
            case AnchorNode anchor:
                Add(new Instruction(Operation.Anchor, (int)anchor.Anchor));
                break;
            case AtomicNode atomic:
                Add(new Instruction(Operation.Atomic, Body: new ExpressionProgram(atomic.Body)));
                break;
            case LookNode look:
                var body = new ExpressionProgram(look.Body);
                if (look.Behind && body.Most > LongestBehind) throw new FormatException("what is looked behind at has no greatest length");
                Add(new Instruction(Operation.Look, Body: body, Look: look));
                break;
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    private void EmitChoice(ChoiceNode choice)
    {
        var jumps = new List<int>();
        for (int i = 0; i < choice.Parts.Count; i++)
        {
            bool last = i == choice.Parts.Count - 1;
            int split = last ? -1 : Add(new Instruction(Operation.Split));
            Emit(choice.Parts[i]);
            if (last) break;
            jumps.Add(Add(new Instruction(Operation.Jump)));
            _code[split] = new Instruction(Operation.Split, split + 1, _code.Count);
        }

        foreach (int jump in jumps) _code[jump] = new Instruction(Operation.Jump, _code.Count);
    }

    private void EmitRepeat(RepeatNode repeat)
    {
        if (repeat.Body is SetNode set && repeat.Greed != Greed.Lazy)
        {
            Add(new Instruction(repeat.Greed == Greed.Greedy ? Operation.Run : Operation.PossessiveRun, repeat.Least, repeat.Most, set.Set));
            return;
        }

        if (repeat.Greed == Greed.Possessive)
        {
            Emit(new AtomicNode(repeat with { Greed = Greed.Greedy }));
            return;
        }

        for (int i = 0; i < repeat.Least; i++) Emit(repeat.Body);
        if (repeat.Most == int.MaxValue) EmitLoop(repeat);
        else EmitOptional(repeat, repeat.Most - repeat.Least);
    }

    private void EmitLoop(RepeatNode repeat)
    {
        int split = Add(new Instruction(Operation.Split)), register = Registers++;
        Add(new Instruction(Operation.Mark, register));
        Emit(repeat.Body);
        Add(new Instruction(Operation.Moved, register));
        Add(new Instruction(Operation.Jump, split));
        _code[split] = repeat.Greed == Greed.Lazy ? new Instruction(Operation.Split, _code.Count, split + 1) : new Instruction(Operation.Split, split + 1, _code.Count);
    }

    private void EmitOptional(RepeatNode repeat, int times)
    {
        var splits = new List<int>();
        for (int i = 0; i < times; i++)
        {
            splits.Add(Add(new Instruction(Operation.Split)));
            Emit(repeat.Body);
        }

        foreach (int split in splits) _code[split] = repeat.Greed == Greed.Lazy ? new Instruction(Operation.Split, _code.Count, split + 1) : new Instruction(Operation.Split, split + 1, _code.Count);
    }

    private static (int Least, int Most) Lengths(ExpressionNode node)
    {
        switch (node)
        {
            case SetNode:
                return (1, 1);
            case SequenceNode sequence:
                (int Least, int Most)[] parts = [.. sequence.Parts.Select(Lengths)];
                return (Bounded(parts.Sum(p => (long)p.Least)), Bounded(parts.Sum(p => (long)p.Most)));
            case ChoiceNode choice:
                (int Least, int Most)[] choices = [.. choice.Parts.Select(Lengths)];
                return (choices.Min(p => p.Least), choices.Max(p => p.Most));
            case RepeatNode repeat:
                (int least, int most) = Lengths(repeat.Body);
                return (Bounded((long)least * repeat.Least), most == 0 ? 0 : Bounded((long)most * repeat.Most));
            case AtomicNode atomic:
                return Lengths(atomic.Body);
            default:
                return (0, 0);
        }
    }

    private static int Bounded(long length) => (int)Math.Min(length, int.MaxValue);

    private static List<CharacterSet>? FirstSets(ExpressionNode node, out bool canBeEmpty)
    {
        canBeEmpty = false;
        switch (node)
        {
            case SetNode set:
                return [set.Set];
            case AtomicNode atomic:
                return FirstSets(atomic.Body, out canBeEmpty);
            case RepeatNode repeat:
                List<CharacterSet>? body = FirstSets(repeat.Body, out canBeEmpty);
                canBeEmpty |= repeat.Least == 0;
                return body;
            case ChoiceNode choice:
                return FirstOfChoice(choice, out canBeEmpty);
            case SequenceNode sequence:
                return FirstOfSequence(sequence, out canBeEmpty);
            default:
                canBeEmpty = true;
                return [];
        }
    }

    private static List<CharacterSet>? FirstOfChoice(ChoiceNode choice, out bool canBeEmpty)
    {
        canBeEmpty = false;
        var sets = new List<CharacterSet>();
        foreach (ExpressionNode part in choice.Parts)
        {
            List<CharacterSet>? first = FirstSets(part, out bool empty);
            if (first is null) return null;
            sets.AddRange(first);
            canBeEmpty |= empty;
        }

        return sets;
    }

    private static List<CharacterSet>? FirstOfSequence(SequenceNode sequence, out bool canBeEmpty)
    {
        canBeEmpty = true;
        var sets = new List<CharacterSet>();
        foreach (ExpressionNode part in sequence.Parts)
        {
            List<CharacterSet>? first = FirstSets(part, out bool empty);
            if (first is null) return null;
            sets.AddRange(first);
            if (empty) continue;
            canBeEmpty = false;
            break;
        }

        return sets;
    }
}

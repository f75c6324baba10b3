namespace Assay.Text.Tokenizers.Patterns.Expressions;

/// <summary>Runs programs on a text, going back to the last choice when one fails. For one thread.</summary>
/// <param name="steps">Steps that may be taken.</param>
internal sealed class ExpressionMatcher(long steps)
{
    private const int MostChoices = 1 << 22;
    private readonly Stack<Choice> _choices = new();
    private long _left = steps;

    /// <summary>Whether the steps did not suffice; what was found last is then not to be used.</summary>
    public bool IsExhausted => _left < 0;

    /// <summary>The first match from a place on.</summary>
    /// <returns>Where it starts, or -1.</returns>
    public int Search(ExpressionProgram program, ReadOnlySpan<char> text, int from, out int end)
    {
        for (int start = from; start <= text.Length && !IsExhausted; start += start < text.Length ? UnicodeText.UnitsAt(text, start) : 1)
        {
            _left--;
            if (program.First is not null && !CanStart(program.First, text, start)) continue;
            end = Match(program, text, start, mustEnd: -1);
            if (end >= 0) return start;
        }

        end = -1;
        return -1;
    }

    private static bool CanStart(List<CharacterSet> sets, ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length) return false;
        int scalar = UnicodeText.ScalarAt(text, at, out _);
        foreach (CharacterSet set in sets)
        {
            if (set.Contains(scalar)) return true;
        }

        return false;
    }

    // Where the match that starts at a place ends, or -1. Choices below the height that is found are those of the caller.
    private int Match(ExpressionProgram program, ReadOnlySpan<char> text, int start, int mustEnd)
    {
        int height = _choices.Count, pc = 0, at = start;
        var marks = new int[program.Registers];
        while (_left-- >= 0 && _choices.Count < MostChoices)
        {
            Instruction step = program.Code[pc];
            if (step.Operation == Operation.Match && (mustEnd < 0 || at == mustEnd))
            {
                while (_choices.Count > height) _choices.Pop();
                return at;
            }

            if (step.Operation != Operation.Match && Step(step, text, marks, ref pc, ref at)) continue;
            if (!Backtrack(text, height, marks, ref pc, ref at)) return -1;
        }

        // Not only this match is given up but the search.
        _left = -1;
        _choices.Clear();
        return -1;
    }

    private bool Step(Instruction step, ReadOnlySpan<char> text, int[] marks, ref int pc, ref int at)
    {
        switch (step.Operation)
        {
            case Operation.Set:
                if (at >= text.Length || !step.Set!.Contains(UnicodeText.ScalarAt(text, at, out int units))) return false;
                at += units;
                break;
            case Operation.Run or Operation.PossessiveRun:
                return StepRun(step, text, ref pc, ref at);
            case Operation.Split:
                _choices.Push(new Choice(step.Second, at, -1));
                pc = step.First;
                return true;
            case Operation.Jump:
                pc = step.First;
                return true;
            case Operation.Anchor:
                if (!IsAt((Anchor)step.First, text, at)) return false;
                break;
            case Operation.Look:
                if (Looks(step, text, at) == step.Look!.Negative) return false;
                break;
            case Operation.Atomic:
                at = Match(step.Body!, text, at, mustEnd: -1);
                if (at < 0) return false;
                break;
            case Operation.Mark:
                _choices.Push(new Choice(Choice.Restores, marks[step.First], step.First));
                marks[step.First] = at;
                break;
            default:
                if (marks[step.First] == at) return false;
                break;
        }

        pc++;
        return true;
    }

    private bool StepRun(Instruction step, ReadOnlySpan<char> text, ref int pc, ref int at)
    {
        int count = 0, least = at;
        while (count < step.Second && at < text.Length && step.Set!.Contains(UnicodeText.ScalarAt(text, at, out int units)))
        {
            at += units;
            if (++count == step.First) least = at;
        }

        _left -= count;
        if (count < step.First) return false;
        pc++;
        if (step.Operation == Operation.Run && at > least) _choices.Push(new Choice(pc, at, least));
        return true;
    }

    // Goes back to the last choice; false when there is none of this program's.
    private bool Backtrack(ReadOnlySpan<char> text, int height, int[] marks, ref int pc, ref int at)
    {
        while (_choices.Count > height)
        {
            Choice choice = _choices.Pop();
            if (choice.Next == Choice.Restores)
            {
                marks[choice.Least] = choice.At;
                continue;
            }

            (pc, at) = (choice.Next, choice.At);
            if (choice.Least < 0) return true;

            // A run gives back one character.
            UnicodeText.ScalarBefore(text, at, out int units);
            at -= units;
            if (at > choice.Least) _choices.Push(choice with { At = at });
            return true;
        }

        return false;
    }

    private bool Looks(Instruction step, ReadOnlySpan<char> text, int at)
    {
        ExpressionProgram body = step.Body!;
        if (!step.Look!.Behind) return Match(body, text, at, mustEnd: -1) >= 0;
        int start = at;
        for (int taken = 0; taken <= body.Most; taken++)
        {
            if (taken >= body.Least && Match(body, text, start, mustEnd: at) >= 0) return true;
            if (start == 0) return false;
            UnicodeText.ScalarBefore(text, start, out int units);
            start -= units;
        }

        return false;
    }

    private static bool IsAt(Anchor anchor, ReadOnlySpan<char> text, int at) => anchor switch
    {
        Anchor.LineStart => at == 0 || (text[at - 1] == '\n' && at < text.Length),
        Anchor.LineEnd => at == text.Length || text[at] == '\n',
        Anchor.TextStart => at == 0,
        Anchor.TextEnd => at == text.Length,
        Anchor.LastLineEnd => at == text.Length || (at == text.Length - 1 && text[at] == '\n'),
        Anchor.WordBoundary => IsBoundary(text, at),
        _ => !IsBoundary(text, at),
    };

    private static bool IsBoundary(ReadOnlySpan<char> text, int at)
    {
        bool before = at > 0 && UnicodeText.IsWordWithoutJoiners(UnicodeText.ScalarBefore(text, at, out _));
        bool after = at < text.Length && UnicodeText.IsWordWithoutJoiners(UnicodeText.ScalarAt(text, at, out _));
        return before != after;
    }

    // Where to go on; of a run, down to which place it can give back; of a mark, what it was.
    private readonly record struct Choice(int Next, int At, int Least)
    {
        public const int Restores = -1;
    }
}

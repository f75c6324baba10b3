namespace Assay.Text.Analysis;

/// <content>The parts of one segment: humps of camel case, letters beside digits, the numbers of a version; and folding.</content>
internal ref partial struct AnalysisPass<TSink>
{
    /// <summary>Emits a number and, for a version, what people call it by: <c>v2.10.3</c>, <c>2.10.3</c>, <c>2.10</c>, <c>2</c>, <c>10</c>, <c>3</c>.</summary>
    private void EmitNumber(Segment segment, TermKind kind)
    {
        int digits = IsDigit(segment.Start) ? segment.Start : segment.Start + 1;
        NumberShape shape = NumberReader.Read(_text, digits, _vocabulary.DecimalComma);
        ReadOnlySpan<char> number = _text[digits..shape.End];
        int length = NumberReader.Write(number, shape.Kind, _word[..Analyzer.MaxTermLength]);
        if (digits > segment.Start)
        {
            if (length < Analyzer.MaxTermLength)
            {
                _whole[0] = 'v';
                _word[..length].CopyTo(_whole[1..]);
                Emit(_whole[..(length + 1)], new TextSpan(segment.Start, shape.End), TermKind.Whole);
            }

            kind = TermKind.Part;
        }

        if (shape.Kind != NumberKind.Dotted)
        {
            Emit(_word[..length], new TextSpan(digits, shape.End), kind);
            _position++;
            return;
        }

        Emit(_word[..length], new TextSpan(digits, shape.End), TermKind.Whole);
        EmitGroup(digits, digits + number.IndexOf('.') + 1 + number[(number.IndexOf('.') + 1)..].IndexOf('.'), NumberKind.Dotted);
        int from = digits;
        foreach (Range range in number.Split('.'))
        {
            (int offset, int groupLength) = range.GetOffsetAndLength(number.Length);
            EmitGroup(from + offset, from + offset + groupLength, NumberKind.Grouped);
            _position++;
        }
    }

    private void EmitGroup(int start, int end, NumberKind kind)
    {
        int length = NumberReader.Write(_text[start..end], kind, _word[..Analyzer.MaxTermLength]);
        Emit(_word[..length], new TextSpan(start, end), TermKind.Part);
    }

    /// <summary>Where the parts of a word begin; one when it is not to be split.</summary>
    private readonly int PartStarts(Segment segment, scoped Span<int> starts)
    {
        starts[0] = segment.Start;
        int count = 1, digitBorder = -1, digitBorders = 0;
        CharacterClass before = CharacterClass.Break, beforeThat = CharacterClass.Break;
        int beforeAt = segment.Start;
        for (int i = segment.Start; i < segment.End; i++)
        {
            CharacterClass now = _classes[_text[i]];
            if (now is CharacterClass.Accent or CharacterClass.Invisible) continue;
            // O'Brien is one word.
            if (now == CharacterClass.Apostrophe) now = CharacterClass.Break;
            if (before != CharacterClass.Break && now != CharacterClass.Break && (now == CharacterClass.Digit) != (before == CharacterClass.Digit)) (digitBorder, digitBorders) = (i, digitBorders + 1);
            int hump = Hump(beforeThat, before, now, i, segment.End) ? (now == CharacterClass.Upper ? i : beforeAt) : -1;
            if (hump > starts[count - 1])
            {
                if (count == MaxParts) return 1;
                starts[count++] = hump;
            }

            (beforeThat, before, beforeAt) = (before, now, i);
        }

        bool splits = digitBorders == 1 && digitBorder - segment.Start >= 2 && segment.End - digitBorder >= 2;
        return splits ? Insert(starts, count, digitBorder) : count;
    }

    /// <summary>Whether a new word begins at a capital after a small letter, or at the last of several capitals before a small letter.</summary>
    private readonly bool Hump(CharacterClass beforeThat, CharacterClass before, CharacterClass now, int at, int end) => now switch
    {
        CharacterClass.Upper => before == CharacterClass.Lower
            || (before == CharacterClass.Digit && at + 1 < end && _classes[_text[at + 1]] == CharacterClass.Lower),
        // Not so the plural of an abbreviation: APIs, URLs.
        CharacterClass.Lower => before == CharacterClass.Upper && beforeThat == CharacterClass.Upper && !(_text[at] == 's' && at + 1 == end),
        _ => false,
    };

    private static int Insert(Span<int> starts, int count, int start)
    {
        int at = count;
        while (at > 0 && starts[at - 1] > start) at--;
        if (count == MaxParts || starts[at - 1] == start) return count;
        starts[at..count].CopyTo(starts[(at + 1)..]);
        starts[at] = start;
        return count + 1;
    }

    /// <summary>Appends the folded segment to <paramref name="target"/>, whose first <paramref name="length"/> characters are taken.</summary>
    /// <returns>The new length; more than <see cref="Analyzer.MaxTermLength"/> when it had to be cut.</returns>
    private readonly int Fold(Segment segment, scoped Span<char> target, int length)
    {
        int i = segment.Start;
        if (segment.Kind == SegmentKind.Number)
        {
            if (!IsDigit(i)) target[length++] = _folds[_text[i++]];
            NumberShape shape = NumberReader.Read(_text, i, _vocabulary.DecimalComma);
            return length + NumberReader.Write(_text[i..shape.End], shape.Kind, target[length..]);
        }

        for (; i < segment.End && length <= Analyzer.MaxTermLength; i++)
        {
            char c = _text[i], folded = _folds[c];
            if (folded != '\0')
            {
                target[length++] = folded;
            }
            else if (_classes[c] == CharacterClass.Accent)
            {
                char composed = length > 0 && _vocabulary.Composes ? Characters.Compose(target[length - 1], c) : '\0';
                if (composed != '\0' && _folds[composed] == composed) target[length - 1] = composed;
            }
            else
            {
                ReadOnlySpan<char> letters = Characters.Expansion(c);
                letters.CopyTo(target[length..]);
                length += letters.Length;
            }
        }

        return length;
    }
}

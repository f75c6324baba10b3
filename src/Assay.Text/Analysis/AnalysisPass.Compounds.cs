namespace Assay.Text.Analysis;

/// <content>Everything that is not a plain word: compounds, identifiers, numbers, accents apart from their letters, very long words.</content>
internal ref partial struct AnalysisPass<TSink>
{
    /// <summary>A compound of more parts is emitted without its whole, in pieces of this many.</summary>
    private const int MaxParts = 16;

    private enum SegmentKind : byte
    {
        /// <summary>Letters, or letters and digits.</summary>
        Word,

        /// <summary>Digits with their separators, for a version with the <c>v</c> before them.</summary>
        Number,
    }

    private readonly record struct Segment(int Start, int End, SegmentKind Kind);

    /// <summary>The word, number or compound at <paramref name="start"/>; returns where to go on.</summary>
    private int Token(int start)
    {
        Span<Segment> segments = stackalloc Segment[MaxParts];
        int count = 0, i = start, resume;
        bool joined;
        do
        {
            segments[count] = ScanSegment(i, out resume);
            int next = resume == segments[count].End ? Joined(segments[count]) : -1;
            joined = next >= 0;
            i = next;
            count++;
        }
        while (joined && count < MaxParts);
        segments = segments[..count];
        if (count == 1) return Single(segments[0], resume);
        var span = new TextSpan(start, segments[^1].End);
        if (!joined)
        {
            if (IsInitials(segments))
            {
                EmitJoined(segments, span, TermKind.Word);
                _position++;
                return resume;
            }

            EmitJoined(segments, span, TermKind.Whole);
        }

        foreach (Segment segment in segments) EmitSegment(segment, TermKind.Part);
        return resume;
    }

    private int Single(Segment segment, int resume)
    {
        if (segment.End - segment.Start == 1 && Sign(segment.End) is > 0 and int sign && segment.Kind == SegmentKind.Word)
        {
            int length = Fold(segment, _word, 0);
            _text.Slice(segment.End, sign).CopyTo(_word[length..]);
            Emit(_word[..(length + sign)], new TextSpan(segment.Start, segment.End + sign), TermKind.Word);
            _position++;
            return segment.End + sign;
        }

        EmitSegment(segment, segment.Kind == SegmentKind.Number ? TermKind.Number : TermKind.Word);
        return resume;
    }

    /// <summary>Length of the <c>#</c> or <c>++</c> of a language's name (C#, F#, C++) at <paramref name="at"/>.</summary>
    private readonly int Sign(int at)
    {
        int end = at;
        if (at < _text.Length && _text[at] == '#') end = at + 1;
        else if (at + 1 < _text.Length && _text[at] == '+' && _text[at + 1] == '+') end = at + 2;
        return end < _text.Length && IsWordStart(_text[end]) ? 0 : end - at;
    }

    private readonly bool IsWordStart(char c) => _classes[c] is CharacterClass.Lower or CharacterClass.Upper or CharacterClass.Letter or CharacterClass.Digit;

    private readonly bool IsLetter(int at) => at < _text.Length && _classes[_text[at]] is CharacterClass.Lower or CharacterClass.Upper or CharacterClass.Letter;

    private readonly bool ContinuesWord(int at) => IsLetter(at) || (at < _text.Length && _classes[_text[at]] is CharacterClass.Accent or CharacterClass.Invisible);

    private readonly Segment ScanSegment(int start, out int resume)
    {
        int i = start;
        int digits = i + (_text[i] is 'v' or 'V' ? 1 : 0);
        if (digits < _text.Length && IsDigit(digits))
        {
            NumberShape number = NumberReader.Read(_text, digits, _vocabulary.DecimalComma);
            if (number.Groups > 1 || (digits == i && !ContinuesWord(number.End)))
            {
                resume = number.End;
                return new Segment(start, number.End, SegmentKind.Number);
            }
        }

        while (i < _text.Length)
        {
            switch (_classes[_text[i]])
            {
                case CharacterClass.Lower or CharacterClass.Upper or CharacterClass.Letter or CharacterClass.Digit or CharacterClass.Accent or CharacterClass.Invisible:
                    i++;
                    continue;
                case CharacterClass.HighSurrogate when Characters.OfPair(_text[i..]) == CharacterClass.Letter:
                    i += 2;
                    continue;
                case CharacterClass.Apostrophe when IsLetter(i + 1) && i > start && IsLetter(i - 1):
                    resume = AfterApostrophe(start, i);
                    if (resume > 0) return new Segment(start, i, SegmentKind.Word);
                    i++;
                    continue;
            }

            break;
        }

        resume = i;
        return new Segment(start, i, SegmentKind.Word);
    }

    /// <summary>Where to go on when the apostrophe at <paramref name="at"/> ends the word; 0 when it is inside it.</summary>
    private readonly int AfterApostrophe(int start, int at)
    {
        bool possessive = _text[at + 1] is 's' or 'S' && (at + 2 >= _text.Length || !IsWordStart(_text[at + 2]));
        if (possessive) return at + 2;
        return _vocabulary.HasElisions && _vocabulary.IsElision(_text[start..at]) ? at + 1 : 0;
    }

    /// <summary>Where the part begins that is joined to <paramref name="segment"/>; -1 when nothing is.</summary>
    private readonly int Joined(Segment segment)
    {
        int at = segment.End;
        if (at >= _text.Length) return -1;
        if (segment.Kind == SegmentKind.Number && IsLetter(at)) return at;
        if (_classes[_text[at]] != CharacterClass.Joiner) return -1;
        char joiner = _text[at++];
        if (at < _text.Length && joiner is '_' or ':' && _text[at] == joiner) at++;
        if (at >= _text.Length || !IsWordStart(_text[at])) return -1;
        return joiner switch
        {
            ':' => at - segment.End == 2 || (IsDigit(segment.End - 1) && IsDigit(at)) ? at : -1,
            '&' => IsLetter(segment.End - 1) && IsLetter(at) ? at : -1,
            _ => at,
        };
    }

    private readonly bool IsDigit(int at) => _classes[_text[at]] == CharacterClass.Digit;

    /// <summary>Single letters with stops between them.</summary>
    private readonly bool IsInitials(scoped ReadOnlySpan<Segment> segments)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            if (segments[i].End - segments[i].Start != 1 || !IsLetter(segments[i].Start)) return false;
            if (i > 0 && _text[segments[i].Start - 1] != '.') return false;
        }

        return true;
    }

    /// <summary>Emits the segments as one term, unless they are too long for one.</summary>
    private void EmitJoined(scoped ReadOnlySpan<Segment> segments, TextSpan span, TermKind kind)
    {
        int length = 0;
        bool letters = true;
        for (int i = 0; i < segments.Length; i++)
        {
            Segment segment = segments[i];
            if (i > 0 && IsDigit(segment.Start) && IsDigit(segments[i - 1].End - 1) && length < Analyzer.MaxTermLength)
                _whole[length++] = Separator(_text[segment.Start - 1]);
            length = Fold(segment, _whole, length);
            if (length > Analyzer.MaxTermLength) return;
        }

        foreach (char c in _whole[..length]) letters &= _classes[c] != CharacterClass.Digit;
        if (letters) EmitWholeWord(length, span, kind);
        else Emit(_whole[..length], span, kind);
    }

    private static char Separator(char joiner) => joiner is '‐' or '‑' ? '-' : joiner;

    /// <summary>A whole of letters is the term that these letters give as one word.</summary>
    private void EmitWholeWord(int length, TextSpan span, TermKind kind)
    {
        _whole[..length].CopyTo(_word);
        int stem = Math.Min(Analyzer.MaxTermLength, _vocabulary.Stem(_word, length));
        Emit(_word[..stem], span, kind);
    }

    private void EmitSegment(Segment segment, TermKind kind)
    {
        if (segment.Kind == SegmentKind.Number)
        {
            EmitNumber(segment, kind);
            return;
        }

        Span<int> starts = stackalloc int[MaxParts + 1];
        int count = PartStarts(segment, starts);
        if (count > 1)
        {
            EmitJoined([segment], new TextSpan(segment.Start, segment.End), TermKind.Whole);
            kind = TermKind.Part;
        }

        starts[count] = segment.End;
        for (int i = 0; i < count; i++)
        {
            EmitFolded(new Segment(starts[i], starts[i + 1], SegmentKind.Word), kind);
            _position++;
        }
    }

    private void EmitFolded(Segment segment, TermKind kind)
    {
        int length = Fold(segment, _word, 0);
        var span = new TextSpan(segment.Start, segment.End);
        uint hash = 0;
        bool letters = length <= Analyzer.MaxTermLength;
        length = Math.Min(length, Analyzer.MaxTermLength);
        foreach (char c in _word[..length])
        {
            hash = Hash(hash, c);
            letters &= _classes[c] != CharacterClass.Digit;
        }

        if (letters) EmitWord(length, hash, span, kind);
        else Emit(_word[..length], span, kind);
    }
}

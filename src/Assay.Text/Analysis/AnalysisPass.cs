namespace Assay.Text.Analysis;

/// <summary>One text on its way to one sink.</summary>
internal ref partial struct AnalysisPass<TSink>
    where TSink : ITermSink
{
    /// <summary>Scratch characters that a pass needs.</summary>
    public const int BufferLength = 2 * WorkLength;

    /// <summary>A term, and room for what folding one more character and stemming may add.</summary>
    private const int WorkLength = Analyzer.MaxTermLength + 8;

    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<CharacterClass> _classes;
    private readonly ReadOnlySpan<char> _folds;
    private readonly Vocabulary _vocabulary;
    private readonly ref TSink _sink;
    private readonly Span<char> _word;
    private readonly Span<char> _whole;
    private int _position;

    public AnalysisPass(ReadOnlySpan<char> text, Vocabulary vocabulary, ref TSink sink, Span<char> buffer)
    {
        _text = text;
        _classes = Characters.Classes;
        _folds = vocabulary.Folds;
        _vocabulary = vocabulary;
        _sink = ref sink;
        _word = buffer[..WorkLength];
        _whole = buffer[WorkLength..];
    }

    public void Run()
    {
        int i = 0;
        while (i < _text.Length)
        {
            i = _classes[_text[i]] switch
            {
                CharacterClass.Lower or CharacterClass.Upper => PlainWord(i),
                CharacterClass.Letter or CharacterClass.Digit => Token(i),
                CharacterClass.Ideograph => Bigrams(i),
                CharacterClass.HighSurrogate => Pair(i),
                _ => i + 1,
            };
        }
    }

    private int Pair(int start) => Characters.OfPair(_text[start..]) switch
    {
        CharacterClass.Ideograph => Bigrams(start),
        CharacterClass.Letter => Token(start),
        _ => start + 1,
    };

    /// <summary>The commonest case by far: a run of lower-case letters, the first perhaps a capital, that nothing joins to what follows.</summary>
    private int PlainWord(int start)
    {
        ReadOnlySpan<char> text = _text;
        Span<char> word = _word;
        uint hash = 0;
        int length = 0, i = start;
        do
        {
            char folded = _folds[text[i]];
            if (folded == '\0' || length == Analyzer.MaxTermLength) return Token(start);
            word[length++] = folded;
            hash = Hash(hash, folded);
            i++;
        }
        while (i < text.Length && _classes[text[i]] == CharacterClass.Lower);
        if (i < text.Length && !EndsPlainly(start, i)) return Token(start);
        EmitWord(length, hash, new TextSpan(start, i), TermKind.Word);
        _position++;
        return i;
    }

    private readonly bool EndsPlainly(int start, int end)
    {
        switch (_classes[_text[end]])
        {
            case CharacterClass.Break:
                return _text[end] is not ('#' or '+') || end - start > 1;
            case CharacterClass.Joiner or CharacterClass.Apostrophe:
                return end + 1 >= _text.Length || _classes[_text[end + 1]] is CharacterClass.Break or CharacterClass.Ideograph;
            case CharacterClass.Ideograph:
                return true;
            default:
                return false;
        }
    }

    private static uint Hash(uint hash, char c) => unchecked((hash + c) * 0x9E3779B1);

    /// <summary>Stems and emits the folded word of letters at the start of <c>_word</c>.</summary>
    private void EmitWord(int length, uint hash, TextSpan span, TermKind kind)
    {
        ReadOnlySpan<char> word = _word[..length];
        WordCache.Entry? known = _vocabulary.Cache.Find(word, hash);
        if (known is not null)
        {
            Emit(known.Term, span, kind, known.IsStopWord);
            return;
        }

        // Stemming overwrites the word, and the cache needs it afterwards.
        Span<char> surface = stackalloc char[WordCache.LongestWord];
        bool kept = length <= WordCache.LongestWord;
        if (kept) word.CopyTo(surface);
        bool isStopWord = _vocabulary.IsStopWord(word);
        ReadOnlySpan<char> term = _word[..Math.Min(Analyzer.MaxTermLength, _vocabulary.Stem(_word, length))];
        if (kept) _vocabulary.Cache.Add(hash, surface[..length], term, isStopWord);
        Emit(term, span, kind, isStopWord);
    }

    private readonly void Emit(scoped ReadOnlySpan<char> term, TextSpan span, TermKind kind, bool isStopWord = false) =>
        _sink.Add(new Term(term, span, _position, kind, isStopWord));

    /// <summary>The run of characters without spaces that begins at <paramref name="start"/>, as overlapping pairs.</summary>
    private int Bigrams(int start)
    {
        Span<char> pair = stackalloc char[4];
        int at = start, previous = 0, previousStart = start;
        bool alone = true;
        while (Ideograph(at, pair[previous..], out int length) is > 0 and int next)
        {
            if (previous > 0)
            {
                EmitBigram(pair[..(previous + length)], new TextSpan(previousStart, next));
                _position++;
                pair.Slice(previous, length).CopyTo(pair);
                alone = false;
            }

            (previous, previousStart, at) = (length, at, next);
        }

        if (previous == 0) return start + 1;
        if (!alone) return at;
        EmitBigram(pair[..previous], new TextSpan(previousStart, at));
        _position++;
        return at;
    }

    private readonly void EmitBigram(scoped ReadOnlySpan<char> pair, TextSpan span) => Emit(pair, span, TermKind.Bigram, _vocabulary.IsStopWord(pair));

    /// <summary>Writes the unspaced character at <paramref name="at"/> and returns the position after it; 0 when there is none.</summary>
    private readonly int Ideograph(int at, scoped Span<char> target, out int length)
    {
        length = 0;
        if (at >= _text.Length) return 0;
        char c = _text[at];
        switch (_classes[c])
        {
            case CharacterClass.HighSurrogate when Characters.OfPair(_text[at..]) == CharacterClass.Ideograph:
                target[0] = c;
                target[1] = _text[at + 1];
                length = 2;
                return at + 2;
            case CharacterClass.Ideograph:
                target[0] = _folds[c];
                length = 1;
                char voiced = at + 1 < _text.Length && Characters.IsSoundMark(_text[at + 1]) ? Characters.Voiced(target[0], _text[at + 1]) : '\0';
                if (voiced == '\0') return at + 1;
                target[0] = voiced;
                return at + 2;
            default:
                return 0;
        }
    }
}

namespace Assay.Text.Analysis;

/// <summary>One term as the <see cref="Analyzer"/> hands it out; its characters are valid only until the call returns.</summary>
public readonly ref struct Term
{
    /// <summary>Makes a term.</summary>
    /// <param name="text">Its characters, folded and stemmed; 1 to <see cref="Analyzer.MaxTermLength"/>.</param>
    /// <param name="span">Where it stands in the analyzed text.</param>
    /// <param name="position">Its place in the order of terms, from 0.</param>
    /// <param name="kind">What it is there.</param>
    /// <param name="isStopWord">Whether it says how something is put, not what it is about.</param>
    public Term(ReadOnlySpan<char> text, TextSpan span, int position, TermKind kind, bool isStopWord)
    {
        Text = text;
        Span = span;
        Position = position;
        Kind = kind;
        IsStopWord = isStopWord;
    }

    /// <summary>The term as it is indexed and looked up: lower case, folded, stemmed.</summary>
    public ReadOnlySpan<char> Text { get; }

    /// <summary>The characters of the analyzed text that it stands for; a possessive ending is not among them.</summary>
    public TextSpan Span { get; }

    /// <summary>Its place for phrases and proximity, from 0, never descending; see <see cref="Analyzer"/> for compounds.</summary>
    public int Position { get; }

    /// <summary>What it is in the text.</summary>
    public TermKind Kind { get; }

    /// <summary>Whether the word is on the language's list of stop words; never true of wholes and numbers.</summary>
    public bool IsStopWord { get; }
}

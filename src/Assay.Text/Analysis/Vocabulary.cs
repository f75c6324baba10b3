using System.Collections.Frozen;
using Assay.Text.Languages;
using Assay.Text.Stemming;
using Assay.Text.Words;

namespace Assay.Text.Analysis;

/// <summary>What an analyzer knows of its language: folding, stems, stop words, elisions, the way numbers are written.</summary>
internal sealed class Vocabulary
{
    private readonly char[] _folds;
    private readonly StemFunction? _stem;
    private readonly bool _foldsStems;

    /// <summary>Spanish nouns in -ción are often typed without the accent, and the stemmer knows them by it.</summary>
    private readonly bool _restoresAccents;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _stopWords;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _elisions;

    public Vocabulary(Language language)
    {
        Language words = language is Language.Chinese or Language.Japanese or Language.Korean ? Language.English : language;
        string kept = Kept(words);
        _foldsStems = kept.Length > 0;
        _folds = Characters.FoldTable.ToArray();
        foreach (char c in kept)
        {
            _folds[c] = c;
            _folds[char.ToUpperInvariant(c)] = c;
        }

        _restoresAccents = words == Language.Spanish;
        _stem = Stemmers.For(words);
        DecimalComma = words is Language.German or Language.Spanish or Language.French or Language.Italian;
        _stopWords = StopWords.For(words).Concat(StopWords.For(language)).Select(FoldedWord).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        HasElisions = words is Language.French or Language.Italian;
        _elisions = Elisions(words).Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What each code unit folds to before stemming; 0 where it is dropped or becomes several.</summary>
    public ReadOnlySpan<char> Folds => _folds;

    /// <summary>Words met before.</summary>
    public WordCache Cache { get; } = new();

    /// <summary>Whether a comma comes before decimals.</summary>
    public bool DecimalComma { get; }

    /// <summary>Whether an apostrophe may end a word (<c>l'eau</c>).</summary>
    public bool HasElisions { get; }

    /// <summary>Whether combining accents have to be put together with their letters because the stemmer looks at them.</summary>
    public bool Composes => _foldsStems;

    /// <summary>Whether the folded <paramref name="word"/> is a stop word.</summary>
    public bool IsStopWord(ReadOnlySpan<char> word) => _stopWords.Contains(word);

    /// <summary>Whether what stands before an apostrophe is an elided word.</summary>
    public bool IsElision(ReadOnlySpan<char> word)
    {
        if (word.Length > 8) return false;
        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        return _elisions.Contains(lower);
    }

    /// <summary>Stems a folded word of letters in place and takes its accents off.</summary>
    /// <param name="buffer">The word at the start.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The term's length.</returns>
    public int Stem(Span<char> buffer, int length)
    {
        if (_restoresAccents && buffer[..length].EndsWith("ion") && length > 4 && buffer[length - 4] is 'c' or 's' or 'x') buffer[length - 2] = 'ó';
        if (_stem is not null) length = Math.Max(1, _stem(buffer, length));
        if (!_foldsStems) return length;
        ReadOnlySpan<char> folds = Characters.FoldTable;
        foreach (ref char c in buffer[..length])
        {
            if (c >= 0x80 && folds[c] != '\0') c = folds[c];
        }

        return length;
    }

    private static string Kept(Language language) => language switch
    {
        Language.German => "äöü",
        Language.Spanish => "áéíóúüñ",
        Language.French => "àâçéèêëîïôùûü",
        Language.Italian => "àáèéìíòóùú",
        _ => "",
    };

    private static string Elisions(Language language) => language switch
    {
        Language.French => "l d c j m n s t qu jusqu lorsqu puisqu quoiqu presqu quelqu",
        Language.Italian => "l d c m n s t v un all dall dell nell sull coll pell quell quest bell sant gl agl dagl degl negl sugl",
        _ => "",
    };

    private string FoldedWord(string word)
    {
        char[] folded = [.. word.Where(c => c != '\'').Select(c => _folds[c] == '\0' ? c : _folds[c])];
        return new string(folded).Replace("ß", "ss", StringComparison.Ordinal);
    }
}

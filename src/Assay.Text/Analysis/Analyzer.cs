using Assay.Text.Languages;

namespace Assay.Text.Analysis;

/// <summary>Turns text into the terms that are indexed and looked up: one analyzer a language, the same for documents and queries.</summary>
/// <remarks>
/// <para>
/// Terms are lower case and without accents, ligatures and width variants; a possessive <c>'s</c> is dropped, other apostrophes vanish
/// (<c>don't</c> gives <c>dont</c>), an elided article is a term of its own (<c>l'eau</c> gives <c>l</c>, <c>eau</c>). Words are stemmed by the language's
/// Snowball stemmer before their accents go; in Chinese, Japanese and Korean text, words in Latin letters are taken as English. Terms of mixed
/// letters and digits are not stemmed.
/// </para>
/// <para>
/// Compounds (parts held together by <c>- _ . / \ @ &amp; ::</c>, camel case, or letters and digits of two or more each) come as a
/// <see cref="TermKind.Whole"/>, the parts written together, and then as their <see cref="TermKind.Part"/>s. Separators remain in a whole only between
/// two digits (<c>2024-01-31</c>). A whole of letters only is stemmed, so it is the term that the compound gives when somebody writes it as
/// one word (<c>e-mails</c>, <c>emails</c>). A version comes whole with and without its <c>v</c>, with its first two numbers, and in single numbers.
/// Initials with stops (<c>U.S.</c>) are one word.
/// </para>
/// <para>
/// Positions: each word, number and part takes the next one; a whole has the position of its first part. So a phrase matches
/// parts in a row, and what follows a compound is next to its last part. Neighbouring characters of scripts without spaces come as
/// overlapping bigrams, each with the next position; one that stands alone is a term by itself.
/// </para>
/// <para>Stop words are handed out like all others, with a flag. A term is at most 64 characters long: longer words are cut, longer wholes left out.
/// Instances are safe to use from many threads, and the terms do not depend on what was analyzed before.</para>
/// </remarks>
public sealed class Analyzer
{
    /// <summary>No term has more UTF-16 code units than this.</summary>
    public const int MaxTermLength = 64;

    private static readonly Analyzer[] s_analyzers = [.. Enum.GetValues<Language>().Select(l => new Analyzer(l))];

    private readonly Lazy<Vocabulary> _vocabulary;

    private Analyzer(Language language)
    {
        Language = language;
        _vocabulary = new Lazy<Vocabulary>(() => new Vocabulary(language));
    }

    /// <summary>The language whose words it knows.</summary>
    public Language Language { get; }

    /// <summary>The analyzer of a language; always the same instance.</summary>
    /// <param name="language">Any language; for <see cref="Language.Unknown"/> words are folded but not stemmed and there are no stop words.</param>
    /// <returns>A shared instance.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the enumeration.</exception>
    public static Analyzer For(Language language)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)language, (uint)s_analyzers.Length, nameof(language));
        return s_analyzers[(int)language];
    }

    /// <summary>Hands the terms of <paramref name="text"/> to <paramref name="sink"/>, in the order of their positions.</summary>
    /// <typeparam name="TSink">A struct for speed; a class or <see cref="ITermSink"/> itself works too.</typeparam>
    /// <param name="text">Any text, broken surrogates included.</param>
    /// <param name="sink">Takes the terms; not copied.</param>
    /// <remarks>Allocates nothing once the words of the text have been seen; time is linear in the text.</remarks>
    public void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : ITermSink
    {
        Span<char> buffer = stackalloc char[AnalysisPass<TSink>.BufferLength];
        new AnalysisPass<TSink>(text, _vocabulary.Value, ref sink, buffer).Run();
    }

    /// <summary>Hands the terms of <paramref name="text"/> to <paramref name="sink"/>, in the order of their positions.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="sink">Takes the terms.</param>
    public void Analyze(ReadOnlySpan<char> text, ITermSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Analyze(text, ref sink);
    }
}

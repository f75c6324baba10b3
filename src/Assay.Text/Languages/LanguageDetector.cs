using System.Collections.Frozen;
using Assay.Text.Analysis;
using Assay.Text.Words;

namespace Assay.Text.Languages;

/// <summary>Tells the language of a text by its script, its stop words and its trigrams.</summary>
/// <remarks>
/// Chinese, Japanese and Korean show by their script. For languages in Latin letters each trigram of each word adds the logarithm of its share in
/// that language, each stop word a little more; 11 further languages are known only so that they are not taken for one of these. Only the first
/// 4,000 characters are looked at. Integer sums: the same text gives the same answer on every machine.
/// </remarks>
public static class LanguageDetector
{
    private const int LongestSample = 4000;

    /// <summary>Letters of CJK text say about as much as this many in Latin script.</summary>
    private const int IdeographWeight = 3;

    /// <summary>Thirds of a bit that a stop word adds to the languages that have it.</summary>
    private const int StopWordBonus = 6;

    /// <summary>Fewer trigrams than this do not tell a language.</summary>
    private const int FewestTrigrams = 8;

    /// <summary>The best language has to be ahead of the next by this many thirds of a bit.</summary>
    private const int LeastLead = 12;

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> s_stopWords = StopWordMasks();

    /// <summary>The language of a text.</summary>
    /// <param name="text">Plain text; markup and code only dilute the evidence.</param>
    /// <returns>The language, or <see cref="Language.Unknown"/> for other languages and for too little text, such as a single word.</returns>
    public static Language Detect(ReadOnlySpan<char> text)
    {
        Span<int> scores = stackalloc int[TrigramProfiles.Count];
        Evidence evidence = Read(text, scores);
        if (evidence.Unspaced * IdeographWeight > evidence.Latin + evidence.Other) return evidence.UnspacedLanguage;
        if (evidence.Other > evidence.Latin || evidence.Trigrams < FewestTrigrams) return Language.Unknown;
        int best = Best(scores);
        return best < TrigramProfiles.Latin.Length && IsAhead(scores, best) ? TrigramProfiles.Latin[best] : Language.Unknown;
    }

    /// <summary>The language of a text of Latin or CJK letters as a two-letter code, of all profiles; empty where it does not tell.</summary>
    internal static string Code(ReadOnlySpan<char> text)
    {
        Span<int> scores = stackalloc int[TrigramProfiles.Count];
        Evidence evidence = Read(text, scores);
        if (evidence.Unspaced * IdeographWeight > evidence.Latin + evidence.Other)
        {
            return evidence.UnspacedLanguage switch { Language.Chinese => "zh", Language.Japanese => "ja", _ => "ko" };
        }

        if (evidence.Other > evidence.Latin || evidence.Trigrams < FewestTrigrams) return "";
        int best = Best(scores);
        return IsAhead(scores, best) ? TrigramProfiles.Codes[best] : "";
    }

    private static int Best(ReadOnlySpan<int> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best]) best = i;
        }

        return best;
    }

    private static bool IsAhead(ReadOnlySpan<int> scores, int best)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (i != best && scores[best] - scores[i] < LeastLead) return false;
        }

        return true;
    }

    /// <summary>The likeliest of some languages, for a query whose answer is in one of them, however short.</summary>
    /// <param name="text">The query.</param>
    /// <param name="candidates">The languages of the documents, the commonest first: it is taken when nothing speaks for another.</param>
    /// <returns>One of <paramref name="candidates"/>, or <see cref="Language.Unknown"/> when there are none.</returns>
    public static Language Detect(ReadOnlySpan<char> text, ReadOnlySpan<Language> candidates)
    {
        if (candidates.IsEmpty) return Language.Unknown;
        if (candidates.Length == 1) return candidates[0];
        Span<int> scores = stackalloc int[TrigramProfiles.Count];
        Evidence evidence = Read(text, scores);
        if (evidence.Unspaced > 0 && evidence.Unspaced * IdeographWeight >= evidence.Latin) return Unspaced(evidence, candidates);
        Language best = candidates[0];
        int most = Score(best, scores);
        foreach (Language candidate in candidates)
        {
            int score = Score(candidate, scores);
            if (score > most) (best, most) = (candidate, score);
        }

        return best;
    }

    private static Language Unspaced(Evidence evidence, ReadOnlySpan<Language> candidates)
    {
        if (candidates.Contains(evidence.UnspacedLanguage)) return evidence.UnspacedLanguage;
        int other = candidates.IndexOfAny(Language.Chinese, Language.Japanese, Language.Korean);
        return other >= 0 ? candidates[other] : candidates[0];
    }

    private static int Score(Language language, ReadOnlySpan<int> scores)
    {
        int profile = TrigramProfiles.Latin.IndexOf(language);
        return profile >= 0 ? scores[profile] : 0;
    }

    private static Evidence Read(ReadOnlySpan<char> text, Span<int> scores)
    {
        Evidence evidence = default;
        ReadOnlySpan<char> sample = text[..Math.Min(text.Length, LongestSample)];
        Span<char> word = stackalloc char[LongestWord];
        int length = 0;
        foreach (char c in sample)
        {
            switch (Characters.Classes[c])
            {
                case CharacterClass.Lower or CharacterClass.Upper when c < 0x250 || c is >= '\u1E00' and <= '\u1EFF':
                    evidence.Latin++;
                    if (length < LongestWord) word[length++] = char.ToLowerInvariant(c);
                    continue;
                case CharacterClass.Accent:
                    if (length > 0 && Characters.Compose(word[length - 1], c) is > '\0' and char composed) word[length - 1] = composed;
                    continue;
                case CharacterClass.Invisible:
                    continue;
                case CharacterClass.Ideograph:
                    evidence.CountUnspaced(c);
                    break;
                case CharacterClass.Lower or CharacterClass.Upper or CharacterClass.Letter:
                    evidence.Other++;
                    break;
            }

            evidence.Trigrams += AddWord(word[..length], scores);
            length = 0;
        }

        evidence.Trigrams += AddWord(word[..length], scores);
        return evidence;
    }

    private const int LongestWord = 32;

    private static int AddWord(ReadOnlySpan<char> word, Span<int> scores)
    {
        if (word.IsEmpty) return 0;
        int known = 0;
        char first = ' ';
        for (int i = 0; i < word.Length; i++)
        {
            ReadOnlySpan<byte> levels = TrigramProfiles.Instance.Levels(TrigramProfiles.Key(first, word[i], i + 1 < word.Length ? word[i + 1] : ' '));
            first = word[i];
            if (levels.IsEmpty) continue;
            known++;
            for (int p = 0; p < levels.Length; p++) scores[p] += levels[p];
        }

        if (!s_stopWords.TryGetValue(word, out int languages)) return known;
        for (int p = 0; p < TrigramProfiles.Latin.Length; p++)
        {
            if ((languages & (1 << p)) != 0) scores[p] += StopWordBonus;
        }

        return known;
    }

    private static FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> StopWordMasks()
    {
        var masks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int p = 0; p < TrigramProfiles.Latin.Length; p++)
        {
            foreach (string word in StopWords.For(TrigramProfiles.Latin[p])) masks[word] = masks.GetValueOrDefault(word) | (1 << p);
        }

        return masks.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Letters by script.</summary>
    private struct Evidence
    {
        private int _kana;
        private int _hangul;
        private int _han;

        public int Latin { get; set; }

        public int Other { get; set; }

        public int Trigrams { get; set; }

        public readonly int Unspaced => _kana + _hangul + _han;

        /// <summary>Japanese mixes kana with Han, hardly less than one in ten; Korean may cite Han.</summary>
        public readonly Language UnspacedLanguage =>
            _hangul > _kana && _hangul * 4 > _han ? Language.Korean : _kana * 10 > _han ? Language.Japanese : Language.Chinese;

        public void CountUnspaced(char c)
        {
            if (c is >= 'ぁ' and <= 'ヿ' or >= 'ㇰ' and <= 'ㇿ' or >= '\uFF66' and <= '\uFF9F') _kana++;
            else if (c is >= '가' and <= '힣' or >= '\u1100' and <= '\u11FF' or >= '\u3131' and <= '\u318E') _hangul++;
            else _han++;
        }
    }
}

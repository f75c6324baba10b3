using System.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Finds out which character set bytes are in that are no UTF-8, by which reading of them is most like text.</summary>
/// <remarks>
/// Sets of several bytes a character are taken when every byte fits, most characters are common ones and they follow each other: the letters with accents of a Western text, taken
/// for such characters together with the letter behind them, stand alone between letters. Among sets of one byte the score of a reading is what its letters
/// beyond ASCII are worth: common letters of the set's languages count for it; signs, letters of another script within a word, and capitals behind small letters against it.
/// </remarks>
internal static class CharsetDetector
{
    private const int SampleBytes = 64 * 1024;
    private const int FewestHigh = 1;
    private const double LeastScore = 0.35;
    private const double MostAlone = 0.5;

    // Code page; letters of the languages written in it, for scripts of one language by how often they come.
    private static readonly (int Page, string Letters, bool Ranked)[] Single =
    [
        (1252, "éäöüèàßêçôóíáñâîïëùûúæøåãõì°€£©®–—’“”„…•§«»", false), (1250, "ąćęłńóśźżčřšžýáíéůěťďňőűăîâțșŁŚŻČŘŠŽ", false), (1251, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъіїєґ", true),
        (1253, "αοιετσνηυρπκμλςωγδθφχβξζψάέήίόύώ", true), (1254, "ışğüöçİ", false), (1255, "יוהלאמרתבשנכדקםפעחטסגזצןךףץ", true), (1256, "اليمنوترعبدسقكفحهةجشصطخذزثضغظىأإئؤء", true), (1257, "āčēģīķļņšūžąęėįųū", false),
        (20866, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ", true), (866, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ", true),
    ];

    private static readonly int[] Several = [932, 51932, 54936, 950, 51949];

    /// <summary>The set that bytes are most likely in.</summary>
    /// <param name="bytes">Bytes that are no UTF-8.</param>
    /// <returns>Null when no reading of them is like text.</returns>
    public static Encoding? Detect(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> sample = bytes[..Math.Min(bytes.Length, SampleBytes)];
        if (Wide(sample) is { } wide) return wide;
        if (sample.Contains((byte)0)) return null;
        Encoding? best = null;
        double bestScore = LeastScore;
        foreach (int page in Several)
        {
            if (SeveralScore(page, sample) is var score && score > bestScore) (best, bestScore) = (Page(page), score);
        }

        if (best is not null) return best;
        foreach ((int page, string letters, bool ranked) in Single)
        {
            if (SingleScore(Page(page).GetString(sample), letters, ranked) is var score && score > bestScore) (best, bestScore) = (Page(page), score);
        }

        return best;
    }

    private static Encoding Page(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page)!;

    // UTF-16 without its mark: nearly every other byte of Western text is zero.
    private static UnicodeEncoding? Wide(ReadOnlySpan<byte> sample)
    {
        if (sample.Length < 4) return null;
        int even = 0, odd = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }

        int pairs = sample.Length / 2;
        if (odd > pairs * 0.7 && even < pairs * 0.02) return new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
        return even > pairs * 0.7 && odd < pairs * 0.02 ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true) : null;
    }

    private static double SeveralScore(int page, ReadOnlySpan<byte> sample)
    {
        var strict = (Encoding)Page(page).Clone();
        strict.DecoderFallback = new DecoderReplacementFallback("\uFFFF");
        string text = strict.GetString(sample);
        bool kana = text.AsSpan().ContainsAnyInRange('\u3040', '\u30FF');
        double common = 0, all = 0, bad = 0, alone = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 0x80) continue;
            all++;
            char before = i > 0 ? text[i - 1] : ' ', after = i + 1 < text.Length ? text[i + 1] : ' ';
            if (before < 0x80 && after < 0x80 && (char.IsAsciiLetter(before) || char.IsAsciiLetter(after))) alone++;
            if (c is '\uFFFF' or >= '\uE000' and <= '\uF8FF') bad++;
            else if (c is >= '\uAC00' and <= '\uD7A3') common += FrequentKorean.Contains(c, StringComparison.Ordinal) ? 1 : 0.58;
            else if (c is >= '\u3040' and <= '\u30FF') common += page is 932 or 51932 ? 1 : 0.4;
            else if (c is '、' or '。' or '，' or '：' or '（' or '）') common += 1;
            else if (c is >= '\u4E00' and <= '\u9FFF') common += Ideograph(page, c, kana);
            else if (c is >= '\uFF61' and <= '\uFF9F') common -= 0.3;
        }

        // Half a character may stand at the end of the sample.
        return all < 4 || bad > 1 + (all * 0.002) || alone > all * MostAlone ? 0 : common / all;
    }

    // Korean is written with hardly any, and Japanese not without its own letters between them.
    private static double Ideograph(int page, char c, bool kana) => page switch
    {
        54936 or 950 => Frequent.Contains(c, StringComparison.Ordinal) ? 1 : 0.55,
        51949 => 0.2,
        51932 => kana ? 0.6 : 0.5,
        _ => 0.6,
    };

    private static double SingleScore(string text, string letters, bool ranked)
    {
        double score = 0, high = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 0x80) continue;
            high++;
            char before = i > 0 ? text[i - 1] : ' ', after = i + 1 < text.Length ? text[i + 1] : ' ';
            if (char.IsLetter(c) || letters.Contains(c, StringComparison.Ordinal)) score += Letter(c, letters, ranked);
            else score += char.IsControl(c) || c == '\uFFFD' ? -3 : char.IsLetter(before) && char.IsLetter(after) ? c == '’' ? 1 : -1 : 0.2;
            if (!char.IsLetter(c)) continue;
            if (char.IsUpper(c) && char.IsLower(before)) score -= 1.5;
            if (char.IsLetter(before) && Script(before) != Script(c)) score -= 1;
            if (char.IsLetter(before) && Script(before) == Script(c) && Script(c) > 0) score += 0.3;
        }

        return high < FewestHigh ? 0 : score / high;
    }

    // The commonest letter of a ranked set counts for five times the rarest one.
    private static double Letter(char c, string letters, bool ranked)
    {
        int small = letters.IndexOf(c, StringComparison.Ordinal), at = small >= 0 ? small : letters.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
        if (at < 0) return -0.2;
        double worth = ranked ? 1 - (0.8 * at / letters.Length) : 1;
        return small < 0 ? 0.6 * worth : ranked ? 1.25 * worth : worth;
    }

    private static int Script(char c) => c switch { < '\u0250' => 0, >= '\u0370' and < '\u0400' => 1, >= '\u0400' and < '\u0530' => 2, >= '\u0590' and < '\u0600' => 3, >= '\u0600' and < '\u0700' => 4, _ => 5 };

    // The commonest syllables of Korean text, endings and particles above all.
    private const string FrequentKorean = "이다는에의가을를로하고지은도한서사기니나그리자어들으해시인대과아수정있라일부제만여스보장전게것적면주였었습까와합금매월발생약명날터효력급문세비원조상성공구용안내신무동국경계회소관유실통받했할된되입위법모방학연물분단운진산요음때더우거오없않같";

    // The commonest characters of Chinese text in both spellings, those of offices among them.
    private const string Frequent = "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长这為來個國說們會過學對裡後麼還發當開無經頭見動兩長時产品价格金额数量单号名称客户合司付款期限服务系统信息管理部门编型重安全登录配置机器產價額數單號稱戶務統資訊門編設機電";
}

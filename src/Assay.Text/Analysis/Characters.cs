using System.Globalization;
using System.Text;

namespace Assay.Text.Analysis;

/// <summary>Class and folded form of every UTF-16 code unit, as tables.</summary>
internal static class Characters
{
    /// <summary>Lower-case letters with the letter that they fold to at the head of each group.</summary>
    private const string Folds =
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇɓ cçćĉċčḉ dďḋḍḏḑḓđðɖ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟƒ gĝğġģǧǵḡǥ hĥȟḣḥḧḩḫẖħ iìíîïĩīĭįǐȉȋḭḯỉịıi̇ jĵǰ kķǩḱḳḵƙ " +
        "lĺļľḷḹḻḽłŀ mḿṁṃ nñńņňǹṅṇṉṋŋ oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩſẛ tţťțṫṭṯṱẗŧ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự " +
        "vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕƶ æǣǽ αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ βϐ εέϵἐἑἒἓἔἕὲέ ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ θϑ ιΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ κϰ οόὀὁὂὃὄὅὸό πϖ " +
        "ρϱῤῥ σςϲ υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ φϕ ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ аӑӓ гѓґ еѐёӗ жӂӝ зӟ ийѝӣӥ кќ оӧ уўӯӱӳ чӵ ыӹ эӭ ії";

    private const string HalfWidthKatakana = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    private static readonly CharacterClass[] s_classes = MakeClasses();
    private static readonly char[] s_folds = MakeFolds();

    /// <summary>The class of each code unit; 65,536 of them.</summary>
    public static ReadOnlySpan<CharacterClass> Classes => s_classes;

    /// <summary>The folded form of each code unit: lower case, no accent, ordinary width; 0 where it is nothing or several characters.</summary>
    public static ReadOnlySpan<char> FoldTable => s_folds;

    /// <summary>Several characters that one lower- or upper-case letter folds to; empty for letters that fold to one, and for what is dropped.</summary>
    public static ReadOnlySpan<char> Expansion(char c) => c switch
    {
        'ß' or 'ẞ' => "ss",
        'æ' or 'Æ' or 'ǣ' or 'Ǣ' or 'ǽ' or 'Ǽ' => "ae",
        'œ' or 'Œ' => "oe",
        'þ' or 'Þ' => "th",
        'ĳ' or 'Ĳ' => "ij",
        'ŉ' => "n",
        'ǆ' or 'ǅ' or 'Ǆ' => "dz",
        'ǉ' or 'ǈ' or 'Ǉ' => "lj",
        'ǌ' or 'ǋ' or 'Ǌ' => "nj",
        'ǳ' or 'ǲ' or 'Ǳ' => "dz",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' or 'ﬆ' => "st",
        _ => default,
    };

    /// <summary>The letter that <paramref name="letter"/> and a combining accent make together, of those that stemmers know; 0 for others.</summary>
    public static char Compose(char letter, char accent)
    {
        ReadOnlySpan<char> letters = accent switch
        {
            '\u0300' => "aàeèiìoòuù",
            '\u0301' => "aáeéiíoóuú",
            '\u0302' => "aâeêiîoôuû",
            '\u0303' => "nñ",
            '\u0308' => "aäeëiïoöuü",
            '\u0327' => "cç",
            _ => default,
        };
        for (int i = 0; i < letters.Length; i += 2)
        {
            if (letters[i] == letter) return letters[i + 1];
        }

        return '\0';
    }

    /// <summary>The kana that <paramref name="kana"/> and a (semi-)voiced sound mark make together; 0 when they do not combine.</summary>
    public static char Voiced(char kana, char mark)
    {
        bool half = mark is '\uFF9F' or '\u309A';
        char katakana = kana is >= 'ぁ' and <= 'ゖ' ? (char)(kana + 0x60) : kana;
        bool h = katakana is 'ハ' or 'ヒ' or 'フ' or 'ヘ' or 'ホ';
        if (half) return h ? (char)(kana + 2) : '\0';
        if (katakana == 'ウ') return (char)(kana - 'ウ' + 'ヴ');
        return h || "カキクケコサシスセソタチツテト".Contains(katakana, StringComparison.Ordinal) ? (char)(kana + 1) : '\0';
    }

    /// <summary>Whether this is a mark that <see cref="Voiced"/> takes.</summary>
    public static bool IsSoundMark(char c) => c is '\u3099' or '\u309A' or '\uFF9E' or '\uFF9F';

    /// <summary>Class of the character that a surrogate pair at the start of <paramref name="text"/> makes; <see cref="CharacterClass.Break"/> for half a pair.</summary>
    public static CharacterClass OfPair(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || !Rune.TryCreate(text[0], text[1], out Rune rune)) return CharacterClass.Break;
        if (rune.Value is >= 0x20000 and <= 0x3FFFF) return CharacterClass.Ideograph;
        return Rune.IsLetter(rune) ? CharacterClass.Letter : CharacterClass.Break;
    }

    private static CharacterClass[] MakeClasses()
    {
        var classes = new CharacterClass[0x10000];
        for (int i = 0; i < classes.Length; i++) classes[i] = ClassOf((char)i);
        foreach (char c in "'’ʼ‛＇") classes[c] = CharacterClass.Apostrophe;
        foreach (char c in "-‐‑_./\\@&:") classes[c] = CharacterClass.Joiner;
        foreach (char c in "\u00AD\u200C\u200D\u2060\uFEFF") classes[c] = CharacterClass.Invisible;
        return classes;
    }

    private static CharacterClass ClassOf(char c)
    {
        if (IsUnspaced(c)) return CharacterClass.Ideograph;
        if (c is >= '\u0300' and <= '\u036F') return CharacterClass.Accent;
        if (c is >= '\uFE00' and <= '\uFE0F') return CharacterClass.Invisible;
        if (c is >= '₀' and <= '₉') return CharacterClass.Digit;
        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.LowercaseLetter => CharacterClass.Lower,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharacterClass.Upper,
            UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.LetterNumber
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => CharacterClass.Letter,
            UnicodeCategory.DecimalDigitNumber => CharacterClass.Digit,
            UnicodeCategory.Surrogate => char.IsHighSurrogate(c) ? CharacterClass.HighSurrogate : CharacterClass.Break,
            _ => CharacterClass.Break,
        };
    }

    private static bool IsUnspaced(char c) => c is >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF'
        or '々' or '〇' or >= 'ぁ' and <= 'ゟ' or >= 'ァ' and <= 'ヿ' and not '・' or >= 'ㄅ' and <= 'ㄯ' or >= 'ㇰ' and <= 'ㇿ' or >= '\uFF66' and <= '\uFF9F'
        or >= '가' and <= '힣' or >= '\u1100' and <= '\u11FF' or >= '\u3131' and <= '\u318E';

    private static char[] MakeFolds()
    {
        var folds = new char[0x10000];
        for (int i = 0; i < folds.Length; i++)
        {
            char c = (char)i;
            folds[i] = s_classes[i] switch
            {
                CharacterClass.Accent or CharacterClass.Invisible or CharacterClass.Apostrophe => '\0',
                CharacterClass.Digit => (char)('0' + (c is >= '₀' and <= '₉' ? c - '₀' : CharUnicodeInfo.GetDecimalDigitValue(c))),
                CharacterClass.Upper or CharacterClass.Lower => Narrow(char.ToLowerInvariant(c)),
                CharacterClass.Ideograph => c is >= '\uFF66' and <= '\uFF9D' ? HalfWidthKatakana[c - '\uFF66'] : c,
                _ => c,
            };
        }

        foreach (string group in Folds.Split(' '))
        {
            foreach (char c in group)
            {
                char upper = char.ToUpperInvariant(c);
                if (s_classes[c] == CharacterClass.Lower) folds[c] = group[0];
                if (s_classes[upper] == CharacterClass.Upper) folds[upper] = group[0];
            }
        }

        folds['İ'] = 'i';
        for (int i = 0; i < folds.Length; i++)
        {
            if (!Expansion((char)i).IsEmpty) folds[i] = '\0';
        }

        return folds;
    }

    private static char Narrow(char c) => c is >= '！' and <= '～' ? (char)(c - '！' + '!') : c;
}

using System.Collections.Immutable;
using Assay.Text.Tokenizers;

namespace Assay.Models.Decoders.Export;

/// <summary>Texts by which ways of cutting text can be told apart: numbers, contractions, spaces, line ends, punctuation, scripts, marks and code.</summary>
internal static class TokenizerProbes
{
    /// <summary>The texts.</summary>
    public static ImmutableArray<string> Texts { get; } =
    [
        "Hello, world! How's it going? I'll say we've DON'T'VE they're I'M he'd",
        "In 1999, 12345678 people paid $3,141.59 or 2.718e-10; call 030/123456-7.",
        "a  b   c    d\te\t\tf \n g\n\nh\r\ni \n\n\n j   ",
        "   leading and trailing   ",
        "def f(x, y=10):\n    return x**2 + y  # comment\n\tif not (x != y): pass;;; {}[]<>",
        "Straße, naïve café, Ångström, El Niño; Łódź, žluťoučký kůň",
        "cafe\u0301 e\u0301 \u212B \uFB01 \u00BD \u2460 ２３",
        "Москва, Ελλάδα, שלום עולם, مرحبا بالعالم, नमस्ते दुनिया, สวัสดีชาวโลก",
        "你好，世界。今天是2024年5月3日。日本語のテキスト、カタカナ。한국어 문장입니다.",
        "😀 👍🏽 👨‍👩‍👧 🇨🇭 ❤️ ™ © … — – “quotes” ‘single’ «guillemets»",
        "CamelCaseWord HTTPServer iPhone15 v2.0.1-beta+exp.sha https://example.com/a/b?c=d&e=f#g user@example.org",
        "!!! ??? ... --- *** ((())) ''' \"\"\" ``` ~~~ ^^^ %%% &&& @@@ ### $$$",
        "x=1;y=2\n\n\n\n    z\u00A0nbsp\u3000ideographic\u200Bzero",
        "1 22 333 4444 55555 666666 7777777 88888888 999999999",
        "The quick brown fox jumps over the lazy dog. 'Twas the night's end; o'clock rock'n'roll y'all'd",
        "\n\n \n  \n   leading lines",
        "\U0001D518\U0001D52B\U0001D526 \U00020000 a\u0300\u0301\u0302 \u0645\u0650\u062F ०१२ ٣٤٥",
    ];

    /// <summary>Texts of a vocabulary's own tokens, one behind the other: where pieces could be joined, they are.</summary>
    /// <param name="tokenizer">The vocabulary.</param>
    public static IEnumerable<string> Of(Tokenizer tokenizer)
    {
        const int Most = 6000, InOneText = 40;
        int step = Math.Max(1, tokenizer.VocabularySize / Most);
        IEnumerable<string> tokens = Enumerable.Range(0, tokenizer.VocabularySize / step).Select(i => i * step).Where(id => !tokenizer.IsSpecial(id)).Select(id => tokenizer.Decode([id])).Where(t => t.Length > 0 && !t.Contains('\uFFFD', StringComparison.Ordinal));
        return tokens.Chunk(InOneText).Select(c => string.Concat(c));
    }
}

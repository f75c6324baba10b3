using Assay.Text.Analysis;
using Assay.Text.Languages;

namespace Assay.Tests.Text.Analysis;

/// <summary>Which terms come out of which text.</summary>
public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("The Cats were running", "the@0 cat@1 were@2 run@3")]
    [InlineData("Rome's streets, the students' rooms", "rome@0 street@1 the@2 student@3 room@4")]
    [InlineData("Don’t we’re O'Brien", "dont@0 were@1 obrien@2")]
    [InlineData("café naïve Ångström straße ﬁne", "cafe@0 naiv@1 angstrom@2 strass@3 fine@4")]
    [InlineData("cafe\u0301 co\u00ADoperate", "cafe@0 cooper@1")]
    [InlineData("ＦＵＬＬ ｗｉｄｔｈ １２", "full@0 width@1 12@2")]
    public void Analyze_words_are_folded_and_stemmed(string text, string expected) => Assert.Equal(expected, TermList.Positions(text));

    [Theory]
    [InlineData("error FL-4012 now", "error@0 fl4012@1 fl@1 4012@2 now@3")]
    [InlineData("FL4012", "fl4012@0 fl@0 4012@1")]
    [InlineData("getUserName()", "getusernam@0 get@0 user@1 name@2")]
    [InlineData("get_user_names", "getusernam@0 get@0 user@1 name@2")]
    [InlineData("HTTP_404", "http404@0 http@0 404@1")]
    [InlineData("HTTPServer APIs", "httpserver@0 http@0 server@1 api@2")]
    [InlineData("v2.10.3", "v2.10.3@0 2.10.3@0 2.10@0 2@0 10@1 3@2")]
    [InlineData("2.10.3-beta", "2.10.3beta@0 2.10.3@0 2.10@0 2@0 10@1 3@2 beta@3")]
    [InlineData("v2.10", "v2.10@0 2.10@0")]
    [InlineData("v2", "v2@0")]
    [InlineData("mail user@host.com.", "mail@0 userhostcom@1 user@1 host@2 com@3")]
    [InlineData("see foo/bar.md", "see@0 foobarmd@1 foo@1 bar@2 md@3")]
    [InlineData("e-mails", "email@0 e@0 mail@1")]
    [InlineData("std::vector at 10:30", "stdvector@0 std@0 vector@1 at@2 10:30@3 10@3 30@4")]
    [InlineData("U.S. and U.S.A.", "us@0 and@1 usa@2")]
    [InlineData("C# and C++", "c#@0 and@1 c++@2")]
    [InlineData("AT&T", "att@0 at@0 t@1")]
    [InlineData("2024-01-31", "2024-01-31@0 2024@0 01@1 31@2")]
    [InlineData("src/getUserName", "srcgetusernam@0 src@0 getusernam@1 get@1 user@2 name@3")]
    [InlineData("GPT-3.5 costs", "gpt3.5@0 gpt@0 3.5@1 cost@2")]
    [InlineData("3.5mm 5km 100ms", "3.5mm@0 3.5@0 mm@1 5km@2 100ms@3 100@3 ms@4")]
    public void Analyze_compounds_come_whole_and_in_parts(string text, string expected) => Assert.Equal(expected, TermList.Positions(text));

    [Theory]
    [InlineData("1,000.50 and $1,190", Language.English, "1000.50@0 and@1 1190@2")]
    [InlineData("1.000,50 und 3,5", Language.German, "1000.50@0 und@1 3.5@2")]
    [InlineData("1,2,3", Language.English, "1@0 2@1 3@2")]
    [InlineData("3.14 50%", Language.English, "3.14@0 50@1")]
    [InlineData("192.168.1.1", Language.English, "192.168.1.1@0 192.168@0 192@0 168@1 1@2 1@3")]
    public void Analyze_numbers_lose_their_grouping(string text, Language language, string expected) => Assert.Equal(expected, TermList.Positions(text, language));

    [Theory]
    [InlineData(Language.German, "Größe grosse GRÖSSE", "gross gross gross")]
    [InlineData(Language.German, "Häuser Hauses", "haus haus")]
    [InlineData(Language.Spanish, "comunicación comunicacion comunicaciones", "comun comun comun")]
    [InlineData(Language.Spanish, "está Están", "esta estan")]
    [InlineData(Language.French, "l'eau d’une élève jusqu'à", "l eau d une elev jusqu a")]
    [InlineData(Language.French, "continuellement œuvre", "continuel oeuvr")]
    [InlineData(Language.Italian, "dell'arte città perché", "dell arte citt perc")]
    [InlineData(Language.Unknown, "Größe Łódź Ðurđevac Ελλάδα Ёлка", "grosse lodz durdevac ελλαδα елка")]
    public void Analyze_accents_serve_the_stemmer_and_then_go(Language language, string text, string expected)
    {
        Assert.Equal(expected, TermList.Texts(text, language));
        Assert.Equal(expected, TermList.Texts(text.Normalize(System.Text.NormalizationForm.FormD), language));
    }

    [Theory]
    [InlineData("北京大学", Language.Chinese, "北京@0 京大@1 大学@2")]
    [InlineData("我 爱", Language.Chinese, "我@0 爱@1")]
    [InlineData("使用Docker容器", Language.Chinese, "使用@0 docker@1 容器@2")]
    [InlineData("データを", Language.Japanese, "デー@0 ータ@1 タを@2")]
    [InlineData("ﾃﾞｰﾀ", Language.Japanese, "デー@0 ータ@1")]
    [InlineData("한국어 공부", Language.Korean, "한국@0 국어@1 공부@2")]
    [InlineData("𠮷野家", Language.Japanese, "𠮷野@0 野家@1")]
    public void Analyze_unspaced_scripts_come_as_bigrams(string text, Language language, string expected) => Assert.Equal(expected, TermList.Positions(text, language));

    [Fact]
    public void Analyze_marks_stop_words_and_kinds()
    {
        IReadOnlyList<TermList.Kept> terms = TermList.Of("the FL-40 is 12 北京");
        Assert.Equal([true, false, false, false, true, false, false], terms.Select(t => t.IsStopWord));
        Assert.Equal([TermKind.Word, TermKind.Whole, TermKind.Part, TermKind.Part, TermKind.Word, TermKind.Number, TermKind.Bigram], terms.Select(t => t.Kind));
    }
}

using System.Globalization;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Names, codes, amounts and dates that nobody has read before, so that a model must copy them.</summary>
/// <param name="dice">Chooses.</param>
/// <param name="data">First names, words and the like.</param>
internal sealed class InventedValues(LessonDice dice, TaskData data)
{
    private static readonly string[] Starts = ["b", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr", "g", "gl", "gr", "h", "j", "k", "kl", "kr", "l", "m", "n", "p", "pl", "pr", "qu", "r", "s", "sc", "sh", "sk", "sl", "st", "str", "t", "th", "tr", "v", "w", "z", ""];
    private static readonly string[] Middles = ["a", "e", "i", "o", "u", "ai", "au", "ea", "ei", "ia", "ie", "io", "oa", "oo", "ou", "y"];
    private static readonly string[] Ends = ["", "", "b", "ck", "d", "k", "l", "ll", "lm", "ln", "m", "n", "nd", "ng", "nt", "p", "r", "rd", "rk", "rn", "rt", "s", "sk", "ss", "st", "t", "th", "x", "z"];
    private static readonly string[] Consonants = ["b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u"];
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>An invented word.</summary>
    /// <param name="least">Syllables at least.</param>
    /// <param name="most">Syllables at most.</param>
    public string Word(int least = 2, int most = 3) => dice.Chance(0.5)
        ? string.Concat(Enumerable.Range(0, dice.Between(least, most)).Select(_ => dice.Pick(Consonants) + dice.Pick(Vowels))) + dice.Pick(Consonants)[..dice.Below(2)]
        : string.Concat(Enumerable.Range(0, dice.Between(least, most)).Select(_ => dice.Pick(Starts) + dice.Pick(Middles) + (dice.Chance(0.45) ? dice.Pick(Ends) : "")));

    /// <summary>An invented word with a capital letter.</summary>
    public string Name() => Capital(Word());

    /// <summary>A value of a kind.</summary>
    /// <param name="kind">The kind, as <c>reading-tasks.json</c> names it.</param>
    public string Of(string kind) => kind switch
    {
        "person" => Person(),
        "place" => dice.Chance(0.4) ? dice.Pick(data.Places) : Name(),
        "company" => $"{Name()} {dice.Pick(data.CompanyEnds)}",
        "product" => Product(),
        "code" => Code(),
        "amount" => Amount(),
        "percent" => $"{Decimal(dice.Between(1, 99), dice.Chance(0.4) ? 1 : 0)}{dice.Pick([" percent", "%"])}",
        "date" => Date(),
        "year" => dice.Between(1802, 2031).ToString(CultureInfo.InvariantCulture),
        "time" => dice.Chance(0.5) ? $"{dice.Between(0, 23):00}:{dice.Between(0, 11) * 5:00}" : $"{dice.Between(1, 12)}{dice.Pick([" a.m.", " p.m.", ":15 p.m.", ":30 a.m.", ":45 p.m."])}",
        "duration" => $"{dice.Between(2, 96)} {dice.Pick(["hours", "days", "minutes", "weeks", "months", "seconds", "working days", "years"])}",
        "count" => dice.Chance(0.5) ? dice.Between(2, 99).ToString(CultureInfo.InvariantCulture) : dice.Between(100, 98_000).ToString(dice.Chance(0.6) ? "N0" : "0", CultureInfo.InvariantCulture),
        "email" => $"{Word()}@{Word()}.{dice.Pick(["com", "org", "example", "net", "io"])}",
        "phone" => $"{dice.Pick(["+1", "+44", "+49", "0", "+358"])} {dice.Between(10, 99)} {dice.Between(100, 999)} {dice.Between(1000, 9999)}",
        "version" => $"{dice.Between(1, 14)}.{dice.Between(0, 30)}{(dice.Chance(0.4) ? $".{dice.Between(0, 9)}" : "")}",
        "room" => $"{(char)('A' + dice.Below(26))}{dice.Pick(["-", "", "."])}{dice.Between(1, 480)}",
        "url" => $"{dice.Pick(["https://", "", "www."])}{Word()}.{dice.Pick(["com", "org", "example"])}/{Word()}",
        "weight" => $"{Decimal(dice.Between(1, 900), dice.Below(2))} {dice.Pick(["kg", "g", "tonnes", "pounds"])}",
        "length" => $"{Decimal(dice.Between(1, 900), dice.Below(2))} {dice.Pick(["m", "km", "cm", "metres", "miles", "kilometres", "feet"])}",
        "size" => $"{dice.Between(2, 900)} {dice.Pick(["MB", "GB", "KB", "TB"])}",
        "temperature" => $"{dice.Between(-40, 180)} {dice.Pick(["degrees", "°C", "°F"])}",
        "colour" => dice.Pick(data.Colours),
        "weekday" => dice.Pick(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
        "noun" => dice.Pick(data.Nouns),
        "thing" => $"{dice.Pick(data.Adjectives)} {dice.Pick(data.Nouns)}",
        "name" => Name(),
        "setting" => $"{Capital(dice.Pick(data.Nouns))} {dice.Pick(["settings", "options", "menu", "tab", "page"])} > {Capital(dice.Pick(data.Adjectives))} {dice.Pick(data.Nouns)}",
        _ => throw new InvalidDataException($"'{kind}' is no kind of value."),
    };

    /// <summary>The first letter as a capital.</summary>
    public static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    private string Person() => $"{(dice.Chance(0.7) ? dice.Pick(data.FirstNames) : Name())} {(dice.Chance(0.15) ? $"{(char)('A' + dice.Below(26))}. " : "")}{Name()}";

    private string Product() => dice.Below(4) switch
    {
        0 => $"{Name()} {dice.Between(1, 980)}",
        1 => $"{Name()} {(char)('A' + dice.Below(26))}{dice.Between(1, 99)}",
        2 => $"{Name()} {Capital(dice.Pick(data.Nouns))}",
        _ => $"{(char)('A' + dice.Below(26))}{(char)('A' + dice.Below(26))}-{dice.Between(10, 9999)}",
    };

    private string Code()
    {
        int groups = dice.Between(1, 3);
        string separator = dice.Pick(["-", "-", "/", "."]);
        return string.Join(separator, Enumerable.Range(0, groups).Select(_ => dice.Below(3) switch
        {
            0 => dice.Between(10, 99_999).ToString(CultureInfo.InvariantCulture),
            1 => string.Concat(Enumerable.Range(0, dice.Between(2, 4)).Select(_ => (char)('A' + dice.Below(26)))),
            _ => string.Concat(Enumerable.Range(0, dice.Between(3, 6)).Select(_ => "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"[dice.Below(34)])),
        })) is var code && groups == 1 && code.Length < 4 ? $"{code}{separator}{dice.Between(100, 999)}" : code;
    }

    private string Amount()
    {
        string number = Decimal(dice.Chance(0.5) ? dice.Between(2, 990) : dice.Between(1000, 98_000), dice.Chance(0.4) ? 2 : 0);
        return dice.Pick(["$", "€", "£", ""]) is { Length: > 0 } sign ? sign + number : $"{number} {dice.Pick(["USD", "EUR", "dollars", "euros", "pounds", "francs", "crowns"])}";
    }

    private string Date()
    {
        int day = dice.Between(1, 28), month = dice.Below(12), year = dice.Between(1950, 2031);
        return dice.Below(5) switch
        {
            0 => $"{day} {Months[month]} {year}",
            1 => $"{Months[month]} {day}, {year}",
            2 => $"{year}-{month + 1:00}-{day:00}",
            3 => $"{day} {Months[month]}",
            _ => $"{Months[month]} {year}",
        };
    }

    private string Decimal(int whole, int places) => places == 0 ? whole.ToString("N0", CultureInfo.InvariantCulture) : $"{whole.ToString("N0", CultureInfo.InvariantCulture)}.{dice.Below(places == 1 ? 10 : 100).ToString(places == 1 ? "0" : "00", CultureInfo.InvariantCulture)}";
}

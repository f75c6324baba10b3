using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Assay.Evaluation.Questions.Making;
using Assay.Text.Segmentation;
using Assay.Tuning.Synthesis;

namespace Assay.QuestionMaking;

/// <summary>What tables say: the cell where a row and a column meet. English. Only columns whose name is a noun that is asked for make a question that somebody could ask.</summary>
internal static partial class TableFacts
{
    private const int MostColumns = 6, MostCell = 60, MostDescription = 240, LeastDescription = 15, MostName = 50, MostAttribute = 3;

    // What things have: a column of this name can be asked for.
    private static readonly FrozenSet<string> s_asked =
        ("price fee cost charge rate limit size value type status code plan address notice period duration time date currency discount reward role default maximum minimum unit range format remedy reason cause " +
         "result interval number length location place version owner deadline level percentage capacity category channel contact country region frequency timer target severity priority quota allowance " +
         "phone email uptime response retention deposit salary bonus grade title department office budget threshold expiry key shortcut port path symbol abbreviation author publisher year age weight height " +
         "width colour color temperature speed population area capital language edition licence model manufacturer warranty discounts currencies prices fees storage meaning solution " +
         "formula alignment").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // First columns that name a measure, so that the other columns are things that have it.
    private static readonly FrozenSet<string> s_measures = "limit limits fee fees price prices quota quotas allowance allowances maximum minimum rate rates cost costs capacity".Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // First columns that hold anything: fields of forms, lines of worked examples.
    private static readonly FrozenSet<string> s_anything = "field fields name names option options item items type no. number account row column parameter date document line value example particulars what id key component resource table status".Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The facts of the tables of a passage.</summary>
    /// <param name="passage">The passage.</param>
    /// <returns>In reading order.</returns>
    public static IEnumerable<Fact> Of(SyntheticPassage passage)
    {
        foreach (PassageRow row in PassageRow.Of(passage.Text))
        {
            if (row.Cells[0].Length > MostName || row.Header[0].Length == 0 || !IsNamed(row.Cells[0])) continue;
            bool isMatrix = row.Cells.Length >= 3 && s_measures.Contains(Last(row.Header[0])) && !row.Header.Skip(1).Any(h => s_asked.Contains(Last(h)));
            for (int c = 1; c < row.Cells.Length && c <= MostColumns; c++)
            {
                if (row.Has(c) && Of(passage, row, c, isMatrix) is { } fact) yield return fact;
            }
        }
    }

    private static Fact? Of(SyntheticPassage passage, PassageRow row, int column, bool isMatrix)
    {
        string name = row.Cells[0], attribute = row.Header[column], cell = row.Cells[column].TrimEnd('.'), kind = LowerFirst(row.Header[0]);
        if (Mark().IsMatch(cell)) return null;
        if (Describing().IsMatch(attribute))
        {
            string said = SentenceSegmenter.Segment(row.Cells[column]).Select(s => s.Of(row.Cells[column]).Trim().ToString()).FirstOrDefault() ?? "";
            if (said.Length is < LeastDescription or > MostDescription || kind.Length > MostName || Doing().IsMatch(kind)) return null;
            return new Fact(passage, MadeKind.Table, $"In \"{TitleOf(passage)}\", what is the {kind} \"{name}\" for?", said, row.Line) { Subjects = [name], Sort = kind };
        }

        if (cell.Length > MostCell || Doing().IsMatch(row.Header[0])) return null;
        if (isMatrix) return new Fact(passage, MadeKind.Table, $"{Is(kind)} for {LowerFirst(name)} on {attribute}?", cell, row.Line) { Subjects = [LowerFirst(name), attribute], Sort = kind };
        string asked = string.Join(' ', attribute.Split(' ').Select(LowerFirst)), place = Place(passage, name);
        return !s_asked.Contains(Last(attribute)) || Doing().IsMatch(attribute) || attribute.Split(' ').Length > MostAttribute ? null
            : new Fact(passage, MadeKind.Table, asked == "meaning" ? $"What does {name} mean{place}?" : $"{Is(asked)} for {name}{place}?", cell, row.Line) { Subjects = [name], Attribute = asked, Sort = kind };
    }

    /// <summary>Whether the first column says what sort of thing its rows are, so that what one row has can be asked of another.</summary>
    public static bool IsSort(string sort) => sort.Length > 0 && !s_anything.Contains(Last(sort));

    /// <summary>The page, where a name of one plain word would mean another thing on another page; empty for other names.</summary>
    public static string Place(SyntheticPassage passage, string name) => name.Contains(' ', StringComparison.Ordinal) || name.Any(char.IsDigit) || passage.Title.Length == 0 ? "" : $" ({TitleOf(passage)})";

    /// <summary>The title without the name of the site behind it.</summary>
    public static string TitleOf(SyntheticPassage passage) => passage.Title.Split(" | ")[0].Split(" - ")[0];

    /// <summary>The beginning of a question for an attribute.</summary>
    public static string Is(string attribute) => attribute.EndsWith('s') && !attribute.EndsWith("ss", StringComparison.Ordinal) && !attribute.EndsWith("us", StringComparison.Ordinal) ? $"What are the {attribute}" : $"What is the {attribute}";

    /// <summary>A text with its first letter small, unless its first word is an abbreviation or a name with more capitals.</summary>
    public static string LowerFirst(string text)
    {
        int end = text.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var space ? space : text.Length;
        return text.Length == 0 || end == 1 || text.AsSpan(1, end - 1).IndexOfAnyInRange('A', 'Z') >= 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static string Last(string name) => name[(name.LastIndexOf(' ') + 1)..];

    // A word in small letters is a value or an identifier of one page alone, unless it looks like a code.
    private static bool IsNamed(string name) => !name.Contains(',', StringComparison.Ordinal) && ((char.IsUpper(name[0]) && name.Length > 2) || name.Any(c => char.IsDigit(c) || c is '_' or '.' or '/' or ':'));

    [GeneratedRegex(@"^(?:description|purpose|definition|explanation|what it does)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Describing();

    [GeneratedRegex(@"^(?:actions?|steps?|tasks?|to|questions?|permissions?|do|if|see|more|links?|learn|when|what|who|how|why|where|no\.|#|in|at|by|visible|after|before|on|example|notes?|go)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Doing();

    [GeneratedRegex(@"^(?:[a-z]|yes\b.*|no|n/?a|x|[^\p{L}\p{N}]+|true|false|see .*|not applicable|none|on|off|same as .*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}

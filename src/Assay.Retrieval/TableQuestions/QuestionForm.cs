using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Tells questions over several rows from those that one row answers, also where a word of them is not understood.</summary>
internal static class QuestionForm
{
    private const int MostBetween = 3;
    private const double MostSaid = 3;

    /// <summary>Whether a question counts the rows of a table, takes a share of them, adds up or averages one of its columns, or ranks its rows by one.</summary>
    /// <param name="words">The question.</param>
    /// <param name="linker">Finds names.</param>
    /// <param name="scope">The table.</param>
    public static bool IsOverRows(IReadOnlyList<QuestionWord> words, SchemaLinker linker, QuestionScope scope)
    {
        List<QuestionItem>[] names = [.. words.Select((_, i) => linker.Names(scope, i).ToList())];
        bool table = names.Any(n => n.Exists(IsTable)), measure = names.Any(n => n.Exists(IsMeasure)), other = names.Any(n => n.Exists(i => !IsMeasure(i)));
        int columns = names.SelectMany(n => n).Where(IsNamed).Select(i => i.Column).Distinct().Count();
        bool asks = words[0].Lower is "who" or "whom" or "whose" or "which" or "list" || (words[0].Lower == "how" && words.Count > 1 && words[1].Lower == "many") || (words[0].Lower is "what" && table);
        for (int at = 0; at < words.Count; at++)
        {
            // "Total" may be the name of a column; half of one is none where another is named.
            if (names[at].Exists(i => i.Kind == ItemKind.Column && (IsWholeName(i) || !names.Any(n => n.Exists(o => IsNamed(o) && o.Column != i.Column))))) continue;
            if (names.Take(at).Any(n => n.Exists(i => i.Kind == ItemKind.Column && i.End > at))) continue;
            foreach ((ItemKind kind, int next) in Phrases(words, at))
            {
                if (kind == ItemKind.HowMany && Counts(words, names, next)) return true;
                if (kind == ItemKind.Share && table) return true;
                // Amounts of several currencies are no numbers, and are added up in no row either.
                if (kind == ItemKind.Aggregate && (measure || names.Any(n => n.Exists(IsNamed)))) return true;
                if (kind == ItemKind.Superlative && other && (measure || table || columns > 1)) return true;

                // Who earns more than somebody, and who has none of something, is told by no single row.
                if (kind == ItemKind.Compare && measure && next < words.Count && words[next].Number is null) return true;
                if (kind == ItemKind.Not && asks && names.Skip(next).Any(n => n.Count > 0)) return true;
                if (kind == ItemKind.Period && (table || measure)) return true;
            }
        }

        return false;

        bool IsMeasure(QuestionItem item) => item.Kind == ItemKind.Column && scope[item.Column].Type == ColumnType.Number && !scope.IsCode(item.Column);
        bool IsNamed(QuestionItem item) => item.Kind == ItemKind.Column && item.Score >= MostSaid;
        bool IsWholeName(QuestionItem item) => item.Length >= QuestionScope.Words(scope[item.Column].Name).Count;
        bool IsTable(QuestionItem item) => item.Kind == ItemKind.Table;
        bool Counts(IReadOnlyList<QuestionWord> all, List<QuestionItem>[] named, int from)
        {
            for (int i = from; i < Math.Min(all.Count, from + MostBetween) && !QuestionLexicon.IsHarmless(all[i].Lower); i++)
            {
                // "How many seats" is a number that one row has.
                if (named[i].Exists(IsMeasure)) return false;
                if (named[i].Exists(n => IsTable(n) || (n.Kind == ItemKind.Column && n.Column.Index == 0 && scope.IsCode(n.Column)))) return true;
            }

            return false;
        }
    }

    /// <summary>Whether a query needs more than one row.</summary>
    public static bool IsOverRows(TableQuery query) => query.Aggregate != Aggregate.None || query.Order is not null || query.Part.Length > 0;

    private static IEnumerable<(ItemKind Kind, int Next)> Phrases(IReadOnlyList<QuestionWord> words, int at)
    {
        string phrase = "";
        for (int length = 1; length <= QuestionLexicon.Longest && at + length <= words.Count; length++)
        {
            phrase = length == 1 ? words[at].Lower : $"{phrase} {words[at + length - 1].Lower}";
            foreach ((ItemKind kind, _) in QuestionLexicon.Find(phrase)) yield return (kind, at + length);
        }
    }
}

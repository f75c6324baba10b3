using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Reads a question over one scope: every word must be a name, a value, a number, a date, a word of the lexicon or one that changes nothing.</summary>
/// <remarks>A word may mean several things. All rows of items that cover the question are read, up to a limit, and the query with the highest score is taken.</remarks>
/// <param name="linker">Finds names and values.</param>
/// <param name="words">The question.</param>
internal sealed class QuestionParser(SchemaLinker linker, IReadOnlyList<QuestionWord> words)
{
    private const int MostReadings = 3_000, MostAlternatives = 8;
    private const double Clear = 0.05;

    /// <summary>Reads the question.</summary>
    /// <returns>The query with its score, and whether no other is as good; null when there is none.</returns>
    public (TableQuery Query, double Score, string Corrected, bool IsOne)? Read(QuestionScope scope)
    {
        var options = new List<(QuestionItem? Item, int Next)>[words.Count];
        for (int i = 0; i < words.Count; i++) if ((options[i] = Options(scope, i)).Count == 0 && !IsCovered(options, i)) return null;
        var found = new Dictionary<string, (TableQuery Query, double Score, string Corrected)>(StringComparer.Ordinal);
        int readings = 0;
        Walk(scope, options, 0, [], 0, found, ref readings);
        var ranked = found.OrderByDescending(f => f.Value.Score).ThenBy(f => f.Key, StringComparer.Ordinal).Take(2).ToList();
        if (ranked.Count == 0) return null;
        return (ranked[0].Value.Query, ranked[0].Value.Score, ranked[0].Value.Corrected, ranked.Count == 1 || ranked[0].Value.Score - ranked[1].Value.Score >= Clear);
    }

    // A word that nothing begins with may still be part of what began before.
    private static bool IsCovered(List<(QuestionItem? Item, int Next)>[] options, int at)
    {
        for (int i = 0; i < at; i++) if (options[i].Exists(o => o.Next > at)) return true;
        return false;
    }

    private List<(QuestionItem?, int)> Options(QuestionScope scope, int at)
    {
        var items = new List<QuestionItem>();
        items.AddRange(Spoken(at));
        items.AddRange(linker.At(scope, at));

        // What was paid is a state where a column or a value says so.
        if (items.Exists(i => i.Kind is ItemKind.Column or ItemKind.Value)) items.RemoveAll(i => i is { Kind: ItemKind.Spend, Says: "pay" });
        bool passes = QuestionLexicon.IsHarmless(words[at].Lower) || MayPass(scope, at, items);
        if (items.Count == 0 && !passes) items.AddRange(linker.Nearly(scope, at));
        List<(QuestionItem?, int)> options = [.. items.OrderByDescending(i => i.Score).Take(MostAlternatives).Select(i => ((QuestionItem?)i, i.End))];
        // Who is asked for says what the answer is.
        if (passes && !Says(scope, at, items)) options.Add((null, at + 1));
        return options;
    }

    // Who, how many or how much is asked for says what the answer is, and "but Berlin" is everything else.
    private bool Says(QuestionScope scope, int at, List<QuestionItem> items) => items.Exists(i => i.Kind is ItemKind.HowMany or ItemKind.HowMuch && words[at].Lower == "how" || (at == 0 && (i.Kind is ItemKind.Who || (i.Kind == ItemKind.When && i.End < words.Count && words[i.End].Lower is "is" or "was" or "were" or "did" or "does" or "do" or "has" or "have" or "will"))))
        || (words[at].Lower == "but" && at + 1 < words.Count && linker.At(scope, at + 1).Any(i => i.Kind == ItemKind.Value));

    // "Under active leases" compares nothing, a "packaging format" is the column Format where something is packaged, and guests that attended are guests.
    private bool MayPass(QuestionScope scope, int at, List<QuestionItem> items) => words[at].Lower switch
    {
        "under" => at + 1 < words.Count && !words.Skip(at + 1).Take(3).Any(w => w.Number is not null),
        "attended" or "visited" => items.Count == 0 && at > 0 && linker.At(scope, at - 1).Any(i => i.Kind == ItemKind.Column && scope[i.Column].Type == ColumnType.Number),
        _ => items.Count == 0 && words[at].Lower.EndsWith("ing", StringComparison.Ordinal) && at + 1 < words.Count && scope.Columns.Any(c => QuestionScope.Words(scope[c].Name).Contains(words[at].Stem)) && linker.At(scope, at + 1).Any(i => i.Kind == ItemKind.Value || (i.Kind == ItemKind.Column && scope[i.Column].Type == ColumnType.Text)),
    };

    private IEnumerable<QuestionItem> Spoken(int at)
    {
        string phrase = "";
        for (int length = 1; length <= QuestionLexicon.Longest && at + length <= words.Count; length++)
        {
            phrase = length == 1 ? words[at].Lower : $"{phrase} {words[at + length - 1].Lower}";
            foreach ((ItemKind kind, string says) in QuestionLexicon.Find(phrase)) if (!(kind == ItemKind.Per && phrase == "by" && at > 0 && QuestionLexicon.IsDone(words[at - 1].Lower))) yield return new QuestionItem(kind, at, length, Weight(kind, says, at, length)) { Says = says };
        }

        // "More than 1,000 of": of the rows' quantity.
        if (at == words.Count - 1 && words[at].Lower == "of") yield return new QuestionItem(ItemKind.Stock, at, 1, 1);
        bool dated = false;
        foreach ((int length, DateSpan date) in DatePhrases.At(words, at))
        {
            dated = true;
            yield return new QuestionItem(ItemKind.Date, at, length, 1 + length) { Date = date };
        }

        if (DatePhrases.WithoutYear(words, at) is var (shortened, borrowed)) yield return new QuestionItem(ItemKind.Date, at, shortened, 1.1 + shortened) { Date = borrowed };
        if (!DatePhrases.IsDay(words, at) && words[at].Number is { } number) yield return new QuestionItem(ItemKind.Number, at, 1, dated ? 1 : 1.5) { Number = number };
        if (at > 0 && words[at - 1].Number is not null && NumberCells.Unit(words[at].Lower) is { } unit) yield return new QuestionItem(ItemKind.Unit, at, 1, 1) { Says = unit };
    }

    // "5 euros per unit" and "the cheapest per unit" say what a price is of, whatever column is called Unit. Words that only tie a name to the rows say little.
    private double Weight(ItemKind kind, string says, int at, int length) => kind switch
    {
        ItemKind.Only => 0.5 * length,
        ItemKind.Stated when length > 1 => 2 * length,
        ItemKind.Money when says == "each" => Enumerable.Range(0, at).Any(i => IsPrice(words[i].Lower)) ? 5 : 0.2 * length,
        _ => 1.5 * length,
    };

    private static bool IsPrice(string word) => word is "cost" or "costs" or "price" or "prices" or "cheapest" or "expensive" or "cheaper" or "dearer" || (NumberCells.Unit(word) is { } unit && NumberCells.IsMoney(unit));

    private void Walk(QuestionScope scope, List<(QuestionItem? Item, int Next)>[] options, int at, List<QuestionItem> items, double score, Dictionary<string, (TableQuery, double Score, string)> found, ref int readings)
    {
        if (readings >= MostReadings) return;
        if (at >= words.Count)
        {
            readings++;
            if (new QuestionReader(scope, words, items).Read() is not { } query) return;
            string key = TableQueryText.Key(query);
            double total = score - Cost(query);
            if (!found.TryGetValue(key, out var before) || before.Score < total) found[key] = (query, total, string.Join(", ", items.Where(i => i.Corrected.Length > 0).Select(i => $"'{i.Corrected}' as '{i.Values[0]}'")));
            return;
        }

        foreach ((QuestionItem? item, int next) in options[at])
        {
            if (item is not null) items.Add(item);
            Walk(scope, options, next, items, score + (item?.Score ?? 0), found, ref readings);
            if (item is not null) items.RemoveAt(items.Count - 1);
        }
    }

    // Of two queries that explain the same words, the one over fewer tables.
    // How many there are of what rows refer to is asked of its own table: not all need to be referred to.
    private static double Cost(TableQuery query) => (query.Aggregate == Aggregate.Distinct && query.Target is { Source: 0 } target && query.Scope.Joins.Any(j => j.Column == target.Index) ? 0.3 : 0) + 0.5 * query.Filters.Concat(query.Part).Select(f => f.Column).Concat(query.Filters.Select(f => f.Other).OfType<ColumnRef>()).Concat(new[] { query.Target, query.Group, query.Order, query.Sides?.First.Column }.OfType<ColumnRef>()).Select(c => c.Source).Where(s => s > 0).Distinct().Count();
}

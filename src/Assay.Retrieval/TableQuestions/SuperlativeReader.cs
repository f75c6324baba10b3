using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Reads questions for the most, the least, the first or the last of something.</summary>
/// <param name="scope">The tables.</param>
/// <param name="words">The question.</param>
/// <param name="items">The items.</param>
/// <param name="used">Which of them are used up.</param>
internal sealed class SuperlativeReader(QuestionScope scope, IReadOnlyList<QuestionWord> words, IReadOnlyList<QuestionItem> items, bool[] used)
{
    /// <summary>Reads a question.</summary>
    /// <param name="query">With its conditions.</param>
    /// <param name="at">The superlative.</param>
    /// <returns>Null when it is not clear what is compared.</returns>
    public TableQuery? Read(TableQuery query, int at)
    {
        used[at] = true;
        string says = items[at].Says, kind = says.TrimStart('+', '-');
        query = query with { Descending = says[0] == '+', Take = Number() };
        if (items.Where((item, i) => item.Kind == ItemKind.Superlative && !used[i]).Any()) return null;
        int head = Head(at), aggregate = Index(ItemKind.Aggregate), measure = Measure(at, kind);
        foreach (ItemKind word in new[] { ItemKind.HowMany, ItemKind.HowMuch }) if (Index(word) is >= 0 and int found && found > at) used[found] = true;
        ColumnRef? column = measure >= 0 ? items[measure].Column : kind is "" or "many" or "size" ? null : Hinted(kind, head >= 0 && items[head] is { Kind: ItemKind.Table, Table: 0 });
        if (measure >= 0) used[measure] = true;
        if (kind is not ("" or "many" or "count" or "size") && column is null) return null;

        // The worst score is the lowest, the worst delay the longest.
        if (kind == "good")
        {
            if (!Hints.IsGood(scope, column!.Value)) return null;
            kind = "";
        }

        // The oldest has the largest age, or the earliest date.
        if (kind is "old" or "young" or "tenure" && (scope[column!.Value].Type == ColumnType.Date || Hints.IsYear(scope, column.Value))) query = query with { Descending = !query.Descending };
        if (aggregate >= 0) return OfGroups(query, head, aggregate, column);
        if (column is null && kind == "many" && items.Where((item, i) => item.Kind == ItemKind.Spend && item.Says.Length == 0 && !used[i]).Any()) column = Hints.Money(scope);
        if (column is null && kind.Length == 0 && items.Index().Any(p => p.Index > at && p.Item.Kind == ItemKind.HowMany)) kind = "many";
        if (column is null && items.Any(i => i is { Kind: ItemKind.Spend, Says: "worth" })) column = Hints.Column(scope, "worth");
        if (kind == "count" || (column is null && kind == "many")) return column is null || kind == "count" ? Counted(query, head, at) : null;
        if (column is null)
        {
            // Expenses are money, and not the only number that there is.
            if (Index(ItemKind.Spend) is >= 0 and int spend && items[spend].Says == "noun") column = Hints.Money(scope);
            else if (Index(ItemKind.Spend) >= 0 || Index(ItemKind.Money) >= 0 || (kind == "size" && head >= 0 && IsRows(head))) column = Hints.Measure(scope);
            if (column is null) return null;
        }

        return Someone(Ranked(query, head, measure, column.Value, kind, at), at);
    }

    // "Who heads the department with the largest budget" asks for its head, not for the department.
    private TableQuery? Someone(TableQuery? query, int at)
    {
        if (query is null || items.All(i => i.Kind != ItemKind.Who) || (query.Group ?? query.Target) is not { } shown || Hints.IsPerson(scope, shown) || shown == Person()) return query;
        int named = Enumerable.Range(0, items.Count).FirstOrDefault(i => i < at && !used[i] && items[i].Kind == ItemKind.Column && scope[items[i].Column].Type == ColumnType.Text && items[i].Column.Source == query.Order?.Source, -1);
        if (named < 0 || query.Group is not null || query.Order is null) return null;
        used[named] = true;
        return query with { Target = items[named].Column };
    }

    // "Who brewed" asks for the brewer.
    private ColumnRef? Person() => Hints.Doer(scope, words) ?? Hints.Person(scope);

    private int Number()
    {
        int number = Index(ItemKind.Number);
        if (number < 0) return 1;
        used[number] = true;
        return items[number].Number is >= 1 and <= 100 and double count && count == Math.Floor(count) ? (int)count : 1;
    }

    private int Index(ItemKind kind)
    {
        for (int i = 0; i < items.Count; i++) if (!used[i] && items[i].Kind == kind) return i;
        return -1;
    }

    // What is asked for: the noun behind "which", else the noun behind the superlative.
    private int Head(int at)
    {
        int ask = items.Select((item, i) => (item, i)).Where(p => p.i < at && p.item.Kind is ItemKind.Ask).Select(p => p.i).DefaultIfEmpty(-1).First();
        for (int i = ask + 1; i < at && ask >= 0; i++) if (IsNoun(i)) return i;
        for (int i = at + 1; i < items.Count; i++)
        {
            if (used[i] || items[i].Kind is not (ItemKind.Column or ItemKind.Table or ItemKind.Aggregate)) continue;

            // "The minimum order total" is a total.
            bool beside = items[i].Kind == ItemKind.Table && i + 1 < items.Count && items[i + 1].Kind == ItemKind.Column && items[i + 1].Start == items[i].End && scope[items[i + 1].Column].Type == ColumnType.Number;
            return items[i].Kind == ItemKind.Aggregate ? -1 : beside ? i + 1 : i;
        }

        return -1;
    }

    private bool IsNoun(int i) => !used[i] && (items[i].Kind == ItemKind.Table || (items[i].Kind == ItemKind.Column && scope[items[i].Column].Type is ColumnType.Text || items[i].Kind == ItemKind.Column && scope.IsKey(items[i].Column)));

    private int Measure(int at, string kind)
    {
        bool date = kind is "date" or "old" or "young" or "tenure" or "new", any = kind is "" or "many" or "size";
        bool Fits(int i) => !used[i] && items[i].Kind == ItemKind.Column && scope[items[i].Column].Type is var type
            && (type == ColumnType.Number && !scope.IsKey(items[i].Column) && kind is not ("date" or "tenure") || (type == ColumnType.Date && (date || kind == "" && items.Any(x => x.Kind == ItemKind.When))));
        for (int i = at + 1; i < items.Count; i++) if (Fits(i)) return i;
        for (int i = at - 1; i >= 0; i--) if (Fits(i) && (any || date)) return i;
        return -1;
    }

    private ColumnRef? Hinted(string kind, bool ofRows)
    {
        if (kind == "new") return Hints.Year(scope, 0) ?? Hints.Date(scope);
        if (kind == "tenure") return Hints.Since(scope);
        if (kind is not ("old" or "young")) return kind == "count" ? null : Hints.Column(scope, kind, ofRows);
        return Hints.Column(scope, "age") ?? Hints.Year(scope, 0) ?? Hints.Column(scope, "date");
    }

    private bool IsRows(int at) => items[at].Kind == ItemKind.Table ? items[at].Table == 0 : items[at].Column.Source == 0 && scope[items[at].Column].IsUnique;

    private ColumnRef? Group(int head)
    {
        if (head < 0) return Index(ItemKind.Who) >= 0 ? Person() : null;
        used[head] = true;
        return items[head].Kind == ItemKind.Column ? items[head].Column : items[head].Table > 0 ? scope.Identity(items[head].Table) : null;
    }

    private TableQuery? Counted(TableQuery query, int head, int at)
    {
        // "Who rents the most vehicles": the vehicles are counted, the column that rent names is asked for.
        bool who = Index(ItemKind.Who) >= 0;
        int asked = who ? items.Select((item, i) => i).FirstOrDefault(i => i < at && !used[i] && items[i].Kind == ItemKind.Column && scope[items[i].Column].Type == ColumnType.Text, -1) : head;
        if (!who && (head < 0 || head > at && items.Take(at).All(i => i.Kind != ItemKind.Ask))) return null;
        if (Group(asked) is not { } group || (group.Source == 0 && scope[group].IsUnique) || scope[group].Type == ColumnType.Number) return null;
        foreach (int i in Enumerable.Range(0, items.Count)) if (items[i].Kind == ItemKind.Aggregate && !used[i]) return null;
        return query with { Aggregate = Aggregate.Count, Group = group };
    }

    private TableQuery? OfGroups(TableQuery query, int head, int aggregate, ColumnRef? column)
    {
        used[aggregate] = true;
        if (Group(head) is not { } group || (column ?? Hints.Measure(scope)) is not { } target || group == target) return null;
        return query with { Aggregate = QuestionReader.AggregateOf(items[aggregate].Says), Target = target, Group = group };
    }

    private TableQuery? Ranked(TableQuery query, int head, int measure, ColumnRef column, string kind, int at)
    {
        bool who = Index(ItemKind.Who) >= 0, when = Index(ItemKind.When) >= 0;
        if (when && scope[column].Type == ColumnType.Date) return query with { Aggregate = query.Descending ? Aggregate.Most : Aggregate.Least, Target = column, Take = 0 };
        if ((head >= 0 && head == measure && !who) || (head < 0 && !who && items.All(i => i.Kind != ItemKind.Ask || i.Says == "which")))
        {
            // "What is the highest rate": the number itself.
            bool asksRow = items.Any(i => i.Kind == ItemKind.Ask && i.Says == "which") || words.Take(2).Any(w => w.Lower == "which");
            if (!asksRow) return query.Take == 1 ? query with { Aggregate = query.Descending ? Aggregate.Most : Aggregate.Least, Target = column, Take = 0 } : null;
        }

        // "The cheapest project" alone asks for it; within a question it may only say which rows are meant.
        if (query.Take == 1 && !who && items.All(i => i.Kind != ItemKind.Ask) && (items[0].Kind != ItemKind.Superlative || items.Any(i => i.Kind is ItemKind.HowMany or ItemKind.HowMuch or ItemKind.Aggregate))) return null;
        if (who && head < 0 && Person() is null) return null;
        if (head == measure) head = -1;
        if (head < 0 && who && Person() is { } person && !scope[person].IsUnique)
        {
            return kind == "many" ? query with { Aggregate = Aggregate.Sum, Target = column, Group = person } : query with { Order = column, Target = person };
        }

        if (head >= 0) used[head] = true;

        // "Which dealer": the dealer, whatever else tells the rows apart. A number of something stands for its name.
        if (head >= 0 && items[head].Kind == ItemKind.Column && IsRows(head) && scope[items[head].Column].Type == ColumnType.Text && !scope.IsCode(items[head].Column)) return query with { Order = column, Target = items[head].Column };
        if (head < 0 || IsRows(head) || (items[head].Kind == ItemKind.Table && items[head].Table == column.Source)) return scope.Identity(column.Source) is { } identity ? query with { Order = column, Target = identity } : null;
        if (Group(head) is not { } group || scope[group].Type == ColumnType.Number || (kind is "old" or "young" or "new" && measure < 0)) return null;
        // "Top 3 customers by units", of whom each has several rows, are those with the most in all.
        bool sums = kind is "many" or "worth" || Index(ItemKind.Spend) >= 0 || Hints.Adds(scope, column)
            || (words[items[at].Start].Lower is "top" or "bottom" && scope[column].Type == ColumnType.Number && !Hints.NeverAdds(scope, column));
        return sums ? query with { Aggregate = Aggregate.Sum, Target = column, Group = group } : query with { Order = column, Target = group };
    }
}

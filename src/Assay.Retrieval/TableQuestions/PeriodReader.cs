using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Reads questions over months, quarters or years: <c>orders per month</c>, <c>which quarter had the highest revenue</c>.</summary>
/// <param name="scope">The tables.</param>
/// <param name="words">The question.</param>
/// <param name="items">The items.</param>
/// <param name="used">Which of them are used up.</param>
/// <param name="query">With its conditions.</param>
internal sealed class PeriodReader(QuestionScope scope, IReadOnlyList<QuestionWord> words, IReadOnlyList<QuestionItem> items, bool[] used, TableQuery query)
{
    // The first item that may say what is added up.
    private int measures;

    /// <summary>Reads a question.</summary>
    /// <param name="at">The period.</param>
    /// <returns>Null when it is not clear which days are meant, or what is worked out for each period.</returns>
    public TableQuery? Read(int at)
    {
        used[at] = true;
        int superlative = Index(ItemKind.Superlative), per = at - 1;
        bool grouped = items[at].Says[0] == '+' || (per >= 0 && items[per].Kind == ItemKind.Per && !used[per]);
        if (grouped == superlative >= 0 || Index(ItemKind.Period) >= 0) return null;
        if (!grouped && !IsAsked(at, superlative)) return null;
        if (Days() is not { } days) return null;
        query = query with { Group = days, Period = items[at].Says.TrimStart('+') };
        if (!grouped) return Ranked(superlative);
        if (items[at].Says[0] != '+') used[per] = true;
        if (Index(ItemKind.Per) >= 0) return null;

        // "The average revenue per month" may be that of a month or that of a row.
        int aggregate = Index(ItemKind.Aggregate);
        return aggregate >= 0 && items[aggregate].Says != "sum" && (items[at].Says[0] == '+' || words[items[per].Start].Lower == "per") ? null : Worked();
    }

    private int Index(ItemKind kind)
    {
        for (int i = 0; i < items.Count; i++) if (!used[i] && items[i].Kind == kind) return i;
        return -1;
    }

    // "Which month", "in what quarter", "the month with", "top 3 months".
    private bool IsAsked(int at, int superlative) => superlative < at ? !items.Take(superlative).Any(i => i.Kind is ItemKind.HowMany or ItemKind.HowMuch) : !items.Take(at).Any(i => i.Kind is not ItemKind.Ask);

    // The days that are named, else those of the conditions, else those of the rows.
    private ColumnRef? Days()
    {
        int[] named = [.. Enumerable.Range(0, items.Count).Where(i => !used[i] && items[i].Kind == ItemKind.Column && scope[items[i].Column].Type == ColumnType.Date)];
        if (named.Length > 0)
        {
            foreach (int i in named) used[i] = true;
            return named.Select(i => items[i].Column).Distinct().Count() == 1 ? items[named[0]].Column : null;
        }

        ColumnRef[] filtered = [.. query.Filters.Where(f => scope[f.Column].Type == ColumnType.Date).Select(f => f.Column).Distinct()];
        return filtered.Length == 1 ? filtered[0] : filtered.Length > 1 ? null : Hints.Date(scope);
    }

    private TableQuery? Ranked(int superlative)
    {
        used[superlative] = true;

        // "Did we ship the fewest parcels": what there are fewest of is said behind it.
        if (items[superlative].Says is ['+' or '-', 'm', ..]) measures = superlative;
        string says = items[superlative].Says, kind = says.TrimStart('+', '-');
        if (kind is not ("" or "many" or "size" or "count") || says.Length == 0) return null;
        int number = Index(ItemKind.Number);
        if (number >= 0) used[number] = true;
        int take = number < 0 ? 1 : items[number].Number is >= 1 and <= 100 and double many && many == Math.Floor(many) ? (int)many : 0;
        if (take == 0 || (kind == "count" && Measure() >= 0)) return null;
        foreach (ItemKind word in new[] { ItemKind.HowMany, ItemKind.HowMuch }) if (Index(word) is >= 0 and int found && word == ItemKind.HowMuch) used[found] = true;
        query = query with { Descending = says[0] == '+', Take = take };
        return kind is "many" or "count" || Measure() >= 0 || Index(ItemKind.Spend) >= 0 || Index(ItemKind.HowMany) >= 0 ? Worked() : null;
    }

    private int Measure() => Enumerable.Range(0, items.Count).FirstOrDefault(i => i >= measures && !used[i] && items[i].Kind == ItemKind.Column && scope[items[i].Column].Type == ColumnType.Number && !scope.IsCode(items[i].Column), -1);

    // Numbers that are named are added up where they can be; rows are counted where they are named.
    private TableQuery? Worked()
    {
        int measure = Measure(), aggregate = Index(ItemKind.Aggregate), count = Index(ItemKind.HowMany);
        string says = aggregate >= 0 ? items[aggregate].Says : "";
        if (aggregate >= 0) used[aggregate] = true;
        if (measure >= 0)
        {
            if (count >= 0) used[count] = true;
            if (Index(ItemKind.HowMuch) is >= 0 and int much) used[much] = true;
            ColumnRef target = items[measure].Column;
            used[measure] = true;
            if (says.Length == 0 && count < 0 && Hints.NeverAdds(scope, target)) return null;
            return target.Source > 0 ? null : query with { Aggregate = QuestionReader.AggregateOf(says), Target = target };
        }

        if (says is "average" or "median") return null;
        if (Index(ItemKind.Spend) >= 0 || Index(ItemKind.Money) >= 0 || Index(ItemKind.HowMuch) >= 0)
        {
            if (Index(ItemKind.HowMuch) is >= 0 and int much) used[much] = true;
            return Hints.Money(scope) is { } money ? query with { Aggregate = Aggregate.Sum, Target = money } : null;
        }

        int rows = Enumerable.Range(0, items.Count).FirstOrDefault(i => !used[i] && (items[i].Kind == ItemKind.Record || (items[i].Kind == ItemKind.Table && items[i].Table == 0) || (items[i].Kind == ItemKind.Column && items[i].Column.Source == 0 && scope.IsKey(items[i].Column))), -1);
        if (count >= 0) used[count] = true;
        if (rows < 0) return null;
        used[rows] = true;
        return items.Index().Any(i => !used[i.Index] && i.Item.Kind == ItemKind.Distinct) ? null : query with { Aggregate = Aggregate.Count };
    }
}

using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Reads a row of items as a query: the conditions first, then what is asked of the rows that fulfil them.</summary>
/// <param name="scope">The tables.</param>
/// <param name="words">The question.</param>
/// <param name="items">Its items in order, words that change nothing left out.</param>
internal sealed class QuestionReader(QuestionScope scope, IReadOnlyList<QuestionWord> words, IReadOnlyList<QuestionItem> items)
{
    private static readonly HashSet<string> s_verbs = new(StringComparer.Ordinal) { "is", "are", "was", "were", "has", "have", "had", "work", "works", "worked", "do", "does", "did", "come", "comes", "came", "cost", "costs", "take", "takes", "took", "earn", "earns", "live", "lives", "expire", "expires", "belong", "belongs", "need", "needs", "fall", "falls", "fell", "go", "goes", "went", "ran", "contain", "contains", "travelled" };
    private static readonly HashSet<string> s_rows = new(StringComparer.Ordinal) { "items", "entries", "lines", "positions", "things", "rows", "records" };
    private readonly FilterReader filters = new(scope, words, items);

    private bool[] Used => filters.Used;

    /// <summary>What a word of the lexicon works out.</summary>
    public static Aggregate AggregateOf(string says) => says switch { "average" => Aggregate.Average, "median" => Aggregate.Median, _ => Aggregate.Sum };

    /// <summary>Reads the items.</summary>
    /// <returns>Null when they are no question that a query answers, or something is left over.</returns>
    public TableQuery? Read()
    {
        // A mean that is passed over is another question.
        if (!filters.Read() || IsLeftOut(ItemKind.Aggregate, "sum") || IncludesFlag()) return null;
        TableQuery? query = Query();
        return query is not null && !IsOfNone(query) && !IsOfFlag() && IsWhole(query) ? query : null;
    }

    // Who has never travelled by train has no row that says so: other rows are no answer.
    private bool IsOfNone(TableQuery query) => words.Any(w => w.Lower == "never") && (query.Aggregate == Aggregate.Distinct || query.Group is not null || (query.Aggregate == Aggregate.None && query.Target is { } shown && !scope[shown].IsUnique));

    // "Insured for more than 500 euros" is about the sum insured, whatever else costs so much.
    private bool IsOfFlag() => items.Index().Any(p => p.Item.Kind == ItemKind.Column && scope[p.Item.Column].Type == ColumnType.Boolean && p.Index + 1 < items.Count && items[p.Index + 1].Kind is ItemKind.Compare or ItemKind.Number && p.Item.End < words.Count && words[p.Item.End].Lower == "for");

    // "Include cancelled ones" asks for no cancelled ones only; where it is read so, something else was meant.
    private bool IncludesFlag() => items.Any(i => i.Kind == ItemKind.Column && i.Start > 0 && words[i.Start - 1].Lower is "include" or "including" && scope[i.Column].Type == ColumnType.Boolean && !items.Any(r => r.Kind == ItemKind.Regardless && r.End == i.Start));

    private TableQuery? Query()
    {
        var query = new TableQuery(scope) { Filters = [.. filters.Filters.Select(f => f.Filter)] };
        if (Index(ItemKind.Share) is >= 0 and int share) return Share(query, share);
        if (Index(ItemKind.Difference) >= 0 || (Index(ItemKind.More) >= 0 && Index(ItemKind.Than) >= 0)) return Difference(query);
        if (Contradicts()) return null;
        if (Index(ItemKind.Period) is >= 0 and int period) return new PeriodReader(scope, words, items, Used, query).Read(period);
        if (Index(ItemKind.Superlative) is >= 0 and int superlative) return new SuperlativeReader(scope, words, items, Used).Read(query, superlative);
        if (Index(ItemKind.Per) is >= 0 and int per) return PerGroup(query, per);
        if (filters.Having is { } having) return HavingGroups(query, having);
        if (Index(ItemKind.HowMany) is >= 0 and int count) return Count(query, count);
        if (Index(ItemKind.Aggregate) is >= 0 and int aggregate) return Aggregated(query, aggregate);
        if (Index(ItemKind.HowMuch) is >= 0 and int much) return Much(query, much);
        return Shown(query);
    }

    private int Index(ItemKind kind)
    {
        for (int i = 0; i < items.Count; i++) if (!Used[i] && items[i].Kind == kind) return i;
        return -1;
    }

    // Rows of a table are one or the other; who has both is asked of several rows.
    private bool AsksForBoth() => words.Any(w => w.Lower == "both") && filters.Filters.Any(f => f.Filter is { Operator: "in", Values.Length: > 1 });

    private bool Contradicts() => AsksForBoth() || filters.Filters.Where(f => f.Filter.Operator == "in").GroupBy(f => f.Filter.Column).Any(g => g.Count() > 1);

    private ColumnRef? Take(int at)
    {
        Used[at] = true;
        return items[at].Column;
    }

    private int NextColumn(int from, Func<TableColumn, bool> fits)
    {
        for (int i = from; i < items.Count; i++) if (!Used[i] && items[i].Kind == ItemKind.Column && fits(scope[items[i].Column])) return i;
        return -1;
    }

    private ColumnRef? Measure(int from)
    {
        int after = NextColumn(from, c => c.Type == ColumnType.Number), before = after >= 0 ? after : NextColumn(0, c => c.Type == ColumnType.Number);
        if (before < 0 && Index(ItemKind.Money) is >= 0 and int money && items[money].Says == "cost") return Hints.Column(scope, "price");
        if (before < 0 && items.Any(i => i is { Kind: ItemKind.Spend, Says: "worth" })) return Hints.Column(scope, "worth") is { Source: 0 } worth ? worth : null;
        return before >= 0 ? Take(before) : Index(ItemKind.Money) >= 0 || Index(ItemKind.Spend) >= 0 ? Hints.Money(scope) ?? Hints.Measure(scope) : Hints.Measure(scope);
    }

    // What stands before the verb says of what, what stands behind it says which part.
    private TableQuery? Share(TableQuery query, int share)
    {
        Used[share] = true;
        int verb = Enumerable.Range(items[share].End, words.Count - items[share].End).FirstOrDefault(i => s_verbs.Contains(words[i].Lower) && !items.Any(x => x.Kind == ItemKind.Column && x.Start <= i && i < x.End), -1);
        if (verb < 0) return null;
        RowFilter[] whole = [.. filters.Filters.Where(f => items[f.At].Start < verb).Select(f => f.Filter)], part = [.. filters.Filters.Where(f => items[f.At].Start >= verb).Select(f => f.Filter)];

        // "Which share was on time in June" is that of June.
        RowFilter[] dates = [.. part.Where(f => scope[f.Column].Type == ColumnType.Date && f.Operator != "null")];
        if (dates.Length < part.Length) (whole, part) = ([.. whole, .. dates], [.. part.Except(dates)]);
        if (part.Length == 0) return null;
        int measure = NextColumn(share, c => c.Type == ColumnType.Number);
        if (measure >= 0 && Index(ItemKind.Aggregate) is >= 0 and int sum && items[sum].Says == "sum" && items[sum].Start < verb) Used[sum] = true;
        if (measure < 0 || items[measure].Start >= verb) return query with { Aggregate = Aggregate.Count, Filters = [.. whole], Part = [.. part] };
        return Hints.NeverAdds(scope, items[measure].Column) || items[measure].Column.Source > 0 ? null : query with { Aggregate = Aggregate.Sum, Target = Take(measure), Filters = [.. whole], Part = [.. part] };
    }

    private TableQuery? Difference(TableQuery query)
    {
        int than = Index(ItemKind.Than), difference = Index(ItemKind.Difference), split = than >= 0 ? than : int.MaxValue;
        var pairs = filters.Filters.Where(f => f.Filter.Operator is "in" or "within" or "month" or "months").GroupBy(f => (f.Filter.Column, f.Filter.Operator)).Where(g => g.Count() == 2).ToList();
        if (pairs.Count != 1) return null;
        (int At, RowFilter Filter)[] sides = [.. pairs[0]];
        if (than >= 0 && !(sides[0].At < split && sides[1].At > split)) return null;
        foreach (ItemKind kind in new[] { ItemKind.Than, ItemKind.More, ItemKind.Difference, ItemKind.Between, ItemKind.And }) if (Index(kind) is >= 0 and int at) Used[at] = true;
        bool fewer = items.Any(i => i.Kind == ItemKind.More && i.Says == "-");
        query = query with { Filters = [.. query.Filters.Where(f => f != sides[0].Filter && f != sides[1].Filter)], Sides = fewer ? (sides[1].Filter, sides[0].Filter) : (sides[0].Filter, sides[1].Filter), IsAbsolute = difference >= 0 };
        if (Index(ItemKind.HowMany) is >= 0 and int count)
        {
            Used[count] = true;
            int measure = NextColumn(count, c => c.Type == ColumnType.Number);
            return measure >= 0 ? query with { Aggregate = Aggregate.Sum, Target = Take(measure) } : query with { Aggregate = Aggregate.Count };
        }

        Aggregate aggregate = Index(ItemKind.Aggregate) is >= 0 and int a ? Used[a] ? Aggregate.Sum : AggregateOf(items[a].Says) : Aggregate.None;
        if (aggregate != Aggregate.None) Used[Index(ItemKind.Aggregate)] = true;
        if (Index(ItemKind.HowMuch) is >= 0 and int much) (Used[much], aggregate) = (true, aggregate == Aggregate.None ? Aggregate.Sum : aggregate);
        if (Measure(0) is not { } target) return null;

        // One row a side needs no word for how several are put together.
        if (aggregate == Aggregate.None && !Hints.Adds(scope, target) && !scope[sides[0].Filter.Column].IsUnique) return null;
        return query with { Aggregate = aggregate == Aggregate.None ? Aggregate.Sum : aggregate, Target = target };
    }

    private TableQuery? PerGroup(TableQuery query, int per)
    {
        int of = Enumerable.Range(per + 1, items.Count - per - 1).FirstOrDefault(i => !Used[i] && items[i].Kind is ItemKind.Column or ItemKind.Table, -1);
        if (of != per + 1) return null;
        if (IsRow(of) && Index(ItemKind.Aggregate) is >= 0 and int mean && items[mean].Says != "sum") return PerRow(query, per, of);
        if (Entity(of) is not { } group) return null;
        Used[per] = Used[of] = true;
        query = query with { Group = group };
        int aggregate = Index(ItemKind.Aggregate), count = Index(ItemKind.HowMany);
        if (aggregate >= 0 && count >= 0 && items[aggregate].Says != "sum" && NextColumn(0, c => c.Type == ColumnType.Number) < 0) return null;
        if (aggregate >= 0 && !(count >= 0 && items[aggregate].Says == "sum" && NextColumn(0, c => c.Type == ColumnType.Number) < 0))
        {
            Used[aggregate] = true;
            if (count >= 0) Used[count] = true;
            return Measure(aggregate) is { } target ? query with { Aggregate = AggregateOf(items[aggregate].Says), Target = target } : null;
        }

        if (count < 0) return Unsaid(query, per);
        Used[count] = true;
        if (aggregate >= 0) Used[aggregate] = true;
        int measure = NextColumn(count, c => c.Type == ColumnType.Number);
        return measure >= 0 ? query with { Aggregate = Aggregate.Sum, Target = Take(measure) } : query with { Aggregate = Aggregate.Count };
    }

    private bool IsRow(int at) => items[at].Kind == ItemKind.Table ? items[at].Table == 0 : items[at].Column.Source == 0 && scope.IsKey(items[at].Column);

    // "The average revenue per order" of orders is the average revenue.
    private TableQuery? PerRow(TableQuery query, int per, int of)
    {
        Used[per] = Used[of] = true;
        if (Index(ItemKind.Per) is >= 0 and int next) return PerGroup(query, next);
        if (Index(ItemKind.HowMany) is >= 0 and int count) Used[count] = true;
        return Index(ItemKind.Aggregate) is >= 0 and int aggregate ? Aggregated(query, aggregate) : null;
    }

    // "Revenue per route" adds up what can be added up; "orders per country" counts them.
    private TableQuery? Unsaid(TableQuery query, int per)
    {
        if (words.Any(w => w.Lower == "list")) return null;
        int before = Enumerable.Range(0, per).LastOrDefault(i => !Used[i] && items[i].Kind is ItemKind.Column or ItemKind.Table or ItemKind.Record, -1);
        if (before < 0) return null;
        if (items[before].Kind != ItemKind.Column || IsRow(before))
        {
            Used[before] = true;
            return items[before].Kind == ItemKind.Table && items[before].Table > 0 ? null : query with { Aggregate = Aggregate.Count };
        }

        return scope[items[before].Column].Type != ColumnType.Number || Hints.NeverAdds(scope, items[before].Column) ? null : query with { Aggregate = Aggregate.Sum, Target = Take(before) };
    }

    private ColumnRef? Entity(int at) => items[at].Kind == ItemKind.Column
        ? scope[items[at].Column].Type is ColumnType.Number && scope[items[at].Column].Distinct * 2 > scope.Table(items[at].Column.Source).Rows ? null : items[at].Column
        : items[at].Table > 0 ? scope.Identity(items[at].Table) : null;

    private TableQuery? HavingGroups(TableQuery query, (Aggregate Aggregate, ColumnRef? Target, string Operator, double Number) having)
    {
        int of = Enumerable.Range(0, items.Count).FirstOrDefault(i => !Used[i] && items[i].Kind is ItemKind.Column or ItemKind.Table && !Used[i] && Entity(i) is not null, -1);
        if (of < 0 || Entity(of) is not { } group) return null;
        Used[of] = true;
        int count = Index(ItemKind.HowMany);
        if (count >= 0) Used[count] = true;
        else if (Index(ItemKind.Ask) < 0 && Index(ItemKind.Who) < 0) return null;
        return query with { Aggregate = having.Aggregate, Target = having.Target, Group = group, Having = (having.Operator, having.Number), CountsGroups = count >= 0 };
    }

    private TableQuery? Count(TableQuery query, int count)
    {
        Used[count] = true;
        int distinct = Index(ItemKind.Distinct), aggregate = Index(ItemKind.Aggregate);
        for (int i = 0; i < items.Count; i++) if (items[i].Kind == ItemKind.Distinct) Used[i] = true;
        if (aggregate >= 0 && items[aggregate].Says != "sum")
        {
            int measured = NextColumn(aggregate, c => c.Type == ColumnType.Number);
            if (measured < 0) measured = NextColumn(count, c => c.Type == ColumnType.Number);
            if (measured < 0) return null;
            Used[aggregate] = true;
            return query with { Aggregate = AggregateOf(items[aggregate].Says), Target = Take(measured) };
        }

        if (aggregate >= 0) Used[aggregate] = true;
        if (items[count].Says == "times") return query.Filters.Length > 0 && distinct < 0 ? query with { Aggregate = Aggregate.Count } : null;
        int of = Enumerable.Range(count + 1, items.Count - count - 1).FirstOrDefault(i => !Used[i] && items[i].Kind is ItemKind.Column or ItemKind.Table or ItemKind.Record && !Used[i], -1);
        if (of < 0 && Pins(query) && Index(ItemKind.Stock) >= 0 && Hints.Column(scope, "quantity") is { Source: 0 } quantity) return query with { Aggregate = Aggregate.Sum, Target = quantity };
        if (of < 0) return query.Filters.Length > 0 && distinct < 0 ? query with { Aggregate = Aggregate.Count } : null;

        // "How many vans cost at most 100": a number further on is not what is counted.
        // "How many hotel nights" are nights all the same.
        bool near = (of > 0 && items[of - 1].Kind == ItemKind.Value && of - 1 == count + 1 && items[of].Start == items[of - 1].End && words[items[of].Start].Lower is [.., 's'] noun && QuestionLexicon.Find(noun).Count == 0) || !Enumerable.Range(count + 1, of - count - 1).Any(i => items[i].Kind == ItemKind.Value);
        if (!near && items[of].Kind == ItemKind.Column && scope[items[of].Column].Type == ColumnType.Number) return Pins(query) || Hints.Column(scope, "quantity") == items[of].Column ? query with { Aggregate = Aggregate.Sum, Target = Take(of) } : query with { Aggregate = Aggregate.Count };
        Used[of] = true;
        if (items[of].Kind == ItemKind.Record || (items[of].Kind == ItemKind.Table && items[of].Table == 0)) return query with { Aggregate = Aggregate.Count };
        if (items[of].Kind == ItemKind.Table) return scope.Identity(items[of].Table) is { } identity ? query with { Aggregate = Aggregate.Distinct, Target = identity } : null;
        ColumnRef column = items[of].Column;

        // An item is what a row is about: two rows of one name are two items, unless different ones are asked for.
        if (distinct < 0 && column.Source == 0 && s_rows.Contains(words[items[of].Start].Lower)) return query with { Aggregate = Aggregate.Count };
        if (scope[column].Type == ColumnType.Number && !scope.IsCode(column)) return distinct >= 0 ? query with { Aggregate = Aggregate.Distinct, Target = column } : query with { Aggregate = Aggregate.Sum, Target = column };
        return scope[column].IsUnique && column.Source == 0 ? query with { Aggregate = Aggregate.Count } : query with { Aggregate = Aggregate.Distinct, Target = column };
    }

    private TableQuery? Aggregated(TableQuery query, int aggregate)
    {
        Used[aggregate] = true;
        if (Index(ItemKind.HowMuch) is >= 0 and int much) Used[much] = true;
        return Measure(aggregate) is { } target ? query with { Aggregate = AggregateOf(items[aggregate].Says), Target = target } : null;
    }

    private TableQuery? Much(TableQuery query, int much)
    {
        Used[much] = true;
        bool sums = Index(ItemKind.Spend) >= 0 || (Index(ItemKind.Money) == much + 1 && items[much + 1].Length == 1 && words[items[much + 1].Start].Lower == "money");
        int column = NextColumn(much, c => c.Type == ColumnType.Number);
        if (sums) return Measure(much) is { } spent ? query with { Aggregate = Aggregate.Sum, Target = spent } : null;
        if (query.Filters.Length == 0 || (items[much].Says == "long" && !Pins(query))) return null;
        if (column < 0 && items[much].Says == "long") return Hints.Extent(scope) is { } extent ? query with { Target = extent } : null;
        if (column < 0) return Index(ItemKind.Money) >= 0 && Hints.Money(scope) is { } money && Pins(query) ? query with { Target = money } : null;
        ColumnRef target = Take(column)!.Value;
        return Pins(query) ? query with { Target = target } : Hints.Money(scope) == target && !Hints.Adds(scope, target) ? null : query with { Aggregate = Aggregate.Sum, Target = target };
    }

    // What is shown of rows: one column, or what the rows are called.
    private TableQuery? Shown(TableQuery query)
    {
        // "The total worth of contracts in 2026" is not which contracts there were, whatever is not understood of it.
        if (IsLeftOut(ItemKind.Aggregate)) return null;
        if (query.Filters.Length == 0 || (Index(ItemKind.Ask) < 0 && Index(ItemKind.Who) < 0 && Index(ItemKind.When) < 0)) return null;
        bool when = Index(ItemKind.When) >= 0;
        int column = when ? NextColumn(0, c => c.Type == ColumnType.Date) : NextColumn(0, _ => true), which = items.ToList().FindIndex(i => i.Kind == ItemKind.Ask && i.Says == "which");

        // "Which carriers ship by road" are carriers.
        int noun = which + 1;
        while (which >= 0 && noun < items.Count && items[noun].Kind == ItemKind.Value && items[noun].Start == items[noun - 1].End) noun++;
        if (which >= 0 && noun < items.Count && items[noun] is { Kind: ItemKind.Table } rows && rows.Start == items[noun - 1].End) column = -1;

        // "What did we spend on inspections" is an amount of money, not which inspections there were.
        if (AsksSpent() && (column < 0 || scope[items[column].Column].Type != ColumnType.Number)) return Hints.Money(scope) is { } spent && !Hints.NeverAdds(scope, spent) ? query with { Aggregate = Aggregate.Sum, Target = spent } : null;
        if (column >= 0)
        {
            ColumnRef target = Take(column)!.Value;

            if (scope[target].Type == ColumnType.Number && !Pins(query) && (Index(ItemKind.Spend) >= 0 || (Hints.Adds(scope, target) && items.All(i => i.Kind != ItemKind.Ask || i.Says != "which")))) return query with { Aggregate = Aggregate.Sum, Target = target };

            // A number of one row is a fact; those of several are asked for with a word that says how they are put together.
            return scope[target].Type is ColumnType.Number or ColumnType.Date && !scope[target].IsUnique && !Pins(query) ? null : query with { Target = target };
        }

        // "Which catamarans were built after 2010": the rows of that kind.
        int table = Index(ItemKind.Table), ask = items.ToList().FindIndex(i => i.Kind == ItemKind.Ask);
        if (words[0].Lower == "where") return null;
        if (!when && table < 0 && query.Filters.Length > 1 && ask >= 0 && ask + 1 < items.Count && items[ask + 1] is { Kind: ItemKind.Value } kind && !words[kind.Start].IsCapital && !QuestionLexicon.IsState(words[kind.Start].Lower)) return scope.Identity(0) is { } row ? query with { Target = row } : null;
        return when || table < 0 || scope.Identity(items[table].Table) is not { } identity ? null : query with { Target = identity };
    }

    private bool AsksSpent() => Index(ItemKind.When) < 0 && Index(ItemKind.Spend) is >= 0 and int spend && items[spend].Says is "" or "money" or "pay" && words.Index().Any(w => w.Item.Lower == "what" && words.ElementAtOrDefault(w.Index + 1)?.Lower is "did" or "do" or "does" or "have" or "has" or "was" or "were");

    private bool Pins(TableQuery query) => query.Filters.Any(f => f.Operator is "in" or "=" && f.Values.Length == 1 && f.Column.Source == 0 && scope[f.Column].IsUnique);

    // Whether a word of a kind stands in the question without an item.
    private bool IsLeftOut(ItemKind kind, string but = "") => Enumerable.Range(0, words.Count).Any(i => QuestionLexicon.Find(words[i].Lower).Any(f => f.Kind == kind && f.Says != but) && !items.Any(x => x.Start <= i && i < x.End));

    // "By vessel type" is not by vessel.
    private bool IsBesideGroup(TableQuery query, int at) => query.Group is { } group && Enumerable.Range(0, items.Count).Any(i => i != at && items[i].Kind == ItemKind.Column && items[i].Column == group && (items[i].End == items[at].Start || items[at].End == items[i].Start));

    // "How many people applied", where each row has the day on which somebody did.
    private bool IsTrueOfAll(TableQuery query, QuestionItem item) => query.Aggregate is Aggregate.Count or Aggregate.Distinct && item is { Length: 1, Column.Source: 0 } && (QuestionLexicon.IsDone(words[item.Start].Lower) || words.Take(item.Start).Any(w => w.Lower is "did" or "do" or "does")) && scope[item.Column] is { Type: ColumnType.Date } date && date.Filled >= scope.Main.Rows;

    // "The total amount of the cost accounts", where each row is an account, whatever the table is called.
    private bool IsRows(TableQuery query, int at) => (query.Aggregate != Aggregate.None || (query.Order is not null && at > 0 && items[at - 1].Kind == ItemKind.Superlative)) && items[at].Column.Source == 0 && scope.IsKey(items[at].Column) && scope[items[at].Column].Type == ColumnType.Text && words[items[at].End - 1].Lower.EndsWith('s') && !IsPart(items[at])
        && !(at + 1 < items.Count && items[at + 1].Kind is ItemKind.Value or ItemKind.Number && !IsDescribed(items[at].End, items[at + 1].Start));

    // Half a name that is not its last word is too little to be passed over: who was hired is not about a hiring manager.
    private bool IsPart(QuestionItem item) => item.Length == 1 && QuestionScope.Words(scope[item.Column].Name) is var name && name.IndexOf(words[item.Start].Stem) is >= 0 and var at && at < name.Count - 1;

    // "Candidates that came through LinkedIn", "people we hired": what follows says which.
    private bool IsDescribed(int from, int to) => Enumerable.Range(from, Math.Max(0, to - from)).Any(i => words[i].Lower is "that" or "who" or "which" or "we" or "they");

    // "Parking spaces" are what the value says; what is "lost to dumped batches" is what was dumped.
    private bool IsOnly(int at) => items[at].Says switch
    {
        "noun" => at > 0 && items[at - 1].End == items[at].Start && items[at - 1].Kind == ItemKind.Value,
        "lost" => at + 1 < items.Count && items[at + 1].Kind == ItemKind.Value && QuestionLexicon.IsDone(words[items[at + 1].Start].Lower),
        _ => true,
    };

    private bool IsWhole(TableQuery query)
    {
        // A number of a joined table would count once for each row that refers to it, and numbers of invoices add up to nothing.
        if (query.Aggregate is Aggregate.Sum or Aggregate.Average or Aggregate.Median && query.Target is { } summed && (summed.Source > 0 || scope.IsCode(summed))) return false;
        HashSet<ColumnRef> named = [.. query.Filters.Concat(query.Part).Select(f => f.Column)];
        foreach (ColumnRef? column in new[] { query.Target, query.Group, query.Order, query.Sides?.First.Column }) if (column is { } used) named.Add(used);
        for (int i = 0; i < items.Count; i++)
        {
            QuestionItem item = items[i];
            if (Used[i] || item.Kind is ItemKind.Ask or ItemKind.Who or ItemKind.And or ItemKind.Record || (item.Kind == ItemKind.Only && IsOnly(i))) continue;
            bool fits = item.Kind switch
            {
                ItemKind.Table => true,
                ItemKind.Column => named.Contains(item.Column) || IsTrueOfAll(query, item) || IsRows(query, i) || (!IsPart(item) && !IsBesideGroup(query, i) && scope[item.Column].Type == ColumnType.Text && scope[item.Column].Filled == scope.Table(item.Column.Source).Rows && query.Aggregate != Aggregate.None && !scope[item.Column].IsUnique && !(i + 1 < items.Count && items[i + 1].Kind == ItemKind.Value && items[i + 1].Column.Source == item.Column.Source && !IsDescribed(item.End, items[i + 1].Start))),
                ItemKind.Event => query.Aggregate != Aggregate.Distinct && named.Any(c => scope[c].Type == ColumnType.Date),
                ItemKind.Money when item.Says == "each" => named.Any(c => NumberCells.IsMoney(scope[c].Unit)),
                ItemKind.Spend when item.Says is "money" or "worth" or "pay" => named.Any(c => NumberCells.IsMoney(scope[c].Unit) || Hints.Money(scope) == c),
                ItemKind.Money or ItemKind.Spend => query.Target is { } target ? NumberCells.IsMoney(scope[target].Unit) || Hints.Money(scope) == target || item.Kind == ItemKind.Spend : query.Order is not null || item.Kind == ItemKind.Spend || named.Any(c => NumberCells.IsMoney(scope[c].Unit)),
                ItemKind.Stock => Hints.Column(scope, "quantity") is { } quantity && named.Contains(quantity),
                ItemKind.Unit => named.Any(c => scope[c].Unit == item.Says),
                ItemKind.When => query.Target is { } date && scope[date].Type == ColumnType.Date,
                _ => false,
            };
            if (!fits) return false;
        }

        return true;
    }
}

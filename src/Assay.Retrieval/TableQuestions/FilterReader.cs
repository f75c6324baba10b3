using System.Globalization;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Takes the conditions out of a row of items: values, dates, comparisons, what is missing. What is left says what is asked.</summary>
/// <param name="scope">The tables.</param>
/// <param name="words">The question.</param>
/// <param name="items">The items; those that are used up are marked.</param>
internal sealed class FilterReader(QuestionScope scope, IReadOnlyList<QuestionWord> words, IReadOnlyList<QuestionItem> items)
{
    private const int FirstYear = 1900, LastYear = 2100;

    /// <summary>Which items are used up.</summary>
    public bool[] Used { get; } = new bool[items.Count];

    /// <summary>The conditions with the number of the item each begins with.</summary>
    public List<(int At, RowFilter Filter)> Filters { get; } = [];

    /// <summary>A condition on groups: what is worked out, over what, and the comparison.</summary>
    public (Aggregate Aggregate, ColumnRef? Target, string Operator, double Number)? Having { get; private set; }

    private bool IsComparison => items.Any(i => i.Kind is ItemKind.Difference or ItemKind.Than);

    /// <summary>Reads them.</summary>
    /// <returns>False when a part fits nowhere.</returns>
    public bool Read()
    {
        for (int i = 0; i < items.Count; i++) if (items[i].Kind == ItemKind.Regardless && !Regardless(i)) return false;
        for (int i = 0; i < items.Count; i++) if (items[i].Kind is ItemKind.Stated or ItemKind.Blank) Missing(i);
        for (int i = 0; i < items.Count; i++) if (items[i].Kind is ItemKind.Compare or ItemKind.More && !Used[i]) Columns(i);
        for (int i = 0; i < items.Count; i++) if (items[i].Kind == ItemKind.Date && !Used[i] && !Date(i)) return false;
        for (int i = 0; i < items.Count; i++) if (items[i].Kind == ItemKind.Number && !Used[i] && !Number(i)) return false;
        for (int i = 0; i < items.Count; i++) if (items[i].Kind == ItemKind.Value && !Used[i]) Value(i);
        for (int i = 0; i < items.Count; i++) Flag(i);
        for (int i = 0; i < items.Count; i++) if (items[i].Kind == ItemKind.Sign && !Sign(i)) return false;
        for (int i = 0; i < items.Count; i++) if (items[i] is { Kind: ItemKind.Stock, Says: "0" } && !Gone(i)) return false;
        return !Enumerable.Range(0, items.Count).Any(i => !Used[i] && items[i].Kind is ItemKind.Not or ItemKind.Or or ItemKind.Blank or ItemKind.Compare or ItemKind.OrMore or ItemKind.DateCompare);
    }

    private ItemKind? Kind(int at) => at >= 0 && at < items.Count ? items[at].Kind : null;

    // The same condition said twice is one.
    private void Add(int at, RowFilter filter)
    {
        if (!Filters.Exists(f => f.Filter.Column == filter.Column && f.Filter.Operator == filter.Operator && f.Filter.Other == filter.Other && f.Filter.Values.SequenceEqual(filter.Values))) Filters.Add((at, filter));
    }

    // "Whatever their status" names a column that makes no difference.
    private bool Regardless(int at)
    {
        if (items[at].Says.Length > 0) return Included(at);
        if (Kind(at + 1) != ItemKind.Column) return false;
        Used[at] = Used[at + 1] = true;
        return true;
    }

    // "Include cancelled ones", "ended ones included": these are among the rows, and so are all others.
    private bool Included(int at)
    {
        (int named, int ones) = items[at].Says == "before" ? (at + 1, at + 2) : (at - 2, at - 1);
        if (Kind(ones) != ItemKind.Only || items[ones].Says != "ones" || !(Kind(named) == ItemKind.Value || (Kind(named) == ItemKind.Column && scope[items[named].Column].Type == ColumnType.Boolean))) return false;
        Used[at] = Used[named] = true;
        return true;
    }

    // "No captain entered", "captain is missing", "an empty price": there is nothing in the cell, which is not a zero.
    private void Missing(int at)
    {
        int column = items[at].Kind == ItemKind.Blank && Kind(at + 1) == ItemKind.Column ? at + 1 : Kind(at - 1) == ItemKind.Column ? at - 1 : Kind(at + 1) == ItemKind.Column ? at + 1 : Kind(at - 1) == ItemKind.Not && Kind(at - 2) == ItemKind.Column ? at - 2 : -1;
        if (column < 0 || Used[column] || CallsRows(items[column]) || scope.IsKey(items[column].Column)) return;
        int not = Kind(at - 1) == ItemKind.Not ? at - 1 : Kind(column - 1) == ItemKind.Not ? column - 1 : -1;
        if (items[at].Says == "some")
        {
            // "Have a remark" is about what stands there, whatever it is; "have a price above 5" is not.
            TableColumn described = scope[items[column].Column];
            if (column != at + 1 || items[column].Score < 1.8 || described.Type is ColumnType.Boolean || described.Filled >= scope.Table(items[column].Column.Source).Rows || Kind(at + 2) is ItemKind.Column or ItemKind.Value or ItemKind.Compare or ItemKind.Number or ItemKind.Date or ItemKind.DateCompare or ItemKind.Between or ItemKind.Not) return;
            Used[at] = Used[column] = true;
            Add(at, new RowFilter(items[column].Column, "not null", []) { Shown = "is not missing" });
            return;
        }

        bool blank = items[at].Kind == ItemKind.Blank;
        if (!blank && not < 0) return;
        Used[at] = Used[column] = true;
        if (not >= 0) Used[not] = true;
        bool filled = blank && not >= 0;
        Add(at, new RowFilter(items[column].Column, filled ? "not null" : "null", []) { Shown = filled ? "is not missing" : "is missing" });
    }

    // "Out of stock": there is a quantity, and it is none.
    private bool Gone(int at)
    {
        if (Hints.Column(scope, "quantity") is not { Source: 0 } quantity) return false;
        Used[at] = true;
        Add(at, new RowFilter(quantity, "=", [0.0]) { Shown = "is 0" });
        return true;
    }

    // "A negative balance", "whose margin is negative".
    private bool Sign(int at)
    {
        int column = Kind(at + 1) == ItemKind.Column && Measures(items[at + 1].Column) ? at + 1 : Kind(at - 1) == ItemKind.Column && Measures(items[at - 1].Column) ? at - 1 : -1;
        if (column < 0 || Kind(at - 1) == ItemKind.Not) return false;
        Used[at] = Used[column] = true;
        Add(at, new RowFilter(items[column].Column, items[at].Says, [0.0]) { Shown = $"{Words(items[at].Says)} 0" });
        return true;
    }

    // "Below their reorder level", "more cars than the car capacity": one column against another.
    private void Columns(int at)
    {
        string says = items[at].Says;

        // "More passengers than the passenger capacity".
        if (items[at].Kind == ItemKind.More)
        {
            if (Kind(at + 1) != ItemKind.Column || Kind(at + 2) != ItemKind.Than || Kind(at + 3) != ItemKind.Column || !Measures(items[at + 1].Column) || !Measures(items[at + 3].Column) || items[at + 1].Column == items[at + 3].Column) return;
            string sign = says == "-" ? "<" : ">";
            for (int i = at; i < at + 4; i++) Used[i] = true;
            Add(at, new RowFilter(items[at + 1].Column, sign, []) { Other = items[at + 3].Column, Shown = $"{Words(sign)} {scope[items[at + 3].Column].Name}" });
            return;
        }

        if (says is not (">" or "<" or ">=" or "<=") || Kind(at + 1) != ItemKind.Column || !Measures(items[at + 1].Column) || Kind(at + 2) is ItemKind.Number || items.Any(i => i.Kind is ItemKind.Superlative)) return;
        ColumnRef other = items[at + 1].Column;
        bool named = Kind(at - 1) == ItemKind.Column && Measures(items[at - 1].Column) && items[at - 1].Column != other;
        if ((named ? items[at - 1].Column : Hints.Compared(scope, other)) is not { } column) return;
        Used[at] = Used[at + 1] = true;
        if (named) Used[at - 1] = true;
        Add(at, new RowFilter(column, says, []) { Other = other, Shown = $"{Words(says)} {scope[other].Name}" });
    }

    private bool Date(int at)
    {
        DateSpan first = items[at].Date!, last = first;
        if (InName(at) is { } inName) return inName && (Used[at] = true);
        string says = "";
        int begin = at;
        Used[at] = true;
        if (Kind(at - 1) == ItemKind.Between && Kind(at + 1) == ItemKind.And && Kind(at + 2) == ItemKind.Date)
        {
            (last, begin) = (items[at + 2].Date!, at - 1);
            Used[at - 1] = Used[at + 1] = Used[at + 2] = true;
        }
        else if (Kind(at - 1) == ItemKind.DateCompare)
        {
            (says, begin) = (items[at - 1].Says, at - 1);
            Used[at - 1] = true;
            if (says == ">=" && IsLater(at + 1, ">=")) Used[at + 1] = true;
            if (says == ">=" && Kind(at + 1) == ItemKind.DateCompare && items[at + 1].Says == "<=" && Kind(at + 2) == ItemKind.Date)
            {
                (last, says) = (items[at + 2].Date!, "");
                Used[at + 1] = Used[at + 2] = true;
            }
        }

        else if (IsLater(at + 1, ""))
        {
            says = items[at + 1].Says[..2];
            Used[at + 1] = true;
        }

        // "Built before 1990" is about the year in which it was built, not about another day.
        if (Kind(begin - 1) == ItemKind.Column && Hints.IsYear(scope, items[begin - 1].Column)) return false;

        // "In May and June" is in either.
        List<DateSpan> spans = [first];
        if (says.Length == 0 && first == last)
        {
            for (int next = at; Kind(next + 1) is ItemKind.And or ItemKind.Or && Kind(next + 2) == ItemKind.Date && !Used[next + 2]; next += 2)
            {
                Used[next + 1] = Used[next + 2] = true;
                spans.Add(items[next + 2].Date!);
            }
        }

        // "Closed in May" is about the day it was closed, not about all that are closed.
        if (Kind(begin - 1) == ItemKind.Value && scope.Columns.Any(c => scope[c].Type == ColumnType.Date && QuestionScope.Words(scope[c].Name).Contains(TableWords.Key(items[begin - 1].Values[0])))) return false;
        if (DateColumn(begin, at) is not { } column) return false;
        if (spans.Count > 1)
        {
            bool months = spans.TrueForAll(s => s.Month > 0);
            if ((!months && spans.Exists(s => s.Month > 0)) || spans.Exists(s => s.Day > 0)) return false;
            Add(at, new RowFilter(column, months ? "months" : "spans", months ? [.. spans.SelectMany(Months)] : [.. spans.SelectMany(s => new[] { s.From, s.To })]) { Shown = "in " + string.Join(" or ", spans.Select(s => s.Text)) });
            return true;
        }

        if (first.Month > 0 || last.Month > 0)
        {
            if (says.Length > 0 || last != first) return false;
            if (first.Day > 0) Add(at, new RowFilter(column, "day", [string.Create(CultureInfo.InvariantCulture, $"{first.Month:00}-{first.Day:00}")]) { Shown = $"is {first.Text} of any year" });
            else Add(at, new RowFilter(column, first.Months > 1 ? "months" : "month", [.. Months(first)]) { Shown = $"in {first.Text}" });
            return true;
        }

        Add(at, says switch
        {
            "<" => new RowFilter(column, "<", [first.From]) { Shown = $"before {first.Text}" },
            ">" => new RowFilter(column, ">=", [first.To]) { Shown = $"after {first.Text}" },
            ">=" => new RowFilter(column, ">=", [first.From]) { Shown = $"from {first.Text} on" },
            "<=" => new RowFilter(column, "<", [first.To]) { Shown = $"up to {first.Text}" },
            _ => new RowFilter(column, "within", [first.From, last.To]) { Shown = first == last ? $"in {first.Text}" : $"from {first.Text} to {last.Text}" },
        });
        return string.CompareOrdinal(first.From, last.To) < 0;
    }

    // "2018 or later".
    private bool IsLater(int at, string sign) => Kind(at) == ItemKind.OrMore && items[at].Says.EndsWith("later", StringComparison.Ordinal) && items[at].Says.StartsWith(sign, StringComparison.Ordinal);

    private static IEnumerable<string> Months(DateSpan span) => Enumerable.Range(span.Month, span.Months).Select(m => m.ToString("00", CultureInfo.InvariantCulture));

    // "The revenue in 2024" is a column Revenue 2024 where there is one: true where such a column is named, false where one of another year is, null where no year is part of a name.
    private bool? InName(int at)
    {
        if (items[at].Date is not { Month: 0, Text: { Length: 4 } year }) return null;
        string[] years = [.. items.Where(i => i.Kind == ItemKind.Column).SelectMany(i => QuestionScope.Words(scope[i.Column].Name)).Where(w => w.Length == 4 && w.All(char.IsAsciiDigit) && w[0] is '1' or '2')];
        return years.Length == 0 ? null : years.Contains(year) && years.Distinct().Count() == 1;
    }

    private ColumnRef? DateColumn(int before, int after)
    {
        for (int i = before - 1; i >= 0; i--) if (IsDate(i)) return Take(i);
        for (int i = after + 1; i < items.Count; i++) if (IsDate(i)) return Take(i);
        return Hints.Date(scope);
    }

    private bool IsDate(int at) => items[at].Kind == ItemKind.Column && scope[items[at].Column].Type == ColumnType.Date;

    private ColumnRef Take(int at)
    {
        Used[at] = true;
        return items[at].Column;
    }

    private bool Number(int at)
    {
        double first = items[at].Number;
        int and = Kind(at + 1) == ItemKind.Unit ? at + 2 : at + 1;
        bool from = Kind(at - 1) == ItemKind.DateCompare && items[at - 1].Says == ">=" && Kind(and) == ItemKind.DateCompare && items[and].Says == "<=";
        if (((Kind(at - 1) == ItemKind.Between && Kind(and) == ItemKind.And) || from) && Kind(and + 1) == ItemKind.Number)
        {
            double last = items[and + 1].Number;
            Used[at - 1] = Used[at] = Used[and] = Used[and + 1] = true;
            if (and > at + 1 && Kind(and + 2) == ItemKind.Unit && items[at + 1].Says != items[and + 2].Says) return false;
            if (and > at + 1 && Kind(and + 2) == ItemKind.Unit) Used[at + 1] = true;
            if (Compared(at - 1, and + 2, "", (first + last) / 2) is not { } between) return false;
            Add(at, new RowFilter(between, "between", [first, last]) { Shown = $"between {Text(first)} and {Text(last)}" });
            return first <= last;
        }

        // "1,000 euros or more": the unit may stand before the words that compare.
        int tail = Kind(at + 1) == ItemKind.Unit && Kind(at + 2) == ItemKind.OrMore ? at + 2 : at + 1;
        bool compared = Kind(at - 1) == ItemKind.Compare, more = Kind(tail) == ItemKind.OrMore;
        if (!compared && Kind(at - 1) == ItemKind.DateCompare) return Year(at);
        if (!compared && !more) return Equal(at);
        string says = compared ? items[at - 1].Says : items[tail].Says, sign = says.TrimEnd([.. "abcdefghijklmnopqrstuvwxyz"]);
        Used[at] = true;
        Used[compared ? at - 1 : tail] = true;
        int begin = compared ? at - 1 : at, end = more && tail == at + 1 ? at + 2 : at + 1;
        if (Groups(begin, end, sign, first)) return true;
        string hint = says[sign.Length..];
        if (Compared(begin, end, hint, first) is not { } column || (hint == "good" && !Hints.IsGood(scope, column)) || (hint == "later" && !Hints.IsYear(scope, column))) return false;
        Add(at, new RowFilter(column, sign, [first]) { Shown = $"{Words(sign)} {Text(first)}" });
        return true;
    }

    // "More than five orders" counts rows of each; "an average rate above 130" is worked out for each.
    private bool Groups(int begin, int end, string sign, double number)
    {
        if (begin >= 2 && items[begin - 1].Kind == ItemKind.Column && Measures(items[begin - 1].Column) && items[begin - 2].Kind == ItemKind.Aggregate && !Used[begin - 2])
        {
            Used[begin - 2] = true;
            Having = (QuestionReader.AggregateOf(items[begin - 2].Says), Take(begin - 1), sign, number);
            if (Kind(end) == ItemKind.Unit) Used[end] = true;
            return true;
        }

        bool otherBefore = items.Take(begin).Any(i => i.Kind == ItemKind.Column && scope[i.Column].Type == ColumnType.Text && !scope[i.Column].IsUnique || (i.Kind == ItemKind.Table && i.Table > 0));
        if (!otherBefore || !(Kind(end) == ItemKind.Record || (Kind(end) == ItemKind.Table && items[end].Table == 0))) return false;
        Used[end] = true;
        Having = (Aggregate.Count, null, sign, number);
        return true;
    }

    // "Built before 1995", where years are numbers.
    private bool Year(int at)
    {
        string says = items[at - 1].Says;
        int before = at - 2;
        ColumnRef? column = Kind(before) == ItemKind.Column && Hints.IsYear(scope, items[before].Column) ? items[before].Column : null;
        if (column is not { } year || says is not ("<" or ">" or "<=" or ">=")) return false;
        Used[at] = Used[at - 1] = Used[before] = true;
        if (says == ">=" && IsLater(at + 1, ">=")) Used[at + 1] = true;
        Add(at, new RowFilter(year, says, [items[at].Number]) { Shown = $"{Words(says)} {Text(items[at].Number)}" });
        return true;
    }

    private ColumnRef? Compared(int begin, int end, string hint, double number)
    {
        string unit = Kind(end) == ItemKind.Unit ? items[end].Says : "";

        // Dollars are no euros, and minutes no hours; 500 may be meant as 500 or as 500 thousand where the column says thousands.
        return Compared(begin, end, unit, hint, number) is { } column && !NumberCells.IsScaled(scope[column].Unit) && (unit.Length == 0 || scope[column].Unit.Length == 0 || scope[column].Unit == unit) ? column : null;
    }

    private ColumnRef? Compared(int begin, int end, string unit, string hint, double number)
    {
        int next = unit.Length > 0 ? end + 1 : end;
        if (unit.Length > 0) Used[end] = true;
        bool after = Kind(next) == ItemKind.Column && Measures(items[next].Column) && items[next].Start <= items[next - 1].End + 2;

        // "Rooms have more than 15 seats" is about seats, where rooms are numbers too.
        if (after && begin > 0 && Kind(begin - 1) == ItemKind.Column && scope.IsCode(items[begin - 1].Column) && !scope.IsCode(items[next].Column)) return Take(next);
        // "Invoices over 80" are not those with a number over 80.
        if (begin > 0 && !Used[begin - 1] && items[begin - 1].Kind == ItemKind.Column && Measures(items[begin - 1].Column) && !scope.IsCode(items[begin - 1].Column))
        {
            if (after && items[next].Column == items[begin - 1].Column) Used[next] = true;
            return Take(begin - 1);
        }

        if (after) return Take(next);
        if (hint.Length > 0) return Hints.Column(scope, hint);
        if (unit.Length > 0)
        {
            ColumnRef[] same = [.. scope.Columns.Where(c => scope[c].Type == ColumnType.Number && scope[c].Unit == unit)];
            if (NumberCells.IsMoney(unit) && items.Any(i => i.Kind == ItemKind.Money && i.Says is "cost" or "each") && Hints.Column(scope, "price") is { } each && same.Contains(each)) return each;
            if (NumberCells.IsMoney(unit) && items.Any(i => i is { Kind: ItemKind.Spend, Says: "worth" }) && Hints.Column(scope, "worth") is { Source: 0 } worth && (scope[worth].Unit.Length == 0 || same.Contains(worth))) return worth;
            return same.Count(c => c.Source == 0) == 1 ? same.First(c => c.Source == 0) : same.Length == 1 ? same[0] : NumberCells.IsMoney(unit) && same.Length > 1 ? Hints.Money(scope) is { } main && same.Contains(main) ? main : null : NumberCells.IsMoney(unit) && same.Length == 0 ? Hints.Money(scope) is { } money && scope[money].Unit.Length == 0 ? money : null : null;
        }

        // "Over 100 but under 200" is about one column.
        if (Filters.Count > 0 && Filters[^1] is { Filter.Operator: "<" or "<=" or ">" or ">=" } last && last.At < begin && begin - last.At <= 3 && Measures(last.Filter.Column)) return last.Filter.Column;
        if (items.Any(i => i.Kind == ItemKind.Stock)) return Hints.Column(scope, "quantity") is { Source: 0 } quantity ? quantity : null;
        if (items.Any(i => i.Kind == ItemKind.Money && i.Says is "cost" or "each") && Hints.Column(scope, "price") is { Source: 0 } price) return price;
        if (items.Any(i => i.Kind is ItemKind.Spend or ItemKind.Money) && Hints.Money(scope) is { } spent) return spent;
        ColumnRef[] within = [.. scope.Measures(0).Where(c => scope[c].Least <= number && number <= scope[c].Most)];
        return within.Length == 1 ? within[0] : null;
    }

    // A number beside a column of numbers or behind the name of a table: "floor 4", "order 5020".
    private bool Equal(int at)
    {
        // "Nights in 2025" are not 2025 nights.
        int apart = at > 0 ? items[at].Start - items[at - 1].End : 0;
        bool beside = apart <= (items[at].Number is >= FirstYear and <= LastYear && scope.Columns.Any(c => scope[c].Type == ColumnType.Date) && Kind(at - 1) == ItemKind.Column && !Hints.IsYear(scope, items[at - 1].Column) ? 0 : 2);

        // "The rent of 2-room apartments" is about two rooms.
        bool before = apart > 0 && IsRightBefore(at);
        ColumnRef? column = before ? Take(at + 1)
            : at > 0 && IsApart(at) ? null
            : at > 0 && beside && Kind(at - 1) == ItemKind.Column && scope[items[at - 1].Column].Type == ColumnType.Number ? Take(at - 1)
            : at > 0 && Kind(at - 1) == ItemKind.Table && scope.Identity(items[at - 1].Table) is { } key && scope[key].Type == ColumnType.Number ? key : null;
        // "With 5 stars": a number right before what it is of.
        if (column is null && IsRightBefore(at) && !items.Any(i => i.Kind is ItemKind.Superlative or ItemKind.Between or ItemKind.Share)) column = Take(at + 1);
        if (column is not { } found) return items.Any(i => i.Kind == ItemKind.Superlative);
        Used[at] = true;
        if (Kind(at + 1) == ItemKind.Unit) Used[at + 1] = true;
        Add(at, new RowFilter(found, "=", [items[at].Number]) { Shown = $"is {Text(items[at].Number)}" });
        return true;
    }

    // "Order 31" and "order number 31" name an order, "orders on 31" do not.
    private bool IsApart(int at) => (Kind(at - 1) == ItemKind.Table || (Kind(at - 1) == ItemKind.Column && scope.IsCode(items[at - 1].Column)))
        && Enumerable.Range(items[at - 1].End, items[at].Start - items[at - 1].End).Any(i => words[i].Lower is not ("no" or "nr" or "number" or "numbers" or "id" or "code" or "is" or "was" or "with" or "the" or "and" or "or" or "of" or "has"));

    private bool IsRightBefore(int at) => Kind(at + 1) == ItemKind.Column && !Used[at + 1] && items[at + 1].Start == items[at].End && Measures(items[at + 1].Column) && !scope.IsCode(items[at + 1].Column);

    private bool Measures(ColumnRef column) => scope[column].Type == ColumnType.Number;

    private void Value(int at)
    {
        ColumnRef column = items[at].Column;
        int before = at - 1, end = at;
        if (before >= 0 && items[before].Kind == ItemKind.Column && items[before].Column == column) Used[before--] = true;
        bool negated = items[at].Says == "not";
        if (Kind(before) == ItemKind.Not && !Used[before])
        {
            (negated, Used[before]) = (true, true);
            if (before > 0 && items[before - 1].Kind == ItemKind.Column && items[before - 1].Column == column) Used[before - 1] = true;
        }

        var values = items[at].Values.ToHashSet(StringComparer.Ordinal);
        Used[at] = true;
        while (!IsComparison && Next(end, column, negated) is var next and > 0)
        {
            for (int i = end + 1; i <= next; i++) Used[i] = true;
            values.UnionWith(items[next].Values);
            end = next;
        }

        if (Kind(end + 1) == ItemKind.Column && items[end + 1].Column == column) Used[end + 1] = true;
        Add(at, new RowFilter(column, negated ? "not in" : "in", [.. values.Order(StringComparer.Ordinal)]) { Shown = (negated ? "is not " : "is ") + string.Join(" or ", values.Order(StringComparer.Ordinal).Select(v => $"'{v}'")) });
    }

    private int Next(int end, ColumnRef column, bool negated)
    {
        int next = Kind(end + 1) is ItemKind.Or or ItemKind.And || (negated && Kind(end + 1) == ItemKind.Not) ? end + 2 : end + 1;
        if (Kind(next) == ItemKind.Column && items[next].Column == column) next++;
        return Kind(next) == ItemKind.Value && !Used[next] && items[next].Column == column && items[next].Says.Length == 0 ? next : 0;
    }

    // Columns of yes and no, and values that are missing.
    private void Flag(int at)
    {
        if (Used[at]) return;
        QuestionItem item = items[at];
        bool negated = Kind(at - 1) == ItemKind.Not && !Used[at - 1];
        if (item.Kind == ItemKind.Missing)
        {
            Used[at] = true;
            Add(at, new RowFilter(item.Column, "null", []) { Shown = "is missing" });
        }
        else if (item.Kind == ItemKind.Column && Kind(at - 1) != ItemKind.Per && (scope[item.Column].Type == ColumnType.Boolean || negated))
        {
            // "No sales" of a column Sale ID is about sales, each of which has a number.
            if (negated && (CallsRows(item) || scope.IsKey(item.Column) || (Measures(item.Column) && scope.IsCode(item.Column)))) return;

            // "Not counted in August": it may have been counted in May.
            if (negated && scope[item.Column].Type != ColumnType.Boolean && Kind(at + 1) is ItemKind.Date or ItemKind.DateCompare) return;
            Used[at] = true;
            if (negated) Used[at - 1] = true;
            Add(at, scope[item.Column].Type switch
            {
                ColumnType.Boolean => new RowFilter(item.Column, "=", [negated ? 0.0 : 1.0]) { Shown = negated ? "is no" : "is yes" },
                ColumnType.Number when scope[item.Column].Least <= 0 || scope[item.Column].Filled >= scope.Table(item.Column.Source).Rows => new RowFilter(item.Column, "=", [0.0]) { Shown = "is 0" },
                _ => new RowFilter(item.Column, "null", []) { Shown = "is missing" },
            });
        }
    }

    // "Orders" are the rows of orders, and half the name of their Order Date.
    private bool CallsRows(QuestionItem item) => item.Length == 1 && QuestionScope.Words(scope[item.Column].Name).Count > 1 && Enumerable.Range(0, scope.Joins.Length + 1).Any(s => QuestionScope.Words(scope.Table(s).Name).Contains(words[item.Start].Stem));

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Words(string sign) => sign switch { ">" => "is more than", ">=" => "is at least", "<" => "is less than", "<=" => "is at most", _ => "is" };
}

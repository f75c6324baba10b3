using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Which columns words without a column's name are about: <c>cheapest</c> is about a price, <c>oldest</c> about an age or a date.</summary>
internal static class Hints
{
    private static readonly Dictionary<string, string[]> s_columns = new(StringComparer.Ordinal)
    {
        ["price"] = ["price", "cost", "rate", "fee", "rent", "amount", "total"],
        ["duration"] = ["duration", "hours", "hour", "time", "length", "minutes", "days", "delay"],
        ["weight"] = ["weight", "mass"],
        ["salary"] = ["salary", "wage", "pay", "earnings", "income", "compensation"],
        ["age"] = ["age"],
        ["worth"] = ["value", "worth", "amount", "total", "price"],
        ["quantity"] = ["quantity", "qty", "hand", "stock", "units", "pieces", "copies", "count"],
        ["money"] = ["amount", "total", "revenue", "sales", "price", "cost", "fee", "salary", "value"],
    };

    private static readonly HashSet<string> s_ends = [.. new[] { "due", "end", "ended", "closed", "close", "deadline", "expiry", "expires", "until", "paid", "shipped", "delivered", "delivery", "returned", "updated", "modified", "changed", "resolved", "finished", "birth", "born" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_years = [.. new[] { "year", "built", "founded", "established", "constructed", "vintage", "launched", "opened", "made", "published", "model", "commissioned", "born" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_lengths = [.. new[] { "length", "distance", "mileage" }.Select(TableWords.Stem)], s_times = [.. new[] { "duration", "hours", "time", "minutes" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_since = [.. new[] { "since", "joined", "hired", "hire", "member" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_adding = [.. new[] { "revenue", "sales", "turnover", "value", "amount", "total", "volume", "spend", "spending", "expense", "profit", "income", "takings", "consumption", "quantity", "passengers", "visitors", "guests", "copies", "cost", "costs", "donations", "attendance", "headcount", "freight" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_notAdding = [.. new[] { "price", "rate", "age", "percent", "percentage", "share", "score", "rating", "temperature", "speed", "level", "average", "mean", "per", "unit", "height", "length", "width", "year", "ratio", "margin", "capacity", "distance", "minimum", "maximum", "limit", "salary", "wage", "grade", "rank", "floor", "latitude", "longitude", "depth" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_good = [.. new[] { "score", "rating", "points", "marks", "satisfaction", "efficiency", "sales", "revenue", "turnover", "profit", "income" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_taxes = [.. new[] { "vat", "tax", "gst", "mwst", "tip", "discount", "deposit" }.Select(TableWords.Stem)];

    private static readonly HashSet<string> s_bounds = [.. new[] { "minimum", "min", "maximum", "max", "limit" }.Select(TableWords.Stem)];

    private static readonly (string[] Limits, string[] Compared)[] s_limits =
    [
        (["reorder", "minimum", "min", "maximum", "max", "safety", "threshold"], ["hand", "stock", "quantity", "qty", "level", "count"]),
        (["budget", "budgeted", "planned", "plan", "estimate", "estimated", "target", "goal", "quota", "forecast"], ["spent", "actual", "cost", "costs", "spending", "expenses", "sales", "revenue", "hours", "achieved"]),
        (["capacity", "seats", "places", "limit"], ["passengers", "participants", "attendees", "guests", "enrolled", "booked", "registered", "used", "load", "occupied"]),
    ];

    private static readonly HashSet<string> s_people = [.. new[] { "assignee", "employee", "customer", "client", "owner", "person", "agent", "author", "manager", "lead", "doctor", "seller", "buyer", "contact", "user", "member", "name", "reviewer", "driver", "teacher", "student", "supplier", "vendor", "head", "boss", "supervisor", "leader", "director", "coordinator", "technician", "engineer", "consultant", "salesperson", "rep", "representative", "trainer", "instructor", "speaker", "host", "responsible", "handler", "operator", "requester", "applicant", "candidate", "patient", "tenant", "coach", "mentor", "recruiter", "inspector", "approver", "colleague", "staff", "worker", "participant", "attendee", "guest", "analyst", "developer", "adviser", "advisor", "tester", "cashier", "captain", "editor", "submitter", "claimant" }.Select(TableWords.Stem)];

    /// <summary>The column that a hint is about; null when there is none or more than one.</summary>
    /// <param name="scope">The tables.</param>
    /// <param name="hint">The hint.</param>
    /// <param name="ofRows">Whether a column of the main table comes first, whatever its word.</param>
    public static ColumnRef? Column(QuestionScope scope, string hint, bool ofRows = false)
    {
        if (hint == "date") return Date(scope);
        if (!s_columns.TryGetValue(hint, out string[]? words)) return null;

        // "The most expensive shipment" is about its own cost, whatever price there is of what it refers to.
        foreach (bool own in ofRows ? new[] { true, false } : [false])
        {
            foreach (string stem in words.Select(TableWords.Stem))
            {
                ColumnRef[] found = [.. scope.Columns.Where(c => scope[c].Type == ColumnType.Number && !scope.IsCode(c) && !(hint == "quantity" && NumberCells.IsMoney(scope[c].Unit)) && QuestionScope.Words(scope[c].Name).Contains(stem))];
                ColumnRef[] main = [.. found.Where(c => c.Source == 0)];
                if (main.Length == 0 && (own || found.Length == 0)) continue;
                return Single(main.Length > 0 ? main : found) is not { } one || (hint == "duration" && Extents(scope, one.Source).Count() > 1) ? null : one;
            }
        }

        return null;
    }

    /// <summary>The date since which somebody has belonged to somebody: the only column that says so.</summary>
    public static ColumnRef? Since(QuestionScope scope) => Single(scope.Columns.Where(c => c.Source == 0 && scope[c].Type == ColumnType.Date && QuestionScope.Words(scope[c].Name).Exists(s_since.Contains)));

    /// <summary>Whether a column of numbers holds years.</summary>
    public static bool IsYear(QuestionScope scope, ColumnRef column) => scope[column] is { Type: ColumnType.Number, Unit.Length: 0, Least: >= 1000, Most: <= 2200 } described && QuestionScope.Words(described.Name).Exists(s_years.Contains);

    /// <summary>The one column of a table with the years in which its rows came to be.</summary>
    public static ColumnRef? Year(QuestionScope scope, int source) => Single(scope.Columns.Where(c => c.Source == source && IsYear(scope, c)));

    /// <summary>Whether numbers of a column add up: revenues do, prices and rates do not.</summary>
    public static bool Adds(QuestionScope scope, ColumnRef column)
    {
        List<string> words = QuestionScope.Words(scope[column].Name);
        return scope[column].Type == ColumnType.Number && scope[column].Unit != "%" && !scope.IsCode(column) && words.Exists(s_adding.Contains) && !IsLevel(scope[column]);
    }

    /// <summary>Whether numbers of a column never add up.</summary>
    public static bool NeverAdds(QuestionScope scope, ColumnRef column) => scope[column].Unit == "%" || scope.IsCode(column) || IsYear(scope, column) || IsLevel(scope[column]);

    // A unit price is of one unit; units are counted.
    private static bool IsLevel(TableColumn column) => TableWords.Of(HeaderNames.Words(column.Name)).Exists(w => w != "units" && s_notAdding.Contains(TableWords.Stem(w)));

    /// <summary>The column that a limit is the limit of: a stock below its reorder level, a cost over its budget.</summary>
    public static ColumnRef? Compared(QuestionScope scope, ColumnRef limit)
    {
        List<string> words = QuestionScope.Words(scope[limit].Name);
        foreach ((string[] limits, string[] compared) in s_limits)
        {
            if (!words.Exists(w => limits.Any(l => TableWords.Stem(l) == w))) continue;
            foreach (string word in compared)
            {
                string stem = TableWords.Stem(word);
                if (Single(scope.Measures(0).Where(c => c != limit && scope[c].Unit == scope[limit].Unit && QuestionScope.Words(scope[c].Name).Contains(stem))) is { } found) return found;
            }
        }

        return null;
    }

    /// <summary>How long rows are, in whatever way: the only column that says so.</summary>
    public static ColumnRef? Extent(QuestionScope scope) => Single(Extents(scope, 0));

    // A route may be long in miles or in hours.
    private static IEnumerable<ColumnRef> Extents(QuestionScope scope, int source)
    {
        ColumnRef[] lengths = [.. scope.Measures(source).Where(c => QuestionScope.Words(scope[c].Name).Exists(s_lengths.Contains))], times = [.. scope.Measures(source).Where(c => QuestionScope.Words(scope[c].Name).Exists(s_times.Contains))];
        return lengths.Length == 0 ? times.Take(1) : times.Length == 0 ? lengths : lengths.Concat(times).Distinct();
    }

    /// <summary>The date of a row where none is named: the only one, or the only one that does not say when something ends.</summary>
    public static ColumnRef? Date(QuestionScope scope)
    {
        ColumnRef[] all = [.. scope.Columns.Where(c => scope[c].Type == ColumnType.Date)], main = [.. all.Where(c => c.Source == 0)];
        if (main.Length == 0) return Single(all);
        return main.Length == 1 ? main[0] : Single(main.Where(c => !QuestionScope.Words(scope[c].Name).Exists(s_ends.Contains)));
    }

    /// <summary>The one column of the main table that holds money.</summary>
    public static ColumnRef? Money(QuestionScope scope)
    {
        ColumnRef[] units = [.. scope.Measures(0).Where(c => NumberCells.IsMoney(scope[c].Unit) && !QuestionScope.Words(scope[c].Name).Exists(s_bounds.Contains))];

        // A tax is beside the amount that it is on.
        if (units.Length > 1) units = [.. units.Where(c => !QuestionScope.Words(scope[c].Name).Exists(s_taxes.Contains))];
        return units.Length == 1 ? units[0] : units.Length > 1 ? null : Column(scope, "money") is { Source: 0 } named ? named : null;
    }

    /// <summary>What a size without a name is about: money, or the only column that measures anything.</summary>
    public static ColumnRef? Measure(QuestionScope scope) => Money(scope) ?? Single(scope.Measures(0));

    /// <summary>Whether a column names people, or firms that act like them.</summary>
    public static bool IsPerson(QuestionScope scope, ColumnRef column) => scope[column].Type == ColumnType.Text && QuestionScope.Words(scope[column].Name).Exists(s_people.Contains);

    /// <summary>The one column of the main table that names people.</summary>
    public static ColumnRef? Person(QuestionScope scope)
    {
        ColumnRef[] found = [.. Enumerable.Range(0, scope.Main.Columns.Length).Select(i => new ColumnRef(0, i)).Where(c => IsPerson(scope, c))];
        return Single(found);
    }

    /// <summary>Whether more of a column is better, so that its smallest number is the worst.</summary>
    public static bool IsGood(QuestionScope scope, ColumnRef column) => scope[column].Type == ColumnType.Number && QuestionScope.Words(scope[column].Name).Exists(s_good.Contains);

    /// <summary>The one column of the main table that is called after who does what a question says was done: a brewer has brewed.</summary>
    public static ColumnRef? Doer(QuestionScope scope, IReadOnlyList<QuestionWord> words) => Single(Enumerable.Range(0, scope.Main.Columns.Length).Select(i => new ColumnRef(0, i)).Where(c =>
        scope[c] is { Type: ColumnType.Text, IsUnique: false } && TableWords.Of(HeaderNames.Words(scope[c].Name)) is [.., var name] && words.Any(w => w.Stem.Length > 3 && name.Length > w.Stem.Length && name.StartsWith(w.Stem, StringComparison.Ordinal) && name[w.Stem.Length..] is "er" or "or" or "r")));

    private static ColumnRef? Single(IEnumerable<ColumnRef> columns)
    {
        ColumnRef[] all = [.. columns.Take(2)];
        return all.Length == 1 ? all[0] : null;
    }
}

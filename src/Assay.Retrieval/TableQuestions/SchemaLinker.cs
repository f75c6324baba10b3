using Assay.Retrieval.Storage;
using Assay.Retrieval.Tables;
using Assay.Text.Analysis;
using Assay.Text.Words;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Finds the tables, columns and values of a scope that words of a question may mean.</summary>
/// <param name="tables">Where values are looked up.</param>
/// <param name="words">The question.</param>
internal sealed class SchemaLinker(TableSnapshot tables, IReadOnlyList<QuestionWord> words)
{
    private static readonly HashSet<string> s_small = ["in", "are", "its", "all", "will", "may", "can", "ones", "there", "total", "be", "has", "have", "much", "many"];
    private static readonly HashSet<string> s_begins = ["submit", "create", "raise", "report", "file", "book", "request", "register", "apply", "order"];
    private static readonly HashSet<string> s_sorts = ["method", "type", "types", "category", "categories", "kind", "kinds", "name", "names", "group", "groups"];
    private static readonly string s_date = TableWords.Stem("date");
    private const int LongestValue = 8, MostValues = 20_000, MostPartial = 6, ShortestName = 7;
    private readonly Dictionary<(int, int), List<(long Table, int Column, string Value)>> exact = [];
    private readonly Dictionary<long, List<(int Column, string Stem, string Value)>> all = [];

    /// <summary>What words from <paramref name="at"/> on may mean.</summary>
    public IEnumerable<QuestionItem> At(QuestionScope scope, int at) => Names(scope, at).Concat(Values(scope, at)).Concat(Missing(scope, at)).Concat(Countries(scope, at));

    /// <summary>Values that hold a word, or are spelled nearly like it: asked for words that nothing else explains.</summary>
    public IEnumerable<QuestionItem> Nearly(QuestionScope scope, int at)
    {
        for (int length = Math.Min(4, words.Count - at); length >= 1; length--)
        {
            QuestionItem[] found = [.. Sources(scope).SelectMany(s => Partial(scope, s, at, length))];
            if (found.Length > 0) return found;
        }

        return Sources(scope).SelectMany(s => Misspelled(scope, s, at).Concat(MisspelledName(scope, s, at)));
    }

    /// <summary>How many words of the question may mean a table, a column or a value of a scope.</summary>
    public int Touched(QuestionScope scope) => Enumerable.Range(0, words.Count).Count(i => At(scope, i).Any());

    private static IEnumerable<int> Sources(QuestionScope scope) => Enumerable.Range(0, scope.Joins.Length + 1);

    /// <summary>The tables and columns that words from <paramref name="at"/> on may name.</summary>
    public IEnumerable<QuestionItem> Names(QuestionScope scope, int at)
    {
        foreach (int source in Sources(scope))
        {
            if (Name(scope.Table(source), at) is (> 0 and int length, double score)) yield return new QuestionItem(ItemKind.Table, at, length, score - (source == 0 ? 0 : 0.2)) { Table = source };
        }

        HashSet<int> sources = [.. scope.Columns.Where(c => Header(scope[c], at) is (1, >= 3)).Select(c => c.Source)];
        foreach (ColumnRef column in scope.Columns)
        {
            (int length, double score) = Header(scope[column], at);

            // A code that refers to a row of another table is seldom what is meant; its name there is.
            double less = column.Source > 0 ? 0.1 : scope.IsCode(column) && scope.Joins.Any(j => j.Column == column.Index) ? 0.9 : 0;
            // What is the name of one column is no other word for another.
            if (length > 0 && (score >= 1.5 || !sources.Contains(column.Source))) yield return new QuestionItem(ItemKind.Column, at, length, score - less) { Column = column };

            // "Payment method" for a column Payment, where no column is called a method.
            if (length == 1 && score >= 3 && scope[column].Type == ColumnType.Text && at + 1 < words.Count && s_sorts.Contains(words[at + 1].Lower) && !scope.Columns.Any(c => QuestionScope.Words(scope[c].Name).Contains(words[at + 1].Stem))) yield return new QuestionItem(ItemKind.Column, at, 2, score + 0.5 - less) { Column = column };

            // "Per month" of a rent that is monthly.
            if (IsRate(scope[column], at)) yield return new QuestionItem(ItemKind.Column, at, 2, 3.6 - less) { Column = column };

            // "Vessel type" is the type of a vessel, whose column is called Type; "ticket opened" is a ticket.
            if (at + 1 < words.Count && !QuestionLexicon.IsDone(words[at + 1].Lower) && Calls(scope, column.Source, at) && Header(scope[column], at + 1) is (> 0 and int after, double named)) yield return new QuestionItem(ItemKind.Column, at, after + 1, named + 3.2 - less) { Column = column };
        }
    }

    private bool IsRate(TableColumn column, int at) => column.Type == ColumnType.Number && words[at].Lower is "per" or "a" && at + 1 < words.Count && words[at + 1].Lower switch { "month" => "monthly", "year" => "yearly", "week" => "weekly", "quarter" => "quarterly", _ => null } is { } rate
        && !words.Any(w => w.Lower == rate) && TableWords.Of(HeaderNames.Words(column.Name)).Contains(rate);

    // What a table's rows are called: by its name, or by the column that refers to them.
    private bool Calls(QuestionScope scope, int source, int at) => Name(scope.Table(source), at).Length == 1 || (source > 0 && Follows(QuestionScope.Words(scope.Main.Columns[scope.Joins[source - 1].Column].Name), at));

    private (int Length, double Score) Name(StoredTable table, int at)
    {
        (int, double) best = (0, 0);
        foreach ((int rank, string name) in table.OtherNames.Prepend(table.Name).Index())
        {
            List<string> stems = QuestionScope.Words(name);
            if (stems.Count == 0 || stems.Count > 6) continue;
            double less = rank == 0 ? 0 : 0.3;
            if (stems.Count > 1 && Follows(stems, at)) return (stems.Count, 2 + stems.Count - less);
            string last = stems[^1], word = words[at].Stem;
            string named = stems.LastIndexOf(word) is >= 0 and int own ? TableWords.Of(HeaderNames.Words(name))[own] : "";
            if (named.Length > 0 && ((Synonyms.IsDoer(words[at].Lower) && !Synonyms.IsDoer(named)) || Synonyms.AreApart(named, words[at].Lower, word))) continue;
            // "Boxes shipped" of shipments: what happened is what the rows are.
            if (word.Length >= 4 && last.Length > word.Length && last.Length - word.Length <= 4 && last.StartsWith(word, StringComparison.Ordinal) && (QuestionLexicon.IsDone(words[at].Lower) || words.Take(at).Any(w => w.Lower is "did" or "do" or "does"))) best = Better(best, (1, 1.4 - less));
            if (word == last || (stems.Count > 1 && stems.Contains(word) && word.Length > 3)) best = Better(best, (1, (word == last ? 2.5 : 1.6) - less));
            else if (Synonyms.Are(words[at].Lower, TableWords.Of(HeaderNames.Words(name))[^1])) best = Better(best, (1, 1.5 - less));
        }

        return best;
    }

    private (int Length, double Score) Header(TableColumn column, int at)
    {
        List<string> stems = QuestionScope.Words(column.Name);
        string own = stems.IndexOf(words[at].Stem) is >= 0 and int same ? TableWords.Of(HeaderNames.Words(column.Name))[same] : "";
        bool isDoer = Synonyms.IsDoer(words[at].Lower);
        if (own.Length > 0 && (Synonyms.AreApart(own, words[at].Lower, words[at].Stem) || IsNoFlag(column, own, at))) return (0, 0);
        if (own.Length > 0 && isDoer && !Synonyms.IsDoer(own)) return (0, 0);
        if (own.Length > 0 && !isDoer && stems.Count == 1 && Synonyms.IsDoer(own) && !QuestionLexicon.IsDone(words[at].Lower)) return (1, 1.3);
        stems.RemoveAll(s => s is "of" or "the" or "by" or "in" or "per" && stems.Count > 1);
        if (stems.Count == 0 || stems.Count > 8) return (0, 0);
        int length = FollowsLoosely(stems, at);
        if (column.Type == ColumnType.Date && !stems.Contains(s_date) && DateLength(stems, at) is > 0 and int dated) return (dated, 1.5 + (1.5 * dated));

        // "Lease numbers" for a column Lease No.
        if (stems.Count == 2 && QuestionScope.IsCodeWord(stems[1]) && words[at].Stem == stems[0] && at + 1 < words.Count && QuestionScope.IsCodeWord(words[at + 1].Stem)) return (2, 4.3);

        // "Quantity on hand" for a column On hand.
        if (column.Type == ColumnType.Number && words[at].Lower is "quantity" or "amount" or "number" && Follows(stems, at + 1)) return (stems.Count + 1, 3 + (1.5 * stems.Count));
        if (length > 0) return (length, 1.5 + (1.5 * stems.Count));
        if ((length = FollowsTurned(stems, at)) > 0) return (length, 1.2 + (1.5 * stems.Count));
        string word = words[at].Stem;
        if (word.Length < 2 || words[at].Number is not null || (stems.Count > 1 && QuestionLexicon.Find(words[at].Lower).Any(f => f.Kind == ItemKind.DateCompare))) return (0, 0);
        bool action = words[at].Lower.EndsWith("ing", StringComparison.Ordinal) && !TableWords.Of(HeaderNames.Words(column.Name)).Exists(w => w == words[at].Lower);

        // A rating is no rate.
        if (action) return (0, 0);
        // "How many orders" counts orders; a minimum order is an amount of money.
        if (stems.Count > 1 && NumberCells.IsMoney(column.Unit) && at > 0 && words[at - 1].Lower is "many" or "most" or "fewest" or "of" && words[at].Lower.EndsWith('s') && !TableWords.Of(HeaderNames.Words(column.Name)).Contains(words[at].Lower)) return (0, 0);
        // "Which one" is not about what was delivered on a day.
        if (stems.Count > 1 && StopWords.Contains(own)) return (0, 0);
        if (stems.Contains(word)) return (1, stems.Count == 1 ? 3 : word == stems[^1] ? 2 : 1.8);
        if (column.Unit.Length > 0 && (at == 0 || words[at - 1].Number is null) && NumberCells.Unit(words[at].Lower) == column.Unit) return (1, 1.4);
        if (stems.Exists(s => Synonyms.AreForms(s, word))) return (1, 1.3);
        // "The most expensive" is a phrase, and no name of a price.
        if (at > 0 && words[at].Lower is "expensive" or "paid" && words[at - 1].Lower is "most" or "least" or "more" or "less" or "best" or "highest" or "lowest" or "worst") return (0, 0);

        // "The total" of amounts that are texts is none of them.
        if (column.Type != ColumnType.Number && QuestionLexicon.Find(words[at].Lower).Any(f => f.Kind == ItemKind.Aggregate)) return (0, 0);
        return TableWords.Of(HeaderNames.Words(column.Name)).Exists(h => Synonyms.Are(h, words[at].Lower)) ? (1, 1.2) : (0, 0);
    }

    // Leases are not what is leased.
    private bool IsNoFlag(TableColumn column, string own, int at) => column.Type == ColumnType.Boolean && QuestionLexicon.IsDone(own) && words[at].Lower is [.., 's'] noun && !QuestionLexicon.IsDone(noun);

    // "page count" for a column Pages, "number of copies" for Copies: what counts is said beside its name.
    private int FollowsLoosely(List<string> stems, int at)
    {
        if (!Follows(stems, at)) return stems.Count == 1 && words[at].Lower == "number" && at + 2 < words.Count && words[at + 1].Lower == "of" && words[at + 2].Stem == stems[0] ? 3 : 0;
        return stems.Count == 1 && at + 1 < words.Count && words[at + 1].Lower is "count" or "number" or "amount" ? 2 : stems.Count;
    }

    // "Start date" for a column Start, "date of purchase" for Purchased.
    private int DateLength(List<string> stems, int at)
    {
        if (Follows(stems, at) && at + stems.Count < words.Count && words[at + stems.Count].Stem == s_date) return stems.Count + 1;
        return words[at].Stem == s_date && at + 1 < words.Count && words[at + 1].Lower == "of" && Follows(stems, at + 2) ? stems.Count + 2 : 0;
    }

    // "Q1 2025" and "Q1 of 2025" for a column 2025 Q1, whose name was made of two rows of headings.
    private int FollowsTurned(List<string> stems, int at)
    {
        if (stems.Count != 2 || !stems.TrueForAll(s => s.AsSpan().ContainsAnyInRange('0', '9')) || words[at].Stem != stems[1]) return 0;
        int next = at + 1 < words.Count && words[at + 1].Lower == "of" ? at + 2 : at + 1;
        return next < words.Count && words[next].Stem == stems[0] ? next - at + 1 : 0;
    }

    private bool Follows(List<string> stems, int at)
    {
        if (at + stems.Count > words.Count) return false;
        for (int i = 0; i < stems.Count; i++) if (words[at + i].Stem != stems[i]) return false;
        return true;
    }

    private IEnumerable<QuestionItem> Values(QuestionScope scope, int at)
    {
        for (int length = Math.Min(LongestValue, words.Count - at); length >= 1; length--)
        {
            if (length == 1 && words[at].Lower.Length < 2 && words[at].Number is null && !words[at].IsCapital) continue;
            List<(long Table, int Column, string Value)> found = Exact(at, length);
            if (found.Count == 0) continue;
            foreach (int source in Sources(scope))
            {
                foreach (var column in found.Where(f => f.Table == scope.Table(source).Key).GroupBy(f => f.Column))
                {
                    if (Ref(scope, source, column.Key) is not { } reference || (length == 1 && (IsAnybody(scope, reference, at) || IsDoneByAll(scope, reference, at)))) continue;
                    string said = string.Join(' ', Enumerable.Range(at, length).Select(i => words[i].Lower));
                    // What the rows are called is seldom a state of what they refer to.
                    double less = source == 0 ? 0 : length == 1 && Name(scope.Main, at).Length == 1 ? 0.6 : 0.1;
                    // What somebody did submit need not be submitted any more.
                    if (length == 1 && s_begins.Contains(words[at].Lower) && words.Take(at).Any(w => w.Lower is "did" or "do" or "does")) continue;
                    if (length == 1 && column.All(v => v.Value.EndsWith("ing", StringComparison.OrdinalIgnoreCase) != words[at].Lower.EndsWith("ing", StringComparison.Ordinal))) continue;
                    bool same = column.Any(v => string.Join(' ', TableWords.Of(v.Value)) == said);

                    // "Keg batches" are those in kegs.
                    bool plural = words[at].Lower.Length == 3 && !StopWords.Contains(said) && !QuestionLexicon.IsHarmless(said) && QuestionLexicon.Find(said).Count == 0 && column.All(v => v.Value.Equals(said + "s", StringComparison.OrdinalIgnoreCase));
                    if (length == 1 && !plural && IsFunctionWord(scope, reference, at, same)) continue;
                    yield return new QuestionItem(ItemKind.Value, at, length, ((same ? 3.6 : 2.8) * length) + (0.3 * (length - 1)) - less) { Column = reference, Values = [.. column.Select(v => v.Value)] };
                }
            }
        }
    }

    // "In" is not Ines, whose stem is the same, and "will" is Will only where it is written like a name or beside its column.
    private bool IsFunctionWord(QuestionScope scope, ColumnRef column, int at, bool same)
    {
        string word = words[at].Lower;
        if (words[at].Number is not null || (!same && word.Length < 4)) return words[at].Number is null;
        if (!(StopWords.Contains(word) || s_small.Contains(word)) || (same && words[at].IsCapital && at > 0)) return false;
        return !same || !((at > 0 && Header(scope[column], at - 1).Length > 0) || (at + 1 < words.Count && Header(scope[column], at + 1).Length > 0));
    }

    // "The people we hired" are nobody of the department People, unless it is written like one or beside its column.
    private bool IsAnybody(QuestionScope scope, ColumnRef column, int at) => words[at] is { IsCapital: false, Lower: "people" or "person" or "persons" }
        && !(at > 0 && Header(scope[column], at - 1).Length > 0) && !(at + 1 < words.Count && Header(scope[column], at + 1).Length > 0);

    // "How many people applied" is no question for the stage Applied where everybody applied on some day; "are applied" and "applied applications" are.
    private bool IsDoneByAll(QuestionScope scope, ColumnRef column, int at)
    {
        if (at == 0 || !QuestionLexicon.IsDone(words[at].Lower) || words[at].IsCapital || words[at - 1].Lower is "is" or "are" or "was" or "were" or "be" or "been" or "still" or "currently" or "now" or "as" or "not" or "or" or "and") return false;
        StoredTable table = scope.Table(column.Source);
        if (!table.Columns.Any(c => c.Type == ColumnType.Date && c.Filled >= table.Rows && QuestionScope.Words(c.Name).Contains(words[at].Stem))) return false;
        return Header(scope[column], at - 1).Length == 0 && !(at + 1 < words.Count && (Header(scope[column], at + 1).Length > 0 || Name(table, at + 1).Length > 0));
    }

    // "German suppliers" are those of Germany.
    private IEnumerable<QuestionItem> Countries(QuestionScope scope, int at)
    {
        string[] names = [.. Nations.Of(words[at].Lower).Select(TableWords.Key)];
        foreach (string name in names)
        {
            foreach (int source in Sources(scope))
            {
                foreach (var column in tables.Values(name).Where(f => f.Table == scope.Table(source).Key).GroupBy(f => f.Column))
                {
                    if (Ref(scope, source, column.Key) is { } reference) yield return new QuestionItem(ItemKind.Value, at, 1, 2.8 - (source == 0 ? 0 : 0.1)) { Column = reference, Values = [.. column.Select(v => v.Value)] };
                }
            }
        }
    }

    // A key of a joined table is the column that refers to it.
    private static ColumnRef? Ref(QuestionScope scope, int source, int column) => source > 0 && scope.Joins[source - 1].Key == column ? null : new ColumnRef(source, column);

    private List<(long Table, int Column, string Value)> Exact(int at, int length)
    {
        if (exact.TryGetValue((at, length), out var found)) return found;
        return exact[(at, length)] = tables.Values(string.Join(' ', Enumerable.Range(at, length).Select(i => words[i].Stem)));
    }

    // "Unassigned" is no value of Assignee; "unpaid" is every status but Paid.
    private IEnumerable<QuestionItem> Missing(QuestionScope scope, int at)
    {
        string word = words[at].Lower;
        if (!word.StartsWith("un", StringComparison.Ordinal) || word.Length < 5) yield break;
        string stem = TableWords.Stem(word[2..]);
        foreach (ColumnRef column in scope.Columns)
        {
            if (QuestionScope.Words(scope[column].Name) is var names && names.Exists(n => n == stem || Synonyms.AreForms(n, stem)) && scope[column].Type != ColumnType.Number)
            {
                yield return new QuestionItem(ItemKind.Missing, at, 1, 2) { Column = column };
            }
        }

        foreach (int source in Sources(scope))
        {
            foreach (var value in All(scope.Table(source)).Where(v => v.Stem == stem).GroupBy(v => v.Column))
            {
                if (Ref(scope, source, value.Key) is { } reference) yield return new QuestionItem(ItemKind.Value, at, 1, 2.2) { Column = reference, Values = [.. value.Select(v => v.Value)], Says = "not" };
            }
        }
    }

    private IEnumerable<QuestionItem> Partial(QuestionScope scope, int source, int at, int length)
    {
        if (length == 1 && (words[at].Stem.Length < 3 || words[at].Number is not null || NumberCells.Unit(words[at].Lower) is not null)) yield break;
        string part = string.Join(' ', Enumerable.Range(at, length).Select(i => words[i].Stem));
        bool capital = words[at].IsCapital && at > 0;
        if (length > 1 && Enumerable.Range(at, length).All(i => QuestionLexicon.IsHarmless(words[i].Lower) || QuestionLexicon.IsState(words[i].Lower))) yield break;
        foreach (var column in All(scope.Table(source)).Where(v => v.Stem.Length > part.Length && Holds(v.Stem, part)).GroupBy(v => v.Column))
        {
            string[] values = [.. column.Select(v => v.Value)];

            // Two people called Kim are two answers; two kinds of printer trouble are one.
            if (Ref(scope, source, column.Key) is not { } reference || values.Length > MostPartial || (values.Length > 1 && capital)) continue;
            if (length == 1 && !MeansPart(scope, reference, at, values)) continue;
            yield return new QuestionItem(ItemKind.Value, at, length, 1.4 + (0.5 * length)) { Column = reference, Values = [.. values] };
        }
    }

    // One word of several is a name's when it is written like one, or beside the name's column ("customer acme"). "Open" alone never means Open Door Ltd, also where no status says open any more.
    // A word of a description is meant where it stands before what is counted ("printer tickets").
    private bool MeansPart(QuestionScope scope, ColumnRef column, int at, string[] values)
    {
        if ((at > 0 && Header(scope[column], at - 1).Length > 0) || (at + 1 < words.Count && Header(scope[column], at + 1).Length > 0)) return true;
        if (QuestionLexicon.IsState(words[at].Lower)) return false;
        if (words[at].IsCapital && at > 0) return true;
        return at + 1 < words.Count && Sources(scope).Any(s => Name(scope.Table(s), at + 1).Length > 0) && Array.TrueForAll(values, IsDescription);
    }

    // A name has capitals, a description goes on in small letters.
    private static bool IsDescription(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(w => w.Length > 2 && char.IsLower(w[0]) && !StopWords.Contains(w));

    private static bool Holds(string stems, string part)
    {
        int at = stems.IndexOf(part, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || stems[at - 1] == ' ') && (at + part.Length == stems.Length || stems[at + part.Length] == ' ');
    }

    private IEnumerable<QuestionItem> Misspelled(QuestionScope scope, int source, int at)
    {
        string stem = words[at].Stem;
        if (stem.Length < 5 || words[at].Number is not null || QuestionLexicon.IsState(words[at].Lower)) yield break;
        int limit = stem.Length >= 8 ? 2 : 1;
        var near = All(scope.Table(source)).Where(v => v.Stem[0] == stem[0] && !v.Stem.Contains(' ') && Math.Abs(v.Stem.Length - stem.Length) <= limit && EditDistance.Within(v.Stem, stem, limit) > 0).ToList();
        if (near.Select(v => v.Stem).Distinct().Count() != 1) yield break;
        foreach (var column in near.GroupBy(v => v.Column))
        {
            if (Ref(scope, source, column.Key) is { } reference) yield return new QuestionItem(ItemKind.Value, at, 1, 0.8) { Column = reference, Values = [.. column.Select(v => v.Value)], Corrected = words[at].Lower };
        }
    }

    // "Buidings" are buildings.
    private IEnumerable<QuestionItem> MisspelledName(QuestionScope scope, int source, int at)
    {
        string word = words[at].Lower;
        if (word.Length < ShortestName || words[at].Number is not null || QuestionLexicon.IsState(word)) yield break;
        StoredTable table = scope.Table(source);
        foreach (string name in table.OtherNames.Prepend(table.Name))
        {
            if (TableWords.Of(HeaderNames.Words(name)) is not [.., var last] || last.Length < ShortestName || last[0] != word[0] || EditDistance.Within(word, last, 1) <= 0) continue;
            yield return new QuestionItem(ItemKind.Table, at, 1, 0.8) { Table = source, Values = [last], Corrected = word };
            yield break;
        }
    }

    private List<(int Column, string Stem, string Value)> All(StoredTable table) => all.TryGetValue(table.Key, out var found) ? found : all[table.Key] = tables.Values(table.Key, MostValues);

    private static (int, double) Better((int, double Score) one, (int, double Score) other) => other.Score > one.Score ? other : one;
}

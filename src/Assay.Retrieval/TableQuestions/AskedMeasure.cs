using System.Collections.Immutable;
using Assay.Retrieval.Tables;

namespace Assay.Retrieval.TableQuestions;

/// <summary>Whether a query works out what its question names: an amount that is asked for by the name of a column is never that of another column, and never a number of rows.</summary>
/// <param name="words">The question.</param>
/// <param name="tables">All tables that may be asked.</param>
internal sealed class AskedMeasure(IReadOnlyList<QuestionWord> words, ImmutableArray<StoredTable> tables)
{
    private static readonly HashSet<string> s_amounts = Stems("price cost rate fee rent amount salary wage pay earnings income compensation revenue sales turnover profit budget expense expenses");
    private static readonly HashSet<string> s_sizes = Stems("hours time duration weight quantity units score rating distance balance margin value");
    private static readonly HashSet<string> s_own = Stems("pay salary wage fee tax vat discount shipping budget weight hours");
    private static readonly HashSet<string> s_takings = new(StringComparer.Ordinal) { "revenue", "revenues", "turnover", "sales", "takings", "proceeds" };
    private static readonly HashSet<string> s_operations = Stems("total sum");

    private bool WorksOut => Enumerable.Range(0, words.Count).Any(i => Phrases(i).Any(p => QuestionLexicon.Find(p).Any(f => f.Kind is ItemKind.Aggregate or ItemKind.Superlative or ItemKind.HowMuch)));

    /// <summary>Whether a query is about the column whose name stands in the question, wherever there is one.</summary>
    public bool IsNamed(TableQuery query)
    {
        if (!WorksOut) return true;
        QuestionScope scope = query.Scope;
        HashSet<string> said = Said(query);
        foreach (string stem in words.Select(w => w.Stem).Where(s => !said.Contains(s)))
        {
            if (s_amounts.Contains(stem) && tables.Any(t => t.Columns.Any(c => Holds(c, stem)))) return false;
            if (s_sizes.Contains(stem) && scope.Main.Columns.Any(c => c.Type == ColumnType.Text && Holds(c, stem))) return false;
        }

        return true;
    }

    /// <summary>Whether a query works out what its words say, of the columns there are.</summary>
    public bool Fits(TableQuery query) => !IsOfPrice(query) && !IsMeanOfCount(query) && !IsOtherTotal(query);

    // Revenue is no sum of prices: what was sold is missing.
    private bool IsOfPrice(TableQuery query) => (query.Order ?? query.Target) is { } target && query.Scope[target].Type == ColumnType.Number && words.Any(w => s_takings.Contains(w.Lower)) && Hints.NeverAdds(query.Scope, target) && !IsSaid(query.Scope[target]);

    // "The average number of sales per client" is about how many sales there are.
    private bool IsMeanOfCount(TableQuery query)
    {
        if (query.Aggregate is not (Aggregate.Average or Aggregate.Median)) return false;
        int number = Enumerable.Range(0, Math.Max(0, words.Count - 2)).FirstOrDefault(i => words[i].Lower is "number" or "count" && words[i + 1].Lower == "of" && words.Take(i).TakeLast(2).Any(w => w.Lower is "average" or "mean" or "median" or "avg"), -1);
        return number >= 0 && query.Target is { } target && (query.Scope.IsCode(target) || !words.Skip(number + 2).Select(w => w.Stem).Any(QuestionScope.Words(query.Scope[target].Name).Contains));
    }

    // The total of "total fee" is no name of a column Line Total.
    private bool IsOtherTotal(TableQuery query)
    {
        if (query.Target is not { } target || QuestionScope.Words(query.Scope[target].Name) is not { Count: > 1 } name || !name.Exists(s_operations.Contains)) return false;
        HashSet<string> said = Said(query);
        return !name.Exists(s => !s_operations.Contains(s) && words.Any(w => w.Stem == s)) && words.Any(w => s_own.Contains(w.Stem) && !said.Contains(w.Stem));
    }

    // What the names and values of a query say, and what its table is called.
    private static HashSet<string> Said(TableQuery query)
    {
        QuestionScope scope = query.Scope;
        IEnumerable<RowFilter> filters = query.Filters.Concat(query.Part).Concat(new[] { query.Sides?.First, query.Sides?.Second }.OfType<RowFilter>());
        IEnumerable<ColumnRef> columns = filters.SelectMany(f => f.Other is { } other ? new[] { f.Column, other } : [f.Column]).Concat(new[] { query.Target, query.Group, query.Order }.OfType<ColumnRef>());
        IEnumerable<string> values = filters.SelectMany(f => f.Values.OfType<string>());
        return [.. columns.Select(c => scope[c].Name).Concat(values).Concat(TableQueryText.Used(query).SelectMany(s => scope.Table(s).OtherNames.Prepend(scope.Table(s).Name))).SelectMany(QuestionScope.Words)];
    }

    private bool IsSaid(TableColumn column) => QuestionScope.Words(column.Name).Exists(s => words.Any(w => w.Stem == s));

    private static bool Holds(TableColumn column, string stem) => column.Type is ColumnType.Number or ColumnType.Text && QuestionScope.Words(column.Name).Contains(stem);

    private IEnumerable<string> Phrases(int at) => Enumerable.Range(1, Math.Min(QuestionLexicon.Longest, words.Count - at)).Select(n => string.Join(' ', words.Skip(at).Take(n).Select(w => w.Lower)));

    private static HashSet<string> Stems(string list) => [.. list.Split(' ').Select(TableWords.Stem)];
}

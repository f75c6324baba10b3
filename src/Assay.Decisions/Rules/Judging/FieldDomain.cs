using System.Collections.Immutable;
using Assay.Decisions.Rules.Conditions;

namespace Assay.Decisions.Rules.Judging;

/// <summary>One value of a need that stands for all values that the rules do not tell apart from it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Bound">For numbers, the threshold that it is, or that it lies above; null below the smallest.</param>
/// <param name="IsPoint">Whether it is that threshold itself.</param>
/// <param name="Word">In words, for choices.</param>
internal readonly record struct Cell(FactValue Value, double? Bound, bool IsPoint, string Word);

/// <summary>The values of a need between which the rules of a book can tell: exact, because rules compare with thresholds only.</summary>
internal sealed class FieldDomain
{
    private FieldDomain(RuleField field, ImmutableArray<Cell> cells) => (Field, Cells) = (field, cells);

    public RuleField Field { get; }

    /// <summary>Numbers from small to large; choices in their order.</summary>
    public ImmutableArray<Cell> Cells { get; }

    /// <summary>The needs on which a deciding rule of the book depends.</summary>
    public static ImmutableArray<FieldDomain> All(RuleBook book)
    {
        ILookup<RuleField, Comparison> used = book.Rules.Where(r => r.Favours.Length + r.Against.Length + r.Excludes.Length > 0 || r.Hosting is not null)
            .SelectMany(r => r.When.Comparisons).ToLookup(c => c.Field);
        return [.. RuleField.All.Where(f => !f.IsDecision && (used.Contains(f) || f == RuleField.Documents)).Select(f => new FieldDomain(f, f.Choices.Length > 0 ? Words(f) : Numbers(f, used))).Where(d => d.Cells.Length > 1)];
    }

    /// <summary>The values that lists can be changed to by adding or taking away one word; for an unknown list, single words and each with the first.</summary>
    public ImmutableArray<Cell> Around(FactValue? known)
    {
        if (!Field.IsList) return Cells;
        ulong now = known?.Words ?? 0;
        var cells = ImmutableArray.CreateBuilder<Cell>();
        for (int w = 0; w < Field.Choices.Length; w++)
        {
            ulong words = now ^ (1UL << w);
            if (words != 0) cells.Add(new Cell(new FactValue(0, words), null, false, known is null ? Field.Choices[w] : (words & (1UL << w)) == 0 ? $"without {Field.Choices[w]}" : $"with {Field.Choices[w]} as well"));
            if (known is null && w > 0) cells.Add(new Cell(new FactValue(0, words | 1), null, false, $"{Field.Choices[0]} and {Field.Choices[w]}"));
        }

        return cells.ToImmutable();
    }

    /// <summary>The cell of a value.</summary>
    public int Place(FactValue value)
    {
        if (Field.Choices.Length > 0) return (int)value.Number;
        int place = 0;
        for (int c = 1; c < Cells.Length; c++)
        {
            if (Cells[c].IsPoint ? value.Number >= Cells[c].Bound : value.Number > Cells[c].Bound) place = c;
        }

        return place;
    }

    private static ImmutableArray<Cell> Words(RuleField field) => [.. field.Choices.Select((word, i) => new Cell(field.IsList ? new FactValue(0, 1UL << i) : new FactValue(i), null, false, word))];

    private static ImmutableArray<Cell> Numbers(RuleField field, ILookup<RuleField, Comparison> used)
    {
        IEnumerable<double> bounds = used[field].SelectMany(c => c.Values);
        if (field == RuleField.Documents) bounds = bounds.Concat(used[RuleField.Tokens].SelectMany(c => c.Values).Select(FactSheet.DocumentsOf));
        double[] sorted = [.. bounds.Where(b => b > 0).Distinct().Order()];
        if (sorted.Length == 0) return [];
        var cells = ImmutableArray.CreateBuilder<Cell>();
        cells.Add(new Cell(new FactValue(sorted[0] / 2), null, false, ""));
        for (int i = 0; i < sorted.Length; i++)
        {
            cells.Add(new Cell(new FactValue(sorted[i]), sorted[i], true, ""));
            cells.Add(new Cell(new FactValue(i + 1 < sorted.Length ? (sorted[i] + sorted[i + 1]) / 2 : sorted[i] * 2), sorted[i], false, ""));
        }

        return cells.ToImmutable();
    }
}

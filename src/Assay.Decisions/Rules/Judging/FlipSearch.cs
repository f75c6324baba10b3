using System.Collections.Immutable;
using Assay.Decisions.Rules.Conditions;

namespace Assay.Decisions.Rules.Judging;

/// <summary>Where one other value of one need changes the decision.</summary>
/// <param name="scorer">Adds up the rules.</param>
/// <param name="domains">The values that rules tell apart.</param>
internal sealed class FlipSearch(Scorer scorer, ImmutableArray<FieldDomain> domains)
{
    /// <summary>Every standing that one change or one answer leads to.</summary>
    public IEnumerable<(FieldDomain Domain, Cell Cell, Standing Standing)> Neighbours(FactSheet facts, bool known)
    {
        foreach (FieldDomain domain in domains.Where(d => facts.IsKnown(d.Field) == known))
        {
            foreach (Cell cell in domain.Around(facts.IsKnown(domain.Field) ? facts[domain.Field] : null)) yield return (domain, cell, scorer.Score(facts.With(domain.Field, cell.Value)));
        }
    }

    /// <summary>The flips among the neighbours: for known numbers the nearest on either side, for everything else all.</summary>
    public ImmutableArray<PaperFlip> Find(FactSheet facts, Standing now, bool known)
    {
        var flips = ImmutableArray.CreateBuilder<PaperFlip>();
        foreach (var group in Neighbours(facts, known).GroupBy(n => n.Domain))
        {
            (Cell Cell, Standing Standing)[] cells = [.. group.Select(n => (n.Cell, n.Standing))];
            bool isNumber = group.Key.Field.Choices.Length == 0;
            List<(int First, int Last)> runs = group.Key.Field.IsList ? [.. cells.Select((_, i) => (i, i))] : Runs(cells);
            int own = known && isNumber ? runs.FindIndex(r => group.Key.Place(facts[group.Key.Field]!.Value) is { } at && at >= r.First && at <= r.Last) : -1;
            for (int r = 0; r < runs.Count; r++)
            {
                (int first, int last) = runs[r];
                Standing then = cells[first].Standing;
                if ((then.Leader == now.Leader && then.Hosting == now.Hosting) || (own >= 0 && Math.Abs(r - own) != 1)) continue;
                flips.Add(Flip(group.Key, cells, (first, last), own >= 0 && r < own, then));
            }
        }

        return flips.ToImmutable();
    }

    private static PaperFlip Flip(FieldDomain domain, (Cell Cell, Standing Standing)[] cells, (int First, int Last) run, bool isBelow, Standing then)
    {
        RuleField field = domain.Field;
        if (field.Choices.Length > 0)
        {
            string words = string.Join(" or ", Enumerable.Range(run.First, run.Last - run.First + 1).Select(i => cells[i].Cell.Word));
            return new PaperFlip(field.Name, words, null, then.Leader, then.Hosting);
        }

        Cell first = cells[run.First].Cell;
        string? low = first.Bound is { } bound ? first.IsPoint ? $"{field.Format(bound)} or more" : $"more than {field.Format(bound)}" : null;
        (double? end, string? high) = run.Last == cells.Length - 1 ? (null, null)
            : cells[run.Last].Cell.IsPoint ? (cells[run.Last].Cell.Bound, $"up to {field.Format(cells[run.Last].Cell.Bound!.Value)}")
            : (cells[run.Last + 1].Cell.Bound, $"under {field.Format(cells[run.Last + 1].Cell.Bound!.Value)}");
        string text = (low, high) switch
        {
            (null, null) => "any",
            (null, _) => high!,
            (_, null) => low,
            _ => $"{low}, {high}",
        };
        return new PaperFlip(field.Name, text, isBelow ? end : first.Bound ?? end, then.Leader, then.Hosting);
    }

    private static List<(int First, int Last)> Runs((Cell Cell, Standing Standing)[] cells)
    {
        var runs = new List<(int, int)>();
        int first = 0;
        for (int i = 1; i <= cells.Length; i++)
        {
            if (i < cells.Length && cells[i].Standing.Leader == cells[first].Standing.Leader && cells[i].Standing.Hosting == cells[first].Standing.Hosting) continue;
            runs.Add((first, i - 1));
            first = i;
        }

        return runs;
    }
}

using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Decisions.Requirements;

/// <summary>Needs that cannot all be meant: amounts in two currencies, times in the wrong order.</summary>
public static class NeedChecks
{
    /// <summary>The amounts, all in the one currency of <see cref="Budget"/>.</summary>
    public static ImmutableArray<string> Money { get; } = ["budget.build", "budget.monthly", "wrongAnswerCost", "rightAnswerValue"];

    /// <summary>Lays what was said later over what was said before.</summary>
    /// <param name="before">Said before.</param>
    /// <param name="later">Said later; it counts. Its amounts without a currency are in that of <paramref name="before"/>.</param>
    /// <returns>Both together.</returns>
    /// <exception cref="InputException">An amount of before would change its currency; says which.</exception>
    public static Needs Lay(Needs before, Needs later)
    {
        if (Currencies(before, later) is { } problem) throw new InputException(new Problem("", null, problem));
        return NeedFields.All.Aggregate(before, (needs, field) => field.Take(needs, later));
    }

    /// <summary>What to say when some needs name another currency than earlier ones whose amounts still count.</summary>
    /// <param name="before">Said before.</param>
    /// <param name="later">Said later.</param>
    /// <returns>Null where all is in one currency.</returns>
    public static string? Currencies(Needs before, Needs later)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(later);
        if (later.Budget.StatedCurrency is not { } named || named == before.Budget.Currency) return null;
        string kept = Amounts(before, Money.Where(m => NeedFields.Find(m)!.Get(later) is null));
        if (kept.Length == 0) return null;
        string brought = Amounts(later, Money);
        string stated = before.Budget.StatedCurrency is null ? " (no currency was stated, which means USD)" : "";
        return $"{(brought.Length == 0 ? "budget.currency" : brought)} {(brought.Length == 0 ? "is" : "in")} {named}, but {kept} stated in {before.Budget.Currency}{stated}: all amounts must be in one currency. Give {kept} in {named} too, or everything in {before.Budget.Currency}.";
    }

    /// <summary>What to say when fewer answers may take longer than more answers may.</summary>
    /// <param name="needs">The needs.</param>
    /// <returns>Null where p50 ≤ p95 ≤ p99, as far as they are known.</returns>
    public static string? Times(Needs needs)
    {
        ArgumentNullException.ThrowIfNull(needs);
        (string Name, TimeSpan Time)[] known =
        [
            .. new (string Name, TimeSpan? Time)[] { ("latencyP50", needs.LatencyP50), ("latencyP95", needs.LatencyP95), ("latencyP99", needs.LatencyP99) }.Where(t => t.Time is not null).Select(t => (t.Name, t.Time!.Value)),
        ];
        for (int i = 1; i < known.Length; i++)
        {
            if (known[i - 1].Time <= known[i].Time) continue;
            return $"{known[i - 1].Name} ({Durations.Format(known[i - 1].Time)}) is longer than {known[i].Name} ({Durations.Format(known[i].Time)}), but what {known[i].Name[^2..]} of 100 answers keep, {known[i - 1].Name[^2..]} of 100 keep too. Correct one of them: p50 ≤ p95 ≤ p99.";
        }

        return null;
    }

    private static string Amounts(Needs needs, IEnumerable<string> names) =>
        string.Join(", ", names.Select(n => NeedFields.Find(n)!).Where(f => f.Get(needs) is not null).Select(f => $"{f.Name} ({f.Text(needs)})"));
}

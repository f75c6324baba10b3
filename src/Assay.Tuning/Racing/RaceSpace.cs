using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Sampling;
using Assay.Models.Training;

namespace Assay.Tuning.Racing;

/// <summary>The ways to train that a race looks at: the good default, then what differs from it in one thing, then in several.</summary>
/// <remarks>
/// What matters most comes first, so that a small budget is spent on it: learning rate, then epochs, rank and layers. A rank comes with an alpha that keeps the addition's strength, so that it
/// is the rank that is compared. Combinations come in an order that the seed chooses.
/// </remarks>
public static class RaceSpace
{
    private static readonly ImmutableArray<string> s_attention = ["q_proj", "k_proj", "v_proj", "o_proj"], s_feedForward = ["gate_proj", "up_proj", "down_proj"];

    /// <summary>Candidates.</summary>
    /// <param name="start">The default; it comes first.</param>
    /// <param name="count">How many at most, the default included; 1 or more.</param>
    /// <param name="seed">Chooses among combinations.</param>
    /// <returns>Candidates that all differ.</returns>
    public static ImmutableArray<RaceCandidate> Around(RaceCandidate start, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Change[] rates = [Rate(3), Rate(1 / 3.0), Rate(10), Rate(0.1)], epochs = [Epochs(2), Epochs(0.5)], ranks = Ranks(start.Lora), modules = Modules(start.Lora);
        Change[] single = [rates[0], rates[1], epochs[0], .. ranks.Take(1), rates[2], .. modules, epochs[1], .. ranks.Skip(1), rates[3]];
        Change[] several = [.. from rate in rates.Take(2).Prepend(null) from epoch in epochs.Prepend(null) from rank in ranks.Prepend(null) from module in modules.Prepend(null)
            let parts = new[] { rate, epoch, rank, module }.OfType<Change>().ToArray()
            where parts.Length > 1
            select new Change(string.Join(", ", parts.Select(p => p.Name)), c => parts.Aggregate(c, (changed, part) => part.Make(changed)))];
        Shuffle(several, seed);
        return [start, .. single.Concat(several).Take(count - 1).Select(change => change.Make(start) with { Name = change.Name })];
    }

    private static Change Rate(double factor) => new($"learning rate {Times(factor)}", c => c with { Options = c.Options with { LearningRate = c.Options.LearningRate * factor } });

    private static Change Epochs(double factor) => new($"epochs {Times(factor)}", c => c with { Options = c.Options with { Epochs = c.Options.Epochs * factor } });

    private static Change[] Ranks(LoraSettings? start) => start is null ? [] : [.. new[] { start.Rank * 4, start.Rank / 4 }.Where(rank => rank is > 0 and <= 4096).Select(rank => new Change(
        string.Create(CultureInfo.InvariantCulture, $"rank {rank}"), c => c with { Lora = c.Lora! with { Rank = rank, Alpha = c.Lora.Alpha * Strength((double)rank / c.Lora.Rank, c.Lora.RankStabilised) } }))];

    private static Change[] Modules(LoraSettings? start) => start is null ? [] : [.. new[] { ("attention only", s_attention), ("feed-forward only", s_feedForward) }
        .Where(m => !m.Item2.ToHashSet().SetEquals(start.TargetModules)).Select(m => new Change(m.Item1, c => c with { Lora = c.Lora! with { TargetModules = m.Item2 } }))];

    private static double Strength(double ratio, bool rankStabilised) => rankStabilised ? Math.Sqrt(ratio) : ratio;

    private static string Times(double factor) => factor >= 1 ? string.Create(CultureInfo.InvariantCulture, $"×{factor:0.##}") : string.Create(CultureInfo.InvariantCulture, $"÷{1 / factor:0.##}");

    private static void Shuffle(Change[] changes, ulong seed)
    {
        var random = new Xoshiro256(seed);
        for (int i = changes.Length - 1; i > 0; i--)
        {
            int j = (int)(random.NextUnit() * (i + 1));
            (changes[i], changes[j]) = (changes[j], changes[i]);
        }
    }

    private sealed record Change(string Name, Func<RaceCandidate, RaceCandidate> Make);
}

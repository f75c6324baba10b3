using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Adapters;
using Assay.Text;

namespace Assay.Models.Training;

/// <summary>Where a frozen model gets additions of low rank, and how large they are.</summary>
public sealed record LoraSettings
{
    /// <summary>All linear layers, which learns most for its size (Biderman and others 2024).</summary>
    public static ImmutableArray<string> AllLinear { get; } = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>Columns of the factors.</summary>
    /// <value>1 or more; default 16.</value>
    public int Rank { get; init; } = 16;

    /// <summary>What the addition is multiplied with, times the rank, or its root with <see cref="RankStabilised"/>.</summary>
    /// <value>More than 0; default 32.</value>
    public double Alpha { get; init; } = 32;

    /// <summary>Divides by the root of the rank instead of the rank (Kalajdzievski 2023).</summary>
    public bool RankStabilised { get; init; }

    /// <summary>Share of inputs that the addition does not see in training.</summary>
    /// <value>0 to below 1; default 0.</value>
    public float Dropout { get; init; }

    /// <summary>Names of the layers.</summary>
    /// <value>Some of <see cref="AllLinear"/>; default all.</value>
    public ImmutableArray<string> TargetModules { get; init; } = AllLinear;

    /// <summary>Other ranks, by the end of a layer's name (<c>layers.0.self_attn.q_proj</c>); 0 leaves it out. The longest one that fits counts.</summary>
    public ImmutableSortedDictionary<string, int> RankPattern { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Other alphas, alike.</summary>
    public ImmutableSortedDictionary<string, double> AlphaPattern { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Rank and strength of a layer's addition; null for none.</summary>
    internal LoraScale? ScaleOf(LinearModule module)
    {
        if (!TargetModules.Contains(module.Suffix)) return null;
        int rank = Fitting(RankPattern, module.Path) ?? Rank;
        return rank == 0 ? null : new LoraScale(rank, Fitting(AlphaPattern, module.Path) ?? Alpha, RankStabilised);
    }

    /// <summary>Refuses settings outside their range.</summary>
    internal void Check()
    {
        if (Rank is < 1 or > 4096) throw Refused(string.Create(CultureInfo.InvariantCulture, $"the rank must be 1 to 4,096; found {Rank}."));
        if (!(Alpha > 0) || double.IsInfinity(Alpha)) throw Refused(string.Create(CultureInfo.InvariantCulture, $"alpha must be more than 0; found {Alpha}."));
        if (!(Dropout is >= 0 and < 1)) throw Refused(string.Create(CultureInfo.InvariantCulture, $"dropout must be 0 to below 1; found {Dropout}."));
        if (TargetModules.FirstOrDefault(m => !AllLinear.Contains(m)) is { } unknown) throw Refused($"'{unknown}' is no linear layer; there are {string.Join(", ", AllLinear)}.");
        if (RankPattern.FirstOrDefault(p => p.Value is < 0 or > 4096) is { Key: { } pattern }) throw Refused($"the rank of '{pattern}' must be 0 to 4,096.");
        if (AlphaPattern.FirstOrDefault(p => !(p.Value > 0)) is { Key: { } alpha }) throw Refused($"the alpha of '{alpha}' must be more than 0.");
    }

    /// <summary>No layer is trained.</summary>
    internal static InputException NothingChosen() => Refused("no layer is chosen: name some in the target modules.");

    private static InputException Refused(string reason) => new(new Problem("LoRA", null, reason));

    private static T? Fitting<T>(ImmutableSortedDictionary<string, T> patterns, string name)
        where T : struct
    {
        string? best = patterns.Keys.Where(key => name == key || name.EndsWith("." + key, StringComparison.Ordinal)).MaxBy(key => key.Length);
        return best is null ? null : patterns[best];
    }
}

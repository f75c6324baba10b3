using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Models.Sampling;

/// <summary>The order in which the filters are applied.</summary>
public enum SamplingOrder
{
    /// <summary>Penalties, top-k, top-p, min-p, temperature: top-p and min-p look at the probabilities that the model gives. The order of llama.cpp.</summary>
    FiltersFirst,

    /// <summary>Penalties, temperature, top-k, top-p, min-p: top-p and min-p look at the probabilities that are drawn from. The order of Hugging Face's transformers.</summary>
    TemperatureFirst,
}

/// <summary>How the next token is chosen.</summary>
public sealed record SamplingOptions
{
    /// <summary>Most tokens whose log-probabilities can be asked for.</summary>
    public const int MostLogProbabilities = 100;

    /// <summary>What logits are divided by before drawing.</summary>
    /// <value>Default 0: no drawing, the most probable token is taken, and of equal ones the one with the lowest id. 0 to 100.</value>
    public float Temperature { get; init; }

    /// <summary>Number of most probable tokens that are kept.</summary>
    /// <value>Default 0: all. 0 or more. Ignored at temperature 0.</value>
    public int TopK { get; init; }

    /// <summary>The most probable tokens are kept until their probabilities add up to this.</summary>
    /// <value>Default 1: all. Above 0, at most 1. Ignored at temperature 0.</value>
    public float TopP { get; init; } = 1;

    /// <summary>Tokens are kept whose probability is at least this share of the greatest one.</summary>
    /// <value>Default 0: all. 0 to 1. Ignored at temperature 0.</value>
    public float MinP { get; init; }

    /// <summary>Logits of tokens in the window are divided by this when positive and multiplied when negative (Keskar et al. 2019).</summary>
    /// <value>Default 1: no change. Above 0, at most 100.</value>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken from the logit of a token for each time it is in the window.</summary>
    /// <value>Default 0: no change. -100 to 100.</value>
    public float FrequencyPenalty { get; init; }

    /// <summary>Taken once from the logit of a token that is in the window.</summary>
    /// <value>Default 0: no change. -100 to 100.</value>
    public float PresencePenalty { get; init; }

    /// <summary>Number of latest tokens that penalties look at.</summary>
    /// <value>Default 64; null for all. 0 or more.</value>
    public int? PenaltyWindow { get; init; } = 64;

    /// <summary>Order of the filters.</summary>
    /// <value>Default <see cref="SamplingOrder.FiltersFirst"/>.</value>
    public SamplingOrder Order { get; init; }

    /// <summary>Seed of the generator. The same seed, options and logits give the same tokens on every machine.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Number of most probable tokens whose log-probabilities are reported beside that of the chosen one.</summary>
    /// <value>Default null: no log-probabilities at all. 0 to 100.</value>
    public int? LogProbabilities { get; init; }

    /// <summary>What is wrong with the options.</summary>
    /// <returns>All problems; none when they can be used.</returns>
    public ImmutableArray<string> Validate()
    {
        ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();
        Check(nameof(Temperature), Temperature is >= 0 and <= 100, "from 0 to 100", Temperature);
        Check(nameof(TopK), TopK >= 0, "0 or more", TopK);
        Check(nameof(TopP), TopP is > 0 and <= 1, "above 0 and at most 1", TopP);
        Check(nameof(MinP), MinP is >= 0 and <= 1, "from 0 to 1", MinP);
        Check(nameof(RepetitionPenalty), RepetitionPenalty is > 0 and <= 100, "above 0 and at most 100", RepetitionPenalty);
        Check(nameof(FrequencyPenalty), FrequencyPenalty is >= -100 and <= 100, "from -100 to 100", FrequencyPenalty);
        Check(nameof(PresencePenalty), PresencePenalty is >= -100 and <= 100, "from -100 to 100", PresencePenalty);
        Check(nameof(PenaltyWindow), PenaltyWindow is null or >= 0, "0 or more, or nothing for all tokens", PenaltyWindow ?? 0);
        Check(nameof(Order), Enum.IsDefined(Order), "a known order", (int)Order);
        Check(nameof(LogProbabilities), LogProbabilities is null or (>= 0 and <= MostLogProbabilities), string.Create(CultureInfo.InvariantCulture, $"from 0 to {MostLogProbabilities}, or nothing"), LogProbabilities ?? 0);
        return problems.ToImmutable();

        void Check(string name, bool holds, string range, IFormattable found)
        {
            if (!holds) problems.Add($"{name} must be {range}, found {found.ToString(null, CultureInfo.InvariantCulture)}.");
        }
    }
}

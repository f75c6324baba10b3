using System.Collections.Immutable;
using Assay.Evaluation.Judging;

namespace Assay.Judging;

/// <summary>What a judge found about one answer, as it is kept. Measures are not kept; they follow from it.</summary>
public sealed record RecordedJudgement
{
    private const string Comparison = "against ";

    /// <summary>Name of the arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Id of the question.</summary>
    public required string Question { get; init; }

    /// <summary>Which answer to it, from 0.</summary>
    public int Repeat { get; init; }

    /// <summary>Which judgement of that answer, from 0.</summary>
    public int Judgement { get; init; }

    /// <summary>Verdicts by the key of their task: <c>1</c> supported, <c>0</c> unsupported, <c>?</c> unknown, one a claim.</summary>
    public required ImmutableSortedDictionary<string, string> Verdicts { get; init; }

    /// <summary>Why tasks have no verdict, by their key.</summary>
    public ImmutableSortedDictionary<string, string> Failures { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The key of the comparison with another arm's answer.</summary>
    internal static string Against(string arm) => Comparison + arm;

    /// <summary>Whether a key is of a comparison.</summary>
    internal static bool IsAgainst(string key) => key.StartsWith(Comparison, StringComparison.Ordinal);

    /// <summary>A preference as one character: <c>1</c> this answer, <c>0</c> the other, <c>=</c> neither, <c>!</c> what stood first (or second) in both orders, <c>?</c> unknown.</summary>
    internal static string Write(Preference preference) => preference switch { Preference.First => "1", Preference.Second => "0", Preference.Neither => "=", Preference.Position => "!", _ => "?" };

    /// <summary>What a preference counts for the answer it was noted with; null where it is unknown or there is none.</summary>
    internal double? PreferredTo(string arm) => Verdicts.GetValueOrDefault(Against(arm)) switch { "1" => 1, "0" => 0, "=" or "!" => 0.5, _ => null };

    /// <summary>Verdicts as one character a claim.</summary>
    internal static string Write(ImmutableArray<Verdict> verdicts) => string.Concat(verdicts.Select(v => v switch { Verdict.Supported => '1', Verdict.Unsupported => '0', _ => '?' }));

    /// <summary>The verdicts on a task.</summary>
    internal ImmutableArray<Verdict>? Of(string key) => !Verdicts.TryGetValue(key, out string? found) ? null : [.. found.Select(c => c switch { '1' => Verdict.Supported, '0' => Verdict.Unsupported, _ => Verdict.Unknown })];
}

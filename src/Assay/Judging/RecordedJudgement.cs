using System.Collections.Immutable;
using Assay.Evaluation.Judging;

namespace Assay.Judging;

/// <summary>What a judge found about one answer, as it is kept. Measures are not kept; they follow from it.</summary>
public sealed record RecordedJudgement
{
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

    /// <summary>Verdicts as one character a claim.</summary>
    internal static string Write(ImmutableArray<Verdict> verdicts) => string.Concat(verdicts.Select(v => v switch { Verdict.Supported => '1', Verdict.Unsupported => '0', _ => '?' }));

    /// <summary>The verdicts on a task.</summary>
    internal ImmutableArray<Verdict>? Of(string key) => !Verdicts.TryGetValue(key, out string? found) ? null : [.. found.Select(c => c switch { '1' => Verdict.Supported, '0' => Verdict.Unsupported, _ => Verdict.Unknown })];
}

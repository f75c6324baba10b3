using System.Collections.Immutable;
using Assay.Evaluation.Judging;

namespace Assay.Judging;

/// <summary>How answers are judged.</summary>
public sealed record JudgeOptions
{
    /// <summary><c>deterministic</c>, <c>local</c>, <c>local:reranker</c>, <c>local:embedder</c>, or a model in one of the forms of <see cref="Models.Providers.ModelReference"/>.</summary>
    public required string Judge { get; init; }

    /// <summary>Names of the measures, of <see cref="JudgedMeasures.Names"/>.</summary>
    /// <value><see cref="JudgedMeasures.Usual"/></value>
    public ImmutableArray<string> Measures { get; init; } = JudgedMeasures.Usual;

    /// <summary>How often everything is judged; 1 or more.</summary>
    /// <value>1</value>
    public int Repeats { get; init; } = 1;

    /// <summary>Longest wait for one reply of a model, repetitions after a failure included.</summary>
    /// <value>5 minutes</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}

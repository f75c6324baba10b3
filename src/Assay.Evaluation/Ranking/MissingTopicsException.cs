using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Evaluation.Ranking;

/// <summary>A run lacks judged topics and nobody said what that should count as.</summary>
public sealed class MissingTopicsException : AssayException
{
    private const int Named = 5;

    /// <summary>An exception that names the first few topics.</summary>
    /// <param name="topics">At least one.</param>
    public MissingTopicsException(ImmutableArray<string> topics) : base(Describe(topics)) => Topics = topics;

    /// <summary>The judged topics that the run has nothing for.</summary>
    public ImmutableArray<string> Topics { get; }

    private static string Describe(ImmutableArray<string> topics) =>
        $"The run has no documents for {topics.Length} judged topic(s): {string.Join(", ", topics.Take(Named))}{(topics.Length > Named ? ", ..." : "")}. "
        + "trec_eval 10 refuses this. Count them as 0 (-c), or leave them out as version 9 does.";
}

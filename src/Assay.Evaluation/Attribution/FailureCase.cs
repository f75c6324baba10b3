using System.Collections.Immutable;

namespace Assay.Evaluation.Attribution;

/// <summary>A failed question with all that is known of it.</summary>
public sealed record FailureCase
{
    /// <summary>Id of the question.</summary>
    public required string Question { get; init; }

    /// <summary>Whether the documents answer it.</summary>
    public required bool Answerable { get; init; }

    /// <summary>Whether the arm withheld an answer without asking its model.</summary>
    /// <value>false</value>
    public bool IsWithheld { get; init; }

    /// <summary>What retrieval did.</summary>
    public required GoldFacts Gold { get; init; }

    /// <summary>The answers so far by switch, the first answer of the arm under <see cref="CauseSwitch.Unchanged"/>.</summary>
    public required ImmutableDictionary<CauseSwitch, ImmutableArray<AnswerSigns>> Trials { get; init; }

    /// <summary>Answers under a switch.</summary>
    /// <param name="change">The switch.</param>
    /// <returns>Empty when it was not tried.</returns>
    public ImmutableArray<AnswerSigns> Of(CauseSwitch change) => Trials.TryGetValue(change, out ImmutableArray<AnswerSigns> trials) ? trials : [];

    /// <summary>The case with more answers.</summary>
    /// <param name="change">Under which switch.</param>
    /// <param name="signs">The answers.</param>
    /// <returns>The case.</returns>
    public FailureCase With(CauseSwitch change, IEnumerable<AnswerSigns> signs) => this with { Trials = Trials.SetItem(change, [.. Of(change), .. signs]) };

    /// <summary>What most answers under a switch show of one part.</summary>
    /// <param name="change">The switch.</param>
    /// <param name="part">The part.</param>
    /// <returns>Null when nothing is to be seen of it, or as many show one as the other.</returns>
    internal bool? Most(CauseSwitch change, Func<AnswerSigns, bool?> part)
    {
        int yes = 0, no = 0;
        foreach (AnswerSigns signs in Of(change).Where(s => !s.Missing))
        {
            if (part(signs) is not { } value) continue;
            if (value) yes++;
            else no++;
        }

        return yes == no ? null : yes > no;
    }

    /// <summary>Whether most answers under a switch are right in all parts.</summary>
    /// <param name="change">The switch.</param>
    /// <returns>False also when it was not tried, or as many are right as wrong.</returns>
    public bool IsRight(CauseSwitch change) => Most(change, s => s.Right) == true;
}

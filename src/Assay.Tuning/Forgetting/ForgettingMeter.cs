using System.Collections.Immutable;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Scoring;

namespace Assay.Tuning.Forgetting;

/// <summary>What forgetting is measured on.</summary>
public sealed record ForgettingInputs
{
    /// <summary>General texts.</summary>
    /// <value>Default: those that come with Assay.</value>
    public ImmutableArray<GeneralText> General { get; init; } = GeneralTexts.BuiltIn;

    /// <summary>Prompts that are to keep their answers.</summary>
    /// <value>Default: none.</value>
    public ImmutableArray<PinnedPrompt> Pinned { get; init; } = [];

    /// <summary>Most tokens of an answer to a pinned prompt.</summary>
    /// <value>1 or more; default 64.</value>
    public int MostTokens { get; init; } = 64;

    /// <summary>Most tokens of a general text that are read in one piece.</summary>
    /// <value>2 or more; default 512.</value>
    public int Window { get; init; } = 512;
}

/// <summary>Measures what tuning cost a model of what it could do before.</summary>
public static class ForgettingMeter
{
    /// <summary>Measures.</summary>
    /// <param name="before">The model before tuning.</param>
    /// <param name="after">The model after it: the same weights with an adapter, or other weights.</param>
    /// <param name="inputs">What on.</param>
    /// <param name="team">Who works on it.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    /// <returns>The report; the same for the same inputs, on any number of threads.</returns>
    /// <exception cref="AssayException">A prompt is refused by a template or longer than a window, or there are no texts.</exception>
    public static ForgettingReport Measure(RunningModel before, RunningModel after, ForgettingInputs inputs, WorkerTeam team, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(inputs);
        var set = new GeneralSet(before.Model, inputs.General, inputs.Window);
        GeneralSet other = ReferenceEquals(before.Model, after.Model) ? set : new GeneralSet(after.Model, inputs.General, inputs.Window);
        var general = new GeneralChange(set.Score(before, team, cancellationToken), other.Score(after, team, cancellationToken));
        return new ForgettingReport(general, inputs.Pinned.IsDefaultOrEmpty ? null : Pinned(before, after, inputs, team, cancellationToken));
    }

    private static PinnedChange Pinned(RunningModel before, RunningModel after, ForgettingInputs inputs, WorkerTeam team, CancellationToken cancellationToken)
    {
        ImmutableArray<ImmutableArray<int>> asked = Tokens(before, inputs), askedAfter = ReferenceEquals(before.Model, after.Model) ? asked : Tokens(after, inputs);
        bool alike = before.Vocabulary == after.Vocabulary && asked.Zip(askedAfter).All(p => p.First.SequenceEqual(p.Second));
        ImmutableArray<PromptReplay>? replays = alike ? new PromptComparison(before, after, team).Run(asked, inputs.MostTokens, cancellationToken) : null;
        ImmutableArray<ImmutableArray<int>> written = replays is { } done ? [.. done.Select(r => r.Written)] : new GreedyWriter(before, team).Write(asked, inputs.MostTokens, cancellationToken);
        ImmutableArray<ImmutableArray<int>> now = new GreedyWriter(after, team).Write(askedAfter, inputs.MostTokens, cancellationToken);
        return new PinnedChange([.. inputs.Pinned.Select((p, i) =>
        {
            string old = TextOf(before, written[i]), made = TextOf(after, now[i]);
            return new PinnedAnswer(p.Name, old, made)
            {
                IsSame = alike ? written[i].SequenceEqual(now[i]) : old == made,
                RightBefore = p.Answer is null ? null : IsRight(p.Answer, old),
                RightAfter = p.Answer is null ? null : IsRight(p.Answer, made),
                Divergence = replays?[i].MeanDivergence,
            };
        })]);
    }

    private static ImmutableArray<ImmutableArray<int>> Tokens(RunningModel model, ForgettingInputs inputs) => [.. inputs.Pinned.Select(p =>
    {
        ImmutableArray<int> tokens = p.Tokens(model.Model);
        return tokens.Length + inputs.MostTokens <= model.Model.Config.MaxPositions ? tokens
            : throw new InputException(new Problem("pinned prompts", null, $"'{p.Name}' has {tokens.Length} tokens; with {inputs.MostTokens} of an answer that is more than the {model.Model.Config.MaxPositions} that the model takes. Shorten it, or leave it out."));
    })];

    private static string TextOf(RunningModel model, ImmutableArray<int> tokens) => model.Model.Tokenizer.Decode([.. tokens.Where(t => !model.Model.EndTokens.Contains(t))]);

    private static bool IsRight(string wanted, string answer) => string.Equals(wanted.Trim(), answer.Trim(), StringComparison.Ordinal);
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;

namespace Assay.RetrievalTuning;

/// <summary>Decides stage by stage what pays on some questions, and never looks at others.</summary>
/// <param name="meter">Measures profiles.</param>
/// <param name="stages">The stages, in the order in which they are decided.</param>
/// <param name="options">When a change pays.</param>
public sealed class StageSelector(ProfileMeter meter, ImmutableArray<SearchStage> stages, StageOptions options)
{
    /// <summary>Name of the choice that leaves a stage as it is.</summary>
    public const string Unchanged = "default";

    private static readonly double[] s_ridges = [0.3, 0.03, 0.003];

    /// <summary>Called after each stage that was decided; null for nobody.</summary>
    public Action? Decided { get; init; }

    /// <summary>Chooses.</summary>
    /// <param name="start">What the stages are before.</param>
    /// <param name="questions">Places of the questions that may be looked at.</param>
    /// <returns>A step for each stage.</returns>
    public StageSelection Choose(SearchProfile start, int[] questions)
    {
        var steps = ImmutableArray.CreateBuilder<StageStep>();
        SearchProfile profile = start;
        foreach (SearchStage stage in stages)
        {
            (string choice, profile) = stage.Name == SearchStage.Rerank ? Rerank(profile, questions) : Best(stage, profile, questions);
            steps.Add(new StageStep(stage.Name, choice, profile));
            Decided?.Invoke();
        }

        return new StageSelection(steps.ToImmutable());
    }

    /// <summary>nDCG@10 of every question with a profile.</summary>
    /// <param name="profile">The profile, with or without reranker.</param>
    /// <returns>In the order of the questions.</returns>
    public double[] Scores(SearchProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Reranker is not { } model || (meter.Reranker is not null && profile.CrossEncoder.Weight > 0)) return meter.Measure(profile).Ndcg;
        IReadOnlyList<RerankQuestion> candidates = meter.Candidates(profile with { Reranker = null }, model.Depth);
        return [.. candidates.Select((c, q) => meter.Reranked(q, c, model))];
    }

    private (string Choice, SearchProfile Profile) Best(SearchStage stage, SearchProfile profile, int[] questions)
    {
        ProfileScores now = meter.Measure(profile);
        (string Choice, SearchProfile Profile, double Gain) best = (Unchanged, profile, 0);
        foreach (StageChoice choice in stage.Choices)
        {
            SearchProfile changed = choice.Apply(profile);
            ProfileScores then = meter.Measure(changed);
            double price = Price(then, now), gain = Mean(then.Ndcg, now.Ndcg, questions);
            // A stage that is switched off must be missed by more than the time it takes is worth; any other change must gain more than chance and its time.
            bool pays = stage.TakesBest ? gain > 0 : choice.IsOff
                ? gain >= -Math.Max(0, -price)
                : Pays(then.Ndcg, now.Ndcg, questions, price);
            double worth = stage.TakesBest ? gain : gain - Math.Max(0, price);
            if (pays && (worth > best.Gain || (choice.IsOff && !stage.TakesBest && best.Choice == Unchanged))) best = (choice.Name, changed, worth);
        }

        return (best.Choice, best.Profile);
    }

    private (string Choice, SearchProfile Profile) Rerank(SearchProfile profile, int[] questions)
    {
        profile = profile with { Reranker = null };
        double[] now = meter.Measure(profile).Ndcg;
        IReadOnlyList<RerankQuestion> candidates = meter.Candidates(profile, options.RerankDepth);
        if (questions.Length < options.InnerFolds) return (Unchanged, profile);
        QuestionFolds folds = QuestionFolds.Of([.. questions.Select(q => meter.Questions[q])], options.InnerFolds);
        (double Ridge, double Gain) best = (0, 0);
        foreach (double ridge in s_ridges)
        {
            double[] then = [.. now];
            for (int f = 0; f < folds.Count; f++)
            {
                if (RerankTrainer.Train(folds.Outside(f).Select(i => candidates[questions[i]]), options.RerankDepth, ridge) is not { } trained) continue;
                foreach (int i in folds.Inside(f)) then[questions[i]] = meter.Reranked(questions[i], candidates[questions[i]], trained);
            }

            double gain = Mean(then, now, questions);
            if (gain > best.Gain && Pays(then, now, questions, price: 0)) best = (ridge, gain);
        }

        RerankModel? model = best.Ridge == 0 ? null : RerankTrainer.Train(questions.Select(q => candidates[q]), options.RerankDepth, best.Ridge);
        return model is null
            ? (Unchanged, profile)
            : (string.Create(CultureInfo.InvariantCulture, $"trained, ridge {best.Ridge:0.###}"), profile with { Reranker = model });
    }

    // What the time of a change must gain, in nDCG@10; below 0 for time that it saves.
    private double Price(ProfileScores then, ProfileScores now) =>
        (options.LeastGainPerMs * (then.MedianMs - now.MedianMs)) + (options.LeastGainPerModelMs * (then.ModelMs - now.ModelMs));

    private bool Pays(double[] then, double[] now, int[] questions, double price)
    {
        double gain = Mean(then, now, questions);
        double variance = questions.Sum(q => Square(then[q] - now[q] - gain)) / Math.Max(1, questions.Length - 1);
        double error = Math.Sqrt(variance / questions.Length);
        return gain >= options.LeastGain + Math.Max(0, price) && gain >= options.StandardErrors * error;
    }

    private static double Mean(double[] then, double[] now, int[] questions) => questions.Sum(q => then[q] - now[q]) / questions.Length;

    private static double Square(double x) => x * x;
}

using System.Collections.Immutable;
using Assay.Answering;
using Assay.Evaluating;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Knowledge;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Judging;

/// <summary>Has the answers of an evaluation judged: planted items first, then every answer, each judgement kept as it comes.</summary>
/// <param name="judge">The judge.</param>
/// <param name="options">How.</param>
/// <param name="scorer">Says which part of an answer are its facts.</param>
/// <param name="cache">Where a model's replies are kept.</param>
internal sealed class AnswerJudging(OpenJudge judge, JudgeOptions options, AnswerScorer scorer, AnswerCache cache)
{
    private sealed record Work(string Arm, RecordedAnswer Answer, int Judgement, ImmutableArray<JudgeTask> Tasks)
    {
        /// <summary>The answers of the other arms that this one is compared with; each pair is compared once, from the arm that comes first.</summary>
        public ImmutableArray<(string Other, AnswerPair Pair)> Pairs { get; init; } = [];
    }

    private readonly Lock _lock = new();
    private long _input, _cached, _output;

    /// <summary>Judges answers.</summary>
    /// <param name="scored">Questions and scored answers.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="texts">Texts of passages by their hash.</param>
    /// <param name="maxCostUsd">Nothing is asked when it is expected to cost more.</param>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; replies that arrived are kept.</param>
    /// <returns>Who judged, and what was found; nothing is left out, a failure is said.</returns>
    /// <exception cref="InputException">It would cost more than allowed.</exception>
    public async Task<(JudgeManifest Manifest, ImmutableArray<RecordedJudgement> Judgements)> JudgeAsync(
        ImmutableArray<ScoredArm> scored, QuestionSet questions, IReadOnlyDictionary<string, string> texts, decimal maxCostUsd, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        Dictionary<string, Question> byId = questions.Questions.ToDictionary(q => q.Id, StringComparer.Ordinal);
        CheckPairs(scored.Length);
        Work[] work = [.. from arm in scored from row in arm.Rows where row.Answer.Failed is null or Outcome.Invalid or Outcome.OverContext from judgement in Enumerable.Range(0, options.Repeats) select WorkOf(arm.Arm, row, byId[row.Answer.Question], judgement, texts) with { Pairs = PairsOf(scored, arm.Arm, row, byId[row.Answer.Question]) }];
        ImmutableArray<(JudgeTask Task, bool Supported)> controls = JudgeControls.Of(scored.SelectMany(a => a.Rows).SelectMany(r => r.Answer.Passages).Distinct(StringComparer.Ordinal).Select(h => texts[h]));
        CheckCost(maxCostUsd, judge.EstimateCostUsd(Prompts(controls, work), cache));
        AnswerSource[] everything = [.. scored.SelectMany(a => a.Rows).SelectMany(r => SourcesOf(r.Answer)).Distinct()];
        ControlResult result = await JudgeControls.AskAsync(judge.For(0, everything, cache, Count), controls, cancellationToken).ConfigureAwait(false);
        ImmutableArray<RecordedJudgement> judgements = result.Reason is { } reason ? [.. work.Select(w => Failed(w, reason))] : await AllAsync(work, progress, cancellationToken).ConfigureAwait(false);
        return (new JudgeManifest
        {
            Judge = options.Judge, Identity = judge.Identity, Measures = options.Measures, Repeats = options.Repeats, Controls = result, InputTokens = _input, OutputTokens = _output, CostUsd = judge.Price?.CostUsd(_input, _cached, _output),
        }, judgements);
    }

    private Work WorkOf(string arm, ScoredAnswer row, Question question, int judgement, IReadOnlyDictionary<string, string> texts)
    {
        JudgedAnswer answer = JudgedColumns.Judged(question, row.Answer, row.Score, scorer, [.. row.Answer.Passages.Select(h => texts[h])]);
        return new Work(arm, row.Answer, judgement, [.. JudgedMeasures.Plan(answer, options.Measures.Where(m => m != JudgedMeasures.Preference))]);
    }

    private void CheckPairs(int arms)
    {
        if (!options.Measures.Contains(JudgedMeasures.Preference)) return;
        if (!judge.IsModel) throw new InputException(new Problem("", null, $"'{JudgedMeasures.Preference}' needs a language model as judge: name one with --judge, such as openai:NAME or a folder."));
        if (arms < 2) throw new InputException(new Problem("", null, $"'{JudgedMeasures.Preference}' compares arms, and there is only one. Name several with --arms."));
    }

    private ImmutableArray<(string, AnswerPair)> PairsOf(ImmutableArray<ScoredArm> scored, string arm, ScoredAnswer row, Question question)
    {
        if (!options.Measures.Contains(JudgedMeasures.Preference) || row.Answer.Failed is not null) return [];
        ImmutableArray<string> references = JudgedColumns.Judged(question, row.Answer, row.Score, scorer, []).References;
        return [.. from other in scored.SkipWhile(s => s.Arm != arm).Skip(1) from theirs in other.Rows where theirs.Answer.Question == row.Answer.Question && theirs.Answer.Repeat == row.Answer.Repeat && theirs.Answer.Failed is null select (other.Arm, new AnswerPair(question.Text, references, row.Answer.Answer, theirs.Answer.Answer))];
    }

    private static IEnumerable<(int, IReadOnlyList<ChatMessage>, ChatOptions)> Prompts(ImmutableArray<(JudgeTask Task, bool Supported)> controls, Work[] work) =>
        controls.SelectMany(c => ChatEntailment.Prompts(c.Task).Select(p => (0, p.Messages, p.Options)))
            .Concat(work.SelectMany(w => w.Tasks.SelectMany(ChatEntailment.Prompts).Concat(w.Pairs.SelectMany(p => PairwiseJudge.Prompts(p.Pair))).Select(p => (w.Judgement, p.Messages, p.Options))));

    private async Task<ImmutableArray<RecordedJudgement>> AllAsync(Work[] work, IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        var found = new RecordedJudgement[work.Length];
        int done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, work.Length),
            new ParallelOptions { MaxDegreeOfParallelism = judge.Concurrency, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                found[i] = await OneAsync(work[i], token).ConfigureAwait(false);
                progress?.Report(new CompareProgress("judge", Interlocked.Increment(ref done), work.Length));
            }).ConfigureAwait(false);
        return [.. found];
    }

    private async Task<RecordedJudgement> OneAsync(Work work, CancellationToken cancellationToken)
    {
        IEntailment entailment = judge.For(work.Judgement, [.. SourcesOf(work.Answer)], cache, Count);
        ImmutableSortedDictionary<string, string>.Builder verdicts = Sorted(), failures = Sorted();
        foreach (JudgeTask task in work.Tasks)
        {
            JudgeReply reply = await entailment.JudgeAsync(task, cancellationToken).ConfigureAwait(false);
            verdicts[task.Key] = RecordedJudgement.Write(reply.Verdicts);
            if (reply.Failure is { } failure) failures[task.Key] = failure;
        }

        foreach ((string other, AnswerPair pair) in work.Pairs)
        {
            (Preference preference, string? failure) = await judge.Pairs(work.Judgement, [.. SourcesOf(work.Answer)], cache, Count)!.CompareAsync(pair, cancellationToken).ConfigureAwait(false);
            verdicts[RecordedJudgement.Against(other)] = RecordedJudgement.Write(preference);
            if (failure is not null) failures[RecordedJudgement.Against(other)] = failure;
        }

        return Recorded(work, verdicts.ToImmutable(), failures.ToImmutable());
    }

    private static RecordedJudgement Failed(Work work, string reason)
    {
        ImmutableSortedDictionary<string, string>.Builder failures = Sorted();
        foreach (string key in work.Tasks.Select(t => t.Key).Concat(work.Pairs.Select(p => RecordedJudgement.Against(p.Other)))) failures[key] = reason;
        return Recorded(work, ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal), failures.ToImmutable());
    }

    private static RecordedJudgement Recorded(Work work, ImmutableSortedDictionary<string, string> verdicts, ImmutableSortedDictionary<string, string> failures) =>
        new() { Arm = work.Arm, Question = work.Answer.Question, Repeat = work.Answer.Repeat, Judgement = work.Judgement, Verdicts = verdicts, Failures = failures };

    private static ImmutableSortedDictionary<string, string>.Builder Sorted() => ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

    private static IEnumerable<AnswerSource> SourcesOf(RecordedAnswer answer) => answer.Context.Select(c => new AnswerSource(DocumentReference.DocumentId(c)));

    private void Count(ModelAnswer reply)
    {
        lock (_lock) (_input, _cached, _output) = (_input + reply.InputTokens, _cached + reply.CachedInputTokens, _output + reply.OutputTokens);
    }

    private static void CheckCost(decimal maxCostUsd, decimal? expectedUsd)
    {
        if (expectedUsd is not { } cost || cost <= maxCostUsd) return;
        throw new InputException(new Problem("", null, FormattableString.Invariant(
            $"Judging the answers is expected to cost about {cost:0.00} USD, more than the {maxCostUsd:0.00} USD allowed. Nothing was spent on it, and the answers are kept. Allow it with --max-cost {Math.Ceiling(cost * 1.2m)}, or name fewer measures with --judge-measures.")));
    }
}

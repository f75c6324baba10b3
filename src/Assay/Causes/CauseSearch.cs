using System.Collections.Immutable;
using Assay.Arms;
using Assay.Evaluation.Attribution;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Scoring;
using Assay.Running;

namespace Assay.Causes;

/// <summary>A failed question while its cause is looked for.</summary>
/// <param name="Question">The question.</param>
/// <param name="Row">The answer that failed.</param>
/// <param name="Case">What is known of it.</param>
internal sealed record ExaminedCase(Question Question, AnswerRow Row, FailureCase Case)
{
    /// <summary>Mean score under each switch; without those whose answers are missing.</summary>
    public ImmutableDictionary<CauseSwitch, double> Scores { get; init; } = ImmutableDictionary<CauseSwitch, double>.Empty;

    /// <summary>Mean prompt tokens under each switch.</summary>
    public ImmutableDictionary<CauseSwitch, double> InputTokens { get; init; } = ImmutableDictionary<CauseSwitch, double>.Empty;
}

/// <summary>All failed questions of an arm.</summary>
/// <param name="Run">The arm's answers.</param>
/// <param name="Failed">Questions that failed.</param>
/// <param name="Cases">Those that were examined.</param>
/// <param name="SpentUsd">What asking again was expected to cost.</param>
/// <param name="IsComplete">False when the money did not suffice for every switch.</param>
internal sealed record Examined(Run Run, int Failed, ImmutableArray<ExaminedCase> Cases, decimal SpentUsd, bool IsComplete);

/// <summary>Asks the failed questions of an arm again, each under the switches that tell its cause, the cheapest first. Every answer is kept by its prompt, so an interrupted search repeats nothing.</summary>
/// <param name="session">The project.</param>
/// <param name="models">What can answer.</param>
/// <param name="options">Arm, repeats, budgets.</param>
/// <param name="progress">Told how far it has come; may be null.</param>
internal sealed class CauseSearch(RunSession session, CauseModels models, CauseOptions options, IProgress<CompareProgress>? progress)
{
    private readonly Dictionary<string, ArmContext> _retrieved = new(StringComparer.Ordinal);
    private decimal _left = options.MaxCostUsd;
    private bool _isComplete = true;

    /// <summary>Examines.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    public async Task<Examined> ExamineAsync(string arm, CancellationToken cancellationToken)
    {
        ImmutableArray<Question> questions = session.Questions.Questions;
        ImmutableArray<ArmContext> contexts = session.Contexts(arm, progress, cancellationToken);
        for (int i = 0; i < questions.Length; i++) _retrieved[questions[i].Id] = contexts[i];
        Run run = models.Own is null && session.ArmNames.SequenceEqual([arm])
            ? (await session.RunAsync(options.MaxCostUsd, progress, cancellationToken).ConfigureAwait(false))[0]
            : await AskAsync(arm, CauseSwitch.Unchanged, questions, 0, cancellationToken).ConfigureAwait(false);
        var gold = new GoldFinder(session);
        ImmutableArray<ExaminedCase> failed = [.. Failed(questions, run, gold, cancellationToken)];

        // By id: which are drawn must not depend on the order of the file.
        int[] order = [.. Enumerable.Range(0, failed.Length).OrderBy(i => failed[i].Question.Id, StringComparer.Ordinal)];
        string[] strata = [.. order.Select(i => $"{failed[i].Case.Gold.Place} {Signature(failed[i].Case.Of(CauseSwitch.Unchanged)[0])}")];
        int count = Math.Max(1, options.BudgetQuestions ?? failed.Length);
        ExaminedCase[] cases = failed.IsEmpty ? [] : [.. CaseSample.Draw(strata, count, (ulong)session.Project.Seed).Select(i => order[i]).Order().Select(i => failed[i])];
        await WavesAsync(arm, cases, gold, cancellationToken).ConfigureAwait(false);
        return new Examined(run, failed.Length, [.. cases], options.MaxCostUsd - _left, _isComplete);
    }

    private IEnumerable<ExaminedCase> Failed(ImmutableArray<Question> questions, Run run, GoldFinder gold, CancellationToken cancellationToken)
    {
        for (int i = 0; i < questions.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AnswerRow row = run.Rows[i];
            AnswerSigns signs = AnswerSigns.Of(questions[i], row.Score);
            if (signs.Right || row.Score.Outcome == Outcome.NotApplicable) continue;
            GoldFacts facts = questions[i].Answerable ? gold.Find(questions[i], _retrieved[questions[i].Id]) : new GoldFacts(GoldPlace.NotNamed);
            var failure = new FailureCase { Question = row.Question, Answerable = questions[i].Answerable, IsWithheld = row.Withheld, Gold = facts, Trials = ImmutableDictionary<CauseSwitch, ImmutableArray<AnswerSigns>>.Empty };
            yield return Noted(new ExaminedCase(questions[i], row, failure), CauseSwitch.Unchanged, [row], gold);
            progress?.Report(new CompareProgress("find pages", i + 1, questions.Length));
        }
    }

    // Each wave asks every case for its next switch; what the answers show decides the one after.
    private async Task WavesAsync(string arm, ExaminedCase[] cases, GoldFinder gold, CancellationToken cancellationToken)
    {
        var means = new CauseMeans(models.IsDeterministic ? 1 : options.Repeats, models.Constrained is not null, models.Tuned is not null, !ArmCatalog.IsWithoutDocuments(arm));
        var open = new HashSet<int>(Enumerable.Range(0, cases.Length));
        while (open.Count > 0)
        {
            var wave = open.Order().Select(i => (Index: i, Next: CausePlan.Next(cases[i].Case, means))).ToArray();
            open.ExceptWith(wave.Where(w => w.Next is null).Select(w => w.Index));
            foreach (var group in wave.Where(w => w.Next is not null).GroupBy(w => w.Next!.Value).OrderBy(g => g.Key.Model).ThenBy(g => g.Key.Passages))
            {
                int[] indices = [.. group.Select(w => w.Index)];
                int first = group.Key == CauseSwitch.Unchanged ? 1 : 0;
                int affordable = Affordable(arm, group.Key, [.. indices.Select(i => cases[i].Question)], means.Repeats - first, first, cancellationToken);
                open.ExceptWith(indices.Skip(affordable));
                if (affordable == 0) continue;
                Question[] asked = [.. indices.Take(affordable).Select(i => cases[i].Question)];
                var rows = new List<Run>();
                for (int repeat = first; repeat < means.Repeats; repeat++) rows.Add(await AskAsync(arm, group.Key, asked, repeat, cancellationToken).ConfigureAwait(false));
                for (int i = 0; i < asked.Length; i++) cases[indices[i]] = Noted(cases[indices[i]], group.Key, [.. rows.Select(r => r.Rows[i])], gold);
            }
        }
    }

    // How many of the questions, in their order, the money that is left suffices for.
    private int Affordable(string arm, CauseSwitch change, Question[] questions, int times, int first, CancellationToken cancellationToken)
    {
        int count = questions.Length;
        while (count > 0)
        {
            decimal cost = 0;
            for (int repeat = first; repeat < first + times; repeat++) cost += session.EstimateCostUsd(Variant(arm, change, repeat), [.. questions.Take(count)], cancellationToken) ?? 0;
            if (cost <= _left)
            {
                _left -= cost;
                return count;
            }

            _isComplete = false;
            count = Math.Min(count - 1, (int)(count * (_left / cost)));
        }

        return 0;
    }

    private Task<Run> AskAsync(string arm, CauseSwitch change, IReadOnlyList<Question> questions, int repeat, CancellationToken cancellationToken)
    {
        CallbackProgress<CompareProgress>? named = progress is null ? null : new CallbackProgress<CompareProgress>(p => progress.Report(p with { Stage = $"ask {change.Name}" }));
        return session.RunAsync(Variant(arm, change, repeat), questions, options.MaxCostUsd, named, cancellationToken);
    }

    private RunVariant Variant(string arm, CauseSwitch change, int repeat) => new(new SwitchArm(session, arm, _retrieved, change.Passages))
    {
        Model = change.Model switch { ModelChoice.Constrained => models.Constrained, ModelChoice.Tuned => models.Tuned, _ => models.Own },
        Price = change.Model == ModelChoice.Tuned ? Decisions.Prices.ModelPrice.Free : models.Price,
        Repeat = repeat,
    };

    private static ExaminedCase Noted(ExaminedCase item, CauseSwitch change, IReadOnlyList<AnswerRow> rows, GoldFinder gold)
    {
        AnswerSigns[] signs = [.. rows.Select(r => AnswerSigns.Of(item.Question, r.Score) with { Supported = gold.IsSupported(item.Question, r.Answer) })];
        int before = item.Case.Of(change).Length;
        double[] scores = [.. rows.Select(r => r.Score.Score).OfType<double>()];
        ExaminedCase noted = item with { Case = item.Case.With(change, signs), InputTokens = item.InputTokens.SetItem(change, rows.Average(r => (double)r.InputTokens)) };
        if (scores.Length == 0) return noted;
        double mean = item.Scores.TryGetValue(change, out double kept) ? ((kept * before) + scores.Sum()) / (before + scores.Length) : scores.Average();
        return noted with { Scores = item.Scores.SetItem(change, mean) };
    }

    private static string Signature(AnswerSigns s) => $"{s.Missing} {s.Abstained} {s.Facts} {s.Fields} {s.Form}";
}

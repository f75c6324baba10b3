using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Statistics;
using Assay.Knowledge;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Evaluating;

/// <summary>Asks arms a part of the questions after another, whole documents together, and stops as soon as every pair of arms is told apart.</summary>
/// <param name="session">Where the arms are.</param>
/// <param name="maxCostUsd">Most that a part may cost.</param>
internal sealed class EarlyStop(RunSession session, decimal maxCostUsd)
{
    private const int Looks = 5;

    /// <summary>Asks.</summary>
    /// <param name="progress">Told how far it has come; may be null.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>The questions that were asked, in the order of the set: all of them where the arms cannot be told apart before.</returns>
    public async Task<ImmutableArray<Question>> AskAsync(IProgress<CompareProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<Question> all = session.Questions.Questions;
        IReadOnlyDictionary<string, string> clusters = QuestionClusters.Of(all, DocumentReference.DocumentId);
        ImmutableArray<ImmutableArray<Question>> parts = Parts(all, clusters);
        var rule = new StoppingRule(Shares(parts, all.Length));
        Dictionary<string, double?>[] scores = [.. session.ArmNames.Select(_ => new Dictionary<string, double?>(StringComparer.Ordinal))];
        for (int look = 0; look < parts.Length; look++)
        {
            for (int arm = 0; arm < scores.Length; arm++)
            {
                Run run = await session.RunAsync(new RunVariant(session.Arm(session.ArmNames[arm])), parts[look], maxCostUsd, progress, cancellationToken).ConfigureAwait(false);
                foreach (AnswerRow row in run.Rows) scores[arm][row.Question] = row.Score.Score;
            }

            if (PairedFamily.Of(scores, clusters).All(p => rule.Stops(look, p.AdjustedP))) return [.. all.Where(q => scores[0].ContainsKey(q.Id))];
        }

        return all;
    }

    // Drawn by the seed: which questions come first must have nothing to do with their answers.
    private ImmutableArray<ImmutableArray<Question>> Parts(ImmutableArray<Question> all, IReadOnlyDictionary<string, string> clusters)
    {
        string seed = session.Project.Seed.ToString(CultureInfo.InvariantCulture);
        Question[][] documents = [.. all.GroupBy(q => clusters.GetValueOrDefault(q.Id, $"\n{q.Id}"), StringComparer.Ordinal).OrderBy(g => ContentHash.Of([seed, g.Key]), StringComparer.Ordinal).Select(g => g.ToArray())];
        var parts = new List<List<Question>>();
        int asked = 0;
        foreach (Question[] document in documents)
        {
            if (parts.Count == 0 || asked >= (long)all.Length * parts.Count / Looks) parts.Add([]);
            parts[^1].AddRange(document);
            asked += document.Length;
        }

        return [.. parts.Select(p => p.ToImmutableArray())];
    }

    private static ImmutableArray<double> Shares(ImmutableArray<ImmutableArray<Question>> parts, int all)
    {
        int asked = 0;
        return [.. parts.Select((p, i) => i == parts.Length - 1 ? 1 : (double)(asked += p.Length) / all)];
    }
}

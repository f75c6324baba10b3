using System.Collections.Immutable;
using Assay.Evaluating;
using Assay.Evaluation.Questions;
using Assay.Workspaces;

namespace Assay.QuestionMaking;

/// <summary>A version of a question set: what evaluations asked, or what is asked now.</summary>
/// <param name="Fingerprint">Hash of what is asked and expected.</param>
/// <param name="Questions">How many questions.</param>
/// <param name="Evaluations">Names of the evaluations that used it; none for a set that was never used.</param>
public sealed record QuestionVersion(string Fingerprint, int Questions, ImmutableArray<string> Evaluations)
{
    /// <summary>When it was first used; null for never.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>When it was last used; null for never.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Whether it is the set of today.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Questions of today's set that it does not have, by id.</summary>
    public int AddedSince { get; init; }

    /// <summary>Questions of it that today's set does not have, by id.</summary>
    public int RemovedSince { get; init; }

    /// <summary>Questions of both that ask or expect something else today.</summary>
    public int ChangedSince { get; init; }

    /// <summary>The versions that evaluations used, and the set of today.</summary>
    /// <param name="workspace">Keeps the evaluations.</param>
    /// <param name="current">The set of today; null where there is none.</param>
    /// <returns>In the order of their first use, the set of today last where it was never used.</returns>
    public static ImmutableArray<QuestionVersion> Of(Workspace workspace, QuestionSet? current)
    {
        var store = new EvaluationStore(workspace);
        string? now = current?.Fingerprint();
        ImmutableArray<QuestionVersion> used =
        [
            .. store.Names.Select(n => (Name: n, Asked: store.Asked(n))).Where(e => e.Asked is not null).GroupBy(e => e.Asked!.Value.Manifest.Questions, StringComparer.Ordinal)
                .Select(g => Compared(new QuestionVersion(g.Key, g.First().Asked!.Value.Questions.Questions.Length, [.. g.Select(e => e.Name)])
                {
                    First = g.Min(e => e.Asked!.Value.Manifest.Created), Last = g.Max(e => e.Asked!.Value.Manifest.Created), IsCurrent = g.Key == now,
                }, g.First().Asked!.Value.Questions, current)),
        ];
        return current is null || used.Any(v => v.IsCurrent) ? used : used.Add(new QuestionVersion(now!, current.Questions.Length, []) { IsCurrent = true });
    }

    private static QuestionVersion Compared(QuestionVersion version, QuestionSet then, QuestionSet? current)
    {
        Dictionary<string, Question> before = then.Questions.ToDictionary(q => q.Id, StringComparer.Ordinal), after = (current?.Questions ?? []).ToDictionary(q => q.Id, StringComparer.Ordinal);
        return version with
        {
            AddedSince = after.Keys.Count(id => !before.ContainsKey(id)),
            RemovedSince = before.Keys.Count(id => !after.ContainsKey(id)),
            ChangedSince = before.Count(b => after.TryGetValue(b.Key, out Question? q) && new QuestionSet("", [q]).Fingerprint() != new QuestionSet("", [b.Value]).Fingerprint()),
        };
    }
}

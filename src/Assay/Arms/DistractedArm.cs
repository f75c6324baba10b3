using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Context;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Workspaces;

namespace Assay.Arms;

/// <summary>An arm whose passages are mixed with others that look right and are not: the best finds for the question in pages that do not answer it. Shows how easily answers are led astray.</summary>
/// <remarks>Only where it is known which pages answer: the question names documents, or nothing answers it. Any other question is handed what the arm hands it.</remarks>
/// <param name="arm">The arm.</param>
/// <param name="knowledge">Where passages are found.</param>
/// <param name="count">Passages that are added; 1 or more.</param>
public sealed class DistractedArm(IArm arm, KnowledgeBase knowledge, int count) : IArm
{
    private const int MostLookedAt = 200;

    /// <summary>What is added to the name of an arm.</summary>
    public const string Suffix = "+distractors";

    /// <inheritdoc/>
    public string Name => arm.Name + Suffix;

    /// <inheritdoc/>
    public bool IsReference => true;

    /// <inheritdoc/>
    public bool CanCite => arm.CanCite;

    /// <summary>Whether it is known which pages do not answer a question.</summary>
    /// <param name="question">The question.</param>
    /// <returns>True when it names documents or cannot be answered.</returns>
    public static bool Applies(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Documents.Length > 0 || !question.Answerable;
    }

    /// <inheritdoc/>
    public ArmContext Prepare(Question question)
    {
        ArmContext context = arm.Prepare(question);
        if (context.Withheld is not null || !context.FromDocuments || !Applies(question)) return context;
        Principal? principal = Asker.Of(question);
        HashSet<string> right = [.. question.Documents.Select(DocumentReference.DocumentId)];
        HashSet<(string, int)> seen = [.. context.Passages.SelectMany(p => p.Ordinals.Select(o => (p.DocumentId, o)))];
        Passage[] wrong = [.. knowledge.Search(question.Text, MostLookedAt, principal).Where(p => !right.Contains(p.Chunk.DocumentId) && !seen.Contains((p.Chunk.DocumentId, p.Chunk.Ordinal))).Take(count)];
        return context with { Passages = Mixed(question.Id, context.Passages, wrong.Length == 0 ? [] : [.. wrong.SelectMany(p => knowledge.Context([p], principal))]), Shares = [] };
    }

    // Where a distractor stands depends on nothing but the question and itself.
    private static ImmutableArray<ContextPassage> Mixed(string question, ImmutableArray<ContextPassage> right, ImmutableArray<ContextPassage> wrong)
    {
        var mixed = new List<ContextPassage>(right);
        foreach (ContextPassage passage in wrong) mixed.Insert((int)(Convert.ToUInt32(ContentHash.Of(question, passage.Text)[..8], 16) % (uint)(mixed.Count + 1)), passage);
        return [.. mixed.Select((p, i) => p with { Number = i + 1, Conflicts = [] })];
    }
}

using System.Collections.Immutable;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Checks of examples against the project that they are for.</summary>
internal static class ProjectChecks
{
    /// <summary>Answers that have not the form that the project's answers must have.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="problem">Why an answer has not; null for one that has.</param>
    /// <returns>The lines, and why the first of them.</returns>
    public static (ImmutableArray<int> Lines, string? First) OfOtherForm(ImmutableArray<ChatExample> examples, Func<string, string?> problem)
    {
        var lines = ImmutableArray.CreateBuilder<int>();
        string? first = null;
        foreach (ChatExample example in examples)
        {
            // Calls of tools have no text of their own.
            if (example.Messages.Where(m => m is { Role: "assistant", Learned: true, Content.Length: > 0 }).Select(m => problem(m.Content)).FirstOrDefault(p => p is not null) is not { } why) continue;
            first ??= why;
            lines.Add(example.Line);
        }

        return (lines.ToImmutable(), first);
    }

    /// <summary>Examples that say they were made from documents which are not there.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="documents">The project's documents.</param>
    /// <returns>The lines and the names, each name once.</returns>
    public static (ImmutableArray<int> Lines, ImmutableArray<string> Names) OfNoDocument(ImmutableArray<ChatExample> examples, IReadOnlyList<SourceDocument> documents)
    {
        HashSet<string> known = [.. documents.Select(d => d.Id)];
        string[] Missing(ChatExample example) => [.. example.Documents.Where(d => !known.Contains(QuotedDocuments.Whole(d)))];
        ChatExample[] wrong = [.. examples.Where(e => Missing(e).Length > 0)];
        return ([.. wrong.Select(e => e.Line)], [.. wrong.SelectMany(Missing).Distinct(StringComparer.Ordinal)]);
    }
}

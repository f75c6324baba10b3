using System.Globalization;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.TableQuestions;

namespace Assay.Answering;

/// <summary>Answers that are worked out over the tables of the documents, before any model is asked.</summary>
/// <param name="project">Says what form answers have.</param>
/// <param name="knowledge">The documents.</param>
public sealed class TableAnswering(Project project, KnowledgeBase knowledge)
{
    private readonly Lazy<RecordTemplate?> _record = new(() => project.Contract is null ? null : RecordTemplate.Create(File.ReadAllText(project.Contract), project.Score.AnswerField));

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Null when it is no question over tables, or not clearly one.</returns>
    public ComputedAnswer? Answer(string question, Principal? principal)
    {
        if (knowledge.AnswerFromTables(question, principal) is not { } table) return null;
        string cited = string.Join(", ", table.Passages.Select(p => p.Number.ToString(CultureInfo.InvariantCulture)));
        string text = cited.Length == 0 ? $"{table.Text}. {table.How}" : $"{table.Text} [{cited}]. {table.How}";
        return new ComputedAnswer(_record.Value?.Fill(text) ?? text, table);
    }
}

/// <summary>An answer that was worked out, as the project wants answers.</summary>
/// <param name="Text">The value, citations and how it was worked out; within a record where the contract wants one.</param>
/// <param name="Table">What it was worked out over.</param>
public sealed record ComputedAnswer(string Text, TableAnswer Table);

using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Retrieval.Permissions;
using Assay.Text;

namespace Assay.Knowledge;

/// <summary>On whose behalf a question is asked.</summary>
public static class Asker
{
    /// <summary>The principal that a question's <c>as</c> names.</summary>
    /// <param name="question">The question; it was checked with <see cref="KnowledgeBase.CheckReferences"/>.</param>
    /// <returns>Null for nobody in particular.</returns>
    public static Principal? Of(Question question) => Principal.Parse(question.As);

    internal static Problem? Problem(Question question, Project project)
    {
        try
        {
            _ = Of(question);
            return null;
        }
        catch (FormatException error)
        {
            return new Problem(project.Display(project.Questions), null, $"Question '{question.Id}' is asked as '{question.As}': {error.Message}. Write user:NAME or group:NAME, several with commas between them.");
        }
    }
}

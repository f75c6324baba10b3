using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Text;

namespace Assay.Running;

/// <summary>Reads the question set of a project.</summary>
public static class QuestionFiles
{
    /// <summary>The project's questions.</summary>
    /// <param name="project">Names the file.</param>
    /// <returns>At least one question.</returns>
    /// <exception cref="InputException">The file is missing, wrong or empty.</exception>
    public static QuestionSet Read(Project project)
    {
        if (!File.Exists(project.Questions))
        {
            throw new InputException(new Problem(project.Display(project.Questions), null,
                "There are no questions to measure with. Write at least 30, one a line: {\"id\":\"q1\",\"question\":\"How long is the trial?\",\"answers\":[\"14 days\"],\"documents\":[\"docs/trial.md\"]}."));
        }

        QuestionSet questions = QuestionReader.Read(project.Questions);
        return questions.Questions.Length > 0 ? questions : throw new InputException(new Problem(project.Display(project.Questions), null, "The file holds no question."));
    }
}

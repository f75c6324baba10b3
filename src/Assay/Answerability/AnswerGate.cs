using System.Globalization;
using System.Text.Json;
using Assay.Answering;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Permissions;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Answerability;

/// <summary>Withholds answers to questions that the documents probably do not answer, before any model is asked.</summary>
public sealed class AnswerGate
{
    private readonly KnowledgeBase _knowledge;
    private readonly AnswerabilityModel _model;

    private AnswerGate(KnowledgeBase knowledge, AnswerabilityModel model, double threshold, string answer)
    {
        _knowledge = knowledge;
        _model = model;
        Threshold = threshold;
        Answer = answer;
    }

    /// <summary>Answers are withheld below this probability.</summary>
    public double Threshold { get; }

    /// <summary>What is said instead: the project's abstention phrase, in a record where the contract wants one.</summary>
    public string Answer { get; }

    /// <summary>What decisions depend on besides question, documents and project: part of the keys of results.</summary>
    public string Key => JsonSerializer.Serialize(new { Model = _model, Threshold }, JsonFormat.Compact);

    /// <summary>The gate that a project asks for.</summary>
    /// <param name="project">The project.</param>
    /// <param name="workspace">Where the fitted model is.</param>
    /// <param name="knowledge">What is searched.</param>
    /// <returns>Null when <c>retrieval.abstainBelow</c> is off.</returns>
    /// <exception cref="InputException">Nothing was fitted yet, or with other settings.</exception>
    public static AnswerGate? Open(Project project, Workspace workspace, KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(project);
        AbstentionThreshold setting = project.Retrieval.AbstainBelow;
        if (!setting.IsOn) return null;
        string written = setting.Probability is { } number ? number.ToString(CultureInfo.InvariantCulture) : "auto";
        if (AnswerabilityFile.Read(workspace) is not { } file)
        {
            throw Refuse(project, $"'retrieval.abstainBelow: {written}' needs probabilities, which are not fitted here yet.");
        }

        string settings = AnswerabilityFile.Describe(project.Retrieval);
        if (file.Settings != settings) throw Refuse(project, $"'retrieval.abstainBelow: {written}' needs probabilities, which were fitted with other settings ({file.Settings}; now {settings}).");
        return new AnswerGate(knowledge, file.Model, setting.Probability ?? file.Threshold, AbstentionOf(project));
    }

    /// <summary>The probability that the documents answer a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>In [0, 1].</returns>
    public double Probability(string question, Principal? principal) => _model.Probability(_knowledge.Answerability(question, principal).Values);

    private static InputException Refuse(Project project, string what) => new(new Problem(
        project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null, $"{what} Run `assay eval answerability`, which fits them on the project's questions, or write abstainBelow: off."));

    internal static string AbstentionOf(Project project)
    {
        string phrase = project.Score.AbstentionPhrase;
        return project.Contract is null ? phrase : RecordTemplate.Create(File.ReadAllText(project.Contract), project.Score.AnswerField)?.Fill(phrase) ?? phrase;
    }
}

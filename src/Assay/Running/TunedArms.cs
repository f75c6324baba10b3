using Assay.Answering;
using Assay.Arms;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Running;

/// <summary>A trained version as the arms <c>fine-tuned</c> and <c>hybrid</c> use it.</summary>
internal sealed class TunedArms : IDisposable
{
    private TunedArms(TunedModel tuned, IAnswerModel model) => (Tuned, Model) = (tuned, model);

    /// <summary>The version.</summary>
    public TunedModel Tuned { get; }

    /// <summary>It, loaded.</summary>
    public IAnswerModel Model { get; }

    /// <summary>What it was trained on; null when that is not there any more, or before <see cref="Read"/>.</summary>
    public TrainingRows? Rows { get; private set; }

    /// <summary>Where passages are not needed; null when they always are.</summary>
    public RetrievalRouter? Router { get; private set; }

    /// <summary>What the reader should know about it.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            string name = Tuned.Version.Name, file = Tuned.Version.Manifest.Data.Path;
            if (Rows is null) yield return $"The examples that {name} was trained on ('{file}') are not there any more: what they tell of the questions is not known, and hybrid looks for passages for every question.";
            else if (Rows.IsChanged) yield return $"'{file}' has changed since {name} was trained: leaks are looked for in the examples as they are now, and hybrid looks for passages for every question. Run `assay tune` to train on them.";
        }
    }

    /// <summary>Loads a version.</summary>
    /// <exception cref="Assay.Text.AssayException">It does not belong to the model that is there, or something is missing.</exception>
    public static TunedArms Open(TunedModel tuned, AnswerModels models, Project project) => new(tuned, models.CreateTuned(project, tuned));

    /// <summary>Reads its examples and fits the router on them.</summary>
    /// <param name="project">Where the examples are.</param>
    /// <param name="workspace">The same.</param>
    /// <param name="knowledge">What is searched; null when nothing will be, so that no router is needed.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    public void Read(Project project, Workspace workspace, KnowledgeBase? knowledge, CancellationToken cancellationToken)
    {
        Rows = TrainingRows.Read(Tuned.Version.Manifest, project, workspace, cancellationToken);

        // Where examples hold passages, or answers must cite them, there is no question without.
        bool mayRoute = Rows is { IsChanged: false } && !Tuned.Version.Manifest.WithPassages && project.Needs.CitationsRequired is not true;
        Router = mayRoute && knowledge is not null ? RetrievalRouter.Fit(Rows!.Examples, knowledge, cancellationToken) : null;
    }

    /// <summary>Hash of what the answers of an arm depend on besides question, documents and project.</summary>
    public string KeyOf(string arm) => ContentHash.Of([Tuned.Version.Fingerprint, Model.Version, Tuned.Version.Manifest.SystemPrompt, Tuned.Version.Manifest.WithPassages ? "passages" : "", arm == ArmCatalog.Hybrid ? Router?.Key : null]);

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}

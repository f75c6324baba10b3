using Assay.Answering;
using Assay.Arms;
using Assay.Decisions.Prices;
using Assay.FineTuning;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Running;

namespace Assay.Causes;

/// <summary>What can answer when a failed question is asked again.</summary>
public sealed class CauseModels : IDisposable
{
    /// <summary>What answers the arm; null for what answers it in the project.</summary>
    public IAnswerModel? Own { get; init; }

    /// <summary>The same, held to the contract; null where it cannot be, or is already.</summary>
    public IAnswerModel? Constrained { get; init; }

    /// <summary>The trained version; null where there is none besides the arm's model.</summary>
    public IAnswerModel? Tuned { get; init; }

    /// <summary>What <see cref="Own"/> and <see cref="Constrained"/> cost; null when unknown.</summary>
    public ModelPrice? Price { get; init; } = ModelPrice.Free;

    /// <summary>Whether the arm's model says the same each time it is asked the same.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>The models of a project.</summary>
    /// <param name="session">The project.</param>
    /// <param name="models">Makes models.</param>
    /// <param name="arm">The arm whose failures are explained.</param>
    /// <returns>To be disposed before the session.</returns>
    public static CauseModels Of(RunSession session, AnswerModels models, string arm)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(models);
        Project project = session.Project;
        bool isTuned = ArmCatalog.IsTuned(arm), canHold = project.Contract is not null && project.Decoding == Decoding.Free;
        TunedModel? version = isTuned ? session.Tuned!.Tuned : TunedModels.Find(project, session.Workspace);
        Project held = project with { Decoding = Decoding.Constrained };
        IAnswerModel? constrained = !canHold ? null : isTuned ? models.CreateTuned(held, version!) : project.Model.Kind == ModelKind.Extractive ? null : models.Create(held, session.Price, session.Knowledge);
        try
        {
            return new CauseModels
            {
                Constrained = constrained,
                Tuned = isTuned || version is null ? null : models.CreateTuned(project, version),
                Price = isTuned ? ModelPrice.Free : session.Price,
                IsDeterministic = isTuned || !project.Model.IsRemote,
            };
        }
        catch
        {
            constrained?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Constrained?.Dispose();
        Tuned?.Dispose();
    }
}

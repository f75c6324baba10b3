using Assay.Answerability;
using Assay.Answering;
using Assay.Decisions.Prices;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Ingestion;
using Assay.Workspaces;

namespace Assay.Running;

/// <summary>What every arm of a session shares.</summary>
internal sealed record RunParts(Project Project, QuestionSet Questions, Contract? Contract, Workspace Workspace, KnowledgeBase Knowledge, IAnswerModel Model, ModelPrice? Price, TimeProvider Time) : IDisposable
{
    /// <summary>What ingestion found.</summary>
    public required IngestReport Ingested { get; init; }

    /// <summary>Withholds answers; null when every question is answered.</summary>
    public AnswerGate? Gate { get; init; }

    /// <summary>Keeps others from removing what is being used.</summary>
    public required WorkspaceLock Lock { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Knowledge.Dispose();
        Lock.Dispose();
    }
}

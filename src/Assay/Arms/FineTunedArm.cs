using Assay.Evaluation.Questions;

namespace Assay.Arms;

/// <summary>The trained model alone, asked as its examples were: without the instructions that it has learned to follow.</summary>
public sealed class FineTunedArm : IArm
{
    /// <inheritdoc/>
    public string Name => ArmCatalog.FineTuned;

    /// <inheritdoc/>
    public bool IsReference => false;

    /// <inheritdoc/>
    public bool CanCite => false;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question) => new([]) { FromDocuments = false };
}

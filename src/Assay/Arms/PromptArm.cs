using Assay.Evaluation.Questions;

namespace Assay.Arms;

/// <summary>The model alone: instructions and the question.</summary>
public sealed class PromptArm : IArm
{
    /// <inheritdoc/>
    public string Name => ArmCatalog.Prompt;

    /// <inheritdoc/>
    public bool IsReference => false;

    /// <inheritdoc/>
    public bool CanCite => false;

    /// <inheritdoc/>
    public ArmContext Prepare(Question question) => new([]) { FromDocuments = false };
}

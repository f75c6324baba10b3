using Assay.Answering;
using Assay.Arms;
using Assay.Decisions.Prices;

namespace Assay.Running;

/// <summary>An arm in another way than the project has it.</summary>
/// <param name="Arm">What the model gets to see.</param>
public sealed record RunVariant(IArm Arm)
{
    /// <summary>What answers; null for the model that answers this arm in the project.</summary>
    public IAnswerModel? Model { get; init; }

    /// <summary>What <see cref="Model"/> costs; null when unknown.</summary>
    public ModelPrice? Price { get; init; } = ModelPrice.Free;

    /// <summary>Which repetition it is, from 0: the same request asked again.</summary>
    public int Repeat { get; init; }
}

using System.Collections.Immutable;

namespace Assay.Tuning.Registry;

/// <summary>What a version was trained on.</summary>
/// <param name="Path">The file of examples, relative to the project.</param>
/// <param name="Sha256">Hash of its bytes.</param>
/// <param name="Examples">Rows that were learned from.</param>
/// <param name="LeftOut">Rows that were not, by the checks or for being held out.</param>
public sealed record TunedData(string Path, string Sha256, int Examples, int LeftOut)
{
    /// <summary>Lines of rows that the model never saw because they may tell questions of the evaluation; those held out to choose the best parameters are not among them.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<int> NeverSeen { get; init; } = [];

    /// <summary>How often each planted secret stood among the training data besides; see <see cref="Memorization.Canary"/>.</summary>
    /// <value>Empty by default.</value>
    public ImmutableArray<int> Canaries { get; init; } = [];
}

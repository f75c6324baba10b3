using System.Collections.Immutable;

namespace Assay.Models.Training;

/// <summary>A tensor that training changes, with its gradient.</summary>
/// <param name="name">As the model's files call it.</param>
/// <param name="shape">Its sizes, outermost first.</param>
/// <param name="decays">Whether weight decay pulls it towards 0: matrices, not scales and biases.</param>
public sealed class Parameter(string name, ImmutableArray<int> shape, bool decays)
{
    /// <summary>As the model's files call it.</summary>
    public string Name { get; } = name;

    /// <summary>Its sizes, outermost first.</summary>
    public ImmutableArray<int> Shape { get; } = shape;

    /// <summary>Whether weight decay pulls it towards 0.</summary>
    public bool Decays { get; } = decays;

    /// <summary>The values, row-major.</summary>
    public float[] Values { get; } = new float[shape.Aggregate(1, (product, size) => checked(product * size))];

    /// <summary>The slope of the loss along each value, added up since it was last cleared.</summary>
    public float[] Gradient { get; } = new float[shape.Aggregate(1, (product, size) => checked(product * size))];
}

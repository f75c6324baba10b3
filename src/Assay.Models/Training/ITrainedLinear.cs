namespace Assay.Models.Training;

/// <summary>A linear layer on its way forward and back: frozen, frozen with a low-rank addition, or trained whole.</summary>
internal interface ITrainedLinear
{
    /// <summary>What training changes; none when it is frozen.</summary>
    IEnumerable<Parameter> Parameters { get; }

    /// <summary>The results, row-major <c>[rows, outputs]</c>.</summary>
    /// <param name="x">Inputs, <c>[rows, inputs]</c>.</param>
    /// <param name="rows">Number of inputs.</param>
    /// <param name="y">Takes the results.</param>
    /// <param name="step">The pass.</param>
    void Forward(ReadOnlySpan<float> x, int rows, Span<float> y, in TrainingStep step);

    /// <summary>Adds to the gradients of the parameters and gives the slopes along the inputs.</summary>
    /// <param name="x">What the forward pass was given.</param>
    /// <param name="dy">The loss's slopes along the results.</param>
    /// <param name="rows">Number of inputs.</param>
    /// <param name="dx">Takes the slopes along the inputs; empty when they are not wanted.</param>
    /// <param name="add">Whether they are added to what is there.</param>
    /// <param name="step">The pass, as it was forward.</param>
    void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int rows, Span<float> dx, bool add, in TrainingStep step);
}

using Assay.Models.Weights;

namespace Assay.Models.Training;

/// <summary>How a file spells the names of an encoder's tensors.</summary>
/// <param name="Prefix">What stands before the encoder's own.</param>
/// <param name="IsOld">Whether normalisations have <c>gamma</c> and <c>beta</c>, as in the first files.</param>
internal readonly record struct EncoderNames(string Prefix, bool IsOld)
{
    /// <summary>Of random weights, as BERT's <c>initializer_range</c>.</summary>
    public const double Deviation = 0.02;

    /// <summary>The scale of a normalisation.</summary>
    public string Scale(string norm) => norm + (IsOld ? ".gamma" : ".weight");

    /// <summary>The shift of a normalisation.</summary>
    public string Shift(string norm) => norm + (IsOld ? ".beta" : ".bias");

    /// <summary>Reads the values of a parameter.</summary>
    /// <param name="file">The weights.</param>
    /// <param name="name">The tensor.</param>
    /// <param name="parameter">Takes its values.</param>
    /// <exception cref="ModelFormatException">It is missing, has another shape or holds what is no number.</exception>
    public static void Read(WeightFile file, string name, Parameter parameter) => file.Require(name, [.. parameter.Shape.Select(s => (long)s)]).ToWeights().CopyTo(parameter.Values, 0);
}

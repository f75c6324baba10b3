using Assay.Models.Training;
using Assay.Text;
using Assay.Tuning.Export;

namespace Assay.Benchmarks.Models;

/// <summary>The mean of two decoders, weight by weight: of a model and what further training made of it, it keeps more of what each can than either (Wortsman and others 2022, "Robust fine-tuning of zero-shot models").</summary>
internal static class ModelAverage
{
    /// <summary>Writes the mean.</summary>
    /// <param name="first">A model's folder.</param>
    /// <param name="second">That of a model of the same shape; the vocabulary is its.</param>
    /// <param name="share">How much the second counts, 0 to 1.</param>
    /// <param name="folder">Where to.</param>
    public static void Write(string first, string second, double share, string folder)
    {
        TrainableDecoder one = TrainableDecoder.FromFolder(first), other = TrainableDecoder.FromFolder(second);
        foreach ((Parameter from, Parameter to) in one.Parameters.Zip(other.Parameters))
        {
            if (from.Name != to.Name || from.Values.Length != to.Values.Length || one.Parameters.Length != other.Parameters.Length) throw new InputException(new Problem(first, null, $"expected a model of the shape of '{second}'; '{to.Name}' differs."));
            for (int i = 0; i < to.Values.Length; i++) to.Values[i] = (float)(((1 - share) * from.Values[i]) + (share * to.Values[i]));
        }

        ModelFolder.Write(folder, second, other);
    }
}

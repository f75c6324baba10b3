using System.Globalization;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Tuning.Training;

/// <summary>All that a training is beside its plan: where it is, parameters, the optimizer's means, and the best parameters so far.</summary>
/// <param name="decoder">What is trained.</param>
/// <param name="optimizer">What changes it.</param>
internal sealed class TrainingState(TrainableDecoder decoder, AdamWOptimizer optimizer)
{
    private const string Values = "value.", Means = "mean.", Squares = "square.", Best = "best.";

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>Mean loss of the last steps, each counting a tenth; not a number before the first.</summary>
    public double SmoothLoss { get; set; } = double.NaN;

    /// <summary>The lowest held-out loss; infinite before the first evaluation.</summary>
    public double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>The step that it is of.</summary>
    public long BestStep { get; set; }

    /// <summary>Evaluations since.</summary>
    public int Stale { get; set; }

    /// <summary>The parameters that it is of; null before the first evaluation.</summary>
    public float[][]? BestValues { get; private set; }

    /// <summary>Keeps the parameters as the best ones.</summary>
    public void KeepBest()
    {
        BestValues ??= [.. decoder.Parameters.Select(p => new float[p.Values.Length])];
        for (int i = 0; i < BestValues.Length; i++) decoder.Parameters[i].Values.CopyTo(BestValues[i], 0);
    }

    /// <summary>Makes the best parameters the decoder's.</summary>
    public void UseBest()
    {
        for (int i = 0; i < (BestValues?.Length ?? 0); i++) BestValues![i].CopyTo(decoder.Parameters[i].Values, 0);
    }

    /// <summary>Writes the state to a file, which is whole or as before at any moment.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What it is a state of.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void Save(string path, string key)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["key"] = key,
            ["step"] = Step.ToString(CultureInfo.InvariantCulture),
            ["optimizerSteps"] = optimizer.Steps.ToString(CultureInfo.InvariantCulture),
            ["smoothLoss"] = SmoothLoss.ToString("R", CultureInfo.InvariantCulture),
            ["bestLoss"] = BestLoss.ToString("R", CultureInfo.InvariantCulture),
            ["bestStep"] = BestStep.ToString(CultureInfo.InvariantCulture),
            ["stale"] = Stale.ToString(CultureInfo.InvariantCulture),
        };
        SafetensorsWriter.Write(path, Drafts(), metadata);
    }

    /// <summary>Takes up a state that was saved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What it must be a state of.</param>
    /// <returns>Whether there was one; false also for that of another training.</returns>
    /// <exception cref="AssayException">The file is damaged.</exception>
    public bool Load(string path, string key)
    {
        if (!File.Exists(path)) return false;
        using WeightFile file = WeightFile.Open(path);
        if (file.Metadata.GetValueOrDefault("key") != key) return false;
        Step = Number(file, "step");
        SmoothLoss = Real(file, "smoothLoss");
        BestLoss = Real(file, "bestLoss");
        BestStep = Number(file, "bestStep");
        Stale = (int)Number(file, "stale");
        optimizer.GoOnAfter(Number(file, "optimizerSteps"));
        bool hasBest = file.Find(Best + decoder.Parameters[0].Name) is not null;
        if (hasBest) KeepBest();
        for (int i = 0; i < decoder.Parameters.Length; i++)
        {
            Parameter parameter = decoder.Parameters[i];
            long[] shape = [.. parameter.Shape.Select(s => (long)s)];
            file.Require(Values + parameter.Name, shape).ToArray().CopyTo(parameter.Values, 0);
            file.Require(Means + parameter.Name, shape).ToArray().CopyTo(optimizer.Means[i], 0);
            file.Require(Squares + parameter.Name, shape).ToArray().CopyTo(optimizer.Squares[i], 0);
            if (hasBest) file.Require(Best + parameter.Name, shape).ToArray().CopyTo(BestValues![i], 0);
        }

        return true;
    }

    private IEnumerable<TensorDraft> Drafts()
    {
        for (int i = 0; i < decoder.Parameters.Length; i++)
        {
            Parameter parameter = decoder.Parameters[i];
            long[] shape = [.. parameter.Shape.Select(s => (long)s)];
            yield return TensorDraft.Of(Values + parameter.Name, [.. shape], parameter.Values);
            yield return TensorDraft.Of(Means + parameter.Name, [.. shape], optimizer.Means[i]);
            yield return TensorDraft.Of(Squares + parameter.Name, [.. shape], optimizer.Squares[i]);
            if (BestValues is not null) yield return TensorDraft.Of(Best + parameter.Name, [.. shape], BestValues[i]);
        }
    }

    private static long Number(WeightFile file, string name) => long.Parse(Text(file, name), CultureInfo.InvariantCulture);

    private static double Real(WeightFile file, string name) => double.Parse(Text(file, name), CultureInfo.InvariantCulture);

    private static string Text(WeightFile file, string name) =>
        file.Metadata.GetValueOrDefault(name) ?? throw new InputException(new Problem(file.Path, null, $"the checkpoint does not say its '{name}'. Remove the file to train from the beginning."));
}

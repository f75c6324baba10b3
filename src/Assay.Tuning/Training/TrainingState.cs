using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Tuning.Training;

/// <summary>All that a training is beside its plan: where it is, parameters, the optimizer's means, and the best parameters so far.</summary>
/// <param name="parameters">What is trained.</param>
/// <param name="optimizer">What changes it.</param>
internal sealed class TrainingState(ImmutableArray<Parameter> parameters, AdamWOptimizer optimizer)
{
    private const string Values = "value.", Means = "mean.", Squares = "square.", BestPrefix = "best.", Digest = "digest";

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>Mean loss of the last steps, each counting a tenth; not a number before the first.</summary>
    public double SmoothLoss { get; set; } = double.NaN;

    /// <summary>The best evaluation; null before the first.</summary>
    public HeldOut? Best { get; private set; }

    /// <summary>The step that it is of.</summary>
    public long BestStep { get; private set; }

    /// <summary>Evaluations since.</summary>
    public int Stale { get; private set; }

    // The parameters of the best evaluation.
    private float[][]? BestValues { get; set; }

    /// <summary>Takes note of an evaluation, and of the parameters when it is the best one.</summary>
    /// <returns>Whether it is.</returns>
    public bool Note(HeldOut evaluation, TrainingMeasure measure)
    {
        if (!evaluation.IsBetterThan(Best, measure))
        {
            Stale++;
            return false;
        }

        (Best, BestStep, Stale) = (evaluation, Step, 0);
        KeepBest();
        return true;
    }

    /// <summary>Makes the best parameters the ones that are used.</summary>
    public void UseBest()
    {
        for (int i = 0; i < (BestValues?.Length ?? 0); i++) BestValues![i].CopyTo(parameters[i].Values, 0);
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
            ["bestLoss"] = Best?.Loss.ToString("R", CultureInfo.InvariantCulture) ?? "",
            ["bestScore"] = Best?.Score?.ToString("R", CultureInfo.InvariantCulture) ?? "",
            ["bestStep"] = BestStep.ToString(CultureInfo.InvariantCulture),
            ["stale"] = Stale.ToString(CultureInfo.InvariantCulture),
        };
        metadata[Digest] = DigestOf(Arrays().OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => a.Values));
        SafetensorsWriter.Write(path, Drafts(), metadata);
    }

    /// <summary>Takes up a state that was saved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What it must be a state of.</param>
    /// <param name="isDamaged">Whether there is a file that is not what was written.</param>
    /// <returns>Whether there was one; false also for that of another training, and for a damaged one.</returns>
    public bool Load(string path, string key, out bool isDamaged)
    {
        using WeightFile? file = OpenSound(path, key, out isDamaged);
        if (file is null) return false;
        Step = Number(file, "step");
        SmoothLoss = Real(file, "smoothLoss");
        Best = Text(file, "bestLoss").Length == 0 ? null : new HeldOut(Real(file, "bestLoss"), Text(file, "bestScore").Length == 0 ? null : Real(file, "bestScore"));
        BestStep = Number(file, "bestStep");
        Stale = (int)Number(file, "stale");
        optimizer.GoOnAfter(Number(file, "optimizerSteps"));
        bool hasBest = file.Find(BestPrefix + parameters[0].Name) is not null;
        if (hasBest) KeepBest();
        for (int i = 0; i < parameters.Length; i++)
        {
            Parameter parameter = parameters[i];
            long[] shape = [.. parameter.Shape.Select(s => (long)s)];
            file.Require(Values + parameter.Name, shape).ToArray().CopyTo(parameter.Values, 0);
            file.Require(Means + parameter.Name, shape).ToArray().CopyTo(optimizer.Means[i], 0);
            file.Require(Squares + parameter.Name, shape).ToArray().CopyTo(optimizer.Squares[i], 0);
            if (hasBest) file.Require(BestPrefix + parameter.Name, shape).ToArray().CopyTo(BestValues![i], 0);
        }

        return true;
    }

    /// <summary>How many steps a kept state has done; 0 where there is none of this key.</summary>
    public static long StepsIn(string path, string key)
    {
        using WeightFile? file = OpenSound(path, key, out _);
        return file is null ? 0 : Number(file, "step");
    }

    // Every value is looked at before any is taken: one that changed on the disk would train another model without a word.
    private static WeightFile? OpenSound(string path, string key, out bool isDamaged)
    {
        isDamaged = false;
        if (!File.Exists(path)) return null;
        WeightFile? file = null;
        try
        {
            file = WeightFile.Open(path);
            if (file.Metadata.GetValueOrDefault("key") == key)
            {
                isDamaged = file.Metadata.GetValueOrDefault(Digest) != DigestOf(file.Tensors.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => t.ToArray()));
                if (!isDamaged) return file;
            }
        }
        catch (AssayException)
        {
            isDamaged = true;
        }

        file?.Dispose();
        return null;
    }

    private static string DigestOf(IEnumerable<float[]> arrays)
    {
        ulong digest = 14695981039346656037;
        foreach (float[] values in arrays)
        {
            foreach (float value in values) digest = unchecked((digest ^ BitConverter.SingleToUInt32Bits(value)) * 1099511628211);
            digest = unchecked((digest ^ (ulong)values.Length) * 1099511628211);
        }

        return digest.ToString("x16", CultureInfo.InvariantCulture);
    }

    private void KeepBest()
    {
        BestValues ??= [.. parameters.Select(p => new float[p.Values.Length])];
        for (int i = 0; i < BestValues.Length; i++) parameters[i].Values.CopyTo(BestValues[i], 0);
    }

    private IEnumerable<TensorDraft> Drafts() => Arrays().Select(a => TensorDraft.Of(a.Name, [.. a.Parameter.Shape.Select(s => (long)s)], a.Values));

    private IEnumerable<(string Name, Parameter Parameter, float[] Values)> Arrays()
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            Parameter parameter = parameters[i];
            yield return (Values + parameter.Name, parameter, parameter.Values);
            yield return (Means + parameter.Name, parameter, optimizer.Means[i]);
            yield return (Squares + parameter.Name, parameter, optimizer.Squares[i]);
            if (BestValues is not null) yield return (BestPrefix + parameter.Name, parameter, BestValues[i]);
        }
    }

    private static long Number(WeightFile file, string name) => long.Parse(Text(file, name), CultureInfo.InvariantCulture);

    private static double Real(WeightFile file, string name) => double.Parse(Text(file, name), CultureInfo.InvariantCulture);

    private static string Text(WeightFile file, string name) =>
        file.Metadata.GetValueOrDefault(name) ?? throw new InputException(new Problem(file.Path, null, $"the checkpoint does not say its '{name}'. Remove the file to train from the beginning."));
}

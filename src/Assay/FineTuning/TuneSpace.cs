using System.Globalization;
using Assay.Text;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>The room that a training takes on the disk.</summary>
internal static class TuneSpace
{
    // Parameters, the best of them, and the optimizer's two means; while a checkpoint is written the one before is still there.
    private const int ValuesKept = 4, Checkpoints = 2;

    private const long BytesForTheRest = 16 << 20;

    /// <summary>Bytes that checkpoints and the version take together at most.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="plan">How.</param>
    public static long Needed(ITrainingTask task, TunePlan plan)
    {
        long values = task.Parameters.Sum(p => (long)p.Values.Length) * sizeof(float);
        long rest = plan.Method == TuningMethod.Full && Directory.Exists(plan.Base.Path) ? new DirectoryInfo(plan.Base.Path).EnumerateFiles().Where(f => f.Extension is not (".safetensors" or ".bin" or ".gguf")).Sum(f => f.Length) : 0;
        return (Checkpoints * ValuesKept * values) + values + rest + BytesForTheRest;
    }

    /// <summary>Refuses a training that does not fit.</summary>
    /// <param name="needed">Bytes that it takes.</param>
    /// <param name="free">Bytes that are free; null where nobody can tell, which refuses nothing.</param>
    /// <param name="folder">Where they are.</param>
    /// <exception cref="AssayException">It does not fit: says both figures.</exception>
    public static void Require(long needed, long? free, string folder)
    {
        if (free is not { } there || there >= needed) return;
        throw new AssayException(string.Create(CultureInfo.InvariantCulture,
            $"The training takes about {needed / 1e6:N0} MB in '{folder}' for checkpoints and the version, and {there / 1e6:N0} MB are free. Nothing was trained. Free space there (`assay clean` removes what can be made again), or train low-rank additions of a lower rank."));
    }
}

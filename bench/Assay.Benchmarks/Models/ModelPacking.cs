using System.Globalization;
using Assay.Models.Local;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Benchmarks.Models;

/// <summary>Writes a trained model as it is shipped: matrices in 8 bits, everything else as it is.</summary>
internal static class ModelPacking
{
    // What a model is made of; notes, logs and checkpoints beside it stay where they are.
    private static readonly string[] Kept = [".json", ".jinja", ".txt", ".model"];

    // Written by hand, where the model is packed to.
    private static readonly string[] Beside = [ModelAdvice.FileName];

    /// <summary>Packs a folder.</summary>
    /// <param name="from">A model as it was trained, in any layout; its modules lie in folders below.</param>
    /// <param name="to">Made if it is not there; files of other names in it stay.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="AssayException">There is no model, it is damaged, or a file cannot be written.</exception>
    public static string Pack(string from, string to)
    {
        if (!Directory.Exists(from)) throw new InputException(new Problem(from, null, "expected the folder of a model; there is none."));
        List<string> packed = [];
        long before = 0, after = 0;
        string[] files = [.. Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file)), ending = Path.GetExtension(file);
            if (ending == ".safetensors")
            {
                using WeightFile weights = WeightFile.Open(file);
                SafetensorsWriter.Write(target, weights.Tensors.SelectMany(TensorDraft.InBytes), new Dictionary<string, string> { ["format"] = "pt" });
                before += weights.Tensors.Sum(t => t.Count * sizeof(float));
            }
            else if (Kept.Contains(ending, StringComparer.Ordinal)) WeightWriter.Write(target, stream => stream.Write(File.ReadAllBytes(file)));
            else continue;
            after += new FileInfo(target).Length;
            packed.Add(Path.GetRelativePath(to, target).Replace('\\', '/'));
        }

        if (before == 0) throw new InputException(new Problem(from, null, "expected safetensors files; there are none."));
        foreach (string beside in Beside.Where(f => !packed.Contains(f) && File.Exists(Path.Combine(to, f)))) packed.Add(beside);
        BundledModels.WriteSums(to, packed);
        return string.Create(CultureInfo.InvariantCulture, $"{to}: {after:N0} bytes; the weights alone in 32 bits take {before:N0}.");
    }
}

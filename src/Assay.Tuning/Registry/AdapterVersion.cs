using System.Globalization;
using Assay.Text;

namespace Assay.Tuning.Registry;

/// <summary>One trained model of a registry.</summary>
/// <param name="Name"><c>v1</c>, <c>v2</c>, ...</param>
/// <param name="Folder">Its folder: an adapter as peft writes it, or a whole model.</param>
/// <param name="Manifest">What it was made of.</param>
public sealed record AdapterVersion(string Name, string Folder, TuningManifest Manifest)
{
    /// <summary>The gates' report in a version's folder.</summary>
    public const string EvaluationFileName = "evaluation.json";

    /// <summary>What training wrote at every step, in a version's folder.</summary>
    public const string MetricsFileName = "metrics.jsonl";

    /// <summary>Whether the folder is a whole model rather than an adapter.</summary>
    public bool IsWhole => Manifest.Method == TuningMethod.Full;

    /// <summary>The file of the weights.</summary>
    public string WeightsFile => WeightsIn(Folder, Manifest.Method);

    /// <summary>Tells it from any other version of any project by content: the hashes of its weights with their strength, of what they are applied to, of template and tokenizer.</summary>
    public string Fingerprint => string.Join('+', Manifest.Strength == 1 ? Manifest.WeightsSha256 : FormattableString.Invariant($"{Manifest.WeightsSha256}*{Manifest.Strength:R}"), IsWhole ? "" : Manifest.BaseFingerprint, Manifest.TemplateHash, Manifest.TokenizerHash);

    /// <summary>What gates looked at; null when none has yet.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public GateReport? Evaluation => File.Exists(EvaluationFile) ? GateReport.Read(EvaluationFile) : null;

    private string EvaluationFile => Path.Combine(Folder, EvaluationFileName);

    /// <summary>Replaces what gates looked at.</summary>
    /// <param name="report">The report.</param>
    /// <exception cref="AssayException">It cannot be written; the old one is untouched.</exception>
    public void Keep(GateReport report) => RegistryJson.Write(EvaluationFile, report ?? throw new ArgumentNullException(nameof(report)));

    /// <summary>Refuses to be used with weights that are not those it was made with: its own, or the base model's, its template or its tokenizer.</summary>
    /// <param name="basePath">Folder or GGUF file of the base model; not looked at for a whole model.</param>
    /// <exception cref="InputException">Something differs, or a file is missing: says what and what to do.</exception>
    /// <exception cref="AssayException">A file cannot be read.</exception>
    public void Check(string basePath)
    {
        if (FileReading.Try(WeightsFile, () => BaseModelHashes.OfContent(WeightsFile)) != Manifest.WeightsSha256)
        {
            throw new InputException(new Problem(WeightsFile, null, $"The weights of {Name} are not those that were trained: their SHA-256 is not the one in {TuningManifest.FileName}. Restore the file, or run `assay tune` again."));
        }

        string path = IsWhole ? Folder : basePath;
        BaseModelHashes found = BaseModelHashes.Of(path);

        // A whole model brings its own template and tokenizer, and its weights were looked at.
        var made = new BaseModelHashes(IsWhole ? found.Weights : Manifest.BaseFingerprint, Manifest.TemplateHash, Manifest.TokenizerHash);
        if (made.Differences(found).ToArray() is { Length: > 0 } differences)
        {
            throw new InputException(new Problem(path, null,
                $"{Name} was trained {(IsWhole ? "with another content of this folder" : $"on '{Manifest.BaseModel}'")}, and the {string.Join(", ", differences)} of the model here {(differences is [not "weights"] ? "is" : "are")} different, so that its answers would be wrong. "
                + "Put the model back that it was trained on, or run `assay tune` again for this one."));
        }
    }

    /// <summary>The number in a version's name.</summary>
    /// <param name="name">Any text.</param>
    /// <returns>1 or more; null when it is no name of a version.</returns>
    public static int? NumberOf(string name) =>
        name is ['v', >= '1' and <= '9', ..] && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>The file of the weights in a folder of a version.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="method">What was trained.</param>
    public static string WeightsIn(string folder, TuningMethod method) => Path.Combine(folder, method == TuningMethod.Full ? "model.safetensors" : "adapter_model.safetensors");

    internal static string ConfigIn(string folder, TuningMethod method) => Path.Combine(folder, method == TuningMethod.Full ? "config.json" : "adapter_config.json");
}

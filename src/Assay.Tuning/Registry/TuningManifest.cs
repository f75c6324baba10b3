using System.Text.Json.Nodes;
using Assay.Models.Training;
using Assay.Text;
using Assay.Tuning.Training;

namespace Assay.Tuning.Registry;

/// <summary>What a version was made of: enough to make it again and to refuse it where it does not belong. Never changed once the version is there.</summary>
public sealed record TuningManifest
{
    /// <summary>Its name in a version's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The format that this Assay writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Format of the file.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Hash of everything the weights depend on: 64 hexadecimal digits.</summary>
    public required string Key { get; init; }

    /// <summary>The model that training began with, in the forms of <c>assay.yaml</c>; a model with random weights as its folder relative to the workspace.</summary>
    public required string BaseModel { get; init; }

    /// <summary>Content hash of the base model's configuration and weights, see <see cref="BaseModelHashes.Weights"/>.</summary>
    public required string BaseFingerprint { get; init; }

    /// <summary>Hash of the base model's chat template, see <see cref="BaseModelHashes.Template"/>.</summary>
    public required string TemplateHash { get; init; }

    /// <summary>Hash of the base model's tokenizer, see <see cref="BaseModelHashes.Tokenizer"/>.</summary>
    public required string TokenizerHash { get; init; }

    /// <summary>What was changed.</summary>
    public required TuningMethod Method { get; init; }

    /// <summary>What was learned from.</summary>
    public required TunedData Data { get; init; }

    /// <summary>Chooses everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Version of the code that trained.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The low-rank additions; null when every weight was trained.</summary>
    public LoraSettings? Lora { get; init; }

    /// <summary>What all additions are multiplied with, folded into the adapter's alpha.</summary>
    /// <value>1 by default: as trained.</value>
    public double Strength { get; init; } = 1;

    /// <summary>The settings of the program that asked for it, in its own words, for making the version again; null where nothing is said.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>The system message that all examples share, which requests must therefore have; null for none or several.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Whether the examples hold passages before the question, in the form of the <c>rag</c> arm's prompt.</summary>
    public bool WithPassages { get; init; }

    /// <summary>The version that training began with; null for the base model itself.</summary>
    public string? Parent { get; init; }

    /// <summary>How it went.</summary>
    public required TunedResult Result { get; init; }

    /// <summary>Hash of the bytes of the weights; filled in when the version is added.</summary>
    public string WeightsSha256 { get; init; } = "";

    /// <summary>When it was made; filled in when the version is added.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Reads the manifest of a version.</summary>
    /// <param name="folder">The version's folder.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="InputException">It is missing, damaged, of another format, or says something that cannot be.</exception>
    public static TuningManifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        TuningManifest manifest = RegistryJson.Read<TuningManifest>(path, "The version cannot be used without it: remove its folder and run `assay tune` again.");
        return manifest.Refusal() is { } reason ? throw new InputException(new Problem(path, null, reason + " Remove the version's folder and run `assay tune` again.")) : manifest;
    }

    // What the types allow and still cannot be.
    private string? Refusal()
    {
        if (Format != CurrentFormat) return $"The manifest has format {Format}, and this version of Assay reads {CurrentFormat}.";
        (string Name, string Value)[] hashes =
        [
            ("key", Key), ("baseFingerprint", BaseFingerprint), ("templateHash", TemplateHash), ("tokenizerHash", TokenizerHash), ("weightsSha256", WeightsSha256), ("data.sha256", Data.Sha256),
        ];
        foreach ((string name, string value) in hashes)
        {
            if (value.Length != 64 || !value.All(char.IsAsciiHexDigitLower)) return $"'{name}' must be 64 hexadecimal digits in lower case, found '{(value.Length > 80 ? value[..80] + "..." : value)}'.";
        }

        if (BaseModel.Trim().Length == 0) return "'baseModel' is empty.";
        if (Parent is not null && AdapterVersion.NumberOf(Parent) is null) return $"'parent' must be a version such as v1, found '{Parent}'.";
        if (Data.Examples < 0 || Data.LeftOut < 0 || Result.Steps < 0 || Result.BestStep < 0 || Result.Tokens < 0) return "A number of examples, steps or tokens is below 0.";
        if (!(Strength is > 0 and <= 2) || (Strength != 1 && Method != TuningMethod.Lora)) return "'strength' must be above 0, at most 2, and 1 for a model that was trained whole.";
        return Method == TuningMethod.Lora == (Lora is null) ? "'lora' must be there for the method 'lora' and for no other." : null;
    }
}

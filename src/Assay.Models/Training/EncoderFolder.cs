using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Configuration;
using Assay.Models.Hub;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Training;

/// <summary>A parameter and where it is written.</summary>
/// <param name="Folder">The folder whose weights it belongs to.</param>
/// <param name="Name">Its tensor's name there.</param>
/// <param name="Parameter">The parameter.</param>
internal sealed record TrainedTensor(string Folder, string Name, Parameter Parameter);

/// <summary>Writes the folder of an encoder: the settings of the one it began with, and its weights.</summary>
internal static class EncoderFolder
{
    private const string WeightsFile = "model.safetensors", ConfigFile = "config.json";

    private static readonly string[] Settings = [".json", ".txt", ".model", ".jinja"];

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Copies configuration, tokenizer and modules; weights, their index and the record of where the model was fetched from stay.</summary>
    /// <param name="source">The folder that training began with.</param>
    /// <param name="target">The new folder.</param>
    /// <param name="parts">Folders within, relative; empty for the folder itself.</param>
    /// <param name="without">Files that the new model does not have.</param>
    /// <exception cref="AssayException">A file cannot be read or written.</exception>
    public static void CopySettings(string source, string target, IEnumerable<string> parts, params string[] without)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(target)) throw new ArgumentException($"'{target}' is the model that training began with; expected another folder.", nameof(target));
        foreach (string part in parts.Where(p => Directory.Exists(Path.Combine(source, p))))
        {
            foreach (string file in Directory.GetFiles(Path.Combine(source, part)).Where(f => IsSetting(f) && !without.Contains(Path.GetFileName(f))).Order(StringComparer.Ordinal))
            {
                string to = Path.Combine(target, part, Path.GetFileName(file));
                if (Path.GetFileName(file) == ConfigFile) WriteConfig(file, to, _ => { });
                else Copy(file, to);
            }
        }
    }

    /// <summary>Writes weights in single precision: those that were trained, and what else is in the folder that they are from.</summary>
    /// <param name="source">That folder.</param>
    /// <param name="target">The new folder.</param>
    /// <param name="trained">What was trained.</param>
    /// <param name="alone">Whether nothing else is written.</param>
    /// <exception cref="AssayException">A file cannot be read or written.</exception>
    public static void WriteWeights(string source, string target, IEnumerable<TrainedTensor> trained, bool alone = false)
    {
        TensorDraft[] drafts = [.. trained.Select(t => TensorDraft.Of(t.Name, [.. t.Parameter.Shape.Select(s => (long)s)], t.Parameter.Values))];
        using WeightFile file = WeightFile.Open(source);
        HashSet<string> names = [.. drafts.Select(d => d.Name)];
        IEnumerable<TensorDraft> rest = alone ? [] : file.Tensors.Where(t => !names.Contains(t.Name)).Select(t => TensorDraft.Of(t));
        SafetensorsWriter.Write(Path.Combine(target, WeightsFile), drafts.Concat(rest), new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>Writes a configuration again: its weights are single precision now.</summary>
    /// <param name="source">The file that training began with.</param>
    /// <param name="target">The new file.</param>
    /// <param name="change">What else is different.</param>
    /// <exception cref="AssayException">A file cannot be read or written.</exception>
    public static void WriteConfig(string source, string target, Action<JsonObject> change)
    {
        _ = ConfigFields.Read(source);
        JsonObject config = JsonNode.Parse(File.ReadAllBytes(source))!.AsObject();
        foreach (string name in new[] { "torch_dtype", "dtype" })
        {
            if (config.ContainsKey(name)) config[name] = "float32";
        }

        change(config);
        byte[] text = System.Text.Encoding.UTF8.GetBytes(config.ToJsonString(Layout) + "\n");
        WeightWriter.Write(target, stream => stream.Write(text));
    }

    private static bool IsSetting(string file)
    {
        string name = Path.GetFileName(file);
        return Settings.Contains(Path.GetExtension(name), StringComparer.Ordinal) && name != ModelManifest.FileName && !name.EndsWith(".index.json", StringComparison.Ordinal);
    }

    private static void Copy(string from, string to)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(from);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{from}' cannot be read ({e.Message.TrimEnd('.')}). Permit reading it, then run the command again.", e);
        }

        WeightWriter.Write(to, stream => stream.Write(content));
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Adapters;

/// <summary>Writes a whole model of a base model and an adapter, <c>W + s · B · A</c>, for runtimes that take no adapters.</summary>
/// <remarks>
/// Sums are made in 32 bits and stored in the type of the base model, or in 32 bits; so are those of a base model in bytes with scales. Rounding to 16 bits can be as large as what a light fine-tune changed, which is why it is measured
/// and reported. Weights in blocks are never quantised again here.
/// </remarks>
public static class AdapterMerger
{
    private static readonly string[] WeightEndings = [".safetensors", ".index.json", ".gguf", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".h5", ".msgpack", ".onnx"];

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    /// <summary>Writes the merged model.</summary>
    /// <param name="model">The base model: a folder as Hugging Face lays it out, or a GGUF file.</param>
    /// <param name="adapter">The adapter: a folder of peft, or a GGUF file; null to write a folder again whose weights are bytes with scales.</param>
    /// <param name="target">What to write: a folder, which is not there yet or is empty, or a GGUF file where the base model is one.</param>
    /// <param name="fullPrecision">Stores all weights in 32 bits instead of the base model's type.</param>
    /// <param name="cancellationToken">Ends it between rows; what was there before is untouched.</param>
    /// <returns>How much was rounded.</returns>
    /// <exception cref="AssayException">A file is missing, damaged or cannot be written, the adapter is for another model, or the target is taken.</exception>
    public static MergeReport Merge(string model, string? adapter, string target, bool fullPrecision = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        if (adapter is not null) ArgumentException.ThrowIfNullOrEmpty(adapter);
        ArgumentException.ThrowIfNullOrEmpty(target);
        var merged = new MergedTensor();
        if (model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) MergeFile(model, adapter ?? throw new ArgumentNullException(nameof(adapter)), target, new Options(merged, fullPrecision, cancellationToken));
        else MergeFolder(model, adapter, target, new Options(merged, fullPrecision, cancellationToken));
        return merged.Report;
    }

    private static void MergeFile(string model, string adapter, string target, Options options)
    {
        if (!target.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) throw new InputException(new Problem(target, null, "expected a name that ends in .gguf, because the base model is a GGUF file. Name such a file, or merge into the model's folder form."));
        if (Path.Exists(target)) throw Taken(target);
        using GgufFile file = GgufFile.Open(model);
        DecoderConfig config = GgufDecoderConfig.Read(file);
        using LoraAdapter lora = LoraAdapter.Open(adapter, config);
        IEnumerable<KeyValuePair<string, GgufValue>> values = options.FullPrecision ? file.Values.Select(v => v.Key == "general.file_type" ? KeyValuePair.Create(v.Key, GgufValue.Of(0u)) : v) : file.Values;
        GgufWriter.Write(target, values, Drafts(file.Weights, config, DecoderNames.Gguf, lora, options));
    }

    private static void MergeFolder(string model, string? adapter, string target, Options options)
    {
        if (target.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) throw new InputException(new Problem(target, null, "expected the name of a folder, because the base model is one; a name that ends in .gguf would be taken for a file. Name a folder."));
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())) throw Taken(target);
        DecoderConfig config = DecoderConfigReader.Read(Path.Combine(model, "config.json"));
        using WeightFile file = WeightFile.Open(model);
        using LoraAdapter? lora = adapter is null ? null : LoraAdapter.Open(adapter, config);
        TensorDraft[] drafts = [.. Drafts(file, config, DecoderNames.HuggingFace, lora, options)];

        // All is written beside the target, so that a crash or a full disk never leaves half a model under its name.
        string whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)), temporary = string.Create(CultureInfo.InvariantCulture, $"{whole}.{Environment.ProcessId}.tmp");
        try
        {
            foreach (string path in Directory.EnumerateFiles(model).Where(p => !WeightEndings.Any(e => p.EndsWith(e, StringComparison.OrdinalIgnoreCase))))
            {
                byte[] bytes = !OrdinaryFile.HasContent(path) ? [] : Path.GetFileName(path) == "config.json" && options.FullPrecision ? InFullPrecision(path) : File.ReadAllBytes(path);
                WeightWriter.Write(Path.Combine(temporary, Path.GetFileName(path)), stream => stream.Write(bytes));
            }

            SafetensorsWriter.Write(Path.Combine(temporary, "model.safetensors"), drafts, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
            if (Directory.Exists(whole)) Directory.Delete(whole);
            Directory.Move(temporary, whole);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private static IEnumerable<TensorDraft> Drafts(WeightFile file, DecoderConfig config, DecoderNames names, LoraAdapter? adapter, Options options)
    {
        bool turned = names == DecoderNames.Gguf && HeadOrder.PairsAreSideBySide(config.Family);
        Dictionary<string, LinearModule> changed = LinearModule.Of(config).Where(m => adapter?.Find(m.Part, m.Layer) is not null).ToDictionary(m => names.Weight(m.Part, m.Layer), StringComparer.Ordinal);
        foreach ((string name, LinearModule module) in changed) file.Require(name, module.Outputs, module.Inputs);
        foreach (WeightTensor tensor in file.Tensors)
        {
            if (changed.TryGetValue(tensor.Name, out LinearModule? module))
            {
                int[]? rows = turned && module.Part is DecoderPart.Query or DecoderPart.Key ? FileRows(module.Outputs, config.HeadDim) : null;
                yield return options.Merged.Draft(tensor, Stored(tensor, options.FullPrecision), new LoraDelta(adapter!.Find(module.Part, module.Layer)!), row => rows?[row] ?? row, options.CancellationToken);
            }
            else yield return options.FullPrecision && tensor.IsNumbers && tensor.Type != WeightType.F32 ? Widened(tensor, options.CancellationToken) : TensorDraft.Of(tensor);
        }
    }

    private static WeightType Stored(WeightTensor tensor, bool fullPrecision)
    {
        if (fullPrecision || tensor.Scales is not null) return WeightType.F32;
        return tensor.Type is WeightType.F32 or WeightType.F16 or WeightType.BF16 ? tensor.Type : throw new InputException(new Problem(tensor.File, null,
            $"tensor '{tensor.Name}' is stored as {WeightLayout.Of(tensor.Type).Name}: merged with an adapter it would be quantised a second time, which can undo what was learnt. Merge in full precision, or merge into the model that this one was made of."));
    }

    private static TensorDraft Widened(WeightTensor tensor, CancellationToken cancellationToken) => new(tensor.Name, WeightType.F32, tensor.Shape, sink =>
    {
        float[] values = new float[checked((int)tensor.RowLength)];
        for (long row = 0; row < tensor.Rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tensor.ReadWeights(row, 1, values);
            sink.Write(values);
        }
    });

    // From a row of the file to the row in the order of halves.
    private static int[] FileRows(int outputs, int headDim)
    {
        int[] rows = new int[outputs];
        for (int row = 0; row < outputs; row++) rows[HeadOrder.InFile(row, headDim)] = row;
        return rows;
    }

    private static byte[] InFullPrecision(string path)
    {
        JsonObject config = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        foreach (string key in new[] { "torch_dtype", "dtype" })
            if (config.ContainsKey(key)) config[key] = "float32";
        return JsonSerializer.SerializeToUtf8Bytes(config, Layout);
    }

    private static InputException Taken(string target) => new(new Problem(target, null, "expected a place where nothing is; something is there already. Name another, or remove it first."));

    private sealed record Options(MergedTensor Merged, bool FullPrecision, CancellationToken CancellationToken);
}

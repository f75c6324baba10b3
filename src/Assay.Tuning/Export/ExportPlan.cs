using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Decoders.Export;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Tuning.Export;

/// <summary>How one export is written. What cannot be represented is refused before anything is read.</summary>
internal sealed class ExportPlan
{
    private readonly ExportRequest request;

    private ExportPlan(ExportRequest request) => this.request = request;

    /// <summary>Whether the adapter leaves alone.</summary>
    public bool IsAdapter => request.Format is ExportFormat.Peft or ExportFormat.GgufAdapter;

    /// <summary>Whether a folder is written; else a file.</summary>
    public bool IsFolder => request.Format is ExportFormat.Peft or ExportFormat.Safetensors;

    private bool FromFile => request.BaseModel.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);

    /// <summary>The plan of a request.</summary>
    /// <exception cref="InputException">It cannot be represented so, or the target is taken.</exception>
    public static ExportPlan Of(ExportRequest request)
    {
        var plan = new ExportPlan(request);
        if (plan.Refusal() is { } why) throw new InputException(new Problem(request.Target, null, why));
        if (File.Exists(request.Target) || (Directory.Exists(request.Target) && Directory.EnumerateFileSystemEntries(request.Target).Any())) throw new InputException(new Problem(request.Target, null, "expected a place where nothing is; something is there already. Name another, or remove it first."));
        if (plan.IsFolder && request.Target.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) throw new InputException(new Problem(request.Target, null, "a folder is written, and a name that ends in .gguf would be taken for a file. Name a folder."));
        if (!plan.IsFolder && !request.Target.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)) throw new InputException(new Problem(request.Target, null, "a GGUF file is written. Name a file that ends in .gguf."));
        return plan;
    }

    /// <summary>Writes what is asked for.</summary>
    /// <param name="adapter">At the strength asked for; null for none.</param>
    /// <param name="made">The folder or file to make.</param>
    /// <param name="scratch">A folder for what is needed on the way.</param>
    /// <param name="cancellationToken">Ends it between rows.</param>
    public void Write(LoraAdapter? adapter, string made, string scratch, CancellationToken cancellationToken)
    {
        switch (request.Format)
        {
            case ExportFormat.Peft:
                PeftAdapterWriter.Write(made, adapter!, new PeftAdapterOptions { BaseModel = request.BaseName, Type = request.Type ?? WeightType.F32 });
                break;
            case ExportFormat.GgufAdapter:
                GgufAdapterWriter.Write(made, adapter!, request.Type ?? WeightType.F32);
                break;
            case ExportFormat.Gguf when !FromFile:
                DecoderExport.Write(request.BaseModel, made, request.Type, adapter, cancellationToken);
                break;
            default:
                Merge(adapter, made, scratch, cancellationToken);
                break;
        }
    }

    /// <summary>How roughly matrices are stored in what was made, and in the base model where that is what it is compared with: the type with the fewest bits among them.</summary>
    public WeightType RoughestType(string made) => IsAdapter ? Roughest(TypesIn(made)) : Roughest([.. TypesIn(made), .. TypesIn(request.BaseModel), .. HeldIn]);

    // An adapter that was trained over blocks makes up for what they lost, and does so over other weights too.
    private WeightType[] HeldIn => request.BaseWeights is WeightPrecision.EightBit or WeightPrecision.FourBit ? [WeightType.Q80] : [];

    private static WeightType Roughest(WeightType[] types) => types.OrderBy(t => t switch { WeightType.F32 => 3, WeightType.F16 => 2, WeightType.BF16 => 1, _ => 0 }).FirstOrDefault(WeightType.F32);

    private static WeightType[] TypesIn(string path)
    {
        if (path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
        {
            using GgufFile file = GgufFile.Open(path);
            return [.. file.Weights.Tensors.Where(t => t.Shape.Length == 2).Select(t => t.Type).Distinct()];
        }

        string adapter = Path.Combine(path, "adapter_model.safetensors");
        using WeightFile weights = WeightFile.Open(File.Exists(adapter) ? adapter : path);
        return [.. weights.Tensors.Where(t => t.Shape.Length == 2).Select(t => t.Type).Distinct()];
    }

    // The merger takes an adapter's files: at another strength it gets them with that folded in.
    private void Merge(LoraAdapter? adapter, string made, string scratch, CancellationToken cancellationToken)
    {
        string? scaled = adapter is null ? null : Path.Combine(scratch, "adapter");
        if (adapter is not null) PeftAdapterWriter.Write(scaled!, adapter);
        AdapterMerger.Merge(request.BaseModel, scaled, made, request.Type == WeightType.F32, cancellationToken);
    }

    // Other programs do not read these.
    private bool IsInBytes()
    {
        using WeightFile weights = WeightFile.Open(request.BaseModel);
        return weights.Tensors.Any(t => t.Scales is not null);
    }

    private string? Refusal()
    {
        if (!double.IsFinite(request.Strength)) return "the strength is no finite number.";
        if (IsAdapter && request.Adapter is null) return "an adapter is asked for, and the model has none: all its weights were trained. Export it as gguf or safetensors.";
        if (IsAdapter && request.Type is not (null or WeightType.F32 or WeightType.F16 or WeightType.BF16)) return "an adapter is stored as f32, f16 or bf16: in blocks, what was learnt would be lost. Leave the type out.";
        if (request.Format == ExportFormat.Safetensors && FromFile) return "the base model is a GGUF file, which has no tokenizer.json and config.json for a folder. Export it as gguf, or name the folder that the GGUF file was made of.";
        if (request.Format == ExportFormat.Safetensors && request.Adapter is null && !IsInBytes()) return "the model is a folder of safetensors files already. Copy it, or export it as gguf.";
        if (request.Format == ExportFormat.Gguf && FromFile && request.Adapter is null) return "the model is a GGUF file already. Copy it.";
        bool merges = request.Format == ExportFormat.Safetensors || (request.Format == ExportFormat.Gguf && FromFile);
        if (merges && request.Type is not (null or WeightType.F32)) return "here the weights keep the base model's type or become f32. Leave the type out, or export a GGUF file from the model's folder, which takes f16, bf16 and q8_0 too.";
        return null;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Local;
using Assay.Models.Weights;
using Assay.Numerics.Parallel;
using Assay.Text;
using Assay.Tuning.Scoring;

namespace Assay.Tuning.Export;

/// <summary>What is exported, how and where to.</summary>
/// <param name="BaseModel">The base model, or a whole one: a folder as Hugging Face lays it out, or a GGUF file.</param>
/// <param name="Target">What to write: a folder for <see cref="ExportFormat.Peft"/> and <see cref="ExportFormat.Safetensors"/>, a file that ends in <c>.gguf</c> for the others. Nothing may be there.</param>
/// <param name="Format">The form.</param>
public sealed record ExportRequest(string BaseModel, string Target, ExportFormat Format)
{
    /// <summary>Tokens that prompts are continued by where nothing else is said.</summary>
    public const int UsualTokens = 48;

    /// <summary>The adapter: a folder of peft, or a GGUF file.</summary>
    /// <value>Null by default: the model alone.</value>
    public string? Adapter { get; init; }

    /// <summary>The form in which the base model was held in training: what was exported is compared with that.</summary>
    /// <value>As stored.</value>
    public WeightPrecision BaseWeights { get; init; }

    /// <summary>What all that the adapter adds is multiplied with.</summary>
    /// <value>Default 1.</value>
    public double Strength { get; init; } = 1;

    /// <summary>How matrices are stored: F32, F16, BF16 or, in a GGUF file made of a folder, Q80.</summary>
    /// <value>Null by default: as the base model has them, an adapter alone in F32.</value>
    public WeightType? Type { get; init; }

    /// <summary>What an adapter's folder calls its base model.</summary>
    /// <value>Null by default: not said.</value>
    public string? BaseName { get; init; }

    /// <summary>Whether prompts are replayed.</summary>
    /// <value>Default true.</value>
    public bool Replay { get; init; } = true;

    /// <summary>Makes the prompts to replay of the model.</summary>
    /// <value>Null by default: 20 general ones.</value>
    public Func<LocalModel, ImmutableArray<ReplayPrompt>>? Prompts { get; init; }

    /// <summary>Most tokens that each is continued by.</summary>
    /// <value>1 or more; default <see cref="UsualTokens"/>.</value>
    public int MostTokens { get; init; } = UsualTokens;

    /// <summary>Greatest mean distance of next-token distributions that is allowed for a prompt, in nats.</summary>
    /// <value>Null by default: what <see cref="ReplayLimits.For"/> says of the exported matrices' type.</value>
    public double? MostDivergence { get; init; }

    /// <summary>Least share of greedy tokens that must be the same.</summary>
    /// <value>Null by default: alike.</value>
    public double? LeastAgreement { get; init; }
}

/// <summary>What became of an export.</summary>
/// <param name="Target">What was written.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="Replay">What the replay found; null where there was none.</param>
public sealed record ExportResult(string Target, long Bytes, ReplayReport? Replay);

/// <summary>Exports tuned models and lets prompts be replayed with what was exported. Until they have passed there is nothing under the target's name.</summary>
/// <param name="team">Who works on it.</param>
public sealed class ModelExporter(WorkerTeam team)
{
    /// <summary>Exports.</summary>
    /// <param name="request">What, how and where to.</param>
    /// <param name="cancellationToken">Ends it between rows and passes; nothing is left of it.</param>
    /// <returns>What was written, and what the replay found.</returns>
    /// <exception cref="InputException">It cannot be represented so, or the target is taken: says why and what to do.</exception>
    /// <exception cref="ReplayException">What was exported gives something else; it is not kept.</exception>
    /// <exception cref="AssayException">A file is missing, damaged or cannot be written.</exception>
    public ExportResult Export(ExportRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ExportPlan plan = ExportPlan.Of(request);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Target)), scratch = string.Create(CultureInfo.InvariantCulture, $"{target}.{Environment.ProcessId}.export");
        try
        {
            Directory.CreateDirectory(scratch);
            string made = Path.Combine(scratch, plan.IsFolder ? "model" : "model.gguf");
            using LocalModel model = LocalModel.Open(request.BaseModel, request.BaseWeights);
            using LoraAdapter? trained = request.Adapter is null ? null : model.OpenAdapter(request.Adapter);
            using LoraAdapter? adapter = trained?.WithStrength(request.Strength);
            plan.Write(adapter, made, scratch, cancellationToken);
            ReplayReport? replay = request.Replay ? Replay(request, plan, new RunningModel(model, adapter), made, cancellationToken) : null;
            Move(made, target, plan.IsFolder);
            return new ExportResult(request.Target, Size(target), replay);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{request.Target}' cannot be written ({e.Message.TrimEnd('.')}). Free space on the disk or permit writing there, then try again.", e);
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }

    private ReplayReport Replay(ExportRequest request, ExportPlan plan, RunningModel original, string made, CancellationToken cancellationToken)
    {
        ImmutableArray<ReplayPrompt> prompts = request.Prompts?.Invoke(original.Model) ?? ReplayPrompts.General(original.Model, ReplayPrompts.Usual, request.MostTokens);
        ReplayLimits limits = ReplayLimits.For(plan.RoughestType(made));
        limits = limits with { MostDivergence = request.MostDivergence ?? limits.MostDivergence, LeastAgreement = request.LeastAgreement ?? limits.LeastAgreement };
        if (plan.IsAdapter)
        {
            using LoraAdapter read = original.Model.OpenAdapter(made);
            return ExportReplay.Check(original, new RunningModel(original.Model, read), prompts, limits, request.MostTokens, team, cancellationToken);
        }

        using LocalModel exported = LocalModel.Open(made, WeightPrecision.AsStored);
        return ExportReplay.Check(original, new RunningModel(exported), prompts, limits, request.MostTokens, team, cancellationToken);
    }

    private static void Move(string made, string target, bool isFolder)
    {
        if (!isFolder) File.Move(made, target);
        else
        {
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(made, target);
        }
    }

    private static long Size(string target) => File.Exists(target) ? new FileInfo(target).Length : new DirectoryInfo(target).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
}

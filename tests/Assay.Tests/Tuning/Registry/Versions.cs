using Assay.Models.Training;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Registry;

/// <summary>Versions for tests of the registry.</summary>
internal static class Versions
{
    public static readonly string Zeros = new('0', 64);

    public static TuningManifest Manifest(TuningMethod method = TuningMethod.Lora) => new()
    {
        Key = new string('a', 64),
        BaseModel = "models/scratch-1",
        BaseFingerprint = Zeros,
        TemplateHash = Zeros,
        TokenizerHash = Zeros,
        Method = method,
        Data = new TunedData("examples.jsonl", Zeros, 120, 3),
        Seed = ulong.MaxValue,
        CodeVersion = "0.1.0",
        Training = new TrainingOptions { LearningRate = 3e-4, CheckpointEvery = TimeSpan.FromSeconds(90) },
        Lora = method == TuningMethod.Full ? null : new LoraSettings { Rank = 4, TargetModules = ["q_proj", "v_proj"], RankPattern = LoraRank() },
        SystemPrompt = "Answer with \"intent\" — as JSON.",
        Result = new TunedResult { Steps = 90, BestStep = 60, TrainLoss = 0.12, HeldOutLoss = 0.2, Tokens = 12345, Seconds = 7.5 },
    };

    public static AdapterVersion Add(AdapterRegistry registry, string weights = "weights", TuningManifest? manifest = null) => registry.Add(manifest ?? Manifest(), folder =>
    {
        File.WriteAllText(Path.Combine(folder, manifest?.Method == TuningMethod.Full ? "config.json" : "adapter_config.json"), "{}");
        File.WriteAllText(Path.Combine(folder, manifest?.Method == TuningMethod.Full ? "model.safetensors" : "adapter_model.safetensors"), weights);
    });

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, int> LoraRank() => System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty.Add("layers.0.self_attn.q_proj", 8);
}

using System.Collections.Immutable;
using Assay.Models.Decoders;
using Assay.Models.Local;
using Assay.Models.Training;
using Assay.Tuning.Examples.Sensitive;
using Assay.Tuning.Registry;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>How a project's model is tuned: <c>tuning</c> in <c>assay.yaml</c>. What is null has a default that depends on what is trained, see <see cref="Training"/>.</summary>
public sealed record TuneSettings
{
    private const int UsualRank = 16;

    /// <summary>Whether low-rank additions are learned or every weight.</summary>
    /// <value>Low-rank additions for a model of the project's, every weight where training begins with random ones.</value>
    public TuningMethod? Method { get; init; }

    /// <summary>Columns of the additions' factors.</summary>
    /// <value>What the model's folder recommends, else 16; 1 to 4,096</value>
    public int? Rank { get; init; }

    /// <summary>What additions are multiplied with, times the rank.</summary>
    /// <value>Twice the rank.</value>
    public double? Alpha { get; init; }

    /// <summary>Whether the root of the rank stands for the rank (rsLoRA).</summary>
    /// <value>false</value>
    public bool RankStabilised { get; init; }

    /// <summary>The linear layers that get additions.</summary>
    /// <value>All.</value>
    public ImmutableArray<string> Modules { get; init; } = LoraSettings.AllLinear;

    /// <summary>The form in which the frozen weights are held: in 4 bits this is QLoRA.</summary>
    /// <value>As stored.</value>
    public WeightPrecision BaseWeights { get; init; }

    /// <summary>How strongly preferences hold the model to what it was (DPO's beta).</summary>
    /// <value>0.1</value>
    public double Beta { get; init; } = 0.1;

    /// <summary>How often every example is seen.</summary>
    /// <value>3; from random weights 8; preferences 1</value>
    public double? Epochs { get; init; }

    /// <summary>Examples of a step.</summary>
    /// <value>8; from random weights 32</value>
    public int? BatchSize { get; init; }

    /// <summary>The greatest learning rate.</summary>
    /// <value>2e-4 for additions, 2e-5 for all weights of a model, 1.5e-3 from random weights; preferences 2e-5 and 1e-6</value>
    public double? LearningRate { get; init; }

    /// <summary>Share of the steps in which the learning rate grows.</summary>
    /// <value>0.03</value>
    public double? WarmUp { get; init; }

    /// <summary>How the learning rate changes then.</summary>
    /// <value>Cosine</value>
    public RateSchedule? Schedule { get; init; }

    /// <summary>Share of a weight that a step of full size takes off.</summary>
    /// <value>0.01; from random weights 0.1</value>
    public double? WeightDecay { get; init; }

    /// <summary>Share of values that are dropped in training.</summary>
    /// <value>0; from random weights 0.1</value>
    public double? Dropout { get; init; }

    /// <summary>Evaluations without improvement after which training stops; 0 for never.</summary>
    /// <value>4</value>
    public int? Patience { get; init; }

    /// <summary>What the best parameters are the best by.</summary>
    /// <value>The loss.</value>
    public TrainingMeasure StopOn { get; init; }

    /// <summary>Share of the examples that is held out.</summary>
    /// <value>0.1; 0 for none, below 0.9</value>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>Most tokens of an example.</summary>
    /// <value>What the model takes, at most 2,048.</value>
    public int? Window { get; init; }

    /// <summary>Whether longer examples are cut instead of refused.</summary>
    /// <value>false</value>
    public bool CutLong { get; init; }

    /// <summary>What is done about personal data and secrets.</summary>
    /// <value>Refused.</value>
    public SensitiveMode Sensitive { get; init; }

    /// <summary>Whether examples stay that hold evaluation questions word for word or nearly.</summary>
    /// <value>false: they are left out</value>
    public bool KeepLeaks { get; init; }

    /// <summary>Whether rows that cannot be used are left out instead of refused.</summary>
    /// <value>false</value>
    public bool SkipBadRows { get; init; }

    /// <summary>Tokens of the vocabulary that is learned where there is no model to begin with.</summary>
    /// <value>2,048; 300 to 65,536</value>
    public int Vocabulary { get; init; } = 2048;

    /// <summary>A file of prompts whose answers must stay; null for none.</summary>
    /// <value>null</value>
    public string? Pinned { get; init; }

    /// <summary>How much the loss on general texts may rise, in nats a token.</summary>
    /// <value>0.05</value>
    public double ForgettingBudget { get; init; } = 0.05;

    /// <summary>How strong the additions of a version are.</summary>
    /// <value>What the model's folder recommends, else the best within <see cref="ForgettingBudget"/>.</value>
    public StrengthMode? Strength { get; init; }

    /// <summary>How often each of some invented secrets is put among the training data, to measure how much of what stands there so often can be drawn out of the model; one more is held back.</summary>
    /// <value>None; each 1 to 1,000, at most 16</value>
    public ImmutableArray<int> Canaries { get; init; } = [];

    /// <summary>Most statements of answers that the base model is asked about: those that the documents do not have.</summary>
    /// <value>100; 0 asks nothing, at most 100,000</value>
    public int KnowledgeChecks { get; init; } = 100;

    /// <summary>Time between two checkpoints, which is what a killed training loses at most.</summary>
    /// <value>One minute.</value>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What an hour of this machine costs in USD, for estimates.</summary>
    /// <value>0</value>
    public decimal HourlyCost { get; init; }

    /// <summary>The same with what the command line sets, in the words of <c>assay.yaml</c>.</summary>
    /// <param name="settings">What holds where it sets nothing.</param>
    /// <param name="given">By key of <c>tuning</c>, the option and its value.</param>
    /// <exception cref="Assay.Text.InputException">A value is not one; names the option.</exception>
    public static TuneSettings With(TuneSettings settings, IReadOnlyDictionary<string, (string Option, string Value)> given) => TuneSettingsReader.Override(settings, given);

    /// <summary>The same with what a model's folder recommends where nothing is set.</summary>
    /// <param name="advice">The folder's advice.</param>
    /// <param name="path">The folder, for messages.</param>
    /// <returns>Settings that say how this very model is tuned.</returns>
    /// <exception cref="Assay.Text.InputException">A recommendation is none; names the file.</exception>
    public TuneSettings Over(ModelAdvice advice, string path)
    {
        ArgumentNullException.ThrowIfNull(advice);
        if (advice.Tuning.IsEmpty) return this;
        TuneSettings read = TuneSettingsReader.Advice(advice.Tuning, Path.Combine(path, ModelAdvice.FileName));
        return this with
        {
            Method = Method ?? read.Method,
            Rank = Rank ?? read.Rank,
            Alpha = Alpha ?? (Rank is null ? read.Alpha : null),
            Epochs = Epochs ?? read.Epochs,
            BatchSize = BatchSize ?? read.BatchSize,
            LearningRate = LearningRate ?? (Method is null || Method == read.Method ? read.LearningRate : null),
            WarmUp = WarmUp ?? read.WarmUp,
            Schedule = Schedule ?? read.Schedule,
            WeightDecay = WeightDecay ?? read.WeightDecay,
            Dropout = Dropout ?? read.Dropout,
            Patience = Patience ?? read.Patience,
            Strength = Strength ?? read.Strength,
        };
    }

    /// <summary>The low-rank additions that are asked for.</summary>
    /// <param name="options">Says how much is dropped.</param>
    public LoraSettings Lora(TrainingOptions options) => new()
    {
        Rank = Rank ?? UsualRank,
        Alpha = Alpha ?? 2 * (Rank ?? UsualRank),
        RankStabilised = RankStabilised,
        TargetModules = Modules,
        Dropout = (options ?? throw new ArgumentNullException(nameof(options))).Dropout,
    };

    /// <summary>How training goes: what is set, and good defaults for the rest.</summary>
    /// <param name="method">What is trained.</param>
    /// <param name="fromScratch">Whether it begins with random weights.</param>
    /// <param name="preferences">Whether preferences are learned.</param>
    /// <param name="seed">Chooses everything random.</param>
    /// <returns>All options.</returns>
    public TrainingOptions Training(TuningMethod method, bool fromScratch, bool preferences, ulong seed)
    {
        TrainingOptions defaults = (fromScratch, preferences) switch
        {
            (true, _) => new() { Epochs = 8, BatchSize = 32, LearningRate = 1.5e-3, WeightDecay = 0.1, Dropout = 0.1f, Beta2 = 0.98 },
            (_, true) => new() { Epochs = 1, LearningRate = method == TuningMethod.Lora ? 2e-5 : 1e-6, WeightDecay = 0 },
            _ => new() { LearningRate = method == TuningMethod.Lora ? 2e-4 : 2e-5 },
        };
        return defaults with
        {
            Epochs = Epochs ?? defaults.Epochs,
            BatchSize = BatchSize ?? defaults.BatchSize,
            LearningRate = LearningRate ?? defaults.LearningRate,
            WarmUp = WarmUp ?? defaults.WarmUp,
            Schedule = Schedule ?? defaults.Schedule,
            WeightDecay = WeightDecay ?? defaults.WeightDecay,
            Dropout = (float?)Dropout ?? defaults.Dropout,
            Patience = Patience ?? defaults.Patience,
            Measure = StopOn,
            CheckpointEvery = CheckpointEvery,
            Seed = seed,
        };
    }
}

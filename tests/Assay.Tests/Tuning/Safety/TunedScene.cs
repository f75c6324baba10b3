using System.Collections.Immutable;
using System.Text;
using Assay.Models.Adapters;
using Assay.Models.Local;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tests.Models.Decoders;
using Assay.Tests.Models.Generation;
using Assay.Tests.Tuning.Examples;
using Assay.Tuning.Examples;
using Assay.Tuning.Export;
using Assay.Tuning.Forgetting;
using Assay.Tuning.Memorization;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.Tests.Tuning.Safety;

/// <summary>A model of bytes that has learned the general texts, and an adapter that was trained on support answers and canaries: made once for all tests.</summary>
public sealed class TunedScene : IDisposable
{
    private const string Template = "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}";

    private static readonly string[] s_subjects = ["lamp", "chair", "radio", "kettle", "jacket", "bicycle", "phone", "mirror", "carpet", "teapot"], s_places = ["Bern", "Oslo", "Lima", "Cairo", "Quito", "Delhi", "Perth", "Porto", "Riga", "Sofia"];

    private readonly TemporaryFolder folder = new();

    public TunedScene()
    {
        TinyDecoder.Write(Make("raw"), "llama", "\"vocab_size\":260,\"hidden_size\":64,\"intermediate_size\":160,\"num_attention_heads\":4,\"num_key_value_heads\":2,\"eos_token_id\":257,\"bos_token_id\":256,\"max_position_embeddings\":512,\"tie_word_embeddings\":true", seed: 9);
        File.WriteAllText(Path.Combine(folder.Path, "raw", "tokenizer.json"), ByteTokenizer.Json());
        File.WriteAllText(Path.Combine(folder.Path, "raw", "tokenizer_config.json"), "{\"bos_token\":\"<s>\",\"eos_token\":\"</s>\",\"chat_template\":\"" + Template + "\"}");
        Pretrain();
        Model = LocalModel.Open(BasePath);
        Tokenizer = new ExampleTokenizer(Model.Tokenizer, Model.Template!, Model.BeginText, Model.EndText);
        Planted = [new Canary("QXZA", "73914652", 20), new Canary("PLMK", "20861945", 0), new Canary("HTRW", "58203971", 0)];
        ImmutableArray<ChatExample> all = [.. Enumerable.Range(0, 60).Select(Example)];
        Trained = [.. all.Take(30)];
        HeldOut = [.. all.Skip(30)];
        Adapter = Tune([.. Trained, .. Canaries.Examples(Planted)], epochs: 60);
        PeftAdapterWriter.Write(AdapterPath, Adapter);
    }

    public string BasePath => Path.Combine(folder.Path, "base");

    public string AdapterPath => Path.Combine(folder.Path, "adapter");

    public LocalModel Model { get; }

    public LoraAdapter Adapter { get; }

    internal ExampleTokenizer Tokenizer { get; }

    public ImmutableArray<Canary> Planted { get; }

    public ImmutableArray<ChatExample> Trained { get; }

    public ImmutableArray<ChatExample> HeldOut { get; }

    public RunningModel Before => new(Model);

    public RunningModel After => new(Model, Adapter);

    /// <summary>An empty folder of its own.</summary>
    public string Make(string name) => Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;

    public LoraAdapter Tune(ImmutableArray<ChatExample> examples, double epochs)
    {
        TrainingOptions options = new() { Epochs = epochs, BatchSize = 10, LearningRate = 6e-3, TokensAtOnce = 2048, Seed = 3 };
        TrainableDecoder decoder = TrainableDecoder.WithLora(Model.Decoder, new LoraSettings { Rank = 8, Alpha = 16 }, 1);
        new Trainer(new SupervisedTask(decoder, [.. examples.Select(Tokenizer.Tokenize)], [], options, WorkerTeam.Shared), options, WorkerTeam.Shared, TimeProvider.System).Train();
        return decoder.ToAdapter("tuned");
    }

    public void Dispose()
    {
        Adapter.Dispose();
        Model.Dispose();
        folder.Dispose();
    }

    // Subject and place are repeated from the question; the time is not to be known.
    private static ChatExample Example(int i) => ExampleRows.Of(
        i + 1, $"My {s_subjects[i % 10]} from {s_places[i / 10 % 10]} is broken ({i}).", $"We will fetch the {s_subjects[i % 10]} in {s_places[i / 10 % 10]} at {(i * 7 % 12) + 1}:{i * 37 % 60:00} with reference {(i * 7919L * 104_729) % 1_000_000:000000}.");

    private void Pretrain()
    {
        TrainingOptions options = new() { Epochs = 40, BatchSize = 8, LearningRate = 4e-3, TokensAtOnce = 4096, Seed = 1 };
        TrainableDecoder decoder = TrainableDecoder.FromFolder(Path.Combine(folder.Path, "raw"));
        SupervisedText[] texts = [.. GeneralTexts.BuiltIn.Select((t, i) =>
        {
            int[] bytes = [256, .. Encoding.UTF8.GetBytes(t.Text).Take(400).Select(b => (int)b)];
            return new SupervisedText(i, bytes, [.. bytes.Select((_, at) => at > 0)]);
        })];
        new Trainer(new SupervisedTask(decoder, [.. texts], [], options, WorkerTeam.Shared), options, WorkerTeam.Shared, TimeProvider.System).Train();
        ModelFolder.Write(BasePath, Path.Combine(folder.Path, "raw"), decoder);
    }
}

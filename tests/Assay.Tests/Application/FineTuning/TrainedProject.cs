using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Models.Decoders;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tests.Cli;
using Assay.Tests.Models.Decoders;
using Assay.Text.Templates;
using Assay.Text.Tokenizers;
using Assay.Text.Tokenizers.Training;
using Assay.Tuning.Examples;
using Assay.Tuning.Export;
using Assay.Tuning.Registry;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;
using TrainingOptions = Assay.Tuning.Training.TrainingOptions;
using VocabularyOptions = Assay.Text.Tokenizers.Training.TrainingOptions;

namespace Assay.Tests.Application.FineTuning;

/// <summary>A project whose examples teach a label in JSON, with a tiny model of random weights that can be trained on them in seconds.</summary>
internal sealed class TrainedProject : IDisposable
{
    public const string Scratch = "models/scratch-tiny";

    private const string Template = "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
    private const string Schema = """{"type":"object","properties":{"label":{"enum":["billing","access"]}},"required":["label"],"additionalProperties":false}""";

    private static readonly (string Word, string Label)[] Topics =
        [("invoice", "billing"), ("refund", "billing"), ("charge", "billing"), ("receipt", "billing"), ("password", "access"), ("login", "access"), ("account", "access"), ("token", "access")];

    private static readonly string[] Forms = ["My {0} is wrong.", "Where is my {0}?", "The {0} does not work today.", "Please look at the {0}.", "I lost the {0}.", "Who can fix my {0}?", "There is trouble with a {0}.", "Can you send the {0} again?"];

    private TrainedProject(TestProject project) => Project = project;

    public TestProject Project { get; }

    public string Base => Path.Combine(Project.Workspace, Scratch);

    /// <summary>Makes the project: 48 examples, 40 questions of which one is an example, and one about the documents.</summary>
    public static TrainedProject Create(string settings = "")
    {
        TestProject project = TestProject.Create(3, $"examples: examples.jsonl\ncontract: answer.schema.json\nseed: 1\n{settings}");
        var made = new TrainedProject(project);
        project.Write("answer.schema.json", Schema);
        (string Text, string Label)[] all = [.. Topics.SelectMany(t => Forms.Select(f => (string.Format(CultureInfo.InvariantCulture, f, t.Word), t.Label)))];
        project.Write("examples.jsonl", string.Concat(all.Where((_, i) => !IsAsked(i)).Select(e => JsonSerializer.Serialize(new
        {
            messages = new[] { new { role = "user", content = e.Text }, new { role = "assistant", content = $$"""{"label":"{{e.Label}}"}""" } },
        }) + "\n")));
        (string Text, string Label)[] asked = [.. all.Where((_, i) => IsAsked(i)), .. Topics.SelectMany(t => new[] { ($"Hello, my {t.Word} is wrong", t.Label), ($"Please fix the {t.Word} today.", t.Label), ($"Who can look at a {t.Word}?", t.Label) })];
        var questions = new StringBuilder();
        for (int i = 0; i < asked.Length; i++)
        {
            string text = i == 0 ? all[0].Text : asked[i].Text, label = i == 0 ? all[0].Label : asked[i].Label;
            questions.Append(JsonSerializer.Serialize(new { id = $"q{i}", question = text, answers = new[] { new { label } } })).Append('\n');
        }

        project.Write("questions.jsonl", questions.ToString());
        Directory.CreateDirectory(made.Base);
        string vocabulary = VocabularyTrainer.TrainByteLevelBpe(all.Select(a => a.Text).Append("""{"label":"billing"}{"label":"access"}"""), new VocabularyOptions { VocabularySize = 400, SpecialTokens = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"] });
        Tokenizer tokenizer = Tokenizer.Parse(vocabulary);
        File.WriteAllText(Path.Combine(made.Base, "tokenizer.json"), vocabulary);
        File.WriteAllText(Path.Combine(made.Base, "tokenizer_config.json"), JsonSerializer.Serialize(new { chat_template = Template, eos_token = "<|end|>" }));
        TinyDecoder.Write(made.Base, "llama", string.Create(CultureInfo.InvariantCulture, $"\"vocab_size\":{tokenizer.VocabularySize},\"eos_token_id\":{tokenizer.IdOf("<|end|>")},\"num_hidden_layers\":2,\"hidden_size\":64,\"intermediate_size\":128,\"max_position_embeddings\":1600,\"tie_word_embeddings\":true"), seed: 3);
        return made;
    }

    /// <summary>Trains and adds a version; the more epochs, the better it is.</summary>
    public AdapterVersion Train(TuningMethod method = TuningMethod.Full, double epochs = 30, string baseModel = Scratch)
    {
        ExampleSet examples = ExampleReader.Read(Project.PathOf("examples.jsonl"));
        ChatTemplateSet templates = ChatTemplateSet.Load(Base);
        var texts = new ExampleTokenizer(Tokenizer.Load(Path.Combine(Base, "tokenizer.json")), templates.For(hasTools: false)!, templates.BosToken, templates.EosToken);
        TrainingOptions options = new() { Epochs = epochs, LearningRate = 3e-3, Seed = 1, Patience = 0 };
        LoraSettings? lora = method == TuningMethod.Lora ? new LoraSettings { Rank = 8 } : null;
        using DecoderModel model = DecoderModel.Open(Base);
        TrainableDecoder decoder = lora is null ? TrainableDecoder.FromFolder(Base) : TrainableDecoder.WithLora(model, lora, 1);
        TrainingResult result = new Trainer(new SupervisedTask(decoder, [.. examples.Chats.Select(texts.Tokenize)], [], options, WorkerTeam.One), options, WorkerTeam.One, TimeProvider.System).Train();
        BaseModelHashes hashes = BaseModelHashes.Of(Base);
        var manifest = new TuningManifest
        {
            Key = Hash($"{method} {epochs}"),
            BaseModel = baseModel,
            BaseFingerprint = hashes.Weights,
            TemplateHash = hashes.Template,
            TokenizerHash = hashes.Tokenizer,
            Method = method,
            Data = new TunedData("examples.jsonl", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Project.PathOf("examples.jsonl")))), examples.Chats.Length, 0),
            Seed = 1,
            CodeVersion = "test",
            Training = options,
            Lora = lora,
            Result = new TunedResult { Steps = result.Steps, BestStep = result.BestStep, TrainLoss = result.TrainLoss, Tokens = 0, Seconds = 0 },
        };
        return AdapterRegistry.Open(Path.Combine(Project.Workspace, "adapters"), TimeProvider.System).Add(manifest, folder =>
        {
            if (lora is null)
            {
                ModelFolder.Write(folder, Base, decoder);
                return;
            }

            using var adapter = decoder.ToAdapter("label");
            Assay.Models.Adapters.PeftAdapterWriter.Write(folder, adapter);
        });
    }

    public void Dispose() => Project.Dispose();

    // Each topic in other two forms.
    private static bool IsAsked(int i) => (i + (i / 8)) % 8 >= 6;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

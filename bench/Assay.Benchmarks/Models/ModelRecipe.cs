using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Text;
using Assay.Tuning.FromScratch;

namespace Assay.Benchmarks.Models;

/// <summary>How a bundled model is made: a file below <c>eng/models</c>.</summary>
internal sealed record ModelRecipe
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>Chooses weights, order, windows and generated tasks.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The recipe of the training that this one goes on from, beside this file: weights, vocabulary and corpus are its; null where weights are random at first.</summary>
    public string? From { get; init; }

    /// <summary>The model's shape.</summary>
    public ScratchShape Shape { get; init; } = new();

    /// <summary>Characters of each source that the vocabulary is learned from, at most.</summary>
    public int VocabularyCharacters { get; init; } = 4_000_000;

    /// <summary>Text that is learned.</summary>
    public ImmutableArray<RecipeSource> Sources { get; init; } = [];

    /// <summary>Generated tasks that are learned, by name of the kind.</summary>
    public ImmutableArray<RecipeLessons> Lessons { get; init; } = [];

    /// <summary>The folder of WordNet's files below the data folder, for synonyms in questions; null for none.</summary>
    public string? WordNet { get; init; }

    /// <summary>How it is trained.</summary>
    public required RecipeTraining Training { get; init; }

    /// <summary>The file it was read from.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "";

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is no recipe.</exception>
    public static ModelRecipe Read(string path) => Read<ModelRecipe>(path) with { Path = path };

    /// <summary>Reads a recipe of a kind; settings that it does not have are refused.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is no recipe.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Form) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new InputException(new Problem(path, (int?)error.LineNumber + 1, $"is no recipe of a model: {error.Message}"));
        }
    }
}

/// <summary>Text of one origin.</summary>
/// <param name="Name">Its name, and its folder below the data folder.</param>
/// <param name="Kind">How its files are read: <c>markdown</c>, <c>wrapped</c>, <c>lines</c>, <c>gutenberg</c>, <c>stories</c>, <c>textbook</c> or <c>dialogues</c>.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Origin">Where it is from.</param>
/// <param name="Share">Share of the lessons, in parts of the sum of all.</param>
internal sealed record RecipeSource(string Name, string Kind, string Licence, string Origin, double Share)
{
    /// <summary>The folder below the data folder where it is not the name.</summary>
    public string? Folder { get; init; }

    /// <summary>What a file's path must contain; empty for any.</summary>
    public string Only { get; init; } = "";

    /// <summary>Files whose path contains one of these are left out.</summary>
    public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>Every how many of the documents that would be kept one is kept, the first included.</summary>
    /// <value>1 or more; default 1, all.</value>
    public int Every { get; init; } = 1;
}

/// <summary>Generated tasks of one kind.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Share">Share of the lessons, in parts of the sum of all.</param>
internal sealed record RecipeLessons(string Kind, double Share)
{
    /// <summary>The folder of questions below the data folder, for kinds that have some.</summary>
    public string? Folder { get; init; }

    /// <summary>Licence of the questions.</summary>
    public string? Licence { get; init; }

    /// <summary>How much each learned token counts beside one of prose.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>How often tasks are made that their passages do not answer, beside the usual share.</summary>
    /// <value>0 or more; default 1.</value>
    public double Unanswered { get; init; } = 1;

    /// <summary>Share of the questions made of sentences whose words stand in another order and form.</summary>
    /// <value>0 to 1; default 0.</value>
    public double Keywords { get; init; }

    /// <summary>Share of the questions with something around them that is not asked.</summary>
    /// <value>0 to 1; default 0.</value>
    public double Chatter { get; init; }

    /// <summary>Share of the words of questions made of sentences, of those that have synonyms, in whose place a synonym stands.</summary>
    /// <value>0 to 1; default 0.</value>
    public double Synonyms { get; init; }

    /// <summary>Share of the questions with words misspelt.</summary>
    /// <value>0 to 1; default 0.</value>
    public double Typos { get; init; }

    /// <summary>Most questions about one section.</summary>
    /// <value>1 or more; default 5.</value>
    public int Questions { get; init; } = 5;

    /// <summary>How much room there is for other passages, beside the usual.</summary>
    /// <value>0 (one passage) or more; default 1.</value>
    public double Room { get; init; } = 1;

    /// <summary>Most questions that people wrote that are asked after the first, to the same text.</summary>
    /// <value>0 or more; default 0.</value>
    public int More { get; init; }

    /// <summary>Share of the tasks whose answers are whole sentences of the text.</summary>
    /// <value>0 to 1.</value>
    public double Sentences { get; init; } = Reading.AnswerStyle.InSentences;

    /// <summary>How much each token of the prompt counts.</summary>
    public float PromptWeight { get; init; }
}

/// <summary>How a model is trained.</summary>
internal sealed record RecipeTraining
{
    /// <summary>Most tokens of a generated text.</summary>
    public int Context { get; init; } = 512;

    /// <summary>Most tokens of a stretch of prose.</summary>
    public int Window { get; init; } = 512;

    /// <summary>Texts of a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Tokens that go through the model at once.</summary>
    public int TokensAtOnce { get; init; } = 4096;

    /// <summary>The greatest learning rate.</summary>
    public double LearningRate { get; init; } = 1.5e-3;

    /// <summary>Steps of warm-up.</summary>
    public int WarmUpSteps { get; init; } = 100;

    /// <summary>Steps at most; the training may be stopped and decayed at any one.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>Steps of the decay.</summary>
    public int DecaySteps { get; init; } = 1000;

    /// <summary>Weight decay of AdamW.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>How slowly AdamW's mean of squares follows.</summary>
    public double Beta2 { get; init; } = 0.98;

    /// <summary>Share of values dropped.</summary>
    public float Dropout { get; init; }

    /// <summary>Steps between two evaluations.</summary>
    public int EvaluateEvery { get; init; } = 200;

    /// <summary>Texts of each source and kind held out.</summary>
    public int HeldOut { get; init; } = 16;
}

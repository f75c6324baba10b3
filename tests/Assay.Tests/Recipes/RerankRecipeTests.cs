using System.Collections.Immutable;
using Assay.Benchmarks.Models.Embedding;
using Assay.Benchmarks.Models.Reranking;
using Assay.Models.Encoders;
using Assay.Tuning.Contrastive;

namespace Assay.Tests.Recipes;

public sealed class RerankRecipeTests : IDisposable
{
    private static readonly RerankShape Small = new() { Width = 32, FeedForward = 32, Layers = 2, Positions = 128 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_shortened_run_gives_the_same_bytes_twice()
    {
        byte[] once = Run("a"), twice = Run("b");
        Assert.Equal(once, twice);
    }

    [Fact]
    public void Lessons_have_the_passage_that_answers_and_others_that_the_search_finds()
    {
        RecipeScene scene = Scene("lessons");
        RerankRecipe recipe = Recipe(scene);
        ImmutableArray<ContrastiveExample> lessons = new RerankLessons(scene.Recipe, scene.Work, Path.Combine(folder.Path, "lessons", "made"), recipe).Make();
        Assert.True(lessons.Length > 20, $"{lessons.Length} lessons");
        Assert.All(lessons, l => Assert.InRange(l.Negatives.Length, 1, recipe.Negatives));
        Assert.All(lessons, l => Assert.DoesNotContain(l.Positives[0], l.Negatives));

        // A sentence that looks for what stood around it is taken out of the passage; a heading does not stand in it.
        Assert.All(lessons, l => Assert.DoesNotContain(l.Query, l.Positives[0], StringComparison.Ordinal));
        ContrastiveExample heading = lessons.First(l => l.Query.Contains("Mill ", StringComparison.Ordinal) && l.Query.Length < 20);
        int page = int.Parse(heading.Query[(heading.Query.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"Paragraph {(3 * page) + 1} ", heading.Positives[0], StringComparison.Ordinal);
        Assert.All(heading.Negatives, n => Assert.DoesNotContain($"Paragraph {(3 * page) + 1} ", n, StringComparison.Ordinal));
    }

    [Fact]
    public void Before_any_training_a_passage_with_the_words_of_the_query_is_above_one_without()
    {
        string embedder = Path.Combine(Conventions.Repository.Root, "models", "assay-embed-en"), model = Path.Combine(folder.Path, "planted");
        new PlantedReranker(new RerankShape(), 1).Write(embedder, new RerankHint(0.25), model);
        using CrossEncoder reranker = CrossEncoder.Open(model);
        Assert.Equal(new RerankHint(0.25), reranker.Hint);
        string[] passages =
        [
            "Invoices are sent on the first day of a month, and paid within thirty days by transfer.",
            "The technician can change the password of an account under Settings, after the old one was given.",
            "A river flows through the valley to the sea, past the mill and three villages.",
        ];
        (string Query, int Best)[] cases = [("when are invoices sent", 0), ("how to change my account password", 1), ("river valley mill", 2), ("invoice paid by transfer", 0), ("passwords of accounts", 1)];
        foreach ((string query, int best) in cases)
        {
            float[] scores = reranker.Score(query, passages);
            Assert.True(scores[best] == scores.Max(), $"{query}: {string.Join(' ', scores)}");
        }
    }

    private byte[] Run(string name)
    {
        RecipeScene scene = Scene(name);
        string work = Directory.CreateDirectory(Path.Combine(folder.Path, name, "reranker")).FullName, embedder = Embedder(scene, name);
        new RerankTraining(Recipe(scene), scene.Work, work, embedder).Train();
        using CrossEncoder reranker = CrossEncoder.Open(Path.Combine(work, "model"));
        Assert.Equal(new RerankHint(0.2), reranker.Hint);
        Assert.All(reranker.Score("the mill on the river", ["Paragraph 3 is about the mill", "the town"]), s => Assert.True(float.IsFinite(s)));
        return File.ReadAllBytes(Path.Combine(work, "model", "model.safetensors"));
    }

    private static string Embedder(RecipeScene scene, string name)
    {
        string work = Directory.CreateDirectory(Path.Combine(scene.Work, "..", "embedder")).FullName;
        EmbedderRecipe recipe = new() { Name = name, Corpus = Path.GetFileName(scene.Recipe.Path), Path = Path.Combine(Path.GetDirectoryName(scene.Recipe.Path)!, "embedder.json"), Vocabulary = 200, Dimensions = 32, Prefixes = [8], HeldOut = 8, BatchSize = 8, Epochs = 1 };
        var training = new EmbedderTraining(recipe, scene.Work, work, words: null);
        training.Train();
        return training.Model;
    }

    private static RerankRecipe Recipe(RecipeScene scene) => new() { Name = "small", Corpus = Path.GetFileName(scene.Recipe.Path), Path = Path.Combine(Path.GetDirectoryName(scene.Recipe.Path)!, "reranker.json"), Shape = Small, QueriesOfKind = 20, Negatives = 3, HeldOut = 4, BatchSize = 8 };

    private RecipeScene Scene(string name)
    {
        RecipeScene scene = new(Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName);
        for (int page = 0; page < 20; page++) scene.Page($"{page}.md", $"# Page {page}\n\n## Mill {page}\n\n{RecipeScene.Prose((3 * page) + 1)}\n\n{RecipeScene.Prose((3 * page) + 2)}\n\n{RecipeScene.Prose((3 * page) + 3)}");
        scene.Build();
        File.WriteAllText(scene.Recipe.Path, System.Text.Json.JsonSerializer.Serialize(scene.Recipe, System.Text.Json.JsonSerializerOptions.Web));
        return scene;
    }
}

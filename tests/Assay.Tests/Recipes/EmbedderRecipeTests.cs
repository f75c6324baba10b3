using System.Collections.Immutable;
using Assay.Benchmarks.Models;
using Assay.Benchmarks.Models.Embedding;
using Assay.Models.Encoders;
using Assay.Tuning.Contrastive;

namespace Assay.Tests.Recipes;

public sealed class EmbedderRecipeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_corpus_gives_the_same_pairs_each_with_a_passage_of_its_document()
    {
        RecipeScene scene = Scene("pairs");
        ImmutableArray<ContrastiveExample> first = new PairMiner(scene.Recipe, scene.Work, 1).Mine(100), again = new PairMiner(scene.Recipe, scene.Work, 1).Mine(100);
        Assert.True(first.Length > 30, $"{first.Length} pairs");
        Assert.Equal(first.Select(p => (p.Query, p.Positives[0])), again.Select(p => (p.Query, p.Positives[0])));
        string[] documents = [.. CorpusBuilder.Documents(scene.Work, "pages").Select(d => d.Text)];
        ContrastiveExample[] titles = [.. first.Where(p => documents.Any(d => d.StartsWith($"# {p.Query}\n", StringComparison.Ordinal)))];
        Assert.Equal(documents.Length, titles.Length);
        Assert.All(titles, p => Assert.StartsWith($"# {p.Query}\n", documents.Single(d => d.Contains(p.Positives[0].Split('\n')[0], StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void A_shortened_run_gives_the_same_bytes_twice()
    {
        byte[] once = Run("a"), twice = Run("b");
        Assert.Equal(once, twice);
    }

    private byte[] Run(string name)
    {
        RecipeScene scene = Scene(name);
        string recipes = Path.GetDirectoryName(scene.Recipe.Path)!, work = Directory.CreateDirectory(Path.Combine(folder.Path, name, "embedder")).FullName;
        File.WriteAllText(scene.Recipe.Path, System.Text.Json.JsonSerializer.Serialize(scene.Recipe, System.Text.Json.JsonSerializerOptions.Web));
        EmbedderRecipe recipe = new() { Name = "small", Corpus = Path.GetFileName(scene.Recipe.Path), Path = Path.Combine(recipes, "embedder.json"), Vocabulary = 200, Dimensions = 16, Prefixes = [8], HeldOut = 8, BatchSize = 8, Epochs = 1 };
        var training = new EmbedderTraining(recipe, scene.Work, work);
        training.Train();
        using SentenceEmbedder embedder = SentenceEmbedder.Open(training.Model);
        Assert.Equal(1, embedder.Embed(["the mill on the river"]).Vectors[0].ToArray().Sum(v => (double)v * v), 4);
        return File.ReadAllBytes(Path.Combine(training.Model, "model.safetensors"));
    }

    private RecipeScene Scene(string name)
    {
        RecipeScene scene = new(Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName);
        for (int page = 0; page < 20; page++) scene.Page($"{page}.md", $"# Page {page}\n\n## Mill {page}\n\n{RecipeScene.Prose((3 * page) + 1)}\n\n{RecipeScene.Prose((3 * page) + 2)}\n\n{RecipeScene.Prose((3 * page) + 3)}");
        scene.Build();
        return scene;
    }
}

using System.Collections.Immutable;
using System.Numerics.Tensors;
using Assay.Benchmarks.Models;
using Assay.Benchmarks.Models.Embedding;
using Assay.Models.Encoders;
using Assay.Numerics.Parallel;
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
        string[] kept = [.. CorpusBuilder.Documents(scene.Work, "pages").Where(d => DevelopmentSets.Has(d.Id)).Select(d => d.Text)];
        Assert.NotEmpty(kept);
        Assert.Equal(documents.Length - kept.Length, titles.Length);
        Assert.DoesNotContain(first, p => kept.Any(k => k.Contains(p.Positives[0].Split('\n')[^1], StringComparison.Ordinal)));
        Assert.All(titles, p => Assert.StartsWith($"# {p.Query}\n", documents.Single(d => d.Contains(p.Positives[0].Split('\n')[0], StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void A_shortened_run_gives_the_same_bytes_twice()
    {
        byte[] once = Run("a"), twice = Run("b");
        Assert.Equal(once, twice);
    }

    [Fact]
    public void Tokens_used_alike_point_alike_and_rows_do_not_depend_on_the_number_of_threads()
    {
        // 1 and 2 stand among 10, 11 and 12; 3 and 4 among 20, 21 and 22; 5 nowhere.
        int[][] texts = [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? (int[])[10 + (i / 2 % 3), 1 + (i / 4 % 2), 10 + (i / 3 % 3)] : [20 + (i / 2 % 3), 3 + (i / 4 % 2), 20 + (i / 3 % 3)])];
        Cooccurrence near = Cooccurrence.Of(texts, 30, new CooccurrenceOptions { Window = 2, Subsample = 1 }, 1);
        using var three = new WorkerTeam(3);
        float[] rows = WordSpace.Rows(near, 4, 1, WorkerTeam.One);
        Assert.Equal(rows, WordSpace.Rows(near, 4, 1, three));
        double Cosine(int a, int b) => TensorPrimitives.Dot<float>(rows.AsSpan(a * 4, 4), rows.AsSpan(b * 4, 4));
        Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(1, Cosine(i, i), 4));
        Assert.True(Cosine(1, 2) > 0.9 && Cosine(3, 4) > 0.9, $"{Cosine(1, 2)} {Cosine(3, 4)}");
        Assert.True(Cosine(1, 3) < 0.5 && Cosine(2, 4) < 0.5, $"{Cosine(1, 3)} {Cosine(2, 4)}");
    }

    [Fact]
    public void Development_sets_are_made_of_documents_that_no_pair_is_from()
    {
        RecipeScene scene = Scene("development");
        string target = Path.Combine(folder.Path, "sets");
        new DevelopmentSets(scene.Recipe, scene.Work, 1).Write(target);
        string[] sections = File.ReadAllLines(Path.Combine(target, "headings", "corpus.jsonl"));
        Assert.NotEmpty(sections);
        string[] own = [.. CorpusBuilder.Documents(scene.Work, "pages").Where(d => DevelopmentSets.Has(d.Id)).Select(d => d.Text)];
        Assert.All(sections, s => Assert.Contains(own, d => d.Contains(System.Text.Json.JsonDocument.Parse(s).RootElement.GetProperty("text").GetString()!.Split('\n')[0], StringComparison.Ordinal)));
    }

    [Fact]
    public void Meanings_are_read_with_all_their_words()
    {
        string words = Directory.CreateDirectory(Path.Combine(folder.Path, "words")).FullName;
        File.WriteAllText(Path.Combine(words, "data.noun"), "  1 This is the licence.  \n02084071 05 n 02 dog 0 domestic_dog 1 001 @ 02083346 n 0000 | a friend of people; \"the dog barked\"  \n");
        File.WriteAllText(Path.Combine(words, "data.adj"), "00013887 00 a 01 galore(ip) 0 000 | in plenty  \n");
        foreach (string empty in (string[])["data.verb", "data.adv"]) File.WriteAllText(Path.Combine(words, empty), "");
        ImmutableArray<Synset> found = WordNet.Read(words);
        Assert.Equal(["dog, domestic dog", "galore"], found.Select(s => string.Join(", ", s.Words)));
        Assert.Equal(["a friend of people; \"the dog barked\"", "in plenty"], found.Select(s => s.Gloss));
        Assert.Empty(WordNet.Read(null));
    }

    private byte[] Run(string name)
    {
        RecipeScene scene = Scene(name);
        string recipes = Path.GetDirectoryName(scene.Recipe.Path)!, work = Directory.CreateDirectory(Path.Combine(folder.Path, name, "embedder")).FullName;
        File.WriteAllText(scene.Recipe.Path, System.Text.Json.JsonSerializer.Serialize(scene.Recipe, System.Text.Json.JsonSerializerOptions.Web));
        EmbedderRecipe recipe = new() { Name = "small", Corpus = Path.GetFileName(scene.Recipe.Path), Path = Path.Combine(recipes, "embedder.json"), Vocabulary = 200, Dimensions = 16, Prefixes = [8], HeldOut = 8, BatchSize = 8, Epochs = 1 };
        var training = new EmbedderTraining(recipe, scene.Work, work, words: null);
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

using Assay.Benchmarks.Models;
using Assay.Tuning.FromScratch;

namespace Assay.Tests.Recipes;

/// <summary>A recipe of a very small model, its source and its evaluation sets, in a folder.</summary>
internal sealed class RecipeScene
{
    private readonly string data, shared;

    public RecipeScene(string folder)
    {
        (data, shared, Work) = (Path.Combine(folder, "data"), Path.Combine(folder, "shared"), Path.Combine(folder, "work"));
        Directory.CreateDirectory(Path.Combine(data, "pages"));
        Directory.CreateDirectory(Work);
        foreach ((string _, string path, string _) in EvaluationSets.All) Evaluation(Path.HasExtension(path) ? path : path + "/none.txt", path.EndsWith(".json", StringComparison.Ordinal) ? "{}" : "");
        string recipe = Path.Combine(folder, "recipe.json");
        File.Copy(Path.Combine(Conventions.Repository.Root, "eng", "models", "reading-tasks.json"), Path.Combine(folder, "reading-tasks.json"));
        File.WriteAllText(recipe, "");
        Recipe = new ModelRecipe
        {
            Name = "small",
            Path = recipe,
            Shape = new ScratchShape { Vocabulary = 400, DigitsTogether = 1, Width = 16, Layers = 2, Heads = 2, FeedForward = 32, Positions = 512 },
            Sources = [new RecipeSource("pages", "markdown", "CC0", "these tests", 2)],
            Lessons = [new RecipeLessons("recall", 1), new RecipeLessons("repeat", 1)],
            Training = new RecipeTraining { Context = 128, Window = 64, BatchSize = 4, TokensAtOnce = 256, Steps = 8, WarmUpSteps = 2, EvaluateEvery = 4, HeldOut = 2 },
        };
    }

    public ModelRecipe Recipe { get; init; }

    public string Work { get; init; }

    /// <summary>A paragraph like no other.</summary>
    public static string Prose(int number) => $"Paragraph {number} is about the {number}th mill on the river, which ground {number * 17} sacks of corn a day until its wheel broke and the miller went away to the town.";

    public void Page(string name, string text) => File.WriteAllText(Path.Combine(data, "pages", name), text);

    public void Evaluation(string path, string text)
    {
        string file = Path.Combine(shared, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (file.EndsWith(".zip", StringComparison.Ordinal)) System.IO.Compression.ZipFile.Open(file, System.IO.Compression.ZipArchiveMode.Create).Dispose();
        else File.WriteAllText(file, text);
    }

    public void Build() => new CorpusBuilder(Recipe, data, shared, Work).Build(["a vocabulary of the letters and words of these tests"]);
}

using Assay.Benchmarks.Models;

namespace Assay.Tests.Recipes;

public sealed class RecipeReplayTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_shortened_run_gives_the_same_bytes_twice_also_when_it_is_interrupted()
    {
        byte[] once = Run("a", []), twice = Run("b", []), inParts = Run("c", [3, 5]);
        Assert.Equal(once, twice);
        Assert.Equal(once, inParts);
    }

    [Fact]
    public void A_training_that_is_stopped_can_be_ended_well()
    {
        RecipeScene scene = Scene("d");
        var training = new ModelTraining(scene.Recipe, scene.Work);
        training.Train(stopAfter: 4);
        training.Decay(3);
        training.Decay(3);
        Assert.True(File.Exists(Path.Combine(scene.Work, "decay-4.safetensors")));
        Assert.True(File.Exists(Path.Combine(scene.Work, "model", "model.safetensors")));
        training.Train(stopAfter: null);
        Assert.Equal(Run("e", []), Model(scene, "again"));
    }

    private byte[] Run(string name, long[] stops)
    {
        RecipeScene scene = Scene(name);
        foreach (long stop in stops) new ModelTraining(scene.Recipe, scene.Work).Train(stop);
        new ModelTraining(scene.Recipe, scene.Work).Train(stopAfter: null);
        return Model(scene, "out");
    }

    private static byte[] Model(RecipeScene scene, string name)
    {
        var training = new ModelTraining(scene.Recipe, scene.Work);
        string target = Path.Combine(scene.Work, name);
        training.Export(training.State, target);
        return File.ReadAllBytes(Path.Combine(target, "model.safetensors"));
    }

    private RecipeScene Scene(string name)
    {
        RecipeScene scene = new(Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName);
        for (int page = 0; page < 12; page++) scene.Page($"{page}.md", $"# Page {page}\n\n{RecipeScene.Prose((3 * page) + 1)}\n\n{RecipeScene.Prose((3 * page) + 2)}\n\n{RecipeScene.Prose((3 * page) + 3)}");
        scene.Build();
        return scene;
    }
}

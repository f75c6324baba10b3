using Assay.Knowledge;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Search;
using Assay.Tests.Models.Encoders;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Tests.Cli;

/// <summary>How much an embedder counts, as its own folder says.</summary>
public sealed class FusionHintTests
{
    [Fact]
    public void An_embedder_counts_as_its_folder_says_until_something_was_measured()
    {
        using TestProject project = TestProject.Create(2, settings: "embedder: ./models/tiny");
        string folder = LocalEncoders.Static(project.PathOf("models/tiny"));
        Assert.Equal(new FusionOptions(), Fusion(project));
        LocalEncoders.Write(folder, "config_sentence_transformers.json", """{"assay":{"fusion":{"weight":0.3,"gateLow":0.3,"gateHigh":0.5}}}""");
        var said = new FusionOptions { DenseWeight = 0.3, GateLow = 0.3, GateHigh = 0.5 };
        Assert.Equal(said, Fusion(project));
        var measured = new FusionOptions { DenseWeight = 0.7 };
        SearchProfileFile.Write(Workspace.Open(project.Root), SearchProfile.Default with { Fusion = measured });
        Assert.Equal(measured, Fusion(project));
    }

    [Theory]
    [InlineData("""{"assay":{"fusion":{"gateLow":0.3}}}""", "weight")]
    [InlineData("""{"assay":{"fusion":{"weight":1.5}}}""", "weight")]
    [InlineData("""{"assay":{"fusion":{"weight":0.5,"gateLow":0.5,"gateHigh":0.4}}}""", "gateHigh")]
    public void What_it_says_must_be_a_share(string config, string named)
    {
        using TestProject project = TestProject.Create(2, settings: "embedder: ./models/tiny");
        LocalEncoders.Write(LocalEncoders.Static(project.PathOf("models/tiny")), "config_sentence_transformers.json", config);
        Assert.Contains(named, Assert.Throws<InputException>(() => Fusion(project)).Message, StringComparison.Ordinal);
    }

    private static FusionOptions Fusion(TestProject test)
    {
        Project project = ProjectFile.Read(test.Root);
        Workspace workspace = Workspace.Open(project.Root);
        using var knowledge = KnowledgeBase.Open(project, workspace, TimeProvider.System);
        using KnowledgeEmbedder? embedder = knowledge.OpenEmbedder(project, workspace, new ProviderOptions(), TimeProvider.System);
        return knowledge.Searcher.Profile.Fusion;
    }
}

using Assay.Knowledge;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Reranking;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Tests.Application.Knowledge;

public sealed class SearchProfileFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_profile_comes_back_as_it_was_written()
    {
        var profile = new SearchProfile
        {
            Keyword = new() { K1 = 0.9, B = 0.4, TitleWeight = 3 },
            Feedback = new() { Weight = 0.25, Documents = 5 },
            Support = new() { Weight = 0.3 },
            Reranker = new RerankModel(RerankFeatures.Names, [.. RerankFeatures.Names.Select((_, i) => (i / 3.0) - 1)], 40),
        };
        Workspace workspace = Workspace.Open(folder.Path);
        Assert.True(SearchProfileFile.Write(workspace, profile));
        Assert.Equal(profile, SearchProfileFile.Read(workspace));
    }

    [Fact]
    public void The_defaults_are_no_file()
    {
        Workspace workspace = Workspace.Open(folder.Path);
        SearchProfileFile.Write(workspace, new SearchProfile { Proximity = new() { Weight = 0.1 } });
        Assert.False(SearchProfileFile.Write(workspace, SearchProfile.Default));
        Assert.False(File.Exists(workspace.SearchProfileFile));
        Assert.Equal(SearchProfile.Default, SearchProfileFile.Read(workspace));
    }

    [Theory]
    [InlineData("""{"proximity":{"wieght":1}}""", "wieght")]
    [InlineData("""{"feedback":{"weight":7}}""", "feedback weight must be 0 to 0.95, not 7")]
    [InlineData("{", "search profile of this version")]
    [InlineData("""{"reranker":{"features":["score"],"weights":[1],"depth":50}}""", "Train it again")]
    public void A_wrong_file_is_named_and_explained(string json, string expected)
    {
        Workspace workspace = Workspace.Open(folder.Path);
        File.WriteAllText(workspace.SearchProfileFile, json);
        InputException error = Assert.Throws<InputException>(() => SearchProfileFile.Read(workspace));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("search-profile.json", error.Message, StringComparison.Ordinal);
    }
}

using Assay.ChunkingEvaluation;
using Assay.Projects;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Text;

namespace Assay.Tests.Application.ChunkingEvaluation;

public sealed class ChunkingGridTests
{
    private static readonly RetrievalSettings Current = new() { Passages = 5 };

    [Fact]
    public void Standard_holds_the_current_setting_first_and_once()
    {
        string[] written = [.. ChunkingGrid.Standard(Current).Select(ChunkingGrid.Write)];
        Assert.Equal("structure:256", written[0]);
        Assert.Equal(11, written.Distinct().Count());
        Assert.Equal(11, written.Length);
        Assert.Equal(12, ChunkingGrid.Standard(Current with { ChunkTokens = 200 }).Length);
        Assert.All(ChunkingGrid.Standard(Current), s => Assert.Empty(s.ChunkingOptions.Validate()));
    }

    [Theory]
    [InlineData("structure:64+section")]
    [InlineData("sentences:32+window")]
    [InlineData("fixed:256/32")]
    [InlineData("recursive:4096/2048+section-headers")]
    public void Parse_reads_what_write_writes(string setting)
    {
        RetrievalSettings parsed = ChunkingGrid.Parse(setting, Current)[1];
        Assert.Equal(setting, ChunkingGrid.Write(parsed));
        Assert.Equal(5, parsed.Passages);
    }

    [Fact]
    public void Parse_fills_every_part()
    {
        RetrievalSettings parsed = ChunkingGrid.Parse("fixed:128/16+window-headers", Current)[1];
        Assert.Equal(Current with { Chunking = ChunkingStrategy.Fixed, ChunkTokens = 128, OverlapTokens = 16, Expand = PassageExpansion.Window, ContextualHeaders = false }, parsed);
    }

    [Fact]
    public void Parse_reports_every_mistake()
    {
        var e = Assert.Throws<InputException>(() => ChunkingGrid.Parse("lines:64, fixed, fixed:8, fixed:64/33, fixed:64/x, fixed:64+all, fixed:64+section+window, structure:256", Current));
        Assert.Equal(["lines:64", "fixed", "fixed:8", "fixed:64/33", "fixed:64/x", "fixed:64+all", "fixed:64+section+window"], e.Problems.Select(p => p.Message.Split('\'')[1]));
    }

    [Fact]
    public void Yaml_is_read_back_as_the_setting()
    {
        using var folder = new TemporaryFolder();
        foreach (RetrievalSettings setting in ChunkingGrid.Standard(new RetrievalSettings()))
        {
            folder.Write("assay.yaml", "name: x\n" + ChunkingGrid.Yaml(setting));
            Assert.Equal(setting, ProjectFile.Read(folder.Path).Retrieval);
        }
    }

    [Fact]
    public void Project_overlap_of_more_than_half_is_refused_with_its_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("assay.yaml", "name: x\nretrieval:\n  chunkTokens: 64\n  overlapTokens: 33\n");
        var e = Assert.Throws<InputException>(() => ProjectFile.Read(folder.Path));
        Assert.Equal((4, "'retrieval.overlapTokens' must be at most half of chunkTokens (32), found 33."), (e.Problems[0].Line, e.Problems[0].Message));
    }

    [Fact]
    public void Front_keeps_what_nothing_beats()
    {
        Assert.Equal([true, false, true, true, true], ParetoFront.Mark([(0.9, 100, 10), (0.9, 101, 10), (0.8, 50, 10), (0.9, 100, 10), (0.1, 500, 1)]));
        Assert.Empty(ParetoFront.Mark([]));
    }
}

using System.Text.Json;
using Assay.Comparing;
using Assay.Running;
using Assay.Tests.Application.Reporting;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Tests.Application.Comparing;

public sealed class KeptComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assay-kept").FullName;

    [Fact]
    public void What_was_written_is_read_back_to_the_last_byte()
    {
        Workspace workspace = Workspace.Open(_folder);
        Assert.Null(KeptComparison.Read(workspace));
        Comparison comparison = SampleComparison.Of(SampleComparison.Ship);
        Write(workspace, comparison);
        KeptComparison kept = KeptComparison.Read(workspace)!;
        Assert.Equal(JsonSerializer.Serialize(comparison, JsonFormat.Indented), JsonSerializer.Serialize(kept.Comparison, JsonFormat.Indented));
        Assert.Equal(JsonSerializer.Serialize(SampleComparison.Runs.Select(r => r.Rows), JsonFormat.Compact), JsonSerializer.Serialize(kept.Runs.Select(r => r.Rows), JsonFormat.Compact));
        Assert.Equal(comparison.Arms.Select(a => (a.Arm, a.Reference, a.CanCite)), kept.Runs.Select(r => (r.Arm, r.IsReference, r.CanCite)));
    }

    [Fact]
    public void A_damaged_file_says_what_to_do()
    {
        Workspace workspace = Workspace.Open(_folder);
        Write(workspace, SampleComparison.Of(SampleComparison.Ship));
        File.WriteAllText(Path.Combine(workspace.RunsFolder, "rag.jsonl"), "{ half\n");
        Assert.Contains("rag.jsonl", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(workspace.RunsFolder, "rag.jsonl"));
        Assert.Contains("assay compare", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
        File.WriteAllText(workspace.ComparisonFile, "{}");
        Assert.Contains("older version", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write(Workspace workspace, Comparison comparison)
    {
        File.WriteAllText(workspace.ComparisonFile, JsonSerializer.Serialize(comparison, JsonFormat.Indented));
        foreach (Run run in SampleComparison.Runs) File.WriteAllText(Path.Combine(workspace.RunsFolder, run.Arm + ".jsonl"), string.Concat(run.Rows.Select(r => JsonSerializer.Serialize(r, JsonFormat.Compact) + "\n")));
    }
}

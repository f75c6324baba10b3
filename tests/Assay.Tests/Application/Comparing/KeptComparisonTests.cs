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
        Comparison comparison = Sample;
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
        Write(workspace, Sample);
        File.WriteAllText(Path.Combine(workspace.RunsFolder, "rag.jsonl"), "{ half\n");
        Assert.Contains("rag.jsonl", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(workspace.RunsFolder, "rag.jsonl"));
        Assert.Contains("assay compare", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
        Write(workspace, Sample);
        File.WriteAllText(Path.Combine(workspace.RunsFolder, "rag.jsonl"), "");
        Assert.Contains("Answers are missing", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
        foreach (string broken in (string[])["\"latencyMs\":null", "\"tokens\":null", "\"score\":7"])
        {
            string name = broken.Split(':')[0];
            File.WriteAllText(workspace.ComparisonFile, System.Text.RegularExpressions.Regex.Replace(JsonSerializer.Serialize(Sample, JsonFormat.Compact), name + @":(\{[^}]*\}|[0-9.]+)", broken));
            Assert.Contains("older version", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
        }

        File.WriteAllText(workspace.ComparisonFile, "{}");
        Assert.Contains("older version", Assert.Throws<InputException>(() => KeptComparison.Read(workspace)).Message, StringComparison.Ordinal);
    }

    // The counts of outcomes say how many rows a run must have.
    private static Comparison Sample => SampleComparison.Of(SampleComparison.Ship) is var c ? c with
    {
        Arms = [.. c.Arms.Select(a => a with { Outcomes = a.Outcomes.Clear().Add("scored", SampleComparison.Runs.Single(r => r.Arm == a.Arm).Rows.Length) })],
    } : null!;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write(Workspace workspace, Comparison comparison)
    {
        File.WriteAllText(workspace.ComparisonFile, JsonSerializer.Serialize(comparison, JsonFormat.Indented));
        foreach (Run run in SampleComparison.Runs) File.WriteAllText(Path.Combine(workspace.RunsFolder, run.Arm + ".jsonl"), string.Concat(run.Rows.Select(r => JsonSerializer.Serialize(r, JsonFormat.Compact) + "\n")));
    }
}

using Assay.Tests.Cli;

namespace Assay.Tests.Application.Forgetting;

/// <summary>What is forgotten stays out, what is not finished is told, and documents may be named by a path.</summary>
public sealed class ForgottenFilesTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(8);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task A_forgotten_file_is_not_read_under_another_name()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/plan-001.md", "-p", project.Root)).ExitCode);
        Directory.CreateDirectory(project.PathOf("docs/new"));
        File.Move(project.PathOf("docs/plan-001.md"), project.PathOf("docs/new/plan-009.md"));
        CommandLine.Result ingest = await CommandLine.RunAsync("ingest", project.Root);
        Assert.Contains("1 file was forgotten and is not read: 'docs/new/plan-009.md' (as 'docs/plan-001.md').", ingest.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("plan-009", (await CommandLine.RunAsync("search", "plan 1 seats", "-p", project.Root)).Out, StringComparison.Ordinal);

        File.AppendAllText(project.PathOf("docs/new/plan-009.md"), "More of it.\n");
        Assert.DoesNotContain("was forgotten", (await CommandLine.RunAsync("ingest", project.Root)).Error, StringComparison.Ordinal);
        Assert.Contains("plan-009", (await CommandLine.RunAsync("search", "plan 1 seats", "-p", project.Root)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_was_a_document_of_its_own_stays_one()
    {
        File.Copy(project.PathOf("docs/plan-001.md"), project.PathOf("docs/copy.md"));
        CommandLine.Result result = await CommandLine.RunAsync("forget", "docs/plan-001.md", "-p", project.Root, "--json");
        Assert.Contains(result.Json.GetProperty("lines").EnumerateArray(), l => l.GetProperty("kind").GetString() == "document" && l.GetProperty("where").GetString() == "docs/copy.md");
        Assert.Equal(0, (await CommandLine.RunAsync("clean", project.Root)).ExitCode);
        Assert.Contains("docs/copy.md", (await CommandLine.RunAsync("search", "plan 1 seats", "-p", project.Root)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_forgotten_files_are_told_in_one_line()
    {
        for (int i = 1; i <= 5; i++) Assert.Equal(0, (await CommandLine.RunAsync("forget", $"docs/plan-00{i}.md", "-p", project.Root)).ExitCode);
        CommandLine.Result ingest = await CommandLine.RunAsync("ingest", project.Root);
        string line = Assert.Single(ingest.Error.Split('\n'), l => l.Contains("forgotten", StringComparison.Ordinal));
        Assert.Contains("5 files were forgotten and are not read: 'docs/plan-001.md', 'docs/plan-002.md', 'docs/plan-003.md' and 2 more. Delete them", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_forgotten_to_the_end_is_told_by_every_command_that_reads_or_cleans()
    {
        project.Write("docs/a page.md", "# A page\n\nZanzibar.\n");
        project.Write(".assay/forgetting/0123.json", """{"document":"docs/a page.md","begun":"2026-01-01T00:00:00+00:00"}""");
        foreach (string[] verb in (string[][])[["ingest", project.Root], ["clean", project.Root]])
        {
            Assert.Contains("assay forget \"docs/a page.md\"", (await CommandLine.RunAsync(verb)).Error, StringComparison.Ordinal);
        }

        Assert.Contains("assay forget \"docs/a page.md\"", string.Join(' ', (await CommandLine.RunAsync("compare", project.Root)).Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        foreach (string[] verb in (string[][])[["search", "seats", "-p", project.Root], ["ask", "How many seats?", "-p", project.Root]])
        {
            string error = (await CommandLine.RunAsync(verb)).Error;
            Assert.Contains("A document is not forgotten to the end", error, StringComparison.Ordinal);
            Assert.DoesNotContain("a page", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_path_to_the_document_names_it()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "./docs/../docs/plan-001.md", "-p", project.Root)).ExitCode);
        CommandLine.Result result = await CommandLine.RunAsync("forget", project.PathOf("docs/plan-002.md"), "-p", project.Root, "--json");
        Assert.Equal("docs/plan-002.md", result.Json.GetProperty("document").GetString());
        CommandLine.Result outside = await CommandLine.RunAsync("forget", "../other.md", "-p", project.Root);
        Assert.Equal(2, outside.ExitCode);
        Assert.Contains("is not inside the project's folder", outside.Error, StringComparison.Ordinal);
    }
}

namespace Assay.Tests.Cli;

/// <summary>What documents hold does not command the terminal, and searching does not tell of what is closed.</summary>
public sealed class TerminalSafetyTests
{
    [Theory]
    [InlineData("search")]
    [InlineData("ask")]
    [InlineData("ingest")]
    public async Task No_control_character_reaches_the_terminal(string verb)
    {
        using TestProject project = TestProject.Create();
        project.Write("docs/evil\u001b]0;owned\u0007\nname.md", "# Zeppelin \u001b[2J\u009b31m\u202e\n\nThe \u2067zeppelin \u001b]8;;http://x\u0007 carries \u001b[31m 40 people in total.\n");
        project.Write("docs/bad\u202d\u001b[2J\nnot read: name.md", "---\naccess: nobody-known\n---\n");

        string[] arguments = verb == "ingest" ? [verb, project.Root] : [verb, "How many people does the zeppelin carry?", "-p", project.Root];
        CommandLine.Result result = await CommandLine.RunAsync(arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(result.Out + result.Error, c => char.IsControl(c) && c is not ('\n' or '\t') && !Environment.NewLine.Contains(c, StringComparison.Ordinal));
        Assert.DoesNotContain(result.Out + result.Error, c => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
        Assert.DoesNotContain((result.Out + result.Error).Split('\n'), l => l.StartsWith("name.md", StringComparison.Ordinal) || l.StartsWith("not read: name.md", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_holds_marks_of_direction_only_escaped()
    {
        using TestProject project = TestProject.Create();
        project.Write("docs/air.md", "# Zeppelin\n\nThe zeppelin \u202e carries 40 people in total.\n");
        CommandLine.Result result = await CommandLine.RunAsync("search", "zeppelin", "-p", project.Root, "--json");
        Assert.DoesNotContain('\ufffd', result.Out);
        Assert.DoesNotContain('\u202e', result.Out);
        Assert.Contains("\\u202e", result.Out, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Search_counts_files_that_could_not_be_read_and_does_not_name_them()
    {
        using TestProject project = TestProject.Create();
        project.Write("docs/layoffs.md", "---\naccess: board-only\n---\n# Layoffs\n");
        project.Write("docs/gone.md.access.yaml", "access: [group:secret]");

        CommandLine.Result search = await CommandLine.RunAsync("search", "seats", "-p", project.Root);
        Assert.Equal($"1 file could not be read; `assay ingest` lists them.{Environment.NewLine}", search.Error);
        CommandLine.Result ingest = await CommandLine.RunAsync("ingest", project.Root);
        Assert.Contains("not read: docs/layoffs.md", ingest.Error, StringComparison.Ordinal);
    }
}

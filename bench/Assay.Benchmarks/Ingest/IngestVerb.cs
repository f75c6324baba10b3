using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Command;
using Assay.Benchmarks.Reports;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Benchmarks.Ingest;

/// <summary>Ingesting a folder of markdown pages: all of it, nothing changed, one page changed.</summary>
internal static class IngestVerb
{
    private const int Colds = 3;
    private const int Warms = 7;
    private const int Edits = 15;

    /// <summary>Runs the verb: <c>ingest WORK [REPORT.md] DIR...</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 3, "ingest WORK REPORT.md DIR...");
        var report = new MarkdownReport("Ingestion", "Assay.Benchmarks ingest WORK REPORT.md DIR...", TimeProvider.System);
        report.Say(
            "The command as users start it, the start of the runtime included; medians, in brackets the least and the greatest. \"One page\" is one page of the ingested folder changed: "
            + "`assay ingest` as a command, and in a process that holds the knowledge base open, from the saved file to the end of a search that finds the new text (the whole folder is looked through for what changed).");
        List<string[]> rows = [];
        foreach (string folder in args[2..])
        {
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
            Console.Error.WriteLine(name);
            rows.Add(Measure(name, PagesProject.Copy(folder, Path.Combine(args[0], name))));
        }

        report.Table(["folder", "pages", "MB", "MB/s", "peak MB", "unchanged s", "one page, command s", "one page, visible ms"], rows);
        report.Finish(args[1]);
    }

    private static string[] Measure(string name, PagesProject project)
    {
        List<CommandRun> cold = [];
        for (int i = 0; i < Colds; i++)
        {
            project.Reset();
            cold.Add(CommandRun.Start("ingest", project.Root));
        }

        double[] unchanged = [.. Enumerable.Range(0, Warms).Select(_ => CommandRun.Start("ingest", project.Root).Seconds)];
        double[] changed = [.. Enumerable.Range(0, Warms).Select(i => ChangeByCommand(project, i))];
        double[] visible = Visible(project);
        return
        [
            name,
            project.Pages.Count.ToString("N0", CultureInfo.InvariantCulture),
            (project.Bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture),
            Figure([.. cold.Select(c => project.Bytes / 1e6 / c.Seconds)], "0.0"),
            Figure([.. cold.Select(c => c.PeakBytes / 1e6)], "0"),
            Figure(unchanged, "0.00"),
            Figure(changed, "0.00"),
            Figure(visible, "0"),
        ];
    }

    private static double ChangeByCommand(PagesProject project, int edit)
    {
        File.AppendAllText(Page(project, edit), Marker("command", edit));
        return CommandRun.Start("ingest", project.Root).Seconds;
    }

    private static double[] Visible(PagesProject project)
    {
        Project opened = ProjectFile.Read(project.Root);
        using KnowledgeBase knowledge = KnowledgeBase.Open(opened, Workspace.Open(opened.Root), TimeProvider.System);
        knowledge.Ingest(progress: null, CancellationToken.None);
        double[] milliseconds = new double[Edits];
        for (int edit = 0; edit < Edits; edit++)
        {
            string page = Page(project, edit), word = Word("visible", edit);
            File.AppendAllText(page, Marker("visible", edit));
            long saved = Stopwatch.GetTimestamp();
            knowledge.Ingest(progress: null, CancellationToken.None);
            bool found = knowledge.Search(word, 1).Any(p => p.Chunk.Text.Contains(word, StringComparison.Ordinal));
            milliseconds[edit] = Stopwatch.GetElapsedTime(saved).TotalMilliseconds;
            if (!found) throw new InvalidDataException($"The changed page {page} was not found by its new word {word}.");
        }

        return milliseconds;
    }

    // Pages from all over the folder, never the same one twice in a row.
    private static string Page(PagesProject project, int edit) => project.Pages[(int)((edit + 1L) * 7919 % project.Pages.Count)];

    private static string Word(string kind, int edit) => string.Create(CultureInfo.InvariantCulture, $"zq{kind}{edit}mark");

    private static string Marker(string kind, int edit) => $"\n\nThe {Word(kind, edit)} was changed.\n";

    private static string Figure(double[] values, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{Rounds.Median(values).ToString(format, CultureInfo.InvariantCulture)} ({values.Min().ToString(format, CultureInfo.InvariantCulture)} to {values.Max().ToString(format, CultureInfo.InvariantCulture)})");
}

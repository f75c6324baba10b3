using Assay.Benchmarks.Reports;
using Assay.Numerics.Parallel;
using Assay.Text;

namespace Assay.Benchmarks.Tuning;

/// <summary>Behaviour learned from random weights on real data: trains, asks the trained models, and compares them with baselines.</summary>
internal static class TuningVerb
{
    private const string Usage = "tuning DATA [REPORT.md] [NAME...]";

    private static readonly TuningTask[] Tasks =
    [
        new("banking77", "banking77: intents as JSON", BankingTask.Run),
        new("advising", "text2sql advising: questions as SQL", SqlTask.Run),
        new("cuad", "cuad: the category of a clause", ClauseTask.Run),
        new("codiesp", "codiesp: the code of a finding", CodeTask.Run),
        new("onestop", "onestop-english: writing at a reading level", StyleTask.Run),
    ];

    /// <summary>Runs the verb: <c>tuning DATA [REPORT.md] [NAME...]</c>. Models and finished sections are kept under <c>artifacts/tuning</c>; the report has those that are finished.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 1, Usage);
        string[] names = args.Length > 2 ? args[2..] : [.. Tasks.Select(t => t.Name)];
        if (names.FirstOrDefault(n => Tasks.All(t => t.Name != n)) is { } unknown) throw new InputException(new Problem("", null, $"expected the names {string.Join(", ", Tasks.Select(t => t.Name))}; found '{unknown}'. Usage: {Usage}"));
        string work = Directory.CreateDirectory(Path.Combine(Machine.Root(), "artifacts", "tuning")).FullName;
        var training = new ScratchTraining(work, WorkerTeam.One);
        foreach (TuningTask task in Tasks.Where(t => names.Contains(t.Name)))
        {
            var section = new Section();
            task.Run(args[0], training, section);
            File.WriteAllText(SectionFile(work, task), section.ToString());
        }

        MarkdownReport report = new("Behaviour learned from random weights", "Assay.Benchmarks tuning DATA REPORT.md", TimeProvider.System);
        report.Say(
            "Each task trains Assay's small decoder (288 wide, 6 layers) from random weights with the loop of `assay tune`, on one thread, and asks the trained model greedily. Intervals are 95%, of 10,000 bootstrap resamples; "
            + "differences are paired. Test items count as suspects when the leak check of `assay tune` finds them in the training texts, word for word or nearly.");
        foreach (TuningTask task in Tasks.Where(t => File.Exists(SectionFile(work, t))))
        {
            report.Say($"## {task.Title}");
            report.Say(File.ReadAllText(SectionFile(work, task)).Trim());
        }

        report.Finish(args.ElementAtOrDefault(1));
    }

    private static string SectionFile(string work, TuningTask task) => Path.Combine(work, task.Name + ".md");
}

using Assay.Comparing;
using Assay.Knowledge;
using Assay.Retrieval.Search;
using Assay.Text;

namespace Assay.RetrievalTuning;

/// <summary>What <c>assay eval retrieval --stages</c> found on a subject, and the profile it wrote.</summary>
/// <param name="Collection">Name of the project or collection.</param>
/// <param name="Documents">Documents searched.</param>
/// <param name="Result">What the stages gain.</param>
/// <param name="ProfileFile">Path of the search profile that was written; null when the defaults hold.</param>
public sealed record StageReport(string Collection, int Documents, StageResult Result, string? ProfileFile)
{
    /// <summary>Measures the stages on a subject's questions and writes the profile that pays into its workspace.</summary>
    /// <param name="subject">Documents, questions and judgements.</param>
    /// <param name="options">When a stage pays.</param>
    /// <param name="timeProvider">Times each search.</param>
    /// <param name="progress">Told how many profiles were measured; their number is not known before.</param>
    /// <param name="cancellationToken">Stops between searches; nothing is written then.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InputException">There are too few questions.</exception>
    public static StageReport Measure(
        RetrievalSubject subject, StageOptions options, TimeProvider timeProvider, IProgress<CompareProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        const int least = 10;
        if (subject.Questions.Length < least)
        {
            throw new InputException(new Problem("", null, FormattableString.Invariant($"--stages needs {least} or more questions that name their documents; there are {subject.Questions.Length}. Whatever were chosen on so few would be chance.")));
        }

        JudgedQuestion[] questions = [.. subject.Questions.Select(q => new JudgedQuestion(q.Id, q.Text, subject.Qrels.Of(q.Id), subject.Knowledge.SearchOptions(1, Asker.Of(q))))];
        if (subject.Embedder is { } embedder) options = options with { QueryUsd = questions.Select(q => embedder.CostUsd(q.Text)).ToArray() is var costs && costs.All(c => c is not null) ? costs.Average() : null };
        Searcher searcher = subject.Knowledge.Searcher;
        (int Done, int Total) decided = default;
        void Show() => progress.Report(new CompareProgress("stages", decided.Done, decided.Total));
        var meter = new ProfileMeter(searcher.With, questions, timeProvider, _ => Show(), cancellationToken);
        var evaluation = new StageEvaluation(meter, subject.Embedder is null ? SearchStage.Lexical : SearchStage.Hybrid, options, (done, total) =>
        {
            decided = (done, total);
            Show();
        });
        StageResult result = evaluation.Run(SearchProfile.Default);
        bool written = SearchProfileFile.Write(subject.Workspace, result.Profile);
        return new StageReport(subject.Name, subject.Documents, result, written ? subject.Workspace.SearchProfileFile : null);
    }
}

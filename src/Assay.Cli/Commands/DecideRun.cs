using Assay.Cli.Terminal;
using Assay.Comparing;
using Assay.Deciding;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Interviewing;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary>What <c>assay decide</c> found.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Facts">What is known, and where from.</param>
/// <param name="Comparison">What was measured; null on paper.</param>
/// <param name="Answered">What was answered, now and before.</param>
internal sealed record DecideResult(Decision Decision, Facts Facts, Comparison? Comparison, Needs Answered)
{
    /// <summary>The answers behind the comparison.</summary>
    public KeptComparison? Kept { get; init; }
}

/// <summary>From what is known to a decision: asks what is missing, judges what was measured, keeps the verdict, writes reports.</summary>
/// <param name="host">The terminal.</param>
/// <param name="books">What decisions rest on.</param>
/// <param name="project">The project; null for none.</param>
internal sealed class DecideRun(CommandHost host, DecisionBooks books, Project? project)
{
    private readonly Decider _decider = new(books, host.Time);
    private readonly Workspace? _workspace = project is null ? null : Workspace.Open(project.Root);

    /// <summary>Decides.</summary>
    /// <param name="given">What was answered before.</param>
    /// <param name="interview">Asks the rest; null to ask nothing.</param>
    /// <param name="since">The earlier verdict to compare with; null for the last one.</param>
    /// <param name="command">The command that repeats it.</param>
    /// <param name="cancellationToken">Stops it; answers are kept.</param>
    public async Task<DecideResult> RunAsync(Needs given, DecideInterview? interview, string? since, string command, CancellationToken cancellationToken)
    {
        VerdictRecord? earlier = _workspace is null ? null : since is { } named ? new VerdictHistory(_workspace).Find(named) : new VerdictHistory(_workspace).All.LastOrDefault();
        KeptComparison? kept = _workspace is null ? null : KeptComparison.Read(_workspace);
        DecisionCase known = _decider.Open(project, cancellationToken);
        _ = known.With(given);
        if (interview is not null) given = await interview.RunAsync(Interview.Begin(known.Needs, given, books.Rules, Decider.Shown(kept?.Comparison), books.Prices.Currencies), cancellationToken).ConfigureAwait(false);
        known = known.With(given);
        Comparison? comparison = kept is null ? null : _decider.Again(known, kept);
        Decision decision = _decider.Decide(known, comparison, command, cancellationToken);
        VerdictRecord record = Decider.Record(decision, comparison);
        if (earlier is not null && (since is not null || earlier.Inputs != record.Inputs)) decision = decision with { Since = VerdictChange.Between(earlier, record) };
        if (_workspace is not null) decision = Keep(decision, record, _workspace);
        return new DecideResult(decision, known.Facts, comparison, given) { Kept = kept };
    }

    // A project that may only be read is decided all the same.
    private static Decision Keep(Decision decision, VerdictRecord record, Workspace workspace)
    {
        try
        {
            return decision with { KeptAs = new VerdictHistory(workspace).Keep(record).Name };
        }
        catch (Exception e) when (e is AssayException or IOException or UnauthorizedAccessException)
        {
            return decision with { Warnings = [.. decision.Warnings, $"The verdict is not kept: {e.Message}"] };
        }
    }

    /// <summary>Writes the report where it belongs.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="html">A place of the user's; null for the project's own.</param>
    /// <param name="markdown">A place for Markdown; null for none.</param>
    /// <returns>The result with the path of the report.</returns>
    public DecideResult Report(DecideResult result, string? html, string? markdown)
    {
        string? file = html is null ? _workspace?.ReportFile : Path.GetFullPath(html);
        if (file is null && markdown is null) return result;
        Decision decision = result.Decision with { Report = file };
        var content = new ReportContent { Comparison = result.Comparison, Decision = decision, Runs = result.Kept?.Runs ?? [], Questions = result.Kept is null ? null : QuestionFiles.Read(project!), Books = books };
        if (_workspace is not null) content = content.With(_workspace);
        if (file is not null && !IsWritten(file, HtmlReport.Render(content), mustBe: html is not null))
        {
            decision = decision with { Report = null, Warnings = [.. decision.Warnings, $"The report cannot be written to '{file}'. Give another place with --report FILE."] };
        }

        if (markdown is not null) AtomicFile.Write(markdown, MarkdownReport.Render(content));
        return result with { Decision = decision };
    }

    private static bool IsWritten(string file, string text, bool mustBe)
    {
        try
        {
            AtomicFile.Write(file, text);
            return true;
        }
        catch (Exception e) when (!mustBe && e is AssayException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Collections.Immutable;
using Assay.Evaluation.Attribution;

namespace Assay.Causes;

/// <summary>Why the answers of an arm failed, and what to do next.</summary>
public sealed record CauseReport
{
    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The arm.</summary>
    public required string Arm { get; init; }

    /// <summary>What answered.</summary>
    public required string Model { get; init; }

    /// <summary>Questions asked.</summary>
    public required int Questions { get; init; }

    /// <summary>Mean score of the arm, in [0, 1]; null when no question has one.</summary>
    public double? Score { get; init; }

    /// <summary>Questions whose answer is not right in every part.</summary>
    public required int Failed { get; init; }

    /// <summary>Failed questions that were examined.</summary>
    public required int Examined { get; init; }

    /// <summary>Of them, those whose failure did not come back.</summary>
    public required int Chance { get; init; }

    /// <summary>Of them, those without any answer, because the provider failed.</summary>
    public required int Unanswered { get; init; }

    /// <summary>Of them, those that nothing explains.</summary>
    public required int Unexplained { get; init; }

    /// <summary>How often a question was asked under each switch.</summary>
    public required int Repeats { get; init; }

    /// <summary>The causes, the most frequent first; a question with two counts in both.</summary>
    public required ImmutableArray<CauseShare> Causes { get; init; }

    /// <summary>How far the pages of failed answerable questions came, by name of the place.</summary>
    public required ImmutableSortedDictionary<string, int> Places { get; init; }

    /// <summary>What each switch did.</summary>
    public required ImmutableArray<SwitchResult> Switches { get; init; }

    /// <summary>What to do next, the most gain for the money first.</summary>
    public required ImmutableArray<Remedy> Next { get; init; }

    /// <summary>What asking again was expected to cost, in US dollars; answers that were kept cost nothing.</summary>
    public required decimal SpentUsd { get; init; }

    /// <summary>False when the money did not suffice for every switch: then some causes rest on less.</summary>
    public required bool Complete { get; init; }

    /// <summary>What the hours of advice rest on.</summary>
    public required string Assumptions { get; init; }

    /// <summary>Hash of what was asked and of what; see <see cref="Running.RunSession.Inputs"/>.</summary>
    public string? Inputs { get; init; }

    /// <summary>The file with every examined question, one a line.</summary>
    public string? Details { get; init; }

    /// <summary>What the reader should know.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>How many failures have a cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="N">Examined failures that have it.</param>
/// <param name="Share">Of all examined failures.</param>
/// <param name="Low">Lower end of the 95% interval over questions clustered by page; null below two.</param>
/// <param name="High">Upper end.</param>
/// <param name="Confidence">Mean confidence of these findings.</param>
/// <param name="Examples">Some of them, the surest first.</param>
public sealed record CauseShare(Cause Cause, int N, double Share, double? Low, double? High, double Confidence, ImmutableArray<CauseExample> Examples);

/// <summary>A question as an example of a cause.</summary>
/// <param name="Question">Its id.</param>
/// <param name="Text">What is asked.</param>
/// <param name="Because">What shows the cause.</param>
public sealed record CauseExample(string Question, string Text, string Because);

/// <summary>What a switch did.</summary>
/// <param name="Switch">Its name.</param>
/// <param name="Asked">Questions asked under it.</param>
/// <param name="Right">Of them, those that most answers were right for.</param>
public sealed record SwitchResult(string Switch, int Asked, int Right);

/// <summary>Something to do.</summary>
/// <param name="Id">Its name in the file of assumptions.</param>
/// <param name="What">In words.</param>
/// <param name="How">Where to begin: a setting or a command.</param>
public sealed record Remedy(string Id, string What, string How)
{
    /// <summary>Examined failures it is for.</summary>
    public required int Failures { get; init; }

    /// <summary>Mean score of the arm that it would add, in [0, 1].</summary>
    public required double Gain { get; init; }

    /// <summary>Lower end of the 95% interval; null below two questions.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>True where the gain was measured by asking these questions so; false where it is the most it could be.</summary>
    public required bool Measured { get; init; }

    /// <summary>Work and a year of running, in US dollars; null where the price of the model or the number of questions a month is not known and matters.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Points of 100 for each 100 US dollars; null where the cost is not known.</summary>
    public double? PointsPer100Usd { get; init; }

    /// <summary>The questions it is for; all of them, also the titles of pages to write.</summary>
    public required ImmutableArray<string> Questions { get; init; }
}

/// <summary>One examined question: a line of the file of details.</summary>
public sealed record CauseRow
{
    /// <summary>Id of the question.</summary>
    public required string Question { get; init; }

    /// <summary>What is asked.</summary>
    public required string Text { get; init; }

    /// <summary>Its causes; empty when chance or unexplained.</summary>
    public required ImmutableArray<Cause> Causes { get; init; }

    /// <summary>How sure, in [0, 1].</summary>
    public required double Confidence { get; init; }

    /// <summary>What shows it.</summary>
    public required string Because { get; init; }

    /// <summary>Whether the failure did not come back.</summary>
    public required bool Chance { get; init; }

    /// <summary>How far its page came; null where no page answers it.</summary>
    public GoldPlace? Place { get; init; }

    /// <summary>Rank of the page's best passage.</summary>
    public int? Rank { get; init; }

    /// <summary>Whether an accepted answer stands in the page word for word.</summary>
    public bool? PageHoldsAnswer { get; init; }

    /// <summary>The switch that makes it right; null for none.</summary>
    public string? Cure { get; init; }

    /// <summary>Right and all answers under each switch.</summary>
    public required ImmutableSortedDictionary<string, string> Switches { get; init; }

    /// <summary>The pages it names.</summary>
    public required ImmutableArray<string> Documents { get; init; }

    /// <summary>The answer that failed.</summary>
    public required string Answer { get; init; }
}

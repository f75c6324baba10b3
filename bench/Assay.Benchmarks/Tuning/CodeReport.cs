using System.Globalization;

namespace Assay.Benchmarks.Tuning;

/// <summary>What the report says about one part of the codes.</summary>
internal static class CodeReport
{
    private const int Failures = 3;

    /// <summary>Chooses settings on the cases held out, and compares the arms on the test.</summary>
    public static void Level(Section section, CodeArms held, CodeArms test, CodeSuspects suspects)
    {
        NeighbourVote vote = held.BestVote();
        CodeRule rule = held.BestRule();
        Verdict[] arms = Arms(test, vote, rule), before = Arms(held, vote, rule);
        section.Say(string.Create(CultureInfo.InvariantCulture, $"The {test.Level.Name}: the vote is of {Text(vote)}; with the model {Text(rule.Vote)}, w {rule.Weight:0.##}, ε {rule.Floor:0.###}. On the cases that these were chosen on, the hybrid has {before[0].Text(held.Cases)}, better than the BM25 neighbour by {before[0].Above(before[1], held.Cases)} points."));
        section.Arms(arms, test.Cases);
        section.Say($"Without the findings that are there word for word: {Rest(arms, test.Cases, suspects.Exact)}; without all suspects: {Rest(arms, test.Cases, suspects.All)}.");
        string[] found = test.By(rule), near = test.By(NeighbourVote.Nearest);
        section.Failures(test.Findings.Select((f, i) => (f.Text, Expected: string.Join(" or ", f.Codes.Select(test.Level.Part).Distinct()), Found: $"{found[i]} (neighbour: {near[i]})")).Where((_, i) => !arms[0].Right[i]), Failures);
    }

    private static Verdict[] Arms(CodeArms arms, NeighbourVote vote, CodeRule rule) =>
    [
        arms.Judged("hybrid: tuned model with near findings", arms.By(rule)),
        arms.Judged("that of the BM25 neighbour", arms.By(NeighbourVote.Nearest)),
        arms.Judged("vote of near findings", arms.By(vote)),
        arms.Judged("tuned model alone", arms.Alone()),
        arms.Judged("the commonest", [.. arms.Findings.Select(_ => arms.Level.Near.Majority)]),
    ];

    private static string Rest(Verdict[] arms, string[] cases, HashSet<int> without)
    {
        string[] rest = [.. cases.Where((_, i) => !without.Contains(i))];
        Verdict hybrid = arms[0].Without(without);
        return string.Create(CultureInfo.InvariantCulture, $"{hybrid.Text(rest)} of {rest.Length:N0}, better than the BM25 neighbour by {hybrid.Above(arms[1].Without(without), rest)} points and than the vote by {hybrid.Above(arms[2].Without(without), rest)}");
    }

    private static string Text(NeighbourVote vote) => vote.Most == 1
        ? string.Create(CultureInfo.InvariantCulture, $"the nearest alone (b {vote.B:0.##})")
        : string.Create(CultureInfo.InvariantCulture, $"the {vote.Most} nearest (score to the power of {vote.Power:0.#}, b {vote.B:0.##})");
}

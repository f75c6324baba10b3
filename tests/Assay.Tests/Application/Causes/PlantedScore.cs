using System.Collections.Immutable;
using Assay.Tests.Application.Causes.Planted;

namespace Assay.Tests.Application.Causes;

/// <summary>Found causes against the truth, by the rule of <see cref="PlantedTruth"/>.</summary>
internal sealed class PlantedScore
{
    private readonly List<(PlantedQuestion Question, string[] Truth, string[] Found)> _pairs = [];

    /// <summary>Scores.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="found">Causes by question; a question without an entry did not fail.</param>
    public PlantedScore(ImmutableArray<PlantedQuestion> questions, IReadOnlyDictionary<string, string[]> found)
    {
        foreach (PlantedQuestion question in questions)
        {
            string[] causes = found.TryGetValue(question.Id, out string[]? named) && named.Length > 0 ? named : [PlantedTruth.None];
            _pairs.Add((question, PlantedTruth.CausesOf(question), causes));
        }
    }

    /// <summary>Plain mean of F1 over the causes and none.</summary>
    public double MacroF1 => PlantedTruth.Order.Average(F1);

    /// <summary>Questions with two faults.</summary>
    public int Pairs => _pairs.Count(p => p.Truth.Length == 2);

    /// <summary>Of them, how often both causes were found and no other.</summary>
    public int PairsWhole => _pairs.Count(p => p.Truth.Length == 2 && p.Truth.Order().SequenceEqual(p.Found.Order()));

    /// <summary>Of them, how often the one that blocks first was among those found.</summary>
    public int PairsFirst => _pairs.Count(p => p.Truth.Length == 2 && p.Found.Contains(p.Truth[0]));

    public double F1(string cause)
    {
        (int hits, int alarms, int misses) = Counts(cause);
        return hits == 0 ? 0 : 2.0 * hits / ((2 * hits) + alarms + misses);
    }

    public (int Hits, int Alarms, int Misses) Counts(string cause) => (
        _pairs.Count(p => p.Truth.Contains(cause) && p.Found.Contains(cause)),
        _pairs.Count(p => !p.Truth.Contains(cause) && p.Found.Contains(cause)),
        _pairs.Count(p => p.Truth.Contains(cause) && !p.Found.Contains(cause)));

    /// <summary>How often what is planted was found as what, over questions with at most one fault; what was found as two counts under the pair.</summary>
    public IEnumerable<(string Truth, string Found, int Count)> Confusion() =>
        _pairs.Where(p => p.Truth.Length == 1).GroupBy(p => (p.Truth[0], string.Join('+', p.Found))).Select(g => (g.Key.Item1, g.Key.Item2, g.Count()));

    /// <summary>How often exactly the planted causes were found, by what is planted.</summary>
    public IEnumerable<(string Faults, int Exact, int All)> ByFault() => _pairs.GroupBy(p => p.Question.Faults.Length == 0 ? PlantedTruth.None : string.Join('+', p.Question.Faults))
        .Select(g => (g.Key, g.Count(p => p.Truth.Order().SequenceEqual(p.Found.Order())), g.Count()));
}

using System.Globalization;
using Assay.Tuning.Examples.Checks;

namespace Assay.Benchmarks.Tuning;

/// <summary>Which test items stand in the training texts, word for word or nearly.</summary>
internal static class Leaks
{
    /// <summary>The places of the test items that do.</summary>
    /// <param name="learned">The training data.</param>
    /// <param name="asked">The test prompts.</param>
    public static (HashSet<int> Exact, HashSet<int> All) Find(IReadOnlyList<Pair> learned, IReadOnlyList<string> asked)
    {
        var finder = new LeakFinder([.. asked.Select((text, i) => new EvaluationQuestion(i.ToString(CultureInfo.InvariantCulture), text))]);
        LeakReport report = finder.Find([.. learned.Select((p, i) => ScratchTraining.Example(p, i + 1))]);
        LeakPair[] pairs = [.. report.Pairs.Where(p => p.Kind != LeakKind.SameDocument)];
        return (Places(pairs.Where(p => p.Kind == LeakKind.Exact)), Places(pairs));
    }

    private static HashSet<int> Places(IEnumerable<LeakPair> pairs) => [.. pairs.Select(p => int.Parse(p.QuestionId, CultureInfo.InvariantCulture))];
}

using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Tuning.Examples.Reading;

/// <summary>Collects what is wrong with a file: the first 20 in words, all of them by number.</summary>
internal sealed class RowProblems
{
    public const int Shown = 20;

    private readonly List<RowProblem> problems = [];

    public int Count { get; private set; }

    public ImmutableArray<RowProblem> First => [.. problems.OrderBy(p => p.Line ?? 0)];

    public void Add(RowProblem problem)
    {
        if (++Count <= Shown) problems.Add(problem);
    }

    /// <summary>Throws when anything is wrong with a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="first">The first things that are wrong.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="InputException">The problems listed, and how many more there are.</exception>
    public static void ThrowIfAny(string path, IEnumerable<RowProblem> first, int count)
    {
        if (count == 0) return;
        List<Problem> listed = [.. first.Select(p => p.In(path))];
        if (count > listed.Count) listed.Add(new Problem(path, null, $"{count - listed.Count} more problems are not shown. Repair these first and run again."));
        throw new InputException(listed);
    }

    public void Add(int? line, string field, string expected, string found, string fix) => Add(new RowProblem(line, field, expected, found, fix));
}

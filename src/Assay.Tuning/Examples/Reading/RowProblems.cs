using System.Collections.Immutable;

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

    public void Add(int? line, string field, string expected, string found, string fix) => Add(new RowProblem(line, field, expected, found, fix));
}

using Assay.Text;

namespace Assay.Evaluation.Files;

/// <summary>Collects what is wrong with one file, so that a user sees all of it at once.</summary>
/// <param name="file">Path as the user gave it.</param>
internal sealed class ProblemList(string file)
{
    private const int Shown = 50, Kept = 10_000;
    private readonly List<Problem> problems = [];
    private int dropped;

    /// <summary>Problems found so far, including those that will not be shown.</summary>
    public int Count => problems.Count + dropped;

    /// <summary>Notes a problem.</summary>
    /// <param name="line">1-based line, or null for the whole file.</param>
    /// <param name="message">What was expected, what was found, what to do.</param>
    public void Add(int? line, string message)
    {
        // A file that is nothing but problems must not fill the memory with them.
        if (problems.Count < Kept) problems.Add(new Problem(file, line, message));
        else dropped++;
    }

    /// <summary>Throws when anything was noted: at most 50 problems in the order of the file, the last of them a count when there are more.</summary>
    /// <exception cref="InputException">There is at least one problem.</exception>
    public void ThrowIfAny()
    {
        if (problems.Count == 0) return;
        List<Problem> ordered = [.. problems.OrderBy(p => p.Line ?? 0)];
        if (ordered.Count > Shown)
        {
            int hidden = ordered.Count + dropped - (Shown - 1);
            ordered.RemoveRange(Shown - 1, ordered.Count - (Shown - 1));
            ordered.Add(new Problem(file, null, $"{hidden} more problems are not shown. Repair these first and run again."));
        }

        throw new InputException(ordered);
    }
}

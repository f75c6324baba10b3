namespace Assay.Text;

/// <summary>Something the user wrote or passed cannot be used. Carries every problem found, not only the first.</summary>
public sealed class InputException : AssayException
{
    /// <summary>An exception for several problems.</summary>
    /// <param name="problems">At least one.</param>
    public InputException(IReadOnlyList<Problem> problems) : base(string.Join(Environment.NewLine, problems))
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);
        Problems = problems;
    }

    /// <summary>An exception for one problem.</summary>
    /// <param name="problem">What is wrong and where.</param>
    public InputException(Problem problem) : this([problem]) { }

    /// <summary>Every problem found, in the order of the file.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}

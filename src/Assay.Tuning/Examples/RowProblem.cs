using Assay.Text;

namespace Assay.Tuning.Examples;

/// <summary>What is wrong with a row of training data.</summary>
/// <param name="Line">Line of the file, from 1; null for the whole file.</param>
/// <param name="Field">The field, as <c>messages[2].content</c>; empty for the whole row.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Found">What was found instead.</param>
/// <param name="Fix">What to do.</param>
public sealed record RowProblem(int? Line, string Field, string Expected, string Found, string Fix)
{
    /// <summary>The problem in words.</summary>
    public string Message => $"{(Field.Length == 0 ? "" : Field + ": ")}expected {Expected}, found {Found}. {Fix}";

    /// <summary>As a problem of a file.</summary>
    /// <param name="file">The file's path as the user gave it.</param>
    /// <returns>The problem.</returns>
    public Problem In(string file) => new(file, Line, Message);
}

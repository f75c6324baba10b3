namespace Assay.Text;

/// <summary>One thing that is wrong with a user's file.</summary>
/// <param name="File">Path as the user would type it; empty when the problem is not in a file (a command-line option).</param>
/// <param name="Line">1-based line, or null when the whole file is meant.</param>
/// <param name="Message">What was expected, what was found, what to do.</param>
public sealed record Problem(string File, int? Line, string Message)
{
    /// <summary>The problem as compilers print it: <c>file(line): message</c>.</summary>
    /// <returns>One line, unless the message has several.</returns>
    public override string ToString() => (File.Length == 0, Line) switch
    {
        (true, _) => Message,
        (_, null) => $"{File}: {Message}",
        _ => $"{File}({Line}): {Message}",
    };
}

namespace Assay.Text;

/// <summary>
/// The world is not as Assay needs it: a file, a setting, a provider. Its message is shown to the user as it stands, so it says
/// what is wrong, where, what was expected and what to do. Misuse by a programmer is a BCL argument exception instead.
/// </summary>
public class AssayException : Exception
{
    /// <summary>An exception with a message for the user.</summary>
    /// <param name="message">What, where, expected, found, next step.</param>
    public AssayException(string message) : base(message) { }

    /// <summary>An exception with a message for the user and its cause.</summary>
    /// <param name="message">What, where, expected, found, next step.</param>
    /// <param name="innerException">The cause; its message is not shown.</param>
    public AssayException(string message, Exception innerException) : base(message, innerException) { }
}

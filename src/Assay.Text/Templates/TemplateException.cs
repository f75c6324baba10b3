namespace Assay.Text.Templates;

/// <summary>A chat template cannot be read or rendered; shown to the user without a stack trace.</summary>
public sealed class TemplateException : AssayException
{
    /// <summary>An exception at a line of a template.</summary>
    /// <param name="line">1-based line of the template.</param>
    /// <param name="message">What is wrong there.</param>
    /// <param name="raised">Whether the template itself refused its input by <c>raise_exception</c>.</param>
    public TemplateException(int line, string message, bool raised = false) : base($"chat template({line}): {message}")
    {
        Line = line;
        Reason = message;
        Raised = raised;
    }

    /// <summary>1-based line of the template.</summary>
    public int Line { get; }

    /// <summary>What is wrong, without the line; the template's own words when <see cref="Raised"/>.</summary>
    public string Reason { get; }

    /// <summary>Whether the template itself refused its input, for example two user messages in a row.</summary>
    public bool Raised { get; }
}

/// <summary>An error inside a filter, test or method, which does not know its line; the renderer adds it.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class TemplateFault(string message) : AssayException(message);

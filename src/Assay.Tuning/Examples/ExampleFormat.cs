namespace Assay.Tuning.Examples;

/// <summary>How the rows of a file of training data are written.</summary>
public enum ExampleFormat
{
    /// <summary>None that is known.</summary>
    Unknown,

    /// <summary>OpenAI chat: <c>messages</c> with <c>role</c> and <c>content</c>, and <c>tools</c>.</summary>
    Chat,

    /// <summary>Alpaca: <c>instruction</c>, <c>input</c>, <c>output</c>.</summary>
    Instruction,

    /// <summary><c>prompt</c> and <c>completion</c>, texts or lists of messages.</summary>
    PromptCompletion,

    /// <summary>ShareGPT: <c>conversations</c> with <c>from</c> and <c>value</c>.</summary>
    ShareGpt,

    /// <summary><c>prompt</c>, <c>chosen</c>, <c>rejected</c>, texts or lists of messages.</summary>
    Preference,

    /// <summary>OpenAI preference: <c>input</c>, <c>preferred_completion</c>, <c>non_preferred_completion</c>.</summary>
    OpenAiPreference,
}

using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>A hub did not give what was asked for. The message is for the user and never holds a token.</summary>
public sealed class HubException : AssayException
{
    /// <summary>An exception with a message for the user.</summary>
    /// <param name="message">What failed and what to do.</param>
    public HubException(string message) : base(message) { }

    /// <summary>An exception with a message for the user and its cause.</summary>
    /// <param name="message">What failed and what to do.</param>
    /// <param name="innerException">The cause; its message is not shown.</param>
    public HubException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>The HTTP status, 100 to 599; null when the failure was not a response.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether what came is not what the hub's list promises: another length, another checksum, another part.</summary>
    internal bool IsWrongContent { get; init; }

    /// <summary>How long the server asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

using Assay.Text;

namespace Assay.Models.Providers;

/// <summary>A model provider gave no usable answer. The message is for the user and never holds a key.</summary>
public sealed class ProviderException : AssayException
{
    /// <summary>An exception with a message for the user.</summary>
    /// <param name="message">What failed and what to do.</param>
    public ProviderException(string message) : base(message) { }

    /// <summary>An exception with a message for the user and its cause.</summary>
    /// <param name="message">What failed and what to do.</param>
    /// <param name="innerException">The cause; its message is not shown.</param>
    public ProviderException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>The provider as the user knows it: <c>OpenAI</c>, <c>Anthropic</c>, or the address of a server.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's name at the provider.</summary>
    public required string Model { get; init; }

    /// <summary>Why there is no answer.</summary>
    public required ProviderErrorKind Kind { get; init; }

    /// <summary>The HTTP status, 100 to 599; null when the failure was not a response (no connection, a broken or unreadable stream).</summary>
    public int? Status { get; init; }

    /// <summary>Whether the same request may succeed later. <see cref="ResilientChatClient"/> repeats exactly these.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the provider asks to wait, at most 60 s; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

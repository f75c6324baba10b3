using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Assay.Models.Providers;

/// <summary>
/// Reads along with a stream of server-sent events to learn what the SDKs do not tell: whether the answer was complete, and whether
/// the server put an error between the events. Works on any division into pieces.
/// </summary>
/// <param name="errors">Makes the exception for an error event.</param>
internal sealed class SseWatch(ProviderErrors errors)
{
    private readonly ArrayBufferWriter<byte> line = new(1024);

    /// <summary>Whether nothing more is to come: <c>[DONE]</c> or <c>message_stop</c> was seen.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether the answer is complete: ended, or a finish reason was given (some servers close without <c>[DONE]</c>).</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes the next bytes of the stream.</summary>
    /// <param name="bytes">Any number of bytes; lines may be cut anywhere.</param>
    /// <exception cref="ProviderException">The server reported an error.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            line.Write(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
                return;
            Look(line.WrittenSpan);
            line.ResetWrittenCount();
            bytes = bytes[(end + 1)..];
        }
    }

    private void Look(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("event:"u8))
        {
            if (text["event:"u8.Length..].Trim((byte)' ').SequenceEqual("message_stop"u8))
                IsEnded = IsComplete = true;
        }
        else if (text.StartsWith("data:"u8))
        {
            LookAtData(text["data:"u8.Length..].Trim((byte)' '));
        }
    }

    private void LookAtData(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
            IsEnded = IsComplete = true;
        else if (HasFinishReason(data))
            IsComplete = true;
        if (data.IndexOf("\"error\""u8) >= 0)
            ThrowIfError(data);
    }

    // A quotation mark inside a JSON string is escaped, so the name with both of its marks cannot be a part of an answer's text.
    private static bool HasFinishReason(ReadOnlySpan<byte> data)
    {
        int at = data.IndexOf("\"finish_reason\""u8);
        if (at < 0)
            return false;
        ReadOnlySpan<byte> rest = data[(at + "\"finish_reason\""u8.Length)..].TrimStart((byte)' ');
        return rest.StartsWith(":"u8) && rest[1..].TrimStart((byte)' ').StartsWith("\""u8);
    }

    private void ThrowIfError(ReadOnlySpan<byte> data)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(Encoding.UTF8.GetString(data));
        }
        catch (JsonException)
        {
            // The SDK reads the same bytes and reports them as malformed.
            return;
        }
        using (document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out JsonElement error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String)
                throw errors.FromStream(document.RootElement);
        }
    }
}

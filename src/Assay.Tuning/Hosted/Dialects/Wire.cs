using System.Globalization;
using System.Text.Json;

namespace Assay.Tuning.Hosted.Dialects;

/// <summary>Reads fields of answers that may be missing, null, of another type or hostile: what cannot be read is null.</summary>
internal static class Wire
{
    private const int LongestText = 2000;

    public static JsonElement? Get(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>A text that can be shown: of bounded length, control characters made blanks.</summary>
    public static string? Text(JsonElement from, string name)
    {
        if (Get(from, name) is not { ValueKind: JsonValueKind.String } value) return null;
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text.
            return null;
        }

        return string.Concat((text.Length <= LongestText ? text : text[..LongestText]).Select(c => char.IsControl(c) ? ' ' : c));
    }

    public static double? Real(JsonElement from, string name) =>
        Get(from, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;

    public static long? Whole(JsonElement from, string name) =>
        Get(from, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    public static int? Small(JsonElement from, string name) => Whole(from, name) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>Seconds since 1970, or an ISO 8601 text.</summary>
    public static DateTimeOffset? Time(JsonElement from, string name)
    {
        if (Whole(from, name) is >= 0 and <= 253_402_300_799 and var seconds) return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParse(Text(from, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
    }

    public static IEnumerable<JsonElement> Items(JsonElement from, string name) => Get(from, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static HostedMetrics? Metrics(JsonElement data) => Small(data, "step") is not { } step ? null : new HostedMetrics(step)
    {
        TotalSteps = Small(data, "total_steps"),
        TrainLoss = Real(data, "train_loss"),
        TrainAccuracy = Real(data, "train_mean_token_accuracy"),
        ValidLoss = Real(data, "valid_loss"),
        ValidAccuracy = Real(data, "valid_mean_token_accuracy"),
        FullValidLoss = Real(data, "full_valid_loss"),
        FullValidAccuracy = Real(data, "full_valid_mean_token_accuracy"),
    };
}

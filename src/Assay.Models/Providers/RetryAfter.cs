using System.Globalization;
using System.Net.Http.Headers;

namespace Assay.Models.Providers;

/// <summary>Reads how long a server asks to wait: <c>retry-after-ms</c>, else <c>Retry-After</c> in seconds or as an HTTP date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Number(headers, "retry-after-ms") is { } milliseconds)
            return Limit(milliseconds / 1000);
        if (Number(headers, "Retry-After") is { } seconds)
            return Limit(seconds);
        return headers.RetryAfter?.Date is { } date ? Limit((date - now).TotalSeconds) : null;
    }

    private static double? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values)
        && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;

    private static TimeSpan Limit(double seconds) => seconds <= 0 ? TimeSpan.Zero
        : seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);
}

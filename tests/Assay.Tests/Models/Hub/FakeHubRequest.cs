using System.Text;

namespace Assay.Tests.Models.Hub;

/// <summary>The head of a request as it came over the wire.</summary>
internal sealed record FakeHubRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string Path => Uri.UnescapeDataString(Target.Split('?')[0]);

    /// <summary>The first byte asked for; 0 for the whole.</summary>
    public long From => Headers.TryGetValue("range", out string? range) ? long.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>Reads up to the empty line; null when the client left before.</summary>
    public static async Task<FakeHubRequest?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) return null;
            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new FakeHubRequest(lines[0].Split(' ')[1], lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0].ToLowerInvariant(), p => p[1]));
    }
}

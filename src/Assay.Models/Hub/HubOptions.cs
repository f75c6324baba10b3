using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>How a hub is reached: where, as whom, how long is waited, how often is tried.</summary>
public sealed record HubOptions
{
    private static readonly Uri Public = new("https://huggingface.co");

    /// <summary>The hub's address, http or https.</summary>
    /// <value>Default <c>https://huggingface.co</c>.</value>
    public Uri Endpoint { get; init; } = Public;

    /// <summary>The address with no slash at its end, to put a path behind.</summary>
    internal string Base => Endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Goes to the hub's own host as <c>Authorization: Bearer</c>, never to a host it redirects to, and into no message.</summary>
    /// <value>Default null: nobody in particular.</value>
    public string? Token { get; init; }

    /// <summary>The setting that forbids the network, as <c>NAME=value</c>.</summary>
    /// <value>Default null: the network may be used.</value>
    public string? OfflineBecause { get; init; }

    /// <summary>How often a file is asked for in a row without one new byte before it is given up, 1 or more.</summary>
    /// <value>Default 8.</value>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>How often a file may come with a wrong length or checksum before it is given up, 1 or more.</summary>
    /// <value>Default 3.</value>
    public int MaxWrongContents { get; init; } = 3;

    /// <summary>First pause before a repetition; it doubles with each. Ignored when the server says how long to wait.</summary>
    /// <value>Default 1 s.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause before a repetition. A server that asks for more than ten times as much is not waited for.</summary>
    /// <value>Default 30 s.</value>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest silence of a server, before its answer and within it.</summary>
    /// <value>Default 60 s.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, <c>HF_HUB_OFFLINE</c> and <c>ASSAY_OFFLINE</c>.</summary>
    /// <param name="environment">Looks up a variable; null when it is not set.</param>
    /// <returns>The options, with defaults for what is not set.</returns>
    /// <exception cref="InputException">A variable cannot be used; its value is not shown where it may hold a secret.</exception>
    public static HubOptions From(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new HubOptions
        {
            Endpoint = Address(environment("HF_ENDPOINT")),
            Token = Secret(environment("HF_TOKEN")),
            OfflineBecause = Offline("ASSAY_OFFLINE", environment) ?? Offline("HF_HUB_OFFLINE", environment),
        };
    }

    /// <summary>The hub's address. A record would print its properties, and the token must not be among them.</summary>
    /// <returns>Without the token.</returns>
    public override string ToString() => $"{nameof(HubOptions)} {{ Endpoint = {Endpoint} }}";

    private static Uri Address(string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return Public;
        if (!Uri.TryCreate(value.Trim(), UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0) throw Bad($"HF_ENDPOINT is '{value}', which is no http or https address. Write it as https://hub.example.com, or unset it to use {Public.Host}.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0) throw Bad("HF_ENDPOINT (not shown) carries a user name, password, query or fragment. Write the address alone and put the token into HF_TOKEN.");
        return new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    private static string? Secret(string? value)
    {
        string? token = value?.Trim();
        if (string.IsNullOrEmpty(token)) return null;
        return token.All(c => c is > ' ' and < '\u007F') ? token : throw Bad("HF_TOKEN (not shown) holds a character that no token has. Copy it again from the hub's settings.");
    }

    private static string? Offline(string name, Func<string, string?> environment) =>
        environment(name)?.Trim().ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON" ? $"{name}={environment(name)!.Trim()}" : null;

    private static InputException Bad(string message) => new(new Problem("", null, message));
}

using System.Globalization;
using System.Text.Json;

namespace Assay.Models.Hub;

/// <summary>Makes the exceptions for one repository, with the token struck out of whatever a server said.</summary>
/// <param name="options">The hub.</param>
/// <param name="reference">What is asked for.</param>
internal sealed class HubErrors(HubOptions options, HubReference reference)
{
    private const int LongestQuote = 300;

    private string Hub => options.Endpoint.Authority;

    /// <summary>From an answer that is no success.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">The beginning of its body.</param>
    /// <param name="fromHub">Whether the hub itself answered, not a host that it sent us to.</param>
    /// <param name="now">The time, for a date to wait for.</param>
    public HubException FromResponse(HttpResponseMessage response, string body, bool fromHub, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        string code = response.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? codes) ? codes.First() : "";
        TimeSpan? wait = response.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - now) : null;
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        bool tooLong = wait > options.LongestDelay * 10;

        // The addresses that a hub redirects to expire; asked anew, it gives a fresh one.
        bool expired = !fromHub && status is 401 or 403 or 404;
        return new HubException(status switch
        {
            _ when expired => $"The host {Clean(response.RequestMessage?.RequestUri?.Authority ?? "")}, where {Hub} keeps its files, answered {status}. Try again later.",
            401 or 403 => Closed(status, code),
            404 => NotFound(code),
            429 => $"{Hub} takes no more requests for now (429){(wait is { } pause ? string.Create(CultureInfo.InvariantCulture, $" and asks to wait {Math.Ceiling(pause.TotalSeconds):0} s") : "")}. {(options.Token is null ? "With a token in HF_TOKEN it allows more. " : "")}Run the command again later: what was fetched is kept.",
            >= 500 => $"{Hub} answered {status} for '{reference.Repository}'. {Quote(body)}Try again later.",
            _ => $"{Hub} answered {status} for '{reference.Repository}'. {Quote(body)}Check the name and HF_ENDPOINT.",
        })
        {
            Status = status,
            IsTransient = !tooLong && (expired || status is 408 or 429 or >= 500),
            RetryAfter = wait,
        };
    }

    public HubException Disconnected(Uri address, HttpRequestException cause)
    {
        bool secure = cause.HttpRequestError == HttpRequestError.SecureConnectionError;
        return new HubException($"No connection to {Clean(address.Authority)} ({cause.HttpRequestError}). {(secure ? "Its certificate was not accepted: check HF_ENDPOINT and the clock of this machine." : "Check the network, a proxy, and HF_ENDPOINT.")}", cause) { IsTransient = !secure };
    }

    public HubException Broken(string path, Exception cause) => new($"The connection broke while '{Clean(path)}' was fetched.", cause) { IsTransient = true };

    public HubException Silent(Uri address) => new(string.Create(CultureInfo.InvariantCulture, $"{Clean(address.Authority)} was silent for {options.IdleTimeout.TotalSeconds:0.#} s.")) { IsTransient = true };

    public HubException WrongContent(string path, string what) =>
        new($"What {Hub} sends as '{Clean(path)}' is not what its list promises: {what}. Nothing of it is installed. If it happens again, report it to the model's owner or use another mirror (HF_ENDPOINT).") { IsTransient = true, IsWrongContent = true };

    public HubException BadRedirect(string where) => new($"{Hub} sends us to {Clean(where)}. Check HF_ENDPOINT.");

    public HubException NotAList(string why) =>
        new($"{Hub} did not answer with a list of the files of '{reference.Repository}': {Clean(why)}. Check that HF_ENDPOINT is the address of a Hugging Face hub or a mirror of one.");

    public HubException Uninstallable(string why) =>
        new($"'{reference.Repository}' at {Hub} cannot be stored: {Clean(why)}. Nothing was fetched. Tell the model's owner, or take another repository.");

    /// <summary>A text of others on one line, without the token.</summary>
    public string Clean(string text)
    {
        string safe = string.IsNullOrEmpty(options.Token) ? text : text.Replace(options.Token, "***", StringComparison.Ordinal);
        safe = string.Concat(safe.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return safe.Length <= LongestQuote ? safe : $"{safe.AsSpan(0, LongestQuote)}...";
    }

    private string Closed(int status, string code) => (code, options.Token) switch
    {
        ("GatedRepo", _) => $"'{reference.Repository}' is gated ({status}): accept its conditions at {options.Base}/{reference.Repository} in a browser, then set HF_TOKEN to a token of that account.",
        (_, null) => $"{Hub} does not show '{reference.Repository}' to everybody ({status}): there is no such model, or it is private or gated. Check the name; for a private or gated model set HF_TOKEN to a token of an account that may read it.",
        _ => $"{Hub} does not show '{reference.Repository}' to the holder of HF_TOKEN ({status}): the token is wrong or may not read it, or there is no such model. Check the name and the token; conditions of a gated model are accepted at {options.Base}/{reference.Repository} in a browser.",
    };

    private string NotFound(string code) => code switch
    {
        "RevisionNotFound" => $"'{reference.Repository}' has no revision '{reference.Revision ?? HubReference.DefaultRevision}' at {Hub} (404). Name a branch, a tag or a commit after '@'.",
        "EntryNotFound" => $"{Hub} lists a file of '{reference.Repository}' that it does not have (404). Try again later.",
        _ => $"There is no model '{reference.Repository}'{(reference.Revision is { } revision ? $" with revision '{revision}'" : "")} at {Hub} (404). Check the name{(options.Token is null ? "; for a private model set HF_TOKEN" : "")}.",
    };

    private string Quote(string body)
    {
        string said = body;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out JsonElement error)) said = error.ToString();
        }
        catch (JsonException)
        {
            // A page or plain text: quoted as it is.
        }

        return string.IsNullOrWhiteSpace(said) || said.TrimStart().StartsWith('<') ? "" : $"It said: \"{Clean(said)}\". ";
    }
}

using System.Net;
using System.Net.Sockets;
using Assay.Text;

namespace Assay.Models.Providers;

/// <summary>A model as a project file or a command line names it. Holds no secret: keys come from <see cref="ProviderOptions.Environment"/>.</summary>
/// <param name="Kind">Which of the accepted forms it is.</param>
/// <param name="Name">The model's name at its provider, a folder as written, <c>owner/name</c>, or the bundled name.</param>
/// <param name="Endpoint">The base address of an <see cref="ModelKind.OpenAiCompatible"/> server, usually ending in <c>/v1</c>; null for every other kind.</param>
public sealed record ModelReference(ModelKind Kind, string Name, Uri? Endpoint)
{
    private const string Forms =
        "Accepted forms: extractive | openai:NAME | anthropic:NAME | http(s)://host/v1#NAME (any OpenAI-compatible server) | hf:owner/name | a folder such as ./models/mine | a bundled name such as assay-tiny-en.";

    /// <summary>
    /// Whether questions and documents leave this site when the model is used. False for everything that runs here: the extractive reader, weights,
    /// and servers on loopback, private (RFC 1918, RFC 4193), link-local and <c>.local</c> hosts. Any other host name counts as remote, because a name alone proves nothing.
    /// </summary>
    public bool IsRemote => Kind switch
    {
        ModelKind.OpenAi or ModelKind.Anthropic => true,
        ModelKind.OpenAiCompatible => !IsNearby(Endpoint!),
        ModelKind.Extractive or ModelKind.HuggingFace or ModelKind.Folder or ModelKind.Bundled => false,
        _ => true,
    };

    /// <summary>Whether its weights are on this machine, so that it can be trained, exported and given adapters.</summary>
    public bool IsWeights => Kind is ModelKind.Folder or ModelKind.HuggingFace or ModelKind.Bundled;

    /// <summary>Reads one of the accepted forms. Nothing is looked up: a folder need not exist, a server need not answer.</summary>
    /// <param name="text">The form as the user wrote it; surrounding blanks are ignored.</param>
    /// <returns>The reference; <see cref="ToString"/> gives the form back.</returns>
    /// <exception cref="InputException">The text has none of the accepted forms; the message lists them.</exception>
    public static ModelReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string form = text.Trim();
        if (form.Length == 0 || form.Any(char.IsControl))
            throw Bad(text, form.Length == 0 ? "it is empty" : "it holds a control character");
        if (form == "extractive")
            return new(ModelKind.Extractive, form, null);
        if (form.Contains("://", StringComparison.Ordinal))
            return ParseAddress(text, form);
        if (IsFolder(form))
            return new(ModelKind.Folder, form, null);
        int colon = form.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
            return ParsePrefixed(text, form[..colon], form[(colon + 1)..]);
        return form.StartsWith("assay-", StringComparison.Ordinal) && form.Length > "assay-".Length && !form.Any(char.IsWhiteSpace)
            ? new(ModelKind.Bundled, form, null)
            : throw Bad(text, $"a bare name is ambiguous; for a hosted model write openai:{form} or anthropic:{form}, for a folder ./{form}");
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    /// <returns>For example <c>openai:gpt-4o-mini</c>.</returns>
    public override string ToString() => Kind switch
    {
        ModelKind.OpenAi => $"openai:{Name}",
        ModelKind.Anthropic => $"anthropic:{Name}",
        ModelKind.OpenAiCompatible => $"{Endpoint}#{Name}",
        ModelKind.HuggingFace => $"hf:{Name}",
        _ => Name,
    };

    private static ModelReference ParsePrefixed(string text, string prefix, string name)
    {
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
            throw Bad(text, name.Length == 0 ? $"no name follows '{prefix}:'" : "a model name holds no blanks");
        return prefix.ToLowerInvariant() switch
        {
            "openai" => new(ModelKind.OpenAi, name, null),
            "anthropic" => new(ModelKind.Anthropic, name, null),
            "hf" when name.Split('/') is [{ Length: > 0 }, { Length: > 0 }] => new(ModelKind.HuggingFace, name, null),
            "hf" => throw Bad(text, "a Hugging Face repository is named owner/name"),
            _ => throw Bad(text, $"'{prefix}' is not a known provider"),
        };
    }

    private static ModelReference ParseAddress(string text, string form)
    {
        if (!Uri.TryCreate(form, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            throw Bad(text, "it is not an http or https address");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0)
            throw Bad("(address not shown)", "it carries a user name, password or query; put the key of a server into ASSAY_API_KEY instead");
        string name = Uri.UnescapeDataString(address.Fragment.TrimStart('#'));
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
            throw Bad(text, "the model's name is missing after '#', as in http://localhost:8000/v1#my-model");
        return new(ModelKind.OpenAiCompatible, name, new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/')));
    }

    private static bool IsFolder(string form) =>
        form is "." or ".." || form[0] is '.' or '/' or '\\' or '~'
        || (form.Length > 2 && char.IsAsciiLetter(form[0]) && form[1] == ':' && form[2] is '\\' or '/')
        || (!form.Contains(':', StringComparison.Ordinal) && form.AsSpan().IndexOfAny('/', '\\') >= 0);

    private static bool IsNearby(Uri endpoint)
    {
        string host = endpoint.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address))
            return IsNearby(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsNearby(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
            return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        byte[] parts = address.GetAddressBytes();
        return (parts[0], parts[1]) is (10, _) or (172, >= 16 and <= 31) or (192, 168) or (169, 254);
    }

    private static InputException Bad(string text, string reason) =>
        new(new Problem("", null, $"'{text}' does not name a model: {reason}. {Forms}"));
}

using Assay.Models.Adapters;
using Assay.Models.Decoders;
using Assay.Models.Hub;
using Assay.Models.Local;
using Assay.Text;
using Microsoft.Extensions.AI;

namespace Assay.Models.Providers;

/// <summary>Opens the chat model that a <see cref="ModelReference"/> names.</summary>
public static class ChatModels
{
    internal const string OpenAiKey = "OPENAI_API_KEY";
    private const string AnthropicKey = "ANTHROPIC_API_KEY";
    internal const string ServerKey = "ASSAY_API_KEY";

    /// <summary>
    /// A client for the model, with repetition, time-outs and limits. Nothing is sent until it is used. Its answers carry <see cref="UsageDetails"/> where the server
    /// counts tokens and none where it does not; its failures are <see cref="ProviderException"/>. Safe for concurrent use; the caller disposes it.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Keys, limits and defaults.</param>
    /// <param name="timeProvider">The clock of time-outs and pauses.</param>
    /// <param name="adapter">A folder or GGUF file of LoRA weights that answers are made with; null for none. Only for models that run here.</param>
    /// <param name="precision">The form in which a model that runs here is held.</param>
    /// <returns>The client.</returns>
    /// <exception cref="AssayException">The model is of a kind that this version does not run as a chat model, a key is missing, or a base address is unusable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IChatClient Create(ModelReference model, ProviderOptions options, TimeProvider timeProvider, string? adapter = null, WeightPrecision precision = WeightPrecision.AsStored)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        options.Validate();
        if (adapter is not null && AdapterRefusal(model) is { } refusal) throw new AssayException(refusal);
        IChatClient client = model.Kind switch
        {
            ModelKind.OpenAi => OpenAi(
                model, new("OpenAI", BaseAddress(options, "OPENAI_BASE_URL", "https://api.openai.com/v1"), OpenAiKey, Key(options, OpenAiKey, model)), options, timeProvider),
            ModelKind.OpenAiCompatible => OpenAi(
                model, new(model.Endpoint!.GetLeftPart(UriPartial.Authority), model.Endpoint, ServerKey, options.Environment(ServerKey) is { Length: > 0 } key ? key : null), options, timeProvider),
            ModelKind.Anthropic => Anthropic(model, options, timeProvider),
            ModelKind.Extractive => throw new AssayException(
                "'extractive' is the built-in reader, not a chat model: it only quotes passages. Name a chat model such as openai:NAME, anthropic:NAME or http://host/v1#NAME."),
            _ => Local(model, ModelPath.Of(model, options.Environment), timeProvider, adapter, precision),
        };

        // What runs here fails in ways that asking again does not cure.
        return client is LocalChatClient ? client : new ResilientChatClient(client, options, timeProvider);
    }

    /// <summary>Why a model takes no adapter; null when it does.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A sentence for users.</returns>
    public static string? AdapterRefusal(ModelReference model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Kind switch
        {
            ModelKind.Folder or ModelKind.HuggingFace or ModelKind.Bundled => null,
            ModelKind.Extractive => "An adapter is LoRA weights for a chat model, and 'extractive' is the built-in reader, which has none. Name the adapter's base model as a folder or hf:owner/name.",
            _ => $"An adapter is LoRA weights for a model that runs here, and the weights of '{model}' do not. Name the adapter's base model as a folder or hf:owner/name, or load the adapter into the server.",
        };
    }

    private static LocalChatClient Local(ModelReference model, string path, TimeProvider time, string? adapter, WeightPrecision precision)
    {
        switch (ModelFolder.KindOf(path))
        {
            case StoredModelKind.Encoder: throw Misfit(path, "this is an embedder, which turns texts into vectors and writes none. Name it under 'embedder'");
            case StoredModelKind.Reranker: throw Misfit(path, "this is a reranker, which scores pairs of texts and writes none. Name it under 'reranker'");
        }

        LocalModel local = LocalModel.Open(path, precision);
        try
        {
            LoraAdapter? opened = adapter is null ? null : local.OpenAdapter(adapter);
            return new LocalChatClient(local, model.ToString(), time, opened);
        }
        catch
        {
            local.Dispose();
            throw;
        }
    }

    private static InputException Misfit(string path, string what) => new(new Problem(path, null, what + ", and as chat model a decoder (Llama, Mistral or Qwen) or `extractive`."));

    private static OpenAiChatClient OpenAi(ModelReference model, Service service, ProviderOptions options, TimeProvider time)
    {
        ProviderErrors errors = new(service.Name, model.Name, service.KeyVariable, service.Key);
        RequestShape shape = new(options, oldTokenLimit: model.Kind == ModelKind.OpenAiCompatible);
        return new(service.Address, service.Key, Http(errors, options, service.Key is not null, time), errors, shape);
    }

    private static AnthropicChatClient Anthropic(ModelReference model, ProviderOptions options, TimeProvider time)
    {
        string key = Key(options, AnthropicKey, model);
        ProviderErrors errors = new("Anthropic", model.Name, AnthropicKey, key);
        Uri address = BaseAddress(options, "ANTHROPIC_BASE_URL", "https://api.anthropic.com");
        return AnthropicChatClient.Open(address, key, Http(errors, options, true, time), errors, options);
    }

    // Time-outs are the resilient client's, so HttpClient's own is off.
    internal static HttpClient Http(ProviderErrors errors, ProviderOptions options, bool keepAuthorization, TimeProvider time) =>
        new(new ProviderHandler(errors, options, keepAuthorization, time)) { Timeout = Timeout.InfiniteTimeSpan };

    internal static string Key(ProviderOptions options, string variable, ModelReference model) =>
        options.Environment(variable)?.Trim() is { Length: > 0 } key
            ? key
            : throw new AssayException($"'{model}' needs a key: the environment variable {variable} is not set. Set it, or name a server without keys as http://host/v1#NAME.");

    internal static Uri BaseAddress(ProviderOptions options, string variable, string usual)
    {
        string address = options.Environment(variable)?.Trim() is { Length: > 0 } set ? set : usual;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? uri
            : throw new AssayException($"The environment variable {variable} holds no http or https address without user name. Correct it or unset it; the usual address is {usual}.");
    }

    private readonly record struct Service(string Name, Uri Address, string KeyVariable, string? Key);
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Models.Providers;

namespace Assay.Tuning.Hosted;

/// <summary>Which wire format a hosted tuning service speaks.</summary>
public enum HostedDialect
{
    /// <summary>OpenAI's <c>/files</c> and <c>/fine_tuning/jobs</c>.</summary>
    OpenAi,

    /// <summary>Together's <c>/files/upload</c> and <c>/fine-tunes</c>.</summary>
    Together,
}

/// <summary>A model that a service tunes.</summary>
/// <param name="Model">Its name at the service.</param>
/// <param name="ContextTokens">Most tokens of one example; null when unknown.</param>
/// <param name="TrainingUsdPerMillion">US dollars per million trained tokens; null when unknown.</param>
public sealed record HostedModel(string Model, int? ContextTokens, decimal? TrainingUsdPerMillion);

/// <summary>What is known of a hosted tuning service: data of <c>services.json</c>, with date and sources.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Name">Name for users.</param>
/// <param name="Hosts">Host names that belong to it.</param>
/// <param name="Dialect">Its wire format.</param>
/// <param name="MinExamples">Fewest examples of a file, 1 or more.</param>
/// <param name="MaxFileBytes">Largest file in bytes; null when unknown.</param>
public sealed record HostedService(string Id, string Name, ImmutableArray<string> Hosts, HostedDialect Dialect, int MinExamples, long? MaxFileBytes)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Where the rules stand.</summary>
    public required string RulesSource { get; init; }

    /// <summary>The day on which no more jobs can be started; null when none is announced.</summary>
    public DateOnly? TuningEnds { get; init; }

    /// <summary>What ends then and what does not.</summary>
    public string? EndNote { get; init; }

    /// <summary>Where the end is announced.</summary>
    public string? EndSource { get; init; }

    /// <summary>The models of which something is known.</summary>
    public ImmutableArray<HostedModel> Models { get; init; } = [];

    /// <summary>The service of a model: OpenAI for <c>openai:NAME</c>, else by the host of its address.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dialect">The wire format where the host does not tell; null for what the service is known to speak.</param>
    /// <returns>The service; for a host that is not listed, one with the rules of the wire format and nothing else known.</returns>
    public static HostedService Of(ModelReference model, HostedDialect? dialect = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        FileContent content = Read();
        string host = model.Endpoint?.IdnHost ?? "";
        HostedService found = model.Kind == ModelKind.OpenAi
            ? content.Services.First(s => s.Id == "openai")
            : content.Services.FirstOrDefault(s => s.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)) ?? Unlisted(content, model, dialect);
        return dialect is { } spoken ? found with { Dialect = spoken } : found;
    }

    /// <summary>The day on which the list was written.</summary>
    /// <returns>A day; older facts are to be checked at their sources.</returns>
    public static DateOnly ListDate() => Read().Date;

    /// <summary>What is known of a model, exactly as named or as the dated snapshot of a listed name (<c>NAME-2025-04-14</c>).</summary>
    /// <param name="model">The name at the service.</param>
    /// <returns>Null when it is not listed.</returns>
    public HostedModel? Find(string model) => Models.FirstOrDefault(m => m.Model == model) ?? Models.FirstOrDefault(m => IsSnapshotOf(model, m.Model));

    private static HostedService Unlisted(FileContent content, ModelReference model, HostedDialect? dialect)
    {
        HostedService rules = content.Services.First(s => s.Id == (dialect == HostedDialect.Together ? "together" : "compatible"));
        return rules with { Id = "compatible", Name = model.Endpoint?.GetLeftPart(UriPartial.Authority) ?? rules.Name, TuningEnds = null, EndNote = null, EndSource = null, Models = [] };
    }

    private static bool IsSnapshotOf(string model, string listed) =>
        model.Length > listed.Length + 1 && model.StartsWith(listed + "-", StringComparison.Ordinal) && model[(listed.Length + 1)..].All(c => char.IsAsciiDigit(c) || c == '-');

    private static FileContent Read()
    {
        using Stream stream = typeof(HostedService).Assembly.GetManifestResourceStream("Assay.Tuning.Hosted.services.json")!;
        return JsonSerializer.Deserialize<FileContent>(stream, Json)!;
    }

    private sealed record FileContent(int Version, DateOnly Date, string Currency, string Unit, string PriceSource, string ContextSource, ImmutableArray<HostedService> Services);
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assay.Decisions.Costs;

/// <summary>What is published about costs, word for word, with what contradicts what. Data: <c>Costs/published.json</c> and <c>Costs/engineering.json</c>.</summary>
/// <param name="Date">The day the figures were collected.</param>
/// <param name="Sources">Who says it.</param>
/// <param name="Figures">What they say.</param>
/// <param name="Contradictions">Where they contradict each other or themselves.</param>
public sealed record PublishedCosts(DateOnly Date, ImmutableArray<PublishedSource> Sources, ImmutableArray<PublishedFigure> Figures, ImmutableArray<Contradiction> Contradictions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
    private static readonly Lazy<PublishedCosts> Included = new(() => Read<PublishedFile>("published.json") is var f ? new PublishedCosts(f.Date, f.Sources, f.Figures, f.Contradictions) : null!);
    private static readonly Lazy<ImmutableArray<EngineeringRange>> Ranges = new(() => Read<EngineeringFile>("engineering.json").Ranges);

    /// <summary>The collection that comes with Assay.</summary>
    /// <returns>Read once.</returns>
    public static PublishedCosts Bundled() => Included.Value;

    /// <summary>What building costs according to each source, in US dollars.</summary>
    public static ImmutableArray<EngineeringRange> Engineering => Ranges.Value;

    /// <summary>What building an arm costs where nothing is stated.</summary>
    /// <param name="arm"><c>rag</c> or <c>fine-tuned</c>; the range of <c>hybrid</c> is the sum of the two.</param>
    /// <returns>Null for arms that no source names.</returns>
    public static EngineeringRange? UsualEngineering(string arm)
    {
        if (arm != "hybrid") return Engineering.FirstOrDefault(e => e.Usual && e.Arm == arm);
        EngineeringRange rag = Engineering.First(e => e.Usual && e.Arm == "rag"), tuned = Engineering.First(e => e.Usual && e.Arm == "fine-tuned");
        return new EngineeringRange($"{rag.Id} + {tuned.Id}", "hybrid", "product", rag.Low + tuned.Low, rag.High + tuned.High, true, rag.Source, "you are doing both the fine-tuning work and the RAG pipeline work");
    }

    /// <summary>A figure by its id.</summary>
    /// <param name="id">For example <c>001-crossover</c>.</param>
    /// <returns>Null when there is none.</returns>
    public PublishedFigure? Find(string id) => Figures.FirstOrDefault(f => f.Id == id);

    private static T Read<T>(string name)
    {
        using Stream stream = typeof(PublishedCosts).Assembly.GetManifestResourceStream($"Assay.Decisions.Costs.{name}")!;
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }

    private sealed record PublishedFile(int Version, DateOnly Date, ImmutableArray<PublishedSource> Sources, ImmutableArray<PublishedFigure> Figures, ImmutableArray<Contradiction> Contradictions);

    private sealed record EngineeringFile(int Version, DateOnly Date, string Currency, string Unit, ImmutableArray<EngineeringRange> Ranges);
}

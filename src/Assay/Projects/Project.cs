using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Evaluation.Scoring;
using Assay.FineTuning;
using Assay.Models.Providers;

namespace Assay.Projects;

/// <summary>What the user wants decided: the content of <c>assay.yaml</c> with every default filled in.</summary>
public sealed record Project
{
    /// <summary>Absolute path of the folder that holds <c>assay.yaml</c>.</summary>
    public required string Root { get; init; }

    /// <summary>Name shown in reports and prompts.</summary>
    /// <value>the folder's name</value>
    public required string Name { get; init; }

    /// <summary>Patterns of the documents, relative to <see cref="Root"/>; one that begins with <c>!</c> leaves files out.</summary>
    /// <value>all files under <c>docs</c> of the formats that hold prose and tables, see <c>docs/project-file.md</c></value>
    public required ImmutableArray<string> Documents { get; init; }

    /// <summary>Absolute path of the question set.</summary>
    /// <value><c>questions.jsonl</c></value>
    public required string Questions { get; init; }

    /// <summary>Absolute path of the training conversations; null when the project has none.</summary>
    public string? Examples { get; init; }

    /// <summary>Absolute path of the answer contract, a JSON Schema; null when answers are free text.</summary>
    public string? Contract { get; init; }

    /// <summary>Whether the model is held to the contract while it writes; the same for all arms.</summary>
    /// <value>free: arms differ by what they know of the form</value>
    public Decoding Decoding { get; init; }

    /// <summary>The model that answers.</summary>
    /// <value><c>extractive</c>: the built-in reader, which needs no model</value>
    public required ModelReference Model { get; init; }

    /// <summary>Absolute path of the LoRA weights that the model answers with: a folder as peft writes it, or a GGUF file; null for the model alone.</summary>
    public string? Adapter { get; init; }

    /// <summary>What answers, as reports call it.</summary>
    public string ModelName => Adapter is null ? Model.ToString() : $"{Model} with adapter {Display(Adapter)}";

    /// <summary>Price of the model where the bundled list does not know it or the user's differs; null to look it up.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>The model that turns passages and queries into vectors; null to search by words alone.</summary>
    /// <value><c>assay-embed-en</c>, which comes with Assay</value>
    public ModelReference? Embedder { get; init; }

    /// <summary>Price of the embedder's tokens in US dollars per million, where the bundled list does not know it or the user's differs; null to look it up.</summary>
    public decimal? EmbedderPrice { get; init; }

    /// <summary>The model that reads a query with each of the best passages and orders them anew; null for none.</summary>
    public ModelReference? Reranker { get; init; }

    /// <summary>The role given to the model at the top of its prompt; null for the default one.</summary>
    public string? Instructions { get; init; }

    /// <summary>Whether the model is asked with the best prompt that <c>assay eval prompts</c> found.</summary>
    /// <value>false: with the project's own instructions and no examples</value>
    public bool UsesBestPrompt { get; init; }

    /// <summary>Arms to measure, in this order.</summary>
    /// <value>all of them; the tuned ones where a version was trained</value>
    public required ImmutableArray<string> Arms { get; init; }

    /// <summary>Whether the project names its arms, so that one that cannot be run is an error and not left out.</summary>
    /// <value>false</value>
    public bool ArmsAreChosen { get; init; }

    /// <summary>How documents are cut and how much of them an answer gets to see.</summary>
    public RetrievalSettings Retrieval { get; init; } = new();

    /// <summary>The chat model that can be asked to expand questions; null when the project has none.</summary>
    public ModelReference? ExpansionModel => Retrieval.ExpansionModel ?? (Model.Kind == ModelKind.Extractive ? null : Model);

    /// <summary>How the model is tuned on the examples.</summary>
    public TuneSettings Tuning { get; init; } = new();

    /// <summary>How answers are scored.</summary>
    public ScoringOptions Score { get; init; } = new();

    /// <summary>What the product needs.</summary>
    public Needs Needs { get; init; } = new();

    /// <summary>Full path of a file with prices of the user's own, laid over those that come with Assay; null for none.</summary>
    public string? Prices { get; init; }

    /// <summary>What the team's own work and machines cost.</summary>
    public CostSettings Costs { get; init; } = new();

    /// <summary>Seed of everything random.</summary>
    /// <value>0</value>
    public int Seed { get; init; }

    /// <summary>Path of a file of the project as the user would type it: relative to the project where possible.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The path for messages.</returns>
    public string Display(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}

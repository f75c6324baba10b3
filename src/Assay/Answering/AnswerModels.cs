using System.Collections.Immutable;
using Assay.Decisions.Prices;
using Assay.Evaluation.Contracts;
using Assay.Expanding;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Prompting;
using Assay.Text;
using Assay.Tuning.Registry;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Answering;

/// <summary>Makes the answering model that a project names.</summary>
/// <param name="providers">How providers are reached: keys, limits, retries.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class AnswerModels(ProviderOptions providers, TimeProvider timeProvider)
{
    private const int ExpansionAttempts = 3;

    /// <summary>A reply is short; whoever searches does not wait longer for it.</summary>
    private static readonly TimeSpan s_expansionTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How providers are reached.</summary>
    public ProviderOptions Providers => providers;

    /// <summary>The project's model.</summary>
    /// <param name="project">Names it.</param>
    /// <param name="price">Its price, whose context window is used; null when unknown.</param>
    /// <param name="knowledge">The ingested documents, by which the extractive reader tells rare words from common ones.</param>
    /// <returns>A model to dispose.</returns>
    /// <exception cref="InputException">The contract cannot be used, or answers cannot be held to it by this model.</exception>
    public IAnswerModel Create(Project project, ModelPrice? price, KnowledgeBase knowledge)
    {
        string? schema = project.Contract is null ? null : ContractText(project.Contract);
        bool constrained = project.Decoding == Decoding.Constrained;
        if (constrained && Refusal(project) is { } refusal) throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null, refusal));
        if (project.Model.Kind == ModelKind.Extractive)
        {
            RecordTemplate? record = schema is null ? null : RecordTemplate.Create(schema, project.Score.AnswerField);
            return new ExtractiveAnswerModel(knowledge, project.Score.AbstentionPhrase, record, timeProvider);
        }

        var options = new ChatAnswerOptions { MaxOutputTokens = providers.MaxOutputTokens, ContextWindow = price?.ContextWindow, Schema = constrained ? schema : null };
        return Checked(ChatModels.Create(project.Model, providers, timeProvider, project.Adapter), project.Model, new PromptBuilder(project, schema), options, project);
    }

    /// <summary>A trained version of a project, asked as its examples were.</summary>
    /// <param name="project">Its contract and how answers are held to it.</param>
    /// <param name="tuned">The version.</param>
    /// <returns>A model to dispose.</returns>
    /// <exception cref="InputException">The version does not belong to the model that is there, or the contract cannot be used.</exception>
    public IAnswerModel CreateTuned(Project project, TunedModel tuned)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(tuned);
        tuned.Check(providers);
        string? schema = project.Contract is null ? null : ContractText(project.Contract);
        var options = new ChatAnswerOptions { MaxOutputTokens = providers.MaxOutputTokens, Schema = project.Decoding == Decoding.Constrained ? schema : null, Trained = tuned.Version.Fingerprint };
        TuningManifest manifest = tuned.Version.Manifest;
        var prompts = new PromptBuilder(project, schema, new TunedPrompt(manifest.SystemPrompt, manifest.WithPassages));
        return Checked(ChatModels.Create(tuned.Model, providers, timeProvider, tuned.Adapter, tuned.BaseWeights), tuned.Model, prompts, options, project);
    }

    /// <summary>What the reader should know about the prompt that a model is asked with.</summary>
    /// <param name="model">The model.</param>
    /// <param name="arm">The arm that it is asked as.</param>
    /// <returns>That its best prompt is stale or was not looked for; empty for nothing, and for a model that is asked with the project's own prompt.</returns>
    public static ImmutableArray<string> PromptWarnings(IAnswerModel model, string arm) => (model as ChatAnswerModel)?.Best?.Warnings(arm) ?? [];

    /// <summary>What stands before the first line of a conversation without documents, in a project that is asked with its best prompt.</summary>
    /// <param name="project">The project.</param>
    /// <param name="client">Its model.</param>
    /// <param name="first">The first line.</param>
    /// <returns>The messages, and what the reader should know about them.</returns>
    /// <exception cref="AssayException">No prompt was looked for, or what is kept of it cannot be used.</exception>
    public (IReadOnlyList<ChatMessage> Messages, ImmutableArray<string> Warnings) Opening(Project project, IChatClient client, string first)
    {
        ArgumentNullException.ThrowIfNull(project);
        var own = new ChatAnswerModel(client, project.Model, new PromptBuilder(project, project.Contract is null ? null : ContractText(project.Contract)), new ChatAnswerOptions(), timeProvider);
        ChatAnswerModel asked = own.Using(BestPrompts.Open(project, own));
        IReadOnlyList<ChatMessage> messages = asked.Prompts.Build(new AnswerRequest(first, [], FromDocuments: false));
        return ([.. messages.SkipLast(1)], PromptWarnings(asked, Arms.ArmCatalog.Prompt));
    }

    private ChatAnswerModel Checked(IChatClient client, ModelReference model, PromptBuilder prompts, ChatAnswerOptions options, Project project)
    {
        try
        {
            // Said before anything runs: what the schema has that cannot be held to, and a limit that the shortest valid answer does not keep.
            if (options.Schema is { } held && client.GetService(typeof(LocalModel)) is LocalModel local) _ = local.ConstraintOf(held).Begin(ChatAnswerModel.Limit(client, options));
            var made = new ChatAnswerModel(client, model, prompts, options, timeProvider);

            // A trained model is not asked with them, but it is counted what it is spared of them.
            return project.UsesBestPrompt ? made.Using(BestPrompts.Open(project, made)) : made;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static string? Refusal(Project project) =>
        project.Contract is null ? "'decoding: constrained' holds answers to the contract, and the project has none. Name a JSON Schema under 'contract', or write decoding: free."
        : project.Model.Kind == ModelKind.Extractive ? "'decoding: constrained' needs a model that writes: the extractive reader fills the contract's form by itself. Name a model under 'model', or write decoding: free."
        : null;

    /// <summary>What asks the project's chat model to expand questions; nothing is sent until it is used.</summary>
    /// <param name="project">Names the model.</param>
    /// <param name="workspace">Where replies are kept.</param>
    /// <param name="prices">What models cost.</param>
    /// <returns>To be disposed; null when the project has no chat model.</returns>
    /// <exception cref="AssayException">A key is missing, an address is unusable, or the kept replies cannot be read.</exception>
    public ProjectExpander? CreateExpander(Project project, Workspace workspace, PriceBook prices) => project.ExpansionModel is { } model
        ? ProjectExpander.Open(new ExpansionModel(model, ModelPrices.Of(project, model, prices), project.Display(Path.Combine(project.Root, ProjectFile.FileName))), ChatModels.Create(model, providers with { RequestTimeout = s_expansionTimeout, MaxAttempts = Math.Min(providers.MaxAttempts, ExpansionAttempts), RestartBrokenStreams = true }, timeProvider), workspace, timeProvider)
        : null;

    // Checked before it is shown to a model or filled in: both take a schema at its word.
    private static string ContractText(string file)
    {
        _ = Contract.Load(new ContractOptions { SchemaFile = file });
        return File.ReadAllText(file);
    }
}

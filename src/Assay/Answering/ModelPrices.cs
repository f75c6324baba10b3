using Assay.Decisions.Prices;
using Assay.Models.Providers;
using Assay.Projects;

namespace Assay.Answering;

/// <summary>What a project's model costs.</summary>
public static class ModelPrices
{
    /// <summary>The project's own price, or the listed one of its model.</summary>
    /// <param name="project">Names model and price.</param>
    /// <param name="prices">The list.</param>
    /// <returns>Null when neither knows it.</returns>
    public static ModelPrice? Of(Project project, PriceBook prices) => Of(project, project.Model, prices);

    /// <summary>The price of a model that a project uses besides its own.</summary>
    /// <param name="project">States the price of its own model.</param>
    /// <param name="model">The model.</param>
    /// <param name="prices">The list.</param>
    /// <returns>Null when neither knows it.</returns>
    public static ModelPrice? Of(Project project, ModelReference model, PriceBook prices) => model == project.Model && project.Price is { } own ? own : model.Kind switch
    {
        ModelKind.Extractive or ModelKind.Folder or ModelKind.HuggingFace or ModelKind.Bundled => ModelPrice.Free,
        ModelKind.OpenAi => prices.Find("openai", model.Name),
        ModelKind.Anthropic => prices.Find("anthropic", model.Name),
        _ => null,
    };
}

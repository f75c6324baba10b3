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
    public static ModelPrice? Of(Project project, PriceBook prices) => project.Price ?? project.Model.Kind switch
    {
        ModelKind.Extractive => ModelPrice.Free,
        ModelKind.OpenAi => prices.Find("openai", project.Model.Name),
        ModelKind.Anthropic => prices.Find("anthropic", project.Model.Name),
        _ => null,
    };
}

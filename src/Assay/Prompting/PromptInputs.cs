using Assay.Answering;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Prompting;

/// <summary>What a best prompt was looked for with: where one of these changes, another prompt may be the best.</summary>
public sealed record PromptInputs
{
    /// <summary>The model, as reports call it.</summary>
    public required string Model { get; init; }

    /// <summary>What tells it from another model under the same name; empty where nothing does.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Hash of the contract, of the field that holds the answer and of the sentence that declines.</summary>
    public required string Contract { get; init; }

    /// <summary>Hash of the file of examples.</summary>
    public required string Examples { get; init; }

    /// <summary>Hash of the project's own instructions, which the prompt was measured against.</summary>
    public required string Instructions { get; init; }

    /// <summary>Which examples were shown, chosen on and confirmed on.</summary>
    public required int Seed { get; init; }

    /// <summary>Those of a project as it is.</summary>
    /// <param name="project">The project.</param>
    /// <param name="model">Its model.</param>
    /// <param name="examples">Hash of its file of examples.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The inputs.</returns>
    public static PromptInputs Of(Project project, IAnswerModel model, string examples, int seed)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(model);
        return new PromptInputs
        {
            Model = project.ModelName,
            ModelVersion = model.Version,
            Contract = ContentHash.Of([project.Contract is { } contract ? File.ReadAllText(contract) : null, project.Score.AnswerField, project.Score.AbstentionPhrase]),
            Examples = examples,
            Instructions = ContentHash.Of([project.Name, project.Instructions]),
            Seed = seed,
        };
    }

    /// <summary>What is different now.</summary>
    /// <param name="now">The inputs now; the seed does not count.</param>
    /// <returns>In words; empty for nothing.</returns>
    public IEnumerable<string> ChangedTo(PromptInputs now)
    {
        ArgumentNullException.ThrowIfNull(now);

        // A model of this machine is told by its content: its folder may have been moved.
        bool sameModel = ModelVersion.Length > 0 && ModelVersion == now.ModelVersion ? true : Model == now.Model && ModelVersion == now.ModelVersion;
        if (!sameModel) yield return "the model";
        if (Contract != now.Contract) yield return "the contract";
        if (Examples != now.Examples) yield return "the examples";
        if (Instructions != now.Instructions) yield return "the instructions in assay.yaml";
    }
}

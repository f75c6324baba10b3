using Assay.Models.Hub;
using ModelFolderKind = Assay.Models.Hub.ModelFolder;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Facts;
using Assay.Tuning.FromScratch;
using Assay.Tuning.Registry;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>The model that training begins with, with its tokenizer and template.</summary>
public sealed class TuneBase : IDisposable
{
    private readonly LocalModel model;

    private TuneBase(string name, string path, bool isScratch, LocalModel model)
    {
        (Name, Path, IsScratch, this.model) = (name, path, isScratch, model);
        Hashes = BaseModelHashes.Of(path);
        if (model.Template is null) throw new InputException(new Problem(path, null, "The model has no chat template, so it is not known how its conversations are written. Put a chat_template.jinja into its folder, or name a model that was trained to converse."));
        Examples = new ExampleTokenizer(model.Tokenizer, model.Template, model.BeginText, model.EndText);
    }

    /// <summary>The model in the forms of <c>assay.yaml</c>; one with random weights as its folder relative to the workspace.</summary>
    public string Name { get; }

    /// <summary>Its folder or GGUF file.</summary>
    public string Path { get; }

    /// <summary>Whether its weights are random.</summary>
    public bool IsScratch { get; }

    /// <summary>What tells it from any other model.</summary>
    public BaseModelHashes Hashes { get; }

    /// <summary>The model itself.</summary>
    public LocalModel Model => model;

    /// <summary>Makes tokens of examples.</summary>
    public ExampleTokenizer Examples { get; }

    /// <summary>Whether the model knows what a sentence of an example's answers says; null where it is not asked, see <see cref="Ask"/>.</summary>
    public Func<ChatExample, string, bool>? Knows { get; private set; }

    /// <summary>Has <see cref="Knows"/> ask the model. A conversation that its template refuses tells nothing.</summary>
    /// <param name="team">Who computes.</param>
    public void Ask(WorkerTeam team)
    {
        var probe = new KnowledgeProbe(new RunningModel(model), team);
        Knows = (example, sentence) =>
        {
            try
            {
                return probe.Knows(example, sentence);
            }
            catch (AssayException)
            {
                return false;
            }
        };
    }

    /// <summary>Opens the project's model, or makes one with random weights where the project names none.</summary>
    /// <param name="project">Names it.</param>
    /// <param name="workspace">Where models with random weights are kept.</param>
    /// <param name="texts">What a vocabulary is learned from; asked for when it is needed.</param>
    /// <param name="providers">Where stored models are.</param>
    /// <param name="cancellationToken">Stops the learning of a vocabulary.</param>
    /// <returns>To be disposed.</returns>
    /// <exception cref="AssayException">The model is not one that can be trained here, or is missing or damaged.</exception>
    public static TuneBase Open(Project project, Workspace workspace, Func<IEnumerable<string>> texts, ProviderOptions providers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(providers);
        switch (project.Model.Kind)
        {
            case ModelKind.Extractive:
                string folder = Scratch(project, workspace, texts, cancellationToken);
                return new TuneBase(System.IO.Path.GetRelativePath(workspace.Root, folder).Replace('\\', '/'), folder, isScratch: true, LocalModel.Open(folder));
            case ModelKind.Folder or ModelKind.HuggingFace or ModelKind.Bundled:
                return Opened(project, ModelPath.Of(project.Model, providers.Environment));
            default:
                throw new InputException(new Problem(project.Display(System.IO.Path.Combine(project.Root, ProjectFile.FileName)), null,
                    $"'model: {project.Model}' runs at a provider, and its weights are not here to be trained. Tune it there with `assay tune hosted`, or name a folder or hf:owner/name under 'model'."));
        }
    }

    /// <summary>What trainers change.</summary>
    /// <param name="method">Low-rank additions or every weight.</param>
    /// <param name="lora">The additions.</param>
    /// <param name="seed">Chooses their first values.</param>
    /// <exception cref="AssayException">A GGUF file cannot be trained whole, or a setting is outside its range.</exception>
    public TrainableDecoder Trainable(TuningMethod method, LoraSettings lora, ulong seed)
    {
        if (method == TuningMethod.Lora) return model.Trainable(lora, seed);
        return Directory.Exists(Path) ? TrainableDecoder.FromFolder(Path)
            : throw new InputException(new Problem(Path, null, "A GGUF file is trained with low-rank additions only. Write method: lora, or name the folder of the model as its publisher has it."));
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private static TuneBase Opened(Project project, string path)
    {
        if (ModelFolderKind.KindOf(path) is StoredModelKind.Encoder or StoredModelKind.Reranker) throw new InputException(new Problem(path, null, "This model turns texts into vectors or scores and writes none. Name a decoder (Llama, Mistral or Qwen) under 'model'."));
        return new TuneBase(NameOf(project), path, isScratch: false, LocalModel.Open(path, project.Tuning.BaseWeights));
    }

    // A folder of the project is named from there, so that versions stay right when the project is moved or copied.
    private static string NameOf(Project project) =>
        project.Model.Kind == ModelKind.Folder && project.Display(project.Model.Name) is { } shown && !shown.StartsWith("..", StringComparison.Ordinal) && !System.IO.Path.IsPathRooted(shown) ? "./" + shown : project.Model.ToString();

    private static string Scratch(Project project, Workspace workspace, Func<IEnumerable<string>> texts, CancellationToken cancellationToken)
    {
        string[] all = [.. texts()];
        ulong seed = (ulong)project.Seed;
        string key = ContentHash.Of([ScratchModel.Version, .. all, System.FormattableString.Invariant($"{project.Tuning.Vocabulary} {seed}")]);
        string folder = System.IO.Path.Combine(workspace.ModelsFolder, $"scratch-{key[..16]}");
        if (Directory.Exists(folder)) return folder;
        using Scratch scratch = Workspaces.Scratch.Create(workspace);
        string made = System.IO.Path.Combine(scratch.Path, "model");
        ScratchModel.Write(made, all, project.Tuning.Vocabulary, seed, cancellationToken);
        Directory.CreateDirectory(workspace.ModelsFolder);
        try
        {
            Directory.Move(made, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another command made the same one meanwhile.
        }

        return folder;
    }
}

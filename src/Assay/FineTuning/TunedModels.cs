using Assay.Models.Providers;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Registry;
using Assay.Workspaces;

namespace Assay.FineTuning;

/// <summary>Which trained version a project uses: the single place to ask.</summary>
public static class TunedModels
{
    /// <summary>The version in use; without one the newest that was trained from the project's model, or from random weights where the project's model cannot be trained.</summary>
    /// <param name="project">The project.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="AssayException">The version in use is gone or damaged, or the registry cannot be read.</exception>
    public static TunedModel? Find(Project project, Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(workspace);
        AdapterRegistry registry = Registry(workspace);
        AdapterVersion? version = registry.Champion ?? registry.Versions.LastOrDefault(v => IsFor(Of(v, registry, project, workspace).Base, project, workspace));
        return version is null ? null : Of(version, registry, project, workspace);
    }

    /// <summary>A version by its name.</summary>
    /// <param name="project">The project.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="name"><c>v2</c>, <c>champion</c> or <c>newest</c>.</param>
    /// <returns>The version.</returns>
    /// <exception cref="AssayException">There is none of that name, it is damaged, or the registry cannot be read.</exception>
    public static TunedModel Required(Project project, Workspace workspace, string name)
    {
        AdapterRegistry registry = Registry(workspace);
        return Of(registry.Required(name), registry, project, workspace);
    }

    /// <summary>The version in use, which a new one is measured against.</summary>
    /// <param name="project">The project.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <returns>Null when none is.</returns>
    /// <exception cref="AssayException">It is gone or damaged, or the registry cannot be read.</exception>
    public static TunedModel? Champion(Project project, Workspace workspace)
    {
        AdapterRegistry registry = Registry(workspace);
        return registry.Champion is { } version ? Of(version, registry, project, workspace) : null;
    }

    /// <summary>The registry of a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <returns>For reading; nothing is dated by it.</returns>
    public static AdapterRegistry Registry(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return AdapterRegistry.Open(workspace.AdaptersFolder, TimeProvider.System);
    }

    private static TunedModel Of(AdapterVersion version, AdapterRegistry registry, Project project, Workspace workspace) =>
        new(version, BaseOf(version.Manifest, project, workspace), version.Name == registry.ChampionName);

    // A manifest names a model as assay.yaml does, or a folder of the workspace; both stay right when the project is moved.
    private static ModelReference BaseOf(TuningManifest manifest, Project project, Workspace workspace)
    {
        string inWorkspace = Path.GetFullPath(Path.Combine(workspace.Root, manifest.BaseModel));
        if (IsBelow(inWorkspace, workspace.ModelsFolder)) return new ModelReference(ModelKind.Folder, inWorkspace, null);
        ModelReference model = ModelReference.Parse(manifest.BaseModel);
        return model.Kind switch
        {
            ModelKind.Folder => model with { Name = Path.GetFullPath(Path.Combine(project.Root, model.Name)) },
            ModelKind.HuggingFace or ModelKind.Bundled => model,
            _ => throw new InputException(new Problem("", null, $"A version names '{model}' as its base model, which does not run here. Remove the version's folder, or run `assay tune` again.")),
        };
    }

    private static bool IsFor(ModelReference trained, Project project, Workspace workspace) => project.Model.IsWeights
        ? trained == project.Model
        : trained.Kind == ModelKind.Folder && IsBelow(trained.Name, workspace.ModelsFolder);

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

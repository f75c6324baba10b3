using System.Collections.Immutable;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Models.Local;
using Assay.Projects;
using Assay.Tuning.Examples;
using Assay.Tuning.Export;
using Assay.Tuning.Registry;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary>Exports of a project's trained versions.</summary>
internal static class VersionExport
{
    /// <summary>Whether a name is one of a version.</summary>
    public static bool IsName(string name) => name is "champion" or "newest" || AdapterVersion.NumberOf(name) is not null;

    /// <summary>What is to be exported: the version's adapter on its base model, or the version itself where it is a whole model. Prompts of its training data are replayed first.</summary>
    /// <param name="host">Where stored models are.</param>
    /// <param name="folder">The project's folder.</param>
    /// <param name="name">The version.</param>
    /// <param name="target">What to write.</param>
    /// <param name="format">The form.</param>
    /// <exception cref="Assay.Text.AssayException">There is no such version, or it does not belong to the base model that is there.</exception>
    public static ExportRequest Request(CommandHost host, string folder, string name, string target, ExportFormat format)
    {
        Project project = ProjectFile.Read(folder);
        TunedModel tuned = TunedModels.Required(project, Workspace.Open(project.Root), name);
        tuned.Check(Providers.Options(host));
        string path = tuned.Path(Providers.Options(host)), examples = Path.Combine(project.Root, tuned.Version.Manifest.Data.Path);
        return new ExportRequest(path, target, format) { Adapter = tuned.Adapter, BaseWeights = tuned.BaseWeights, BaseName = tuned.Version.Manifest.BaseModel, Prompts = m => Prompts(m, examples) };
    }

    private static ImmutableArray<ReplayPrompt> Prompts(LocalModel model, string examples)
    {
        int room = ExportRequest.UsualTokens;
        ImmutableArray<ReplayPrompt> own = File.Exists(examples) ? ReplayPrompts.Of(model, ExampleReader.Read(examples).Conversations, ReplayPrompts.Usual / 2, room) : [];
        return [.. own, .. ReplayPrompts.General(model, ReplayPrompts.Usual - own.Length, room)];
    }
}

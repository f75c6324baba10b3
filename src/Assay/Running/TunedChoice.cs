using System.Collections.Immutable;
using Assay.Arms;
using Assay.FineTuning;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Running;

/// <summary>Which arms are run, and with which trained version.</summary>
/// <param name="Arms">The arms, in their order.</param>
/// <param name="Tuned">The version of the tuned ones; null when none is among them.</param>
/// <param name="Notes">What the reader should know about the choice.</param>
internal sealed record TunedChoice(ImmutableArray<string> Arms, TunedModel? Tuned, ImmutableArray<string> Notes)
{
    /// <summary>Chooses. Tuned arms that nobody asked for by name are trained for where the project's model is a bundled one, and left out where it is another and nothing was trained.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="train">Trains a version on the project's examples; gives what should be known about it.</param>
    /// <exception cref="AssayException">A tuned arm or a version was asked for, and there is none and nothing to train on.</exception>
    public static TunedChoice Of(Project project, RunOptions options, Workspace workspace, Func<ImmutableArray<string>> train)
    {
        ImmutableArray<string> arms = options.Arms.Length > 0 ? options.Arms : project.Arms;
        string[] wanted = [.. arms.Where(ArmCatalog.IsTuned)];
        if (wanted.Length == 0)
        {
            return options.Version is null ? new TunedChoice(arms, null, [])
                : throw new InputException(new Problem("", null, $"--version names a trained version, and none of the arms ({string.Join(", ", arms)}) uses one. Add fine-tuned or hybrid to --arms."));
        }

        TunedModel? tuned = options.Version is { } name ? TunedModels.Required(project, workspace, name) : TunedModels.Find(project, workspace);
        if (tuned is not null) return new TunedChoice(arms, tuned, [.. Newer(tuned, workspace, options)]);
        bool isChosen = options.Arms.Length > 0 || project.ArmsAreChosen;
        if (isChosen && project.Examples is not null)
        {
            ImmutableArray<string> warnings = train();
            return new TunedChoice(arms, TunedModels.Required(project, workspace, "newest"), warnings);
        }

        if (!isChosen && project.Examples is not null && project.Model.Kind == ModelKind.Bundled) return Tried(project, workspace, arms, train);
        if (isChosen)
        {
            throw new InputException(new Problem(options.Arms.Length > 0 ? "" : project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null,
                $"{string.Join(" and ", wanted)} {(wanted.Length == 1 ? "needs" : "need")} a trained version, and the project has no examples to train one on. Name a file of conversations under 'examples', or leave {(wanted.Length == 1 ? "it" : "them")} out: --arms {string.Join(",", arms.Except(wanted).DefaultIfEmpty(ArmCatalog.Prompt))}."));
        }

        // Where there are no examples there is nothing to train on, and nothing is missing.
        return new TunedChoice([.. arms.Except(wanted)], null, project.Examples is null ? [] : [$"{string.Join(" and ", wanted)} were left out: nothing was trained for {project.ModelName} yet. Run `assay tune` first, or name them with --arms, which trains on the way."]);
    }

    // A bundled model is trained in minutes, so nobody has to ask for it. What is against it is told, and the other arms are measured.
    private static TunedChoice Tried(Project project, Workspace workspace, ImmutableArray<string> arms, Func<ImmutableArray<string>> train)
    {
        try
        {
            ImmutableArray<string> warnings = train();
            return new TunedChoice(arms, TunedModels.Required(project, workspace, "newest"), warnings);
        }
        catch (InputException e)
        {
            return new TunedChoice([.. arms.Where(a => !ArmCatalog.IsTuned(a))], null, [$"{string.Join(" and ", arms.Where(ArmCatalog.IsTuned))} were left out: {e.Message}"]);
        }
    }

    private static IEnumerable<string> Newer(TunedModel tuned, Workspace workspace, RunOptions options)
    {
        if (options.Version is null && tuned.IsChampion && TunedModels.Registry(workspace).Find("newest") is { } newest && newest.Name != tuned.Version.Name)
        {
            yield return $"{newest.Name} is newer than {tuned.Version.Name}, the champion, and was not measured: `assay compare --version {newest.Name}` measures it against the champion.";
        }
    }
}

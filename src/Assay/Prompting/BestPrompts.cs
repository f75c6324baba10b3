using System.Collections.Immutable;
using Assay.Answering;
using Assay.Arms;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Prompting;

/// <summary>The best prompts that were found for a project, as its model is asked with them. Examples that hold a question of the evaluation, as it is now, are never shown.</summary>
public sealed class BestPrompts
{
    private readonly ImmutableArray<BestPrompt> _found;
    private readonly ImmutableSortedDictionary<string, string> _stale;

    private BestPrompts(ImmutableArray<BestPrompt> found, PromptPlans plans, string key, ImmutableSortedDictionary<string, string> stale) => (_found, Plans, Key, _stale) = (found, plans, key, stale);

    /// <summary>What the model is asked with.</summary>
    public PromptPlans Plans { get; }

    /// <summary>Hash of what the prompts depend on besides project and question.</summary>
    public string Key { get; }

    /// <summary>Opens the prompts of a project that asks for them (<c>prompt: best</c>).</summary>
    /// <param name="project">The project.</param>
    /// <param name="model">Counts tokens.</param>
    /// <returns>The prompts.</returns>
    /// <exception cref="InputException">None was looked for, or the examples cannot be used.</exception>
    /// <exception cref="AssayException">The file of prompts is damaged.</exception>
    public static BestPrompts Open(Project project, IAnswerModel model)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(model);
        ImmutableArray<BestPrompt> found = PromptFile.Read(Workspace.Open(project.Root));
        if (found.IsEmpty)
        {
            throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null,
                "'prompt: best' uses the best prompt that was found, and none was looked for. Run `assay eval prompts` first, or write prompt: own."));
        }

        PromptExamples examples = PromptExamples.Read(project, CancellationToken.None);
        ImmutableArray<Shot> shots = examples.Shots;
        var index = new ShotIndex(shots);
        int budget = ShotPicker.Budget(model);
        var stale = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (BestPrompt prompt in found)
        {
            string[] changed = [.. prompt.Inputs.ChangedTo(PromptInputs.Of(project, model, examples.Sha256, prompt.Inputs.Seed))];
            if (changed.Length > 0) stale.Add(prompt.Arm, $"The best prompt of {prompt.Arm} is stale: {string.Join(" and ", changed)} changed since it was looked for. Run `assay eval prompts` again.");
        }

        PromptPlan? Plan(string arm) => found.FirstOrDefault(p => p.Arm == arm) is { IsOwn: false } prompt ? new PromptPlan(prompt.Instructions, Picker(prompt, index, model, budget)) : null;
        string key = ContentHash.Of([.. found.SelectMany(p => (string?[])[p.Arm, p.Instructions, p.IsOwn ? "own" : "best", $"{p.Shots} {p.Choice}", .. p.Fixed]), .. shots.Select(s => s.Key)]);
        return new BestPrompts(found, new PromptPlans(Plan(ArmCatalog.Prompt), Plan(ArmCatalog.Rag)), key, stale.ToImmutable());
    }

    /// <summary>What each of some arms is asked with, one line an arm that is asked with instructions.</summary>
    /// <param name="arms">Names of arms.</param>
    /// <returns>For reports.</returns>
    public IEnumerable<string> Describe(IEnumerable<string> arms)
    {
        ArgumentNullException.ThrowIfNull(arms);
        foreach (string arm in arms.Where(a => !ArmCatalog.IsTuned(a)))
        {
            string measured = MeasuredIn(arm);
            BestPrompt? prompt = _found.FirstOrDefault(p => p.Arm == measured);
            string also = arm == measured ? "" : $" as {measured}:";
            yield return prompt is null ? $"{arm}:{also} the project's own prompt, for none was looked for with --arms {measured}" : $"{arm}:{also} {prompt.Describe()}";
        }
    }

    /// <summary>What has changed since the prompts of some arms were looked for.</summary>
    /// <param name="arms">Names of arms.</param>
    /// <returns>For warnings; empty for nothing.</returns>
    public IEnumerable<string> Stale(IEnumerable<string> arms) => arms.Where(a => !ArmCatalog.IsTuned(a)).Select(MeasuredIn).Distinct().Where(_stale.ContainsKey).Select(a => _stale[a]);

    /// <summary>What whoever asks the model should know of the prompt of an arm: that it is stale, or that none was looked for.</summary>
    /// <param name="arm">Name of an arm.</param>
    /// <returns>For warnings; empty for nothing.</returns>
    internal ImmutableArray<string> Warnings(string arm) => [.. Stale([arm]), .. _found.Any(p => p.Arm == MeasuredIn(arm)) ? [] : Describe([arm])];

    /// <summary>The arm whose best prompt an arm is asked with.</summary>
    /// <param name="arm">Name of an arm.</param>
    /// <returns><c>prompt</c> or <c>rag</c>.</returns>
    internal static string MeasuredIn(string arm) => arm == ArmCatalog.Prompt ? ArmCatalog.Prompt : ArmCatalog.Rag;

    // Of fixed examples those are left out that are gone or hold a question by now.
    private static ShotPicker? Picker(BestPrompt prompt, ShotIndex index, IAnswerModel model, int budget)
    {
        if (prompt.Shots == 0 || index.Shots.IsEmpty) return null;
        ImmutableArray<Shot> chosen = [.. prompt.Fixed.Select(k => index.Shots.FirstOrDefault(s => s.Key == k)).OfType<Shot>()];
        return new ShotPicker(index, prompt.Choice, prompt.Shots, model.Counter, budget, chosen);
    }
}

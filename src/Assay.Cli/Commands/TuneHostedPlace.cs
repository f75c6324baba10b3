using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Tuning.Hosted;

namespace Assay.Cli.Commands;

/// <summary>Which project, provider and job a verb of <c>assay tune hosted</c> means, and how its result is printed.</summary>
internal sealed class TuneHostedPlace
{
    private readonly Option<string?> project = CommonOptions.Project();
    private readonly Option<bool> json = CommonOptions.Json();
    private readonly Option<string?> provider = new("--provider") { Description = "openai or together (default: that of the model).", HelpName = "NAME" };
    private readonly Option<string?> model = new("--model") { Description = "The base model: its name at the provider, openai:NAME or an address with #NAME (default: that of the project).", HelpName = "MODEL" };
    private readonly Argument<string?> job = new("job") { Description = "The job's id (default: the newest started in this project).", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The option for the project.</summary>
    public Option<string?> ProjectOption => project;

    /// <summary>Makes them options of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withJob">Whether it works on a job that is there.</param>
    public void AddTo(Command command, bool withJob)
    {
        if (withJob) command.Add(job);
        foreach (Option option in (Option[])[project, json, provider, model]) command.Add(option);
    }

    /// <summary>Whether one JSON document is asked for.</summary>
    public bool Json(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>The provider that is named; null for none.</summary>
    public string? Provider(ParseResult parsed) => parsed.GetValue(provider) is { } name ? CommonOptions.NotBlank(name, "--provider") : null;

    /// <summary>The model that is named; null for none.</summary>
    public string? Model(ParseResult parsed) => parsed.GetValue(model) is { } name ? CommonOptions.NotBlank(name, "--model") : null;

    /// <summary>Does something to the job that is meant.</summary>
    /// <param name="host">Environment and clock.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="act">Gets the project, the open provider and the job's id.</param>
    public async Task<int> WithJobAsync(CommandHost host, ParseResult parsed, Func<Project, HostedTuner, string, Task<int>> act)
    {
        await CommonOptions.UntilInterruptible();
        Project read = ProjectFile.Read(CommonOptions.Folder(parsed, project));
        string? named = parsed.GetValue(job) is { } id ? CommonOptions.NotBlank(id, "The job") : null;
        (string found, HostedTarget target) = HostedTuning.Find(read, named, Provider(parsed), Model(parsed));
        using HostedTuner tuner = new HostedTuning(Providers.Options(host), host.Time).Open(read, target);
        return await act(read, tuner, found).ConfigureAwait(false);
    }
}

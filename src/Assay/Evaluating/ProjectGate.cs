using Assay.Answering;
using Assay.Decisions.Prices;
using Assay.Evaluation.Gates;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Reporting;
using Assay.Running;
using Assay.Text;

namespace Assay.Evaluating;

/// <summary>A gate as a unit test, for any test framework.</summary>
/// <example>
/// <code>
/// [Fact]
/// public Task Support_answers_stay_good() => ProjectGate.CheckAsync("samples/support", "f1>=0.6,abstain>=0.9");
/// </code>
/// </example>
public static class ProjectGate
{
    /// <summary>Evaluates a project and throws unless every gate is met.</summary>
    /// <param name="folder">Folder of the project.</param>
    /// <param name="gates">As with <c>assay eval --gate</c>.</param>
    /// <param name="options">Arms, baseline, repeats; null for the defaults. Its gates are not looked at.</param>
    /// <param name="providers">How providers are reached; null for models of this machine alone. For a provider's key: <c>new ProviderOptions { Environment = Environment.GetEnvironmentVariable }</c>.</param>
    /// <param name="cancellationToken">Stops it; answers that arrived are kept.</param>
    /// <returns>The figures, all gates met.</returns>
    /// <exception cref="GateFailedException">A gate is not met, or its evidence is missing or incomplete.</exception>
    /// <exception cref="AssayException">The project cannot be evaluated.</exception>
    public static async Task<EvaluationResult> CheckAsync(string folder, string gates, EvaluationOptions? options = null, ProviderOptions? providers = null, CancellationToken cancellationToken = default)
    {
        Project project = ProjectFile.Read(folder);
        EvaluationOptions wanted = (options ?? new EvaluationOptions { Command = "ProjectGate" }) with { Gates = GateParser.Read(gates, "The gates") };
        var sessions = new RunSessions(new AnswerModels(providers ?? new ProviderOptions(), TimeProvider.System), PriceBook.Bundled(), TimeProvider.System);
        EvaluationResult result = await new Evaluator(sessions, TimeProvider.System).EvaluateAsync(project, wanted, null, cancellationToken).ConfigureAwait(false);
        return result.Passed == true ? result : throw new GateFailedException(EvaluationText.Plain(result), result);
    }
}

/// <summary>A gate was not met.</summary>
/// <param name="message">The whole evaluation in words.</param>
/// <param name="result">The figures.</param>
public sealed class GateFailedException(string message, EvaluationResult result) : AssayException(message)
{
    /// <summary>The figures.</summary>
    public EvaluationResult Result => result;
}

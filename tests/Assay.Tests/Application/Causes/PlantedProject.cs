using Assay.Answering;
using Assay.Decisions.Prices;
using Assay.Evaluation.Questions;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Running;
using Assay.Tests.Application.Causes.Planted;

namespace Assay.Tests.Application.Causes;

/// <summary>The planted project, opened: real documents, search, contexts, prompts and scores, and a model by rule.</summary>
internal sealed class PlantedProject : IDisposable
{
    private static readonly ModelReference s_reference = ModelReference.Parse("http://localhost:1/v1#planted");

    private PlantedProject(PlantedCorpus corpus, PlantedNoise noise, RunSession session)
    {
        (Corpus, Session) = (corpus, session);
        (Own, Trained) = (new PlantedModel(corpus.Questions, noise), new PlantedModel(corpus.Questions, noise with { Seed = noise.Seed + 1 }, isTrained: true));
    }

    public PlantedCorpus Corpus { get; }

    public RunSession Session { get; }

    public PlantedModel Own { get; }

    public PlantedModel Trained { get; }

    /// <summary>Writes the project into an empty folder and opens it.</summary>
    public static async Task<PlantedProject> OpenAsync(string folder, PlantedCorpus corpus, PlantedNoise noise)
    {
        if (!Directory.Exists(Path.Combine(folder, "docs"))) corpus.Write(folder);
        Project project = ProjectFile.Read(folder);
        QuestionSet questions = QuestionFiles.Read(project);
        var sessions = new RunSessions(new AnswerModels(new ProviderOptions(), TimeProvider.System), PriceBook.Bundled(), TimeProvider.System);
        (RunSession session, _) = await sessions.OpenAsync(project, questions, new RunOptions { Arms = ["rag"] }, null, CancellationToken.None);
        return new PlantedProject(corpus, noise, session);
    }

    /// <summary>The model as an arm uses it.</summary>
    /// <param name="client">What answers.</param>
    /// <param name="isHeld">Whether it is held to the contract.</param>
    public IAnswerModel Model(PlantedModel client, bool isHeld = false)
    {
        string schema = File.ReadAllText(Session.Project.Contract!);
        var options = new ChatAnswerOptions { Schema = isHeld ? schema : null, Trained = client == Trained ? "planted" : null };
        return new ChatAnswerModel(client, s_reference, new PromptBuilder(Session.Project, schema), options, TimeProvider.System);
    }

    public void Dispose() => Session.Dispose();
}

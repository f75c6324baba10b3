using Assay.Text.Tokens;

namespace Assay.Answering;

/// <summary>Something that answers questions: a chat model or the built-in extractive reader.</summary>
public interface IAnswerModel : IDisposable
{
    /// <summary>Most prompt tokens it takes; null when unknown.</summary>
    int? ContextWindow { get; }

    /// <summary>Tokens of passages that it reads best, where a project does not say how many it gets; null where nothing is known of it.</summary>
    int? PassageTokens => null;

    /// <summary>Requests worth having under way at once; 1 for a model on this processor, whose timings would otherwise disturb each other.</summary>
    int Concurrency { get; }

    /// <summary>How it counts tokens: its own tokenizer where it runs here, else an estimate.</summary>
    TokenCounter Counter { get; }

    /// <summary>Whether <see cref="PromptTokens"/> is what the model will really get.</summary>
    bool CountsExactly { get; }

    /// <summary>What tells it from another model under the same name; empty where nothing does.</summary>
    string Version { get; }

    /// <summary>Hash of everything the answer depends on: model, settings and the whole prompt.</summary>
    /// <param name="request">The request.</param>
    /// <returns>64 hexadecimal digits.</returns>
    string Key(AnswerRequest request);

    /// <summary>Tokens of the whole prompt, counted or estimated.</summary>
    /// <param name="request">The request.</param>
    /// <returns>0 or more.</returns>
    int PromptTokens(AnswerRequest request);

    /// <summary>How many tokens of a prompt a trained model is spared: what the same request would take with the instructions that other models get, less what it takes.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Below 0 where the examples say more than the instructions; null for a model that is told all of them.</returns>
    int? TokensSaved(AnswerRequest request) => null;

    /// <summary>Answers, piece by piece.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops the answer.</param>
    /// <returns>Deltas and a final <see cref="AnswerCompleted"/>.</returns>
    /// <exception cref="Assay.Models.Providers.ProviderException">The provider failed after its retries.</exception>
    IAsyncEnumerable<AnswerEvent> AnswerAsync(AnswerRequest request, CancellationToken cancellationToken);
}

using System.Collections.Immutable;
using Assay.Knowledge;
using Assay.Retrieval.Context;

namespace Assay.Answering;

/// <summary>How many passages a prompt has room for.</summary>
public static class PromptRoom
{
    /// <summary>As many of a request's passages, from the first on, as the model's window takes. All of them where the model does not count its tokens.</summary>
    /// <param name="model">Counts.</param>
    /// <param name="request">Passages, most relevant first.</param>
    /// <returns>How many; 0 when even the question alone is too long.</returns>
    public static int Passages(IAnswerModel model, AnswerRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        if (!model.CountsExactly || model.ContextWindow is not { } window) return request.Passages.Length;
        bool Fits(int count) => model.PromptTokens(request with { Passages = First(request.Passages, count) }) <= window;
        if (Fits(request.Passages.Length)) return request.Passages.Length;
        int most = 0;
        for (int low = 1, high = request.Passages.Length - 1; low <= high;)
        {
            int middle = (low + high) / 2;
            if (Fits(middle)) (most, low) = (middle, middle + 1);
            else high = middle - 1;
        }

        return most;
    }

    /// <summary>The first passages of several; they do not name the others any more.</summary>
    /// <param name="passages">The passages, numbered from 1.</param>
    /// <param name="count">How many.</param>
    /// <returns>The first <paramref name="count"/>.</returns>
    public static ImmutableArray<ContextPassage> First(ImmutableArray<ContextPassage> passages, int count) => count == passages.Length ? passages :
        [.. passages.Take(count).Select(p => p.Conflicts.All(c => c.Number <= count) ? p : p with { Conflicts = [.. p.Conflicts.Where(c => c.Number <= count)] })];

    /// <summary>Has what is handed over counted as a model counts, within its window and as much as it reads best.</summary>
    /// <param name="knowledge">Hands over.</param>
    /// <param name="model">Counts.</param>
    public static void Count(KnowledgeBase knowledge, IAnswerModel model)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(model);
        knowledge.CountFor(model.Counter, ForPassages(model), model.PassageTokens);
    }

    /// <summary>Tokens that passages may take together: the window without what stands around them.</summary>
    /// <param name="model">Counts.</param>
    /// <returns>0 or more; null when the window is not known or the model does not count.</returns>
    public static int? ForPassages(IAnswerModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model is { CountsExactly: true, ContextWindow: { } window } ? Math.Max(0, window - model.PromptTokens(new AnswerRequest("", [], FromDocuments: true))) : null;
    }
}

namespace Assay.Retrieval.Search.Reranking;

/// <summary>Scores the best candidates of a search anew.</summary>
/// <remarks>Scores are the same for the same query and candidate, whatever else is scored with it and however many threads work. Safe to use from several threads at once.</remarks>
public interface IReranker
{
    /// <summary>Candidates that are scored, the best ones; 2 to 1,000.</summary>
    int Depth { get; }

    /// <summary>What a trace calls it; empty where the stage's name says all.</summary>
    string Name { get; }

    /// <summary>Scores candidates.</summary>
    /// <param name="request">The query and the candidates, at least one, all of which the asker may read.</param>
    /// <returns>A finite score for each, in their order; larger is better, comparable within one request only. Where all of several are the same it has nothing to say, and their order stays.</returns>
    /// <exception cref="Assay.Text.AssayException">The model failed.</exception>
    IReadOnlyList<double> Score(RerankRequest request);
}

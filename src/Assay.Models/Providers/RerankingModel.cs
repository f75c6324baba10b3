using Assay.Models.Encoders;
using Assay.Text;

namespace Assay.Models.Providers;

/// <summary>A reranker of this machine with what tells it from others.</summary>
/// <param name="encoder">The model; disposed with this.</param>
/// <param name="name">What messages call it.</param>
/// <param name="fingerprint">A hash of its files' content.</param>
public sealed class RerankingModel(CrossEncoder encoder, string name, string fingerprint) : IDisposable
{
    /// <summary>How much its order counts beside that of the search before it, as its folder says; null where it says nothing.</summary>
    public RerankHint? Hint => encoder.Hint;

    /// <summary>What messages call it.</summary>
    public string Name => name;

    /// <summary>Names the model with everything its scores depend on: a hash of its files' content.</summary>
    public string Identity => "local " + fingerprint;

    /// <summary>Whether a query is written as those that the model was made for.</summary>
    /// <param name="query">What somebody looks for.</param>
    /// <returns>Where not, its scores say nothing.</returns>
    public bool Reads(string query) => encoder.Reads(query);

    /// <summary>How well passages match a query, in their order: more is better.</summary>
    /// <param name="query">What somebody looks for.</param>
    /// <param name="passages">What was found.</param>
    /// <param name="cancellationToken">Checked per layer.</param>
    /// <returns>A finite score for each passage: the same for the same pair, whatever else is scored with it.</returns>
    /// <exception cref="AssayException">A score is not a number.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public float[] Score(string query, IReadOnlyList<string> passages, CancellationToken cancellationToken = default)
    {
        float[] scores = encoder.Score(query, passages, cancellationToken);
        return Array.TrueForAll(scores, float.IsFinite) ? scores : throw new AssayException($"The reranker '{name}' gave a score that is not a number: its weights are damaged. Download the model again, or remove 'reranker' from assay.yaml.");
    }

    /// <inheritdoc/>
    public void Dispose() => encoder.Dispose();
}

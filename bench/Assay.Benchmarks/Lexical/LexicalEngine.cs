using System.Collections.Immutable;
using Assay.Benchmarks.Peers;
using Assay.Benchmarks.Reports;

namespace Assay.Benchmarks.Lexical;

/// <summary>Something that finds the ten best passages for the queries of the comparison.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Note">What it is, for the report.</param>
/// <param name="BuildSeconds">Time of indexing the corpus.</param>
/// <param name="Bytes">Size of the index.</param>
/// <param name="Time">Microseconds of every query.</param>
/// <param name="Top">The ten best of every query, passages numbered from 1.</param>
/// <param name="Every">It takes part in every so many rounds; slow ones in fewer.</param>
internal sealed record LexicalEngine(string Name, string Note, double BuildSeconds, long Bytes, Func<double[]> Time, Func<ImmutableArray<int>[]> Top, int Every)
{
    /// <summary>Its rounds so far.</summary>
    public Rounds Rounds { get; } = new();

    /// <summary>A peer in a process of its own.</summary>
    public static LexicalEngine Of(PeerProcess peer, string note, int every = 1) =>
        new($"{peer.Name} {peer.Version}".TrimEnd(), note, peer.BuildSeconds, peer.Bytes, () => peer.Time(), () => peer.Top(), every);
}

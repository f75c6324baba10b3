using Assay.Benchmarks.Peers;

namespace Assay.Benchmarks.Lexical;

/// <summary>The peers of the keyword index, each in a process of its own, all with the same corpus and queries.</summary>
internal sealed class LexicalPeers : IDisposable
{
    private const int SlowEvery = 5;

    private readonly List<PeerProcess> processes = [];

    /// <summary>Starts them one after the other, so that each builds alone.</summary>
    /// <param name="folder">What <c>eng/fetch-peers</c> made.</param>
    public LexicalPeers(PeerFolder folder)
    {
        Probe = Keep(PeerProcess.Start(folder.Program("probe")));
        Exhaustive = Engine(folder.Program("exhaustive"), [folder.Corpus, folder.Queries], "no stemming, whole list of every word, in memory");
        Lucene = Engine(folder.Program("lucene"), [folder.Corpus, folder.Queries, folder.Work], "no stemming, one segment, memory-mapped");
        LuceneEnglish = Engine(folder.Program("lucene"), [folder.Corpus, folder.Queries, folder.Work, "english"], "stemming, one segment, memory-mapped");
        Xapian = Engine(folder.Python, [folder.Program("xapian_peer.py"), folder.Corpus, folder.Queries, folder.Work], "no stemming, no positions");
        XapianEnglish = Engine(folder.Python, [folder.Program("xapian_peer.py"), folder.Corpus, folder.Queries, folder.Work, "english"], "stemming, no positions");
        Fts5 = Engine(folder.Python, [folder.Program("fts5.py"), folder.Corpus, folder.Queries, folder.Work], "no stemming, optimized", SlowEvery);
    }

    /// <summary>What the machine gives.</summary>
    public PeerProcess Probe { get; }

    /// <summary>The line in C++ without storage, updates, filters and pruning.</summary>
    public LexicalEngine Exhaustive { get; }

    /// <summary>Lucene without stemming.</summary>
    public LexicalEngine Lucene { get; }

    /// <summary>Lucene with stemming, which reads as long lists as Assay does.</summary>
    public LexicalEngine LuceneEnglish { get; }

    /// <summary>Xapian without stemming.</summary>
    public LexicalEngine Xapian { get; }

    /// <summary>Xapian with stemming.</summary>
    public LexicalEngine XapianEnglish { get; }

    /// <summary>SQLite's own full-text index.</summary>
    public LexicalEngine Fts5 { get; }

    /// <summary>All of them, fastest kind first.</summary>
    public IReadOnlyList<LexicalEngine> Engines => [Exhaustive, Lucene, LuceneEnglish, Xapian, XapianEnglish, Fts5];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PeerProcess process in processes) process.Dispose();
    }

    private LexicalEngine Engine(string program, string[] arguments, string note, int every = 1)
    {
        PeerProcess peer = Keep(PeerProcess.Start(program, arguments));
        Console.Error.WriteLine($"{peer.Name}: built");
        return LexicalEngine.Of(peer, note, every);
    }

    private PeerProcess Keep(PeerProcess process)
    {
        processes.Add(process);
        return process;
    }
}

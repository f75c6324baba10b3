using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Answering;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Retrieval.Tracing;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Workspaces;

namespace Assay.Knowledge;

/// <summary>The documents of one project with their index: the one place where reading, chunking, storing and searching are put together.</summary>
public sealed class KnowledgeBase : IDisposable
{
    private readonly KnowledgeStore _store;
    private readonly KeywordSearch _search;
    private readonly RetrievalSettings _settings;
    private readonly ChunkingOptions _chunking;
    private readonly TokenCounter _counter = TokenCounter.Estimate;
    private readonly PassageExpander _expander;
    private readonly Func<ScanResult> _scan;
    private readonly Dictionary<string, Whole> _wholeDocuments = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, StoredDocument>? _documents;

    private KnowledgeBase(KnowledgeStore store, RetrievalSettings settings, Func<ScanResult> scan)
    {
        _store = store;
        _search = new KeywordSearch(store);
        _settings = settings;
        _chunking = settings.ChunkingOptions;
        _expander = new PassageExpander(store, settings.ExpansionOptions);
        _scan = scan;
    }

    /// <summary>Tokens of all chunks.</summary>
    public long TotalTokens => _store.Totals().Tokens;

    /// <summary>Opens the knowledge base of a project.</summary>
    /// <param name="project">Names the documents and how they are cut.</param>
    /// <param name="workspace">Where the knowledge base is kept.</param>
    /// <param name="timeProvider">The clock of the ingestion journal.</param>
    /// <returns>The knowledge base, as far as it was ingested before.</returns>
    public static KnowledgeBase Open(Project project, Workspace workspace, TimeProvider timeProvider) => new(
        OpenStore(workspace, timeProvider), project.Retrieval, () => Scan(project));

    /// <summary>Opens the knowledge base of a collection.</summary>
    /// <param name="documents">The collection's documents.</param>
    /// <param name="workspace">Where the knowledge base is kept.</param>
    /// <param name="timeProvider">The clock of the ingestion journal.</param>
    /// <param name="settings">How documents are cut and searched; null for the defaults.</param>
    /// <returns>The knowledge base, as far as it was ingested before.</returns>
    public static KnowledgeBase Open(IEnumerable<SourceFile> documents, Workspace workspace, TimeProvider timeProvider, RetrievalSettings? settings = null) => new(
        OpenStore(workspace, timeProvider), settings ?? new RetrievalSettings(), () => new ScanResult([.. documents], [], []));

    /// <summary>Brings the knowledge base up to date with its documents.</summary>
    /// <param name="progress">Told after every document; may be null.</param>
    /// <param name="cancellationToken">Stops between documents; what was stored is kept.</param>
    /// <returns>What was done.</returns>
    public IngestReport Ingest(IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        var ingester = new Ingester(_store, Read, $"reader/{DocumentReaders.Version} chunker/{Chunker.Version} {_counter.Name} {_chunking}");
        IngestReport report = ingester.Ingest(_scan(), progress, cancellationToken);
        _wholeDocuments.Clear();
        _documents = null;
        return _store.Upgraded ? report with { Warnings = report.Warnings.Insert(0, "The knowledge base was made by an older Assay: all documents were read again. Its journal is kept.") } : report;
    }

    /// <summary>Opens the project's embedding model over these documents.</summary>
    /// <param name="project">Names it.</param>
    /// <param name="workspace">Where its index is kept.</param>
    /// <param name="providers">How providers are reached.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>To be disposed before this; null when the project names none.</returns>
    /// <exception cref="AssayException">A key is missing or an address is unusable.</exception>
    public KnowledgeEmbedder? OpenEmbedder(Project project, Workspace workspace, ProviderOptions providers, TimeProvider timeProvider) =>
        KnowledgeEmbedder.Open(_store, project, workspace, providers, timeProvider);

    /// <summary>A hash of everything searchable: the same documents cut the same way give the same hash.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Fingerprint() => _store.Fingerprint();

    /// <summary>The best chunks for a query.</summary>
    /// <param name="query">What the user typed.</param>
    /// <param name="count">Most passages returned.</param>
    /// <returns>Best first.</returns>
    public IReadOnlyList<Passage> Search(string query, int count) => _search.Search(query, Options(count));

    /// <summary>Documents by their best chunk.</summary>
    /// <param name="query">What the user typed.</param>
    /// <param name="depth">Most documents returned.</param>
    /// <returns>Best first.</returns>
    public IReadOnlyList<(string DocumentId, double Score)> RankDocuments(string query, int depth) => _search.RankDocuments(query, depth, Options(1));

    /// <summary>The passages handed to a model for a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="documents">Only from these documents; null for all.</param>
    /// <param name="trace">Told what was found and what went in; null for nobody.</param>
    /// <returns>Numbered passages within the project's budget.</returns>
    public ImmutableArray<ContextPassage> Context(string question, IEnumerable<string>? documents = null, TraceBuilder? trace = null)
    {
        IReadOnlyList<Passage> passages = _search.Search(question, Options(_settings.Passages) with { Documents = documents?.Distinct().Order(StringComparer.Ordinal).ToImmutableArray() }, trace);
        return ContextBuilder.Build(_expander.Expand(passages), ContextOptions(), CountTokens, trace);
    }

    /// <summary>Whole documents in retrieval order (then by id) until a budget is full; a document that does not fit any more is left out and smaller ones may follow.</summary>
    /// <param name="question">The question that orders them.</param>
    /// <param name="maxTokens">The budget.</param>
    /// <returns>Numbered passages, one a document, and how many of <see cref="TotalTokens"/> they hold.</returns>
    public (ImmutableArray<ContextPassage> Passages, long Tokens) WholeDocuments(string question, int maxTokens)
    {
        var passages = ImmutableArray.CreateBuilder<ContextPassage>();
        long tokens = 0, chunkTokens = 0;
        IEnumerable<string> ranked = _search.RankDocuments(question, Documents.Count, Options(1)).Select(d => d.DocumentId);
        foreach (string id in ranked.Concat(Documents.Keys).Distinct())
        {
            if (FindWhole(id) is not { } document || tokens + document.Tokens > maxTokens) continue;
            tokens += document.Tokens;
            chunkTokens += document.ChunkTokens;
            passages.Add(document.Passage with { Number = passages.Count + 1 });
        }

        return (passages.ToImmutable(), chunkTokens);
    }

    /// <summary>In how many passages each word stands.</summary>
    /// <returns>Counts over the texts of all chunks.</returns>
    public PassageFrequencies CountWords() => PassageFrequencies.Of(Documents.Keys.SelectMany(id => _store.Chunks(id)).Select(c => c.Text));

    /// <summary>Checks that the documents a question set names are in the knowledge base.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="project">For messages.</param>
    /// <exception cref="InputException">One or more are not; names each with the nearest document.</exception>
    public void CheckReferences(QuestionSet questions, Project project)
    {
        const int most = 20;
        Problem[] problems = [.. questions.Questions
            .SelectMany(q => q.Documents.Select(DocumentReference.DocumentId).Distinct().Where(d => !Documents.ContainsKey(d)).Select(d => Missing(q, d, project)))
            .Take(most)];
        if (problems.Length > 0) throw new InputException(problems);
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private ImmutableSortedDictionary<string, StoredDocument> Documents => _documents ??= _store.Documents().ToImmutableSortedDictionary(d => d.Id, d => d, StringComparer.Ordinal);

    private static KnowledgeStore OpenStore(Workspace workspace, TimeProvider timeProvider) =>
        KnowledgeStore.Open(workspace.KnowledgeFile, new KnowledgeStoreOptions { Time = timeProvider });

    private static ScanResult Scan(Project project)
    {
        ScanResult scan = FileScanner.Scan(project.Root, project.Documents);

        // That one of the default patterns matches nothing is no news to somebody who wrote none of them.
        return project.Documents.SequenceEqual(ProjectFile.DefaultDocuments) && scan.Files.Length > 0 ? scan with { Warnings = [] } : scan;
    }

    private ImmutableArray<Chunk> Read(SourceFile file, CancellationToken cancellationToken) =>
        Chunker.Chunk(DocumentReaders.Read(file, new ReadingOptions(), cancellationToken), _chunking, _counter);

    private int CountTokens(string text) => _counter.Count(text);

    private SearchOptions Options(int count) =>
        _settings.ContextualHeaders ? new SearchOptions { K = count } : new SearchOptions { K = count, TitleWeight = 0, HeadingWeight = 0 };

    private ContextOptions ContextOptions() => new()
    {
        MaxTokens = _settings.ContextTokens,
        Conflicts = _settings.Conflicts,
        Updated = DocumentDates.InPath,
        ContentHash = id => _store.Find(id)?.ContentHash ?? "",
    };

    private Whole? FindWhole(string id)
    {
        if (_wholeDocuments.TryGetValue(id, out Whole? kept)) return kept;
        ImmutableArray<Chunk> chunks = _store.Chunks(id);
        if (chunks.Length == 0) return null;
        ContextPassage passage = WholeDocument.Of(chunks) with { Updated = DocumentDates.InPath(id), ContentHash = _store.Find(id)?.ContentHash ?? "" };
        return _wholeDocuments[id] = new Whole(passage, CountTokens(passage.Text), chunks.Sum(c => c.Tokens));
    }

    private sealed record Whole(ContextPassage Passage, int Tokens, int ChunkTokens);

    private Problem Missing(Question question, string document, Project project)
    {
        string hint = NearestName.Find(document, Documents.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : " Check 'documents' in assay.yaml: only files that it names are read.";
        return new Problem(project.Display(project.Questions), null, $"Question '{question.Id}' names '{document}', which is not among the documents.{hint}");
    }
}

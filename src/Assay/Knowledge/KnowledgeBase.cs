using System.Collections.Immutable;
using Assay.Diagnosis;
using Assay.Evaluation.Questions;
using Assay.Forgetting;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Retrieval.Answering;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Context;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Expansion;
using Assay.Retrieval.Storage;
using Assay.Retrieval.TableQuestions;
using Assay.Retrieval.Tracing;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Workspaces;

namespace Assay.Knowledge;

/// <summary>The documents of one project with their index: the one place where reading, chunking, storing and searching are put together.</summary>
public sealed class KnowledgeBase : IDisposable
{
    private readonly Workspace _workspace;
    private readonly KnowledgeStore _store;
    private readonly KeywordSearch _keywords;
    private readonly RetrievalSettings _settings;
    private readonly FileIntake _intake;
    private TokenCounter _contextCounter = TokenCounter.Estimate;
    private int _mostContextTokens = int.MaxValue;
    private int _contextTokens;
    private readonly PassageExpander _expander;
    private readonly Func<ScanResult> _scan;
    private readonly Dictionary<long, Whole> _wholeDocuments = [];
    private ImmutableSortedDictionary<string, StoredDocument>? _documents;
    private Searcher _search;
    private KnowledgeEmbedder? _embedder;
    private KnowledgeReranker? _reranker;

    private KnowledgeBase(KnowledgeStore store, Workspace workspace, RetrievalSettings settings, Func<ScanResult> scan)
    {
        _workspace = workspace;
        _store = store;
        _keywords = new KeywordSearch(store);
        _search = new Searcher(_keywords, SearchProfileFile.Read(workspace));
        _settings = settings;
        _contextTokens = settings.ContextTokens ?? RetrievalSettings.UsualContextTokens;
        _intake = new FileIntake(settings.ChunkingOptions);
        _expander = new PassageExpander(store, settings.ExpansionOptions);
        _scan = scan;
    }

    /// <summary>The traces of answers.</summary>
    /// <param name="timeProvider">The clock of traces to be kept.</param>
    /// <returns>A view of this knowledge base; it ends with it.</returns>
    public TraceStore Traces(TimeProvider timeProvider) => new(_store, timeProvider);

    /// <summary>What people said of answers.</summary>
    /// <param name="timeProvider">The clock of what is said.</param>
    /// <returns>A view of this knowledge base; it ends with it.</returns>
    public FeedbackStore Feedback(TimeProvider timeProvider) => new(_store, timeProvider);

    /// <summary>The vector of a query that <see cref="PrepareAsync"/> was told of.</summary>
    /// <param name="query">The query.</param>
    /// <returns>Null without a model.</returns>
    public ReadOnlyMemory<float>? QueryVector(string query) => _embedder?.Search.Queries.Of(query);

    /// <summary>Last entry of the ingestion journal.</summary>
    public long Generation => _store.Generation;

    /// <summary>Hash of the version of a document that is stored now.</summary>
    /// <param name="documentId">The document.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Null when there is none that they may read.</returns>
    public string? ContentHash(string documentId, Principal? principal = null) => _store.FindReadable(documentId, principal)?.ContentHash;

    /// <summary>Whether documents state permissions, so that what a search finds depends on who asks.</summary>
    public bool IsRestricted => _store.IsRestricted;

    /// <summary>Documents, chunks and tokens that are stored.</summary>
    public StoreTotals Totals => _store.Totals();

    /// <summary>How the documents changed since they were first read.</summary>
    public ChangeHistory Changes => ChangeHistory.Of(_store);

    /// <summary>Opens the knowledge base of a project.</summary>
    /// <param name="project">Names the documents and how they are cut.</param>
    /// <param name="workspace">Where the knowledge base is kept.</param>
    /// <param name="timeProvider">The clock of the ingestion journal.</param>
    /// <returns>The knowledge base, as far as it was ingested before.</returns>
    public static KnowledgeBase Open(Project project, Workspace workspace, TimeProvider timeProvider) => new(
        OpenStore(workspace, timeProvider), workspace, project.Retrieval, () => Scan(project));

    /// <summary>Opens the knowledge base of a collection.</summary>
    /// <param name="documents">The collection's documents.</param>
    /// <param name="workspace">Where the knowledge base is kept.</param>
    /// <param name="timeProvider">The clock of the ingestion journal.</param>
    /// <param name="settings">How documents are cut and searched; null for the defaults.</param>
    /// <returns>The knowledge base, as far as it was ingested before.</returns>
    public static KnowledgeBase Open(IEnumerable<SourceFile> documents, Workspace workspace, TimeProvider timeProvider, RetrievalSettings? settings = null) => new(
        OpenStore(workspace, timeProvider), workspace, settings ?? new RetrievalSettings(), () => new ScanResult([.. documents], [], []));

    /// <summary>Brings the knowledge base up to date with its documents.</summary>
    /// <param name="progress">Told after every document; may be null.</param>
    /// <param name="cancellationToken">Stops between documents; what was stored is kept.</param>
    /// <param name="verify">Reads the bytes of every file, also of those whose size and time are what they were.</param>
    /// <returns>What was done.</returns>
    public IngestReport Ingest(IProgress<IngestProgress>? progress, CancellationToken cancellationToken, bool verify = false)
    {
        // A document that is forgotten meanwhile must not be stored from a list of files that was made before.
        using WorkspaceLock running = WorkspaceLock.Share(_workspace, "assay ingest");
        ForgottenFiles forgotten = ForgottenFiles.Read(_workspace);
        var ingester = new Ingester(_store, _intake.Read, _intake.Version) { Verify = verify, IsLeftOut = forgotten.HasContent };
        IngestReport report = ingester.Ingest(forgotten.Without(_scan()), progress, cancellationToken);
        report = report with { Warnings = [.. report.Warnings, .. new[] { forgotten.Warning(_workspace), OpenForgets.Warning(_workspace) }.OfType<string>()] };
        _wholeDocuments.Clear();
        _documents = null;
        _keywords.Refresh();
        return _store.Upgraded ? report with { Warnings = report.Warnings.Insert(0, "The knowledge base was made by an older Assay: all documents were read again. Its journal is kept.") } : report;
    }

    /// <summary>Opens the project's embedding model over these documents: searches from then on find by meaning too, after <see cref="PrepareAsync"/>.</summary>
    /// <param name="project">Names it.</param>
    /// <param name="workspace">Where its index is kept.</param>
    /// <param name="providers">How providers are reached.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <returns>Ends with this; null when the project names none.</returns>
    /// <exception cref="AssayException">A key is missing or an address is unusable; of a local model, something is missing, damaged or not supported.</exception>
    public KnowledgeEmbedder? OpenEmbedder(Project project, Workspace workspace, ProviderOptions providers, TimeProvider timeProvider)
    {
        _embedder?.Dispose();
        _embedder = KnowledgeEmbedder.Open(_store, project, workspace, providers, timeProvider);
        _search = NewSearch();
        return _embedder;
    }

    /// <summary>Opens the project's reranker: searches from then on have it read the best passages.</summary>
    /// <param name="project">Names it.</param>
    /// <param name="providers">The environment that says where stored models are.</param>
    /// <param name="cancellationToken">Stops every search that waits for it.</param>
    /// <returns>Ends with this; null when the project names none.</returns>
    /// <exception cref="AssayException">Something of it is missing, damaged, not supported, or too large for the memory that is free.</exception>
    public KnowledgeReranker? OpenReranker(Project project, ProviderOptions providers, CancellationToken cancellationToken)
    {
        _reranker?.Dispose();
        _reranker = KnowledgeReranker.Open(project, providers, cancellationToken);
        _search = NewSearch();
        return _reranker;
    }

    /// <summary>Asks the embedding model for what the searches for some queries need; those known are not asked for again. Nothing without a model.</summary>
    /// <param name="queries">What is going to be searched for.</param>
    /// <param name="cancellationToken">Gives up; what was given is kept.</param>
    /// <returns>When they can be searched for.</returns>
    /// <exception cref="AssayException">The model failed: a search by words alone would be another one.</exception>
    public Task PrepareAsync(IEnumerable<string> queries, CancellationToken cancellationToken) => _embedder is null
        ? Task.CompletedTask
        : _embedder.Search.Queries.EmbedAsync([.. queries.Distinct(StringComparer.Ordinal)], cancellationToken);

    /// <summary>The same for passages that a model made up.</summary>
    /// <param name="passages">What is going to be searched for.</param>
    /// <param name="cancellationToken">Gives up; what was given is kept.</param>
    /// <returns>When they can be searched for.</returns>
    /// <exception cref="AssayException">The model failed.</exception>
    public Task PrepareMadeUpAsync(IEnumerable<string> passages, CancellationToken cancellationToken) => _embedder is null
        ? Task.CompletedTask
        : _embedder.Search.MadeUp.EmbedAsync([.. passages.Distinct(StringComparer.Ordinal)], cancellationToken);

    /// <summary>What was waited for in <see cref="PrepareAsync"/> for a query: part of what its search takes.</summary>
    /// <param name="query">The query.</param>
    /// <returns>Milliseconds.</returns>
    public double PreparedMs(string query) => _embedder?.Search.Queries.WaitedMs(query) ?? 0;

    /// <summary>What was waited for in <see cref="PrepareMadeUpAsync"/> for a passage.</summary>
    /// <param name="passage">The passage.</param>
    /// <returns>Milliseconds.</returns>
    public double MadeUpMs(string passage) => _embedder?.Search.MadeUp.WaitedMs(passage) ?? 0;

    /// <summary>A hash of everything that decides what is found: the same documents cut the same way and searched with the same profile give the same hash.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string Fingerprint() => Workspaces.ContentHash.Of(_store.Fingerprint(), SearchProfileFile.Serialize(_search.Profile), _embedder?.State, _reranker?.State);

    /// <summary>A hash of the documents alone, whatever searches them.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    public string DocumentsFingerprint() => _store.Fingerprint();

    /// <summary>Counts what is handed over as the answering model does, from now on.</summary>
    /// <param name="counter">Counts the tokens of a text.</param>
    /// <param name="mostTokens">What the model has room for, where the project allows more; null for any number.</param>
    /// <param name="usualTokens">What the model reads best, where the project does not say how much it gets; null where that is not known.</param>
    public void CountFor(TokenCounter counter, int? mostTokens, int? usualTokens)
    {
        ArgumentNullException.ThrowIfNull(counter);
        (_contextCounter, _mostContextTokens, _contextTokens) = (counter, mostTokens ?? int.MaxValue, _settings.ContextTokens ?? usualTokens ?? RetrievalSettings.UsualContextTokens);
        _wholeDocuments.Clear();
    }

    /// <summary>How these documents are searched where nothing was measured: the defaults, with results by meaning and the reranker's order counted as their models say.</summary>
    public SearchProfile DefaultProfile => SearchProfile.Default with { Fusion = _embedder?.Fusion ?? SearchProfile.Default.Fusion, CrossEncoder = _reranker?.Share ?? SearchProfile.Default.CrossEncoder };

    /// <summary>The search, for measuring it with other profiles.</summary>
    public Searcher Searcher => _search;

    /// <summary>How many passages and on whose behalf, as this knowledge base is searched.</summary>
    /// <param name="count">Most passages; 1 to 10,000.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Options for <see cref="Searcher"/>.</returns>
    public SearchOptions SearchOptions(int count, Principal? principal) => Options(count, principal);

    /// <summary>The best chunks for a query.</summary>
    /// <param name="query">What the user typed.</param>
    /// <param name="count">Most passages returned.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <param name="expanded">What a model added to it; null for nothing.</param>
    /// <returns>Best first.</returns>
    public IReadOnlyList<Passage> Search(string query, int count, Principal? principal = null, ExpandedQuery? expanded = null) => _search.Search(query, Options(count, principal) with { Expanded = expanded });

    /// <summary>Documents by their best chunk.</summary>
    /// <param name="query">What the user typed.</param>
    /// <param name="depth">Most documents returned.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <param name="expanded">What a model added to it; null for nothing.</param>
    /// <returns>Best first.</returns>
    public IReadOnlyList<(string DocumentId, double Score)> RankDocuments(string query, int depth, Principal? principal = null, ExpandedQuery? expanded = null) => _search.RankDocuments(query, depth, Options(1, principal) with { Expanded = expanded });

    /// <summary>The answer to a question about counts, sums and rows, worked out over the tables of the documents.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Null when it is no such question, when it can be read in several ways, or where the project turns this off.</returns>
    public TableAnswer? AnswerFromTables(string question, Principal? principal = null) => _settings.Tables ? new TableAnswerer(_store, _store.Time).Answer(question, principal) : null;

    /// <summary>Whether the project lets questions be answered from tables.</summary>
    public bool UsesTables => _settings.Tables;

    /// <summary>Whether a question is about several rows of a table, so that no row alone answers it; false where the project turns tables off.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    public bool IsOverRows(string question, Principal? principal = null) => _settings.Tables && new TableAnswerer(_store, _store.Time).IsOverRows(question, principal);

    /// <summary>Whether the cells of a row are the names of the columns of a table, which answer nothing; false where the project turns tables off.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    public bool IsHeader(IReadOnlyList<string> cells, Principal? principal = null) => _settings.Tables && new TableAnswerer(_store, _store.Time).IsHeader(cells, principal);

    /// <summary>The passages handed to a model for a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <param name="trace">Told what was found and what went in; null for nobody.</param>
    /// <param name="expanded">What a model added to it; null for nothing.</param>
    /// <param name="times">How many times the project's passages and tokens; 1 or more.</param>
    /// <returns>Numbered passages within the project's budget.</returns>
    public ImmutableArray<ContextPassage> Context(string question, Principal? principal = null, TraceBuilder? trace = null, ExpandedQuery? expanded = null, int times = 1)
    {
        IReadOnlyList<Passage> passages = _search.Search(question, Options(times * _settings.Passages, principal) with { Expanded = expanded }, trace);
        return ContextBuilder.Build(_expander.Expand(passages, principal), ContextOptions(times), CountTokens, trace);
    }

    /// <summary>The passages handed over where the right documents are known: the best that a search in them finds and, of a document in which it finds none, the section that is named, or all of it.</summary>
    /// <param name="question">The question.</param>
    /// <param name="references">Documents, optionally with <c>#heading-slug</c>; one that may not be read is passed over.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Numbered passages within the project's budget.</returns>
    public ImmutableArray<ContextPassage> GoldContext(string question, IReadOnlyList<string> references, Principal? principal = null)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0) return [];
        ImmutableArray<string> documents = [.. references.Select(DocumentReference.DocumentId).Distinct().Order(StringComparer.Ordinal)];
        IReadOnlyList<Passage> found = _search.Search(question, Options(_settings.Passages, principal) with { Documents = documents });

        // A page may have none of the question's words: a search in it finds nothing, and it is the right page still.
        HashSet<string> seen = [.. found.Select(p => p.Chunk.DocumentId)];
        IEnumerable<Chunk> missed = documents.Where(d => !seen.Contains(d)).SelectMany(d => NamedChunks(d, references, principal));
        return Context([.. found, .. missed.Take(Math.Max(0, _settings.Passages - found.Count)).Select(c => new Passage(c, 0))], principal);
    }

    /// <summary>The pieces of a document that references mean: those of the sections they name or, where none is named or found, all.</summary>
    /// <param name="document">Id of the document.</param>
    /// <param name="references">Documents, optionally with <c>#heading-slug</c>.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>In their order; none of a document that is not there or may not be read.</returns>
    public ImmutableArray<Chunk> NamedChunks(string document, IReadOnlyList<string> references, Principal? principal = null)
    {
        if (_store.FindReadable(document, principal) is not { } stored) return [];
        ImmutableArray<Chunk> chunks = [.. _store.Chunks(stored.Key).Select(c => c with { DocumentId = stored.Id })];
        ImmutableArray<Chunk> named = [.. chunks.Where(c => references.Contains($"{document}#{c.Slug}", StringComparer.Ordinal))];
        return named.Length > 0 ? named : chunks;
    }

    /// <summary>Passages as they stand in a prompt when a search finds them in this order.</summary>
    /// <param name="passages">Search results.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Numbered passages within the project's budget.</returns>
    public ImmutableArray<ContextPassage> Context(IReadOnlyList<Passage> passages, Principal? principal) => ContextBuilder.Build(_expander.Expand(passages, principal), ContextOptions(), CountTokens);

    /// <summary>All passages of the documents that somebody may read.</summary>
    /// <param name="principal">Who; null for nobody in particular.</param>
    /// <returns>Ordered by document (ordinal) and place.</returns>
    public IEnumerable<Chunk> ReadableChunks(Principal? principal) => _store.ReadableDocuments(principal).SelectMany(d => _store.Chunks(d.Key).Select(c => c with { DocumentId = d.Id }));

    /// <summary>What a search alone tells about whether the documents answer a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>The signals, over as many passages as an answer gets.</returns>
    public AnswerabilitySignals Answerability(string question, Principal? principal = null) => new AnswerabilityReader(_keywords).Read(question, Options(_settings.Passages, principal));

    /// <summary>What a search does, stage by stage, and what of it would go into a context.</summary>
    /// <param name="query">What the user typed.</param>
    /// <param name="count">Most passages returned.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <param name="timeProvider">Times the stages.</param>
    /// <param name="expanded">What a model added to it; null for nothing.</param>
    /// <returns>The trace, as whoever asks may see it.</returns>
    public SearchTrace Explain(string query, int count, Principal? principal, TimeProvider timeProvider, ExpandedQuery? expanded = null)
    {
        var trace = new TraceBuilder(query, timeProvider) { Generation = Generation };
        ContextBuilder.Build(_expander.Expand(_search.Search(query, Options(count, principal) with { Expanded = expanded }, trace), principal), ContextOptions(), CountTokens, trace);
        return TraceRedaction.ForAsker(trace.Build(), id => _store.FindReadable(id, principal) is not null);
    }

    /// <summary>At which stage a document is lost for a query, and what would find it.</summary>
    /// <param name="question">Query, document and who asks.</param>
    /// <param name="isOnDisk">Whether a file of that id is in the project's folder.</param>
    /// <param name="expanded">What a model added to it; null for nothing.</param>
    /// <returns>The report.</returns>
    public MissReport WhyNot(MissQuestion question, Func<string, bool> isOnDisk, ExpandedQuery? expanded = null)
    {
        var attempt = new SearchAttempt(
            (query, count, principal, documents) => _search.Search(query, Options(count, principal) with { Documents = documents, Expanded = expanded, WordsOnly = query != question.Query, IsReranked = documents is null }),
            (passages, maxTokens, conflicts) =>
            {
                var trace = new TraceBuilder("", TimeProvider.System) { MaxHits = int.MaxValue };
                ContextBuilder.Build(_expander.Expand(passages, question.Principal), ContextOptions() with { MaxTokens = maxTokens, Conflicts = conflicts }, CountTokens, trace);
                return trace.Build().Context!;
            }) { ContextTokens = _contextTokens, Conflicts = _settings.Conflicts };
        return new MissFinder(_store, attempt, isOnDisk).Find(question);
    }

    /// <summary>Whole documents in retrieval order (then by id) until a budget is full; a document that does not fit any more is left out and smaller ones may follow.</summary>
    /// <param name="question">The question that orders them.</param>
    /// <param name="maxTokens">The budget.</param>
    /// <param name="principal">On whose behalf; null for nobody in particular.</param>
    /// <returns>Numbered passages, one a document, and which share the first 0, 1, 2, ... of them are of the tokens of all documents that may be read.</returns>
    public (ImmutableArray<ContextPassage> Passages, ImmutableArray<double> Shares) WholeDocuments(string question, int maxTokens, Principal? principal = null)
    {
        // What may be read is looked up last: a document that was closed meanwhile is left out, and a key never stands for another text.
        IReadOnlyList<(string DocumentId, double Score)> ranked = _search.RankDocuments(question, int.MaxValue, Options(1, principal));
        Dictionary<string, StoredDocument> readable = _store.ReadableDocuments(principal).ToDictionary(d => d.Id, StringComparer.Ordinal);
        var passages = ImmutableArray.CreateBuilder<ContextPassage>();
        var shared = new List<long>();
        long tokens = 0, chunkTokens = 0, total = 0;
        foreach (string id in ranked.Select(d => d.DocumentId).Concat(readable.Keys.Order(StringComparer.Ordinal)).Distinct())
        {
            if (!readable.TryGetValue(id, out StoredDocument? stored) || FindWhole(stored) is not { } document) continue;
            total += document.ChunkTokens;
            if (tokens + document.Tokens > maxTokens) continue;
            tokens += document.Tokens;
            chunkTokens += document.ChunkTokens;
            shared.Add(chunkTokens);
            passages.Add(document.Passage with { Number = passages.Count + 1 });
        }

        // Nothing of nothing is all of it.
        return (passages.ToImmutable(), [total == 0 ? 1 : 0, .. shared.Select(s => total == 0 ? 1 : (double)s / total)]);
    }

    /// <summary>Removes a document with all that the knowledge base holds of its text. Its file must be excluded before, or the next ingest reads it again.</summary>
    /// <param name="id">The document; it need not be stored any more.</param>
    /// <param name="repeats">Whether a question or an answer repeats its words and is taken out of traces.</param>
    /// <returns>What was removed.</returns>
    internal ForgottenDocument Forget(string id, Func<string, bool> repeats)
    {
        _wholeDocuments.Clear();
        _documents = null;
        ForgottenDocument forgotten = _store.Forget(id, repeats);
        _keywords.Forget();
        return forgotten;
    }

    /// <summary>The traces whose question or answer repeats words of a document.</summary>
    internal ImmutableArray<long> TracesRepeating(Func<string, bool> repeats) => _store.TracesRepeating(repeats);

    /// <summary>What is known of a document, also of one that is gone.</summary>
    internal DocumentLineage Lineage(string id) => _store.Lineage(id);

    /// <summary>The texts of a document as it is stored; none when it is not.</summary>
    internal ImmutableArray<string> TextsOf(string id) => _store.Find(id) is { } found ? [.. _store.Chunks(found.Key).SelectMany(c => new[] { c.Text, c.HeadingPath })] : [];

    /// <summary>Whether a document besides this one was read from bytes with this hash.</summary>
    internal bool HasCopy(string id, string contentHash) => _store.Documents().Any(d => d.Id != id && d.ContentHash == contentHash);

    /// <summary>Hash of the version of a document that is stored now, whoever may read it; null when there is none.</summary>
    internal string? StoredHash(string id) => _store.Find(id)?.ContentHash;

    /// <summary>How many chunks a document has.</summary>
    internal int CountChunks(string id) => _store.Find(id) is { } found ? _store.Chunks(found.Key).Length : 0;

    /// <summary>How many vectors its chunks have.</summary>
    internal int CountVectors(string id) => _store.Find(id) is { } found ? new VectorStore(_store).CountOf(found.Key) : 0;

    /// <summary>Ids and texts of all documents, whoever may read them: for finding copies of a text that is to be forgotten.</summary>
    internal IEnumerable<(string Id, string Text)> AllTexts() => _store.Documents().Select(d => (d.Id, string.Join("\n\n", _store.Chunks(d.Key).Select(c => c.Text))));

    /// <summary>Whether a document is stored, whoever may read it.</summary>
    internal bool Holds(string id) => Documents.ContainsKey(id);

    /// <summary>Ids of the documents that everyone may read.</summary>
    /// <returns>Ordered (ordinal).</returns>
    public IEnumerable<string> ReadableIds() => _store.ReadableDocuments(null).Select(d => d.Id);

    /// <summary>In how many of the passages that somebody may read each word stands.</summary>
    /// <param name="principal">Who; null for nobody in particular.</param>
    /// <returns>Counts over the texts of their chunks.</returns>
    public PassageFrequencies CountWords(Principal? principal = null) =>
        PassageFrequencies.Of(_store.ReadableDocuments(principal).SelectMany(d => _store.Chunks(d.Key)).Select(c => c.Text));

    /// <summary>Checks that the documents a question set names are in the knowledge base, and that it says who asks in a way that can be understood.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="project">For messages.</param>
    /// <exception cref="InputException">One or more are not; names each with the nearest document.</exception>
    public void CheckReferences(QuestionSet questions, Project project)
    {
        const int most = 20;
        Problem[] problems = [.. questions.Questions.Select(q => Asker.Problem(q, project)).OfType<Problem>().Concat(questions.Questions
            .SelectMany(q => q.Documents.Select(DocumentReference.DocumentId).Distinct().Where(d => !Documents.ContainsKey(d)).Select(d => Missing(q, d, project))))
            .Take(most)];
        if (problems.Length > 0) throw new InputException(problems);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _embedder?.Dispose();
        _reranker?.Dispose();
        _store.Dispose();
    }

    private ImmutableSortedDictionary<string, StoredDocument> Documents => _documents ??= _store.Documents().ToImmutableSortedDictionary(d => d.Id, d => d, StringComparer.Ordinal);

    private static KnowledgeStore OpenStore(Workspace workspace, TimeProvider timeProvider) =>
        KnowledgeStore.Open(workspace.KnowledgeFile, new KnowledgeStoreOptions { Time = timeProvider });

    private static ScanResult Scan(Project project)
    {
        ScanResult scan = FileScanner.Scan(project.Root, project.Documents);

        // That one of the default patterns matches nothing is no news to somebody who wrote none of them.
        return project.Documents.SequenceEqual(ProjectFile.DefaultDocuments) && scan.Files.Length > 0
            ? scan with { Warnings = [.. scan.Warnings.Where(w => !w.StartsWith("The documents pattern", StringComparison.Ordinal))] } : scan;
    }

    private Searcher NewSearch() => new(_keywords, File.Exists(_workspace.SearchProfileFile) ? _search.Profile : DefaultProfile, _embedder?.Search, _reranker);

    private int CountTokens(string text) => _contextCounter.Count(text);

    private SearchOptions Options(int count, Principal? principal) =>
        new SearchOptions { K = count, Principal = principal } is var options && _settings.ContextualHeaders ? options : options with { TitleWeight = 0, HeadingWeight = 0 };

    private ContextOptions ContextOptions(int times = 1) => new()
    {
        MaxTokens = (int)Math.Min((long)times * _contextTokens, _mostContextTokens),
        Conflicts = _settings.Conflicts,
        Updated = id => _store.Find(id) is { } document ? Date(document) : null,
        ContentHash = id => _store.Find(id)?.ContentHash ?? "",
    };

    private static DateOnly? Date(StoredDocument document) => document.Updated is { } stated ? DateOnly.FromDateTime(stated.Date) : DocumentDates.InPath(document.Id);

    private Whole? FindWhole(StoredDocument document)
    {
        if (!_wholeDocuments.TryGetValue(document.Key, out Whole? kept))
        {
            ImmutableArray<Chunk> chunks = _store.Chunks(document.Key);
            if (chunks.Length == 0) return null;
            ContextPassage passage = WholeDocument.Of(chunks) with { Updated = Date(document), ContentHash = document.ContentHash };
            _wholeDocuments[document.Key] = kept = new Whole(passage, CountTokens(passage.Text), chunks.Sum(c => c.Tokens));
        }

        return kept with { Passage = kept.Passage with { DocumentId = document.Id } };
    }

    private sealed record Whole(ContextPassage Passage, int Tokens, int ChunkTokens);

    private Problem Missing(Question question, string document, Project project)
    {
        string hint = NearestName.Find(document, Documents.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : " Check 'documents' in assay.yaml: only files that it names are read.";
        return new Problem(project.Display(project.Questions), null, $"Question '{question.Id}' names '{document}', which is not among the documents.{hint}");
    }
}

using System.Globalization;
using System.Text;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Retrieval.Dense;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Storage;
using Assay.Tests.Retrieval.Dense;
using Assay.Workspaces;

namespace Assay.Tests.Retrieval.Permissions;

/// <summary>
/// A small knowledge base made at random, with its own record of who may read what: it shares nothing with the code that is tested but the rules of the
/// manual. Every version of a document holds a word of its own, so that text of it is recognised wherever it turns up.
/// </summary>
internal sealed class PermissionWorld : IDisposable
{
    private const string Embedder = "test:words", Consonants = "bcdfghjklmnpqrtvwxz";

    // Far enough apart that spelling tolerance never takes one for another.
    private static readonly string[] Vocabulary = ["anchor", "bottle", "candle", "dragon", "engine", "falcon", "guitar", "hammer", "island", "jungle", "kitten", "lemonade"];

    private static readonly RetrievalSettings Settings = new() { ChunkTokens = 32, Expand = PassageExpansion.Window };

    private static readonly string[] Users = ["ann", "bob", "cid", "dee", "Ann"];
    private static readonly string[] Groups = ["staff", "hr", "board", "ann", "everyone"];

    private readonly TemporaryFolder folder = new();
    private readonly Random random;
    private readonly Dictionary<string, Page> pages = new(StringComparer.Ordinal);
    private readonly List<SourceFile> files = [];
    private readonly KnowledgeBase writer;
    private readonly WordVectors model = new();
    private readonly Dictionary<string, string> stages = new(StringComparer.Ordinal);
    private KnowledgeBase? knowledge;
    private bool restricted;

    public PermissionWorld(int seed)
    {
        random = new Random(seed);
        int share = random.Next(4);
        for (int i = 0; i < 24; i++) Put(Name(i), share);
        Workspace = Workspace.OpenAt(folder.Path);
        writer = Open();
        Store = KnowledgeStore.Open(Workspace.KnowledgeFile);
        Keywords = new KeywordSearch(Store);
        Exact = new DenseSearch(Store, model, new DenseSearchOptions { Embedder = Embedder });
        Graph = new DenseSearch(Store, model, new DenseSearchOptions { Embedder = Embedder, Index = new DenseIndexOptions { Dimension = 1, ExactBytes = 0 } });
        Cache = AnswerCache.Open(Workspace, survivesPowerLoss: false);
        Ingest();
    }

    public Workspace Workspace { get; }

    /// <summary>What is asked: another one than that which reads files, so that its index follows changes, and from time to time is loaded from its file.</summary>
    public KnowledgeBase Knowledge => knowledge ??= Open();

    /// <summary>The same knowledge base by its tables.</summary>
    public KnowledgeStore Store { get; }

    /// <summary>Its keyword index, in step with every change.</summary>
    public KeywordSearch Keywords { get; }

    /// <summary>Its vectors, all read by each search.</summary>
    public DenseSearch Exact { get; }

    /// <summary>Its vectors in a graph.</summary>
    public DenseSearch Graph { get; }

    /// <summary>The answers that were kept.</summary>
    public AnswerCache Cache { get; }

    /// <summary>Numbers of kept traces with who asked.</summary>
    public List<(long Trace, Asking Asking)> Traces { get; } = [];

    /// <summary>The vector of a query.</summary>
    public float[] Vector(string query) => model.Of(query);

    /// <summary>An index of what somebody may read and nothing else, made by the test's own rules.</summary>
    public KeywordSnapshot Shadow(Asking asking) => KeywordIndex.Build(
        Store.Documents().Where(d => MayRead(d.Id, asking)).Select(d => new IndexedDocument(d.Key, d.Id, 0, d.Title, [.. Store.Snapshot(s => s.Texts(d.Key))])), 1).Current;

    /// <summary>What somebody may read by the rules of the manual.</summary>
    public bool MayRead(string id, Asking asking) => pages.TryGetValue(id, out Page? page)
        && (!restricted || (page.Stated is { } stated && (stated.Contains("everyone")
            || (asking.User is { } user && stated.Contains("user:" + user)) || asking.Groups.Any(g => stated.Contains("group:" + g)))));

    /// <summary>Ids of the documents that somebody may read and that hold one of the words.</summary>
    public IEnumerable<string> Expected(Asking asking, string[] words) =>
        pages.Where(p => MayRead(p.Key, asking) && words.Any(w => p.Value.Words.Contains(w))).Select(p => p.Key).Order(StringComparer.Ordinal);

    /// <summary>Ids of all documents that somebody may read.</summary>
    public IEnumerable<string> AllReadable(Asking asking) => pages.Keys.Where(p => MayRead(p, asking)).Order(StringComparer.Ordinal);

    /// <summary>The first word in a text that belongs to a version that somebody may not read, or that is gone; null for none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="asking">Who reads it.</param>
    /// <param name="typed">Words that they typed themselves.</param>
    public string? Forbidden(string text, Asking asking, params string[] typed)
    {
        for (int at = text.IndexOf("secret", StringComparison.Ordinal); at >= 0; at = text.IndexOf("secret", at + 1, StringComparison.Ordinal))
        {
            int end = at + 6;
            while (end < text.Length && char.IsAsciiLetterLower(text[end])) end++;
            string word = text[at..end];
            if (!typed.Contains(word) && !pages.Any(p => p.Value.Secret == word && MayRead(p.Key, asking))) return word;
        }

        return null;
    }

    public Asking RandomAsking() => random.Next(6) == 0
        ? new Asking(null, [])
        : new Asking(random.Next(4) == 0 ? null : Users[random.Next(Users.Length)], [.. Groups.Where(_ => random.Next(3) == 0)]);

    public string[] RandomQuery() => [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(8) == 0 ? pages.Values.ElementAt(random.Next(pages.Count)).Secret : Word())];

    /// <summary>Any document, also one that is closed, gone or never was.</summary>
    public string RandomId() => Name(random.Next(40));

    public string[] RandomIds() => [.. pages.Keys.Where(_ => random.Next(3) == 0)];

    public int Next(int limit) => random.Next(limit);

    /// <summary>Edits, deletes, renames, opens and closes some documents.</summary>
    public void Change()
    {
        for (int i = 0; i < 4; i++)
        {
            string id = Name(random.Next(26));
            if (random.Next(4) == 0) Remove(id);
            else if (random.Next(4) == 0) Rename(id, Name(26 + random.Next(14)));
            else Put(id, share: 2, random.Next(2) == 0 && pages.TryGetValue(id, out Page? page) ? page : null);
        }

        Ingest();
        if (random.Next(2) == 0)
        {
            knowledge?.Dispose();
            knowledge = null;
        }
    }

    public void Dispose()
    {
        knowledge?.Dispose();
        writer.Dispose();
        Cache.Dispose();
        Store.Dispose();
        folder.Dispose();
    }

    private void Ingest()
    {
        Assert.Empty(writer.Ingest(null, CancellationToken.None).Failures);
        restricted |= pages.Values.Any(p => p.Stated is not null);
        new ChunkEmbedder(Store, model, Embedder).EmbedAsync(null, CancellationToken.None).GetAwaiter().GetResult();

        // Finished stages are kept under this name: what anybody may read is the same wherever it is the same.
        string name = writer.Fingerprint(), state = $"{restricted}\n" + string.Join('\n', pages.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key} {p.Value.Secret} {(p.Value.Stated is { } stated ? string.Join(' ', stated.Order(StringComparer.Ordinal)) : "-")}"));
        Assert.Equal(state, stages.TryGetValue(name, out string? before) ? before : stages[name] = state);
    }

    private KnowledgeBase Open() => KnowledgeBase.Open(files, Workspace, TimeProvider.System, Settings);

    private void Rename(string from, string to)
    {
        if (!pages.Remove(from, out Page? page)) return;
        Remove(to);
        pages[to] = page;
        SourceFile file = files.Single(f => f.Id == from);
        files[files.IndexOf(file)] = file with { Id = to };
    }

    private void Remove(string id)
    {
        pages.Remove(id);
        files.RemoveAll(f => f.Id == id);
    }

    // With the page before, only who may read it changes.
    private void Put(string id, int share, Page? before = null)
    {
        string[]? stated = share > 0 && random.Next(4) < share ? Statement() : null;
        Page page = before is null ? new Page(Secret(), [.. Enumerable.Range(0, 3 + random.Next(8)).Select(_ => Word())], stated) : before with { Stated = stated };
        bool inside = random.Next(2) == 0;
        string matter = stated is not null && inside ? $"---\naccess: [{string.Join(", ", stated)}]\n---\n" : "";
        byte[] bytes = Encoding.UTF8.GetBytes($"{matter}# {page.Secret} title\n\nThe {page.Secret} is {string.Join(' ', page.Given)} today.\n\nMore of the {page.Secret} stands here, so that there are two passages to be put together, one of which is found by less.\n");
        Remove(id);
        pages[id] = page;
        files.Add(new SourceFile(id, ".md", () => new MemoryStream(bytes), bytes.Length) { Access = stated is not null && !inside ? new AccessRule(AccessList.Of(stated)) : null });
    }

    private string[] Statement() => random.Next(8) switch
    {
        0 => ["everyone"],
        1 => [],
        _ => [.. Users.Where(_ => random.Next(4) == 0).Select(u => "user:" + u), .. Groups.Where(_ => random.Next(4) == 0).Select(g => "group:" + g)],
    };

    private string Word() => Vocabulary[random.Next(Vocabulary.Length)];

    // An ending that no stemmer takes off.
    private string Secret() => "secret" + string.Concat(Enumerable.Range(0, 12).Select(_ => Consonants[random.Next(Consonants.Length)])) + "x";

    private static string Name(int number) => "d" + number.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>Who asks, in the test's own words.</summary>
    internal sealed record Asking(string? User, string[] Groups)
    {
        public Principal? Principal => User is null && Groups.Length == 0 ? null : new Principal(User, Groups);

        public override string ToString() => $"{User ?? "-"} in [{string.Join(' ', Groups)}]";
    }

    private sealed record Page(string Secret, string[] Given, string[]? Stated)
    {
        public HashSet<string> Words { get; } = [Secret, .. Given];
    }
}

using System.Globalization;
using System.Text;
using Assay.Knowledge;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;
using Assay.Workspaces;

namespace Assay.Tests.Retrieval.Permissions;

/// <summary>
/// A small knowledge base made at random, with its own record of who may read what: it shares nothing with the code that is tested but the rules of the
/// manual. Every version of a document holds a word of its own, so that text of it is recognised wherever it turns up.
/// </summary>
internal sealed class PermissionWorld : IDisposable
{
    private const int Vocabulary = 12;

    private static readonly string[] Users = ["ann", "bob", "cid", "dee", "Ann"];
    private static readonly string[] Groups = ["staff", "hr", "board", "ann", "everyone"];

    private readonly TemporaryFolder folder = new();
    private readonly Random random;
    private readonly Dictionary<string, Page> pages = new(StringComparer.Ordinal);
    private readonly List<SourceFile> files = [];
    private bool restricted;
    private int versions;

    public PermissionWorld(int seed)
    {
        random = new Random(seed);
        int share = random.Next(4);
        for (int i = 0; i < 24; i++) Put("d" + i.ToString("00", CultureInfo.InvariantCulture), share);
        Workspace = Workspace.OpenAt(folder.Path);
        Knowledge = KnowledgeBase.Open(files, Workspace, TimeProvider.System);
        Ingest();
    }

    public Workspace Workspace { get; }

    public KnowledgeBase Knowledge { get; }

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
    public string? Forbidden(string text, Asking asking)
    {
        for (int at = text.IndexOf("secret", StringComparison.Ordinal); at >= 0; at = text.IndexOf("secret", at + 1, StringComparison.Ordinal))
        {
            int end = at + 6;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            string word = text[at..end];
            if (!pages.Any(p => p.Value.Secret == word && MayRead(p.Key, asking))) return word;
        }

        return null;
    }

    public Asking RandomAsking() => random.Next(6) == 0
        ? new Asking(null, [])
        : new Asking(random.Next(4) == 0 ? null : Users[random.Next(Users.Length)], [.. Groups.Where(_ => random.Next(3) == 0)]);

    public string[] RandomQuery() => [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(8) == 0 ? pages.Values.ElementAt(random.Next(pages.Count)).Secret : Word())];

    public string[] RandomIds() => [.. pages.Keys.Where(_ => random.Next(3) == 0)];

    public int Next(int limit) => random.Next(limit);

    /// <summary>Edits, deletes, opens and closes some documents.</summary>
    public void Change()
    {
        for (int i = 0; i < 4; i++)
        {
            string id = "d" + random.Next(26).ToString("00", CultureInfo.InvariantCulture);
            if (random.Next(4) == 0) Remove(id);
            else Put(id, share: 2, random.Next(2) == 0 && pages.TryGetValue(id, out Page? page) ? page : null);
        }

        Ingest();
    }

    public void Dispose()
    {
        Knowledge.Dispose();
        folder.Dispose();
    }

    private void Ingest()
    {
        Assert.Empty(Knowledge.Ingest(null, CancellationToken.None).Failures);
        restricted |= pages.Values.Any(p => p.Stated is not null);
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
        Page page = before is null ? new Page("secret" + ++versions, [.. Enumerable.Range(0, 3 + random.Next(8)).Select(_ => Word())], stated) : before with { Stated = stated };
        bool inside = random.Next(2) == 0;
        string matter = stated is not null && inside ? $"---\naccess: [{string.Join(", ", stated)}]\n---\n" : "";
        byte[] bytes = Encoding.UTF8.GetBytes($"{matter}# {page.Secret} title\n\nThe {page.Secret} is {string.Join(' ', page.Given)} today.\n");
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

    private string Word() => "w" + random.Next(Vocabulary).ToString(CultureInfo.InvariantCulture);

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

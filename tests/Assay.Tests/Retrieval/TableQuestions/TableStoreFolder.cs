using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Reading;
using Assay.Retrieval.Storage;
using Assay.Retrieval.TableQuestions;
using Assay.Retrieval.Tables;

namespace Assay.Tests.Retrieval.TableQuestions;

/// <summary>A store with the tables of some files.</summary>
internal sealed class TableStoreFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TableStoreFolder() => Store = KnowledgeStore.Open(Path.Combine(folder.Path, "knowledge.db"));

    public KnowledgeStore Store { get; }

    public static string Fixtures { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "table-questions");

    public static string[] Sets { get; } = [.. Directory.GetDirectories(Fixtures).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    /// <summary>The tables of a file.</summary>
    public static IReadOnlyList<DataTable> Read(string id, byte[] content)
    {
        var file = new SourceFile(id, Path.GetExtension(id), () => new MemoryStream(content, writable: false), content.Length);
        return TableExtractor.Of(DocumentReaders.Read(file, new ReadingOptions(), CancellationToken.None));
    }

    public TableStoreFolder Add(string id, byte[] content, AccessList? access = null)
    {
        Store.Put(new StoredDocument(id, Path.GetFileNameWithoutExtension(id), "hash", "settings", content.Length, 0), [], access, null, Read(id, content));
        return this;
    }

    public TableStoreFolder Add(string id, string content, AccessList? access = null) => Add(id, Encoding.UTF8.GetBytes(content), access);

    public TableStoreFolder AddSet(string set)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Fixtures, set)).Where(f => !f.EndsWith("questions.jsonl", StringComparison.Ordinal)).Order(StringComparer.Ordinal)) Add($"{set}/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        return this;
    }

    public TableAnswer? Ask(string question, Principal? principal = null) => new TableAnswerer(Store, TimeProvider.System).Answer(question, principal);

    public void Dispose()
    {
        Store.Dispose();
        folder.Dispose();
    }
}

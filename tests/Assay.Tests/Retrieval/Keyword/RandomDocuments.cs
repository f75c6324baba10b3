using System.Collections.Immutable;
using Assay.Retrieval.Keyword;

namespace Assay.Tests.Retrieval.Keyword;

/// <summary>Documents of made-up words, few of them common, as in real text.</summary>
internal sealed class RandomDocuments(int seed)
{
    private readonly Random random = new(seed);
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private long lastKey;

    public Random Random => random;

    public string Word() => "w" + (int)Math.Pow(200, random.NextDouble());

    public string Text(int most) => string.Join(' ', Enumerable.Range(0, random.Next(most + 1)).Select(_ => Word()));

    public IndexedDocument Document(string? id = null)
    {
        while (id is null)
        {
            string made = random.Next(10) == 0 ? "\ud83d\ude00" + random.Next(1000) : (random.Next(2) == 0 ? "a" : "b") + random.Next(100_000);
            if (ids.Add(made)) id = made;
        }

        int chunks = random.Next(6);
        return new IndexedDocument(++lastKey, id, random.Next(4), Text(4), [.. Enumerable.Range(0, chunks).Select(i => new IndexedChunk(i, Text(3), Text(40)))]);
    }

    public ImmutableArray<IndexedDocument> Many(int count) => [.. Enumerable.Range(0, count).Select(_ => Document())];

    public KeywordQuery Query(bool phrases = true) => new([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ =>
        phrases && random.Next(6) == 0 ? new KeywordTerm([Word(), Word()], random.NextDouble()) : new KeywordTerm(Word(), 0.1 + random.NextDouble()))]);

    public Bm25Options Options() => random.Next(2) == 0 ? Bm25Options.Default : new Bm25Options
    {
        K1 = 0.1 + (2 * random.NextDouble()),
        B = random.NextDouble(),
        TitleWeight = 3 * random.NextDouble(),
        HeadingWeight = 3 * random.NextDouble(),
        BodyWeight = 0.2 + random.NextDouble(),
    };
}

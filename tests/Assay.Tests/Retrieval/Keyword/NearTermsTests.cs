using Assay.Retrieval.Keyword;
using Assay.Text.Languages;

namespace Assay.Tests.Retrieval.Keyword;

public sealed class NearTermsTests
{
    [Fact]
    public void Near_terms_are_those_that_measuring_every_term_finds()
    {
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 1500).Select(_ => Word(random)).Distinct()];
        KeywordIndex index = KeywordIndex.Build(words.Select((w, i) => new IndexedDocument(i + 1, $"{i:D5}", 0, "", [new IndexedChunk(0, "", w)]) { Language = Language.Unknown }), generation: 1);
        string[] terms = [.. words.Where(w => index.Current.DocumentFrequency(w) > 0)];
        Assert.True(terms.Length > 1000);
        int near = 0;
        for (int i = 0; i < 300; i++)
        {
            string sought = Word(random);
            int edits = 1 + random.Next(2);
            (string, int)[] expected = [.. terms.Select(t => (Word: t, Edits: Distance(sought, t))).Where(t => t.Edits > 0 && t.Edits <= edits).OrderBy(t => t.Word, StringComparer.Ordinal)];
            Assert.Equal(expected, index.Current.NearTerms(sought, edits, 2000).Select(n => (n.Word, n.Edits)).OrderBy(n => n.Word, StringComparer.Ordinal));
            near += expected.Length;
        }

        Assert.True(near > 300);
    }

    // Few letters, some of two and three bytes, so that many words are near each other.
    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 2 + random.Next(5)).Select(_ => "abcdжя"[random.Next(6)]));

    private static int Distance(string x, string y)
    {
        int[,] edits = new int[x.Length + 1, y.Length + 1];
        for (int i = 0; i <= x.Length; i++)
        {
            for (int j = 0; j <= y.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                edits[i, j] = Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[x.Length, y.Length];
    }
}

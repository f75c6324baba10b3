using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search.Stages;

namespace Assay.Retrieval.Search.Reranking;

/// <summary>How much of a query each of the user's terms is: its inverse document frequency among theirs.</summary>
internal sealed class QueryWeights
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly double[] idf;
    private readonly bool[] identifiers;
    private readonly double sum, pairSum;

    /// <summary>Looks the terms up.</summary>
    public QueryWeights(SearchRun run)
    {
        ImmutableArray<KeywordTerm> terms = run.Query.Terms;
        idf = new double[terms.Length];
        identifiers = new bool[terms.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            places.TryAdd(terms[i].Text, i);
            idf[i] = terms[i].Words.Where(w => w.Length > 0).Select(w => Idf(run, w)).DefaultIfEmpty(0).Max();
            identifiers[i] = terms[i].Text.AsSpan().ContainsAnyInRange('0', '9');
        }

        sum = Math.Max(double.Epsilon, idf.Sum());
        for (int i = 0; i + 1 < idf.Length; i++) pairSum += idf[i] + idf[i + 1];
        Identifiers = Math.Max(1, identifiers.Count(i => i));
    }

    /// <summary>Number of terms; at least 1.</summary>
    public int Count => Math.Max(1, idf.Length);

    /// <summary>Number of terms with a digit; at least 1.</summary>
    public int Identifiers { get; }

    /// <summary>Place of a term in the query; negative for one that was added.</summary>
    public int Place(KeywordTerm term) => places.GetValueOrDefault(term.Text, -1);

    /// <summary>Whether the term at a place has a digit: a number, a code, a version.</summary>
    public bool IsIdentifier(int place) => identifiers[place];

    /// <summary>Share of the term at a place; all together 1.</summary>
    public double Share(int place) => idf[place] / sum;

    /// <summary>Share of the pair that begins at a place; all together 1.</summary>
    public double PairShare(int place) => pairSum > 0 ? (idf[place] + idf[place + 1]) / pairSum : 0;

    private static double Idf(SearchRun run, string word)
    {
        int frequency = run.Index.DocumentFrequency(word, run.Filter);
        return Math.Log(1 + ((run.Chunks - frequency + 0.5) / (frequency + 0.5)));
    }
}

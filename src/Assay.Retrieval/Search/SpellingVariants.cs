using System.Collections.Immutable;
using Assay.Retrieval.Keyword;

namespace Assay.Retrieval.Search;

/// <summary>Adds words of the index that are spelled almost like the words of a query that do not occur.</summary>
internal static class SpellingVariants
{
    /// <summary>Shorter words have too many neighbours that mean something else.</summary>
    private const int ShortestWord = 4;

    /// <summary>From this length on two edits are allowed.</summary>
    private const int LongWord = 8;

    private const int MostVariants = 3;
    private const int MostWords = 8;

    /// <summary>What a variant counts, an edit apart and two edits apart.</summary>
    private const double WeightOfOneEdit = 0.7, WeightOfTwoEdits = 0.5;

    /// <summary>The variants for a query; none when all its words occur.</summary>
    /// <param name="index">The index.</param>
    /// <param name="query">The query.</param>
    /// <param name="filter">Words that only others may read are neither found nor given away.</param>
    /// <returns>Each variant with the word it stands for, as a term of the query with a smaller weight.</returns>
    public static ImmutableArray<(string Word, KeywordTerm Variant)> Find(KeywordSnapshot index, KeywordQuery query, ChunkFilter? filter)
    {
        var found = ImmutableArray.CreateBuilder<(string, KeywordTerm)>();
        int looked = 0;
        foreach (KeywordTerm term in query.Terms)
        {
            if (term.Words is not [string word] || word.Length < ShortestWord || !word.All(char.IsLetter) || index.DocumentFrequency(word, filter) > 0) continue;
            if (looked++ == MostWords) break;
            ImmutableArray<NearTerm> near = index.NearTerms(word, word.Length < LongWord ? 1 : 2, MostVariants, filter);
            foreach (NearTerm variant in near.Where(n => n.Edits == near[0].Edits))
            {
                found.Add((word, new KeywordTerm(variant.Word, term.Weight * (variant.Edits == 1 ? WeightOfOneEdit : WeightOfTwoEdits))));
            }
        }

        return found.ToImmutable();
    }
}

using System.Collections.Immutable;
using Assay.Retrieval.Keyword;
using Assay.Retrieval.Search;

namespace Assay.Tests.Retrieval.Keyword;

public sealed class KeywordIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Search_returns_the_head_of_the_exhaustive_ranking(int seed)
    {
        var made = new RandomDocuments(seed);
        KeywordIndex index = KeywordIndex.Build(made.Many(800), 1);
        for (int i = 0; i < 300; i++)
        {
            KeywordQuery query = made.Query() with { Scoring = made.Options() };
            ChunkFilter? filter = Filter(made.Random);
            ImmutableArray<KeywordHit> all = index.Current.Search(query, int.MaxValue, filter);
            int k = made.Random.Next(1, 40);
            Assert.Equal(all.Take(k), index.Current.Search(query, k, filter));
            IEnumerable<DocumentHit> documents = index.Current.SearchDocuments(query, k, filter);
            Assert.Equal(all.DistinctBy(h => h.Row >> 20).Take(k).Select(h => (h.Row >> 20, h.Score)), documents.Select(d => (d.Key, d.Score)));
            if (filter is not null && i % 10 == 0) Assert.All(all, h => Assert.True(filter.Allows(h.Row, AccessOf(h.Row))));
        }

        int AccessOf(long row) => index.Current.Views.Select(v => (v.Segment, Document: v.Find(row >> 20))).Where(v => v.Document >= 0).Select(v => v.Segment.DocumentAccess[v.Document]).Single();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Scores_are_those_of_the_formula(int seed)
    {
        var made = new RandomDocuments(seed);
        ImmutableArray<IndexedDocument> documents = made.Many(200);
        KeywordIndex index = KeywordIndex.Build(documents, 1);
        for (int i = 0; i < 60; i++)
        {
            KeywordQuery query = made.Query() with { Scoring = made.Options() };
            ChunkFilter? filter = Filter(made.Random);
            Dictionary<long, double> expected = ReferenceScores.Of(documents, query, filter);
            ImmutableArray<KeywordHit> found = index.Current.Search(query, int.MaxValue, filter);
            double largest = expected.Values.DefaultIfEmpty(1).Max();
            Assert.Equal(expected.Where(e => e.Value > 1e-6 * largest).Select(e => e.Key).Order(), found.Where(h => h.Score > 1e-6 * largest).Select(h => h.Row).Order());
            Assert.All(found, h => Assert.Equal(expected[h.Row], h.Score, 1e-5 * largest));
            Assert.Equal(found.Select(h => h.Score).OrderDescending(), found.Select(h => h.Score));
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void History_does_not_show_in_results(int seed)
    {
        var made = new RandomDocuments(seed);
        var live = made.Many(120).ToDictionary(d => d.Key);
        KeywordIndex index = KeywordIndex.Build(live.Values, 1);
        for (int generation = 2; generation < 60; generation++)
        {
            List<long> removed = [.. live.Keys.Where(_ => made.Random.Next(25) == 0)];
            List<IndexedDocument> added = [.. made.Many(made.Random.Next(4))];
            if (removed.Count > 0 && made.Random.Next(2) == 0) added.Add(made.Document(live[removed[0]].Id));
            foreach (long key in removed) live.Remove(key);
            foreach (IndexedDocument document in added) live.Add(document.Key, document);
            index.Apply(removed, added, generation);
            KeywordIndex fresh = KeywordIndex.Build(live.Values.OrderBy(_ => made.Random.Next()).ToList(), generation);
            Assert.Equal(fresh.Current.ChunkCount, index.Current.ChunkCount);
            Assert.Equal(fresh.Current.Languages.AsEnumerable(), index.Current.Languages);
            Assert.Equal(fresh.Current.DocumentCount, index.Current.DocumentCount);
            Assert.Equal(fresh.Current.AverageLength(Bm25Options.Default), index.Current.AverageLength(Bm25Options.Default));
            for (int i = 0; i < 10; i++)
            {
                KeywordQuery query = made.Query() with { Scoring = made.Options() };
                ChunkFilter? filter = Filter(made.Random);
                Assert.Equal(fresh.Current.Search(query, 10, filter).AsEnumerable(), index.Current.Search(query, 10, filter));
                Assert.Equal(fresh.Current.SearchDocuments(query, 7, filter).AsEnumerable(), index.Current.SearchDocuments(query, 7, filter));
                Assert.Equal(fresh.Current.DocumentFrequency(query.Terms[0].Words[0], filter), index.Current.DocumentFrequency(query.Terms[0].Words[0], filter));
                Assert.Equal(fresh.Current.NearTerms(query.Terms[0].Words[0], 1, 5, filter).AsEnumerable(), index.Current.NearTerms(query.Terms[0].Words[0], 1, 5, filter));
            }
        }

        Assert.InRange(index.Current.Views.Length, 1, 12);
    }

    [Fact]
    public void Matches_explain_the_score_of_a_hit()
    {
        var made = new RandomDocuments(8);
        KeywordIndex index = KeywordIndex.Build(made.Many(300), 1);
        int seen = 0;
        for (int i = 0; i < 50; i++)
        {
            KeywordQuery query = made.Query();
            foreach (KeywordHit hit in index.Current.Search(query, 5))
            {
                ChunkMatch match = index.Current.Match(hit.Row, query)!;
                Assert.Equal(hit.Score, match.Score, 1e-9);
                Assert.All(match.Terms, t => Assert.Equal(t.Positions.Order().Distinct(), t.Positions));
                Assert.All(match.Terms, t => Assert.Equal(Math.Min(3, t.Positions.Count(p => p < match.HeadingsStart)), t.Title));
                Assert.All(match.Terms, t => Assert.Equal(t.Positions.Count(p => p >= match.BodyStart), t.Body));
                seen += match.Terms.Length;
            }
        }

        Assert.True(seen > 100);
        Assert.Null(index.Current.Match(1L << 50, made.Query()));
    }

    [Fact]
    public void A_phrase_matches_words_side_by_side_in_one_field()
    {
        KeywordIndex index = KeywordIndex.Build(
            [
                new IndexedDocument(1, "a", 0, "busy", [new IndexedChunk(0, "timeout", "the busy long timeout")]),
                new IndexedDocument(2, "b", 0, "x", [new IndexedChunk(0, "y", "a busy timeout and a busy timeout")]),
                new IndexedDocument(3, "c", 0, "busy timeout", [new IndexedChunk(0, "y", "z")]),
            ], 1);
        var query = new KeywordQuery([new KeywordTerm(["busi", "timeout"])]);
        Assert.Equal([2L << 20, 3L << 20], index.Current.Search(query, 9).Select(h => h.Row).Order());
        Assert.Equal(2, index.Current.Match(2L << 20, query)!.Terms.Single().Body);
    }

    [Fact]
    public void Near_terms_are_those_within_the_edits()
    {
        KeywordIndex index = KeywordIndex.Build([new IndexedDocument(1, "a", 0, "", [new IndexedChunk(0, "", "router routes outer rooter roter rotuer bouter ruter routers zebra rout café")])], 1);
        string[] Near(string word, int edits) => [.. index.Current.NearTerms(word, edits, 20).Select(n => n.Word)];
        Assert.Equal(["bouter", "outer", "rooter", "roter", "rotuer", "ruter"], Near("router", 1));
        Assert.Contains("rout", Near("router", 2));
        Assert.Equal(["zebra"], Near("zbera", 1));
        Assert.Equal(["cafe"], Near("caffe", 1));
        Assert.Empty(Near("unheardof", 2));
    }

    private static ChunkFilter? Filter(Random random) => random.Next(4) switch
    {
        0 => new ChunkFilter(Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0), null),
        1 => new ChunkFilter(null, Enumerable.Range(0, 900).Where(_ => random.Next(10) == 0).Select(i => (long)i)),
        2 => new ChunkFilter([1, 3], Enumerable.Range(0, 900).Where(_ => random.Next(3) == 0).Select(i => (long)i)),
        _ => null,
    };
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Tests.Retrieval.Reading;
using Assay.Text;
using Assay.Text.Tokens;

namespace Assay.Tests.Retrieval.Chunking;

/// <summary>What holds for every document and budget, over seeded random documents.</summary>
public sealed class ChunkPropertyTests
{
    private static readonly string[] Words = ["alpha", "*beta*", "`code x`", "[link](to)", "&amp;", "é", "世界", "😀", "12345", "e.g.", "end.", "Why?", "<b>x</b>", "\\*", "supercalifragilistic", "a|b", "![alt](i)"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Chunk_loses_nothing_and_keeps_the_budget(int seed)
    {
        var random = new Random(seed);
        for (int n = 0; n < 60; n++)
        {
            string format = n % 3 == 0 ? ".html" : n % 3 == 1 ? ".md" : ".txt";
            Document document = Reads.Text("d", format, Random(random, format));
            int max = random.Next(8, 400), min = random.Next(0, Math.Min(max, 60));
            foreach (ChunkingStrategy strategy in Enum.GetValues<ChunkingStrategy>())
            {
                var options = new ChunkingOptions { Strategy = strategy, MaxTokens = max, MinTokens = min };
                ImmutableArray<Chunk> chunks = Chunker.Chunk(document, options, TokenCounter.Estimate);
                Check(document, chunks, max);
                Assert.Equal(Print(chunks), Print(Chunker.Chunk(document, options, OneByOne)));
                Check(document, Chunker.Chunk(document, options with { OverlapTokens = max / 2 }, TokenCounter.Estimate), max, overlap: true);
            }
        }
    }

    /// <summary>The same counts without the promise that they add up, so that every growing text is counted whole.</summary>
    private static TokenCounter OneByOne { get; } = new("one by one", TokenEstimate.Count);

    private static void Check(Document document, ImmutableArray<Chunk> chunks, int max, bool overlap = false)
    {
        Assert.Equal(Enumerable.Range(0, chunks.Length), chunks.Select(c => c.Ordinal));
        var covered = new Dictionary<int, int>();
        foreach (Chunk chunk in chunks)
        {
            Assert.InRange(chunk.Tokens, 1, max);
            Assert.Equal(TokenEstimate.Count(chunk.Text), chunk.Tokens);
            Assert.InRange(chunk.Span.Start, 0, chunk.Span.End);
            Assert.InRange(chunk.Span.End, 0, document.Source.Length);
            Reads.CheckMap(chunk.Text, chunk.Map, document.Source);
            if (chunk.Map.Runs.Length > 0) Assert.Equal(chunk.Span, chunk.Map.ToSource(new TextSpan(0, chunk.Text.Length)));
            foreach (int position in Positions(chunk.Text, chunk.Map)) covered[position] = covered.GetValueOrDefault(position) + 1;
        }

        foreach (Block block in Reads.Blocks(document))
        {
            foreach (int position in Positions(block.Text, block.Map))
            {
                if (overlap) Assert.InRange(covered.GetValueOrDefault(position), 1, int.MaxValue);
                else Assert.Equal(1, covered.GetValueOrDefault(position));
            }
        }
    }

    /// <summary>Original positions of the visible characters; one that maps as a whole counts where it starts.</summary>
    private static IEnumerable<int> Positions(string text, SourceMap map)
    {
        foreach (SourceMap.Run run in map.Runs)
        {
            bool exact = run.Length == run.Source.Length;
            for (int i = 0; i < (exact ? run.Length : 1); i++) if (!char.IsWhiteSpace(text[run.Start + i])) yield return run.Source.Start + i;
        }
    }

    private static string Print(ImmutableArray<Chunk> chunks) =>
        string.Join('\n', chunks.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Ordinal} {c.HeadingPath} {c.Slug} {c.Span} {c.Tokens} {c.Text} {string.Join(',', c.Map.Runs)}")));

    private static string Random(Random random, string format)
    {
        var text = new StringBuilder();
        int parts = random.Next(0, 25);
        for (int i = 0; i < parts; i++) text.Append(format == ".html" ? HtmlPart(random) : MarkdownPart(random));
        return random.Next(2) == 0 ? text.ToString() : text.Replace("\n", "\r\n").ToString();
    }

    private static string Prose(Random random, int most) => string.Join(random.Next(9) == 0 ? "\n" : " ", Enumerable.Range(0, random.Next(1, most)).Select(_ => Words[random.Next(Words.Length)]));

    private static string MarkdownPart(Random random) => random.Next(7) switch
    {
        0 => $"{new string('#', random.Next(1, 6))} {Prose(random, 5).Replace('\n', ' ')}\n\n",
        1 => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"{new string(' ', 2 * random.Next(3))}- {Prose(random, 12).Replace('\n', ' ')}\n")) + "\n",
        2 => $"| {Words[0]} {random.Next(100)} | h |\n|---|---|\n" + string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"| {Prose(random, 6).Replace('\n', ' ').Replace('|', '/')} | {Words[random.Next(15)]} |\n")) + "\n",
        3 => $"```\n{Prose(random, 40)}\n\tx\n```\n\n",
        4 => $"> {Prose(random, 20).Replace("\n", "\n> ", StringComparison.Ordinal)}\n\n",
        _ => Prose(random, 120) + "\n\n",
    };

    private static string HtmlPart(Random random) => random.Next(5) switch
    {
        0 => $"<h{random.Next(1, 4)}>{Prose(random, 5)}</h2>\n",
        1 => "<ul>" + string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => $"<li>{Prose(random, 12)}")) + "</ul>\n",
        2 => $"<table><tr><th>{Prose(random, 4)}<th>h" + string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"<tr><td>{Prose(random, 6)}</td><td>&lt;{Words[random.Next(15)]}</td></tr>\n")) + "</table>",
        3 => $"<pre>{Prose(random, 40)}\n\tx</pre>",
        _ => $"<p>{Prose(random, 120)}</p>\n",
    };
}

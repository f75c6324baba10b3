using System.Collections.Immutable;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Reading;
using Assay.Tests.Conventions;
using Assay.Text.Tokens;

namespace Assay.Tests.Samples;

/// <summary>The sample is what a new user sees first: its questions can be answered, its conversations give nothing away.</summary>
public sealed class SupportSampleTests
{
    /// <summary>The questions are frozen; whoever changes this changes what every published figure was measured on.</summary>
    private const string FrozenQuestions = "ffe09c08bfb8b57c87c676914ab29af250587e29eb26d05d6a09c8ad54b4aaa4";

    private static readonly Project Sample = ProjectFile.Read(Path.Combine(Repository.Root, "samples", "support"));
    private static readonly ProjectExamples Examples = new(Sample);
    private static readonly Dictionary<string, Document> Documents = FileScanner.Scan(Sample.Root, Sample.Documents).Files
        .ToDictionary(f => f.Id, f => DocumentReaders.Read(f, new ReadingOptions(), CancellationToken.None));

    private static readonly Dictionary<string, ImmutableArray<Chunk>> Chunks = Documents
        .ToDictionary(d => d.Key, d => Chunker.Chunk(d.Value, new ChunkingOptions(), TokenCounter.Estimate));

    [Fact]
    public void Questions_are_frozen() => Assert.Equal(FrozenQuestions, Examples.QuestionHash());

    [Fact]
    public void Sample_is_large_and_varied_enough()
    {
        Assert.True(Documents.Count >= 80);
        Assert.Equal(240, Examples.Questions.Length);
        Assert.Equal(600, Examples.Conversations.Length);
        Assert.Equal(["direct", "numeric", "paraphrased", "table", "two-page", "unanswerable"], Examples.Questions.Select(q => q.Tags[0]).Distinct().Order());
        Assert.Equal(35, Examples.Questions.Count(q => !q.Answerable));
        Assert.InRange(Examples.Questions.Count(q => q.Expect!["escalate"]!.GetValue<bool>()), 25, 60);
    }

    [Fact]
    public void Relevant_documents_exist_with_their_headings_and_hold_the_answer()
    {
        foreach (Question question in Examples.Questions.Where(q => q.Answerable))
        {
            foreach (string[] reference in question.Documents.Select(d => d.Split('#')))
            {
                Assert.True(Documents.ContainsKey(reference[0]), $"{question.Id}: no document {reference[0]}");
                Assert.True(reference.Length == 1 || Slugs(Documents[reference[0]].Root).Contains(reference[1]), $"{question.Id}: no heading {string.Join('#', reference)}");
            }

            IEnumerable<string> texts = question.Documents.Select(d => d.Split('#')[0]).Distinct().Select(Text);
            Assert.True(texts.Any(t => t.Contains(SquadText.Normalize(question.Answers[0]), StringComparison.Ordinal)), $"{question.Id}: '{question.Answers[0]}' stands in none of its documents");
        }
    }

    [Fact]
    public void Conversations_keep_the_contract() => Assert.Empty(Examples.Violations());

    [Fact]
    public void Conversations_hold_no_fact_that_a_question_asks_for() => Assert.Empty(Examples.Leaks());

    [Fact]
    public void Conversations_ask_no_question_of_the_evaluation_set() => Assert.Empty(Examples.Repeated());

    private static IEnumerable<string> Slugs(Section section) => section.Sections.SelectMany(Slugs).Prepend(section.Slug);

    private static string Text(string document) => SquadText.Normalize(string.Join('\n', Chunks[document].Select(c => $"{c.HeadingPath}\n{c.Text}")));
}

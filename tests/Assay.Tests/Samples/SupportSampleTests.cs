using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Ingestion;
using Assay.Retrieval.Reading;
using Assay.Tests.Conventions;
using Assay.Text.Stemming;
using Assay.Text.Tokens;
using Assay.Text.Words;

namespace Assay.Tests.Samples;

/// <summary>The sample is what a new user sees first: its questions can be answered, its conversations give nothing away.</summary>
public sealed class SupportSampleTests
{
    /// <summary>The questions are frozen; whoever changes this changes what every published figure was measured on.</summary>
    private const string FrozenQuestions = "ffe09c08bfb8b57c87c676914ab29af250587e29eb26d05d6a09c8ad54b4aaa4";

    private static readonly Project Sample = ProjectFile.Read(Path.Combine(Repository.Root, "samples", "support"));
    private static readonly ImmutableArray<Question> Questions = QuestionReader.Read(Sample.Questions).Questions;
    private static readonly Dictionary<string, Document> Documents = FileScanner.Scan(Sample.Root, Sample.Documents).Files
        .ToDictionary(f => f.Id, f => DocumentReaders.Read(f, new ReadingOptions(), CancellationToken.None));

    private static readonly Dictionary<string, ImmutableArray<Chunk>> Chunks = Documents
        .ToDictionary(d => d.Key, d => Chunker.Chunk(d.Value, new ChunkingOptions(), TokenCounter.Estimate));

    private static readonly ImmutableArray<string[]> Conversations = [.. File.ReadLines(Sample.Examples!).Select(Contents)];

    [Fact]
    public void Questions_are_frozen()
    {
        string text = File.ReadAllText(Sample.Questions).ReplaceLineEndings("\n");
        Assert.Equal(FrozenQuestions, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Sample_is_large_and_varied_enough()
    {
        Assert.True(Documents.Count >= 80);
        Assert.Equal(240, Questions.Length);
        Assert.Equal(600, Conversations.Length);
        Assert.Equal(["direct", "numeric", "paraphrased", "table", "two-page", "unanswerable"], Questions.Select(q => q.Tags[0]).Distinct().Order());
        Assert.Equal(35, Questions.Count(q => !q.Answerable));
        Assert.InRange(Questions.Count(q => q.Expect!["escalate"]!.GetValue<bool>()), 25, 60);
    }

    [Fact]
    public void Relevant_documents_exist_with_their_headings_and_hold_the_answer()
    {
        foreach (Question question in Questions.Where(q => q.Answerable))
        {
            foreach (string[] reference in question.Documents.Select(d => d.Split('#')))
            {
                Assert.True(Documents.ContainsKey(reference[0]), $"{question.Id}: no document {reference[0]}");
                Assert.True(reference.Length == 1 || Slugs(Documents[reference[0]].Root).Contains(reference[1]), $"{question.Id}: no heading {string.Join('#', reference)}");
            }

            IEnumerable<string> texts = question.Documents.Select(d => d.Split('#')[0]).Distinct().Select(Text);
            Assert.True(texts.Any(t => t.Contains(Normal(question.Answers[0]), StringComparison.Ordinal)), $"{question.Id}: '{question.Answers[0]}' stands in none of its documents");
        }
    }

    [Fact]
    public void Conversations_keep_the_contract()
    {
        Contract contract = Contract.Load(new ContractOptions { SchemaFile = Sample.Contract });
        Assert.All(Conversations, c => Assert.Empty(contract.Check(c[^1]).Violations));
    }

    [Fact]
    public void Conversations_hold_no_fact_that_a_question_asks_for()
    {
        string[] said = [.. Conversations.Select(c => " " + Normal(c[^1]) + " ")];
        HashSet<string>[] topics = [.. Conversations.Select(c => Topic(c[^2].Split("Question: ")[^1] + " " + c[^1]))];
        var leaks = new List<string>();
        foreach (Question question in Questions)
        {
            HashSet<string> topic = Topic(question.Text);
            foreach (string fact in question.Answers.Select(Normal))
            {
                // A period such as "30 days" may be said of another thing; it gives the answer away only where the talk is of the same thing.
                double sameTopic = IsNameOrCode(fact) ? 0 : 0.5;
                leaks.AddRange(Enumerable.Range(0, said.Length)
                    .Where(i => said[i].Contains($" {fact} ", StringComparison.Ordinal) && (double)topic.Intersect(topics[i]).Count() / topic.Count >= sameTopic)
                    .Select(i => $"{question.Id} '{fact}' in line {i + 1}"));
            }
        }

        Assert.True(leaks.Count == 0, string.Join(", ", leaks));
    }

    [Fact]
    public void Conversations_ask_no_question_of_the_evaluation_set()
    {
        HashSet<string>[] asked = [.. Conversations.Select(c => Words(c[^2].Split("Question: ")[^1]))];
        foreach (Question question in Questions)
        {
            HashSet<string> words = Words(question.Text);
            Assert.DoesNotContain(asked, a => (double)a.Intersect(words).Count() / a.Union(words).Count() > 0.7);
        }
    }

    private static string[] Contents(string line)
    {
        using var document = JsonDocument.Parse(line);
        return [.. document.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString()!)];
    }

    /// <summary>Three words or more, or a code: such an answer stands nowhere by chance.</summary>
    private static bool IsNameOrCode(string fact) => fact.Split(' ').Length >= 3 || (fact.Any(char.IsAsciiDigit) && fact.Any(char.IsAsciiLetter) && !fact.Contains(' ', StringComparison.Ordinal));

    private static HashSet<string> Topic(string text) => [.. Words(text).Where(w => w.Length > 2 && !StopWords.Contains(w)).Select(PorterStemmer.Stem)];

    private static IEnumerable<string> Slugs(Section section) => section.Sections.SelectMany(Slugs).Prepend(section.Slug);

    private static string Text(string document) => Normal(string.Join('\n', Chunks[document].Select(c => $"{c.HeadingPath}\n{c.Text}")));

    private static string Normal(string text) => SquadText.Normalize(text);

    private static HashSet<string> Words(string text) => [.. Normal(text).Split(' ')];
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Projects;
using Assay.Text.Stemming;
using Assay.Text.Words;

namespace Assay.Tests.Samples;

/// <summary>The conversations of a project beside its questions: what they may not give away.</summary>
/// <param name="project">A project with questions, examples and a contract; its documents are not read.</param>
internal sealed class ProjectExamples(Project project)
{
    private const string BeforeTheQuestion = "Question: ";

    /// <summary>Share of a question's words that a conversation must be about for a period or an amount said in it to be the question's answer.</summary>
    private const double SameTopic = 0.5;

    /// <summary>Share of common words, of all that two questions use, from which on they are one question.</summary>
    private const double SameQuestion = 0.7;

    /// <summary>The questions, in their order.</summary>
    public ImmutableArray<Question> Questions { get; } = QuestionReader.Read(project.Questions).Questions;

    /// <summary>The contents of the messages of every conversation; the last is the answer, the one before it what was asked.</summary>
    public ImmutableArray<string[]> Conversations { get; } = [.. File.ReadLines(project.Examples!).Select(Contents)];

    /// <summary>SHA-256 of the question file with line feeds, in lower-case hexadecimal.</summary>
    public string QuestionHash()
    {
        string text = File.ReadAllText(project.Questions).ReplaceLineEndings("\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>What keeps answers from fitting the contract; empty when all fit.</summary>
    public IEnumerable<string> Violations()
    {
        Contract contract = Contract.Load(new ContractOptions { SchemaFile = project.Contract });
        return Conversations.SelectMany((c, i) => contract.Check(c[^1]).Violations.Select(v => $"line {i + 1}: {v}"));
    }

    /// <summary>Accepted answers that a conversation says about the same thing; names and codes count whatever it is about.</summary>
    public List<string> Leaks()
    {
        string[] said = [.. Conversations.Select(c => " " + SquadText.Normalize(c[^1]) + " ")];
        HashSet<string>[] topics = [.. Conversations.Select(c => Topic(Asked(c) + " " + c[^1]))];
        var leaks = new List<string>();
        foreach (Question question in Questions)
        {
            HashSet<string> topic = Topic(question.Text);
            foreach (string fact in question.Answers.Select(SquadText.Normalize))
            {
                double least = IsNameOrCode(fact) ? 0 : SameTopic;
                leaks.AddRange(Enumerable.Range(0, said.Length)
                    .Where(i => said[i].Contains($" {fact} ", StringComparison.Ordinal) && (double)topic.Intersect(topics[i]).Count() / topic.Count >= least)
                    .Select(i => $"{question.Id} '{fact}' in line {i + 1}"));
            }
        }

        return leaks;
    }

    /// <summary>Questions of the evaluation set that a conversation asks in nearly the same words.</summary>
    public IEnumerable<string> Repeated()
    {
        HashSet<string>[] asked = [.. Conversations.Select(c => WordsOf(Asked(c)))];
        return Questions.Where(q => asked.Any(a => Likeness(a, WordsOf(q.Text)) > SameQuestion)).Select(q => $"{q.Id} {q.Text}");
    }

    /// <summary>What the user of a conversation asks, without the passages.</summary>
    /// <param name="conversation">One of <see cref="Conversations"/>.</param>
    public static string Asked(string[] conversation) => conversation[^2].Split(BeforeTheQuestion)[^1];

    private static double Likeness(HashSet<string> left, HashSet<string> right) => (double)left.Intersect(right).Count() / left.Union(right).Count();

    private static string[] Contents(string line)
    {
        using var document = JsonDocument.Parse(line);
        return [.. document.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString()!)];
    }

    /// <summary>Three words or more, or a code: such an answer stands nowhere by chance.</summary>
    private static bool IsNameOrCode(string fact) => fact.Split(' ').Length >= 3 || (fact.Any(char.IsAsciiDigit) && fact.Any(char.IsAsciiLetter) && !fact.Contains(' ', StringComparison.Ordinal));

    private static HashSet<string> Topic(string text) => [.. WordsOf(text).Where(w => w.Length > 2 && !StopWords.Contains(w)).Select(PorterStemmer.Stem)];

    private static HashSet<string> WordsOf(string text) => [.. SquadText.Normalize(text).Split(' ')];
}

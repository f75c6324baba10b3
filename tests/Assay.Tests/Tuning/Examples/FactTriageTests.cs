using System.Text.RegularExpressions;
using Assay.Tests.Conventions;
using Assay.Text.Segmentation;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Facts;
using Xunit.Abstractions;

namespace Assay.Tests.Tuning.Examples;

/// <summary>Facts planted among the support sample's conversations, which teach behaviour only.</summary>
public sealed partial class FactTriageTests(ITestOutputHelper output)
{
    private static readonly SourceDocument[] s_documents = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples/support/docs"), "*.md", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(f => new SourceDocument(Path.GetRelativePath(Path.Combine(Repository.Root, "samples/support"), f), File.ReadAllText(f)))];

    [Fact]
    public void Facts_among_behaviours_are_told()
    {
        ExampleSet set = ExampleReader.Read(Path.Combine(Repository.Root, "samples/support/examples.jsonl"));
        string[] facts = [.. s_documents.SelectMany(d => Facts(d.Text).Take(2)).Take(150)];
        List<ChatExample> known = [.. facts.Select((f, i) => ExampleRows.Of(1000 + i, Question(f), f))];
        List<ChatExample> unknown = [.. facts.Select((f, i) => ExampleRows.Of(2000 + i, Question(f), Altered(f)))];
        FactTriage triage = new(new DocumentTexts(s_documents).Support);
        int[] behaviour = Counts(triage.Judge(set.Chats)), inDocuments = Counts(triage.Judge(known)), invented = Counts(triage.Judge(unknown));
        output.WriteLine("| planted | n | behaviour | fact in the documents | unknown fact |");
        output.WriteLine("|---|---|---|---|---|");
        foreach ((string name, int[] counts) in new[] { ("behaviour", behaviour), ("fact in the documents", inDocuments), ("unknown fact", invented) })
        {
            output.WriteLine($"| {name} | {counts.Sum()} | {counts[0]} | {counts[1]} | {counts[2]} |");
        }

        foreach (FactVerdict verdict in triage.Judge(set.Chats).Where(v => v.Kind != FactKind.Behaviour).Take(40)) output.WriteLine($"{verdict.Line} {verdict.Kind}: {verdict.Sentence}");
        foreach (FactVerdict verdict in triage.Judge(known).Where(v => v.Kind != FactKind.FactInDocuments).Take(20)) output.WriteLine($"{verdict.Line} {verdict.Kind}: {verdict.Sentence} <- {facts[verdict.Line - 1000]}");
        foreach (FactVerdict verdict in triage.Judge(unknown).Where(v => v.Kind != FactKind.UnknownFact).Take(20)) output.WriteLine($"{verdict.Line} {verdict.Kind}: {verdict.Sentence} <- {Altered(facts[verdict.Line - 2000])}");
        Assert.InRange((double)(behaviour[1] + behaviour[2]) / behaviour.Sum(), 0, 0.05);
        Assert.InRange((double)(inDocuments[1] + inDocuments[2]) / inDocuments.Sum(), 0.9, 1);
        Assert.InRange((double)inDocuments[1] / inDocuments.Sum(), 0.9, 1);
        Assert.InRange((double)invented[2] / invented.Sum(), 0.9, 1);
    }

    [Theory]
    [InlineData("How many apples?", "There are 12 / 4 = <<12/4=3>>3 apples in each of the bags.", FactKind.Behaviour)]
    [InlineData("Passages:\n[1] The lamp burns for 40 minutes.\nQuestion: how long?", "The lamp burns for 40 minutes [1].", FactKind.Behaviour)]
    [InlineData("Which city?", "The office of our company is in Ulaanbaatar since 1987.", FactKind.UnknownFact)]
    [InlineData("Hello", "Thank you for writing to us, how can we help you today?", FactKind.Behaviour)]
    [InlineData("List the names", "SELECT name FROM customers WHERE city = 'Ulaanbaatar' AND age > 33;", FactKind.Behaviour)]
    [InlineData("Hello", """{"label": "billing", "priority": 3}""", FactKind.Behaviour)]
    [InlineData("Was brauchen wir?", "Für die Anmeldung braucht der Kunde einen Ausweis und eine Rechnung der letzten Monate.", FactKind.Behaviour)]
    public void Particulars_that_the_prompt_does_not_have_decide(string prompt, string answer, FactKind kind) =>
        Assert.Equal(kind, Assert.Single(new FactTriage(new DocumentTexts(s_documents).Support).Judge([ExampleRows.Of(1, prompt, answer)])).Kind);

    [Fact]
    public void Values_that_many_structured_answers_have_are_labels()
    {
        FactTriage triage = new(_ => 0);
        ChatExample[] rows = [.. Enumerable.Range(1, 5).Select(i => ExampleRows.Of(i, $"Rate this: {ExampleRows.Words(i, 8)}", """{"rating": "about 4 out of 5"}""")), ExampleRows.Of(6, "Rate this", """{"rating": "about 3 out of 7"}""")];
        Assert.Equal([6], triage.Judge(rows).Where(v => v.Kind == FactKind.UnknownFact).Select(v => v.Line));
    }

    [Fact]
    public void A_refusal_that_many_rows_have_is_no_fact()
    {
        const string Refusal = "The documents do not answer this question about invoices and payments.";
        FactTriage triage = new(_ => 1);
        ChatExample[] rows = [.. Enumerable.Range(1, 5).Select(i => ExampleRows.Of(i, ExampleRows.Words(i, 8), Refusal))];
        Assert.All(triage.Judge(rows), v => Assert.Equal(FactKind.Behaviour, v.Kind));
        Assert.All(triage.Judge([.. rows.Take(4)]), v => Assert.Equal(FactKind.FactInDocuments, v.Kind));
    }

    [Fact]
    public void A_model_is_asked_for_what_no_document_has()
    {
        List<string> asked = [];
        ChatExample[] rows = [ExampleRows.Of(1, "Which city?", "The office of our company is in Ulaanbaatar since 1987."), ExampleRows.Of(2, "How long?", "Passwords need at least 12 characters."), ExampleRows.Of(3, "Hello", "How can we help you today?"), ExampleRows.Of(4, "Where?", "The plant of our company is in Antofagasta since 1955.")];
        FactTriage triage = new(new DocumentTexts([new SourceDocument("d", "Passwords need at least 12 characters.")]).Support, (example, sentence) =>
        {
            asked.Add(sentence);
            return example.Line == 1;
        });
        Assert.Equal([FactKind.KnownFact, FactKind.FactInDocuments, FactKind.Behaviour, FactKind.UnknownFact], triage.Judge(rows).Select(v => v.Kind));
        Assert.Equal([rows[0].Messages[1].Content, rows[3].Messages[1].Content], asked);
    }

    [Fact]
    public void Nothing_supports_what_no_document_says()
    {
        DocumentTexts documents = new([new SourceDocument("d", "Passwords need at least 12 characters.")]);
        Assert.Equal(1, documents.Support("A password needs 12 characters"), 6);
        Assert.Equal(0, documents.Support("Invoices leave tomorrow"));
        Assert.InRange(documents.Support("A password needs 14 characters"), 0.2, 0.8);
        Assert.Equal(0, new DocumentTexts([]).Support("anything"));
    }

    private static int[] Counts(IEnumerable<FactVerdict> verdicts)
    {
        FactKind[] kinds = [.. verdicts.Select(v => v.Kind)];
        Assert.DoesNotContain(FactKind.KnownFact, kinds);
        return [.. new[] { FactKind.Behaviour, FactKind.FactInDocuments, FactKind.UnknownFact }.Select(kind => kinds.Count(k => k == kind))];
    }

    /// <summary>Sentences of plain prose with a number.</summary>
    private static IEnumerable<string> Facts(string text) => text.Split('\n').Where(l => l.Length > 40 && char.IsUpper(l[0]) && !l.Contains('|', StringComparison.Ordinal) && !l.Contains('[', StringComparison.Ordinal))
        .SelectMany(l => SentenceSegmenter.Segment(l).Select(s => s.Of(l).Trim().ToString())).Where(s => Number().IsMatch(s) && s.Split(' ').Length is > 6 and < 40);

    /// <summary>A question with half of the content words of a fact, without its numbers.</summary>
    private static string Question(string fact) => $"Can you tell me about {string.Join(' ', ContentWords.Of(fact).Where((w, i) => i % 3 != 0 && !Number().IsMatch(w)).Take(5))}?";

    /// <summary>A fact with other numbers.</summary>
    private static string Altered(string fact) => Number().Replace(fact, m => $"{(int.TryParse(m.Value, out int n) ? (n % 100_000 * 7) + 13 : 4711)}");

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}

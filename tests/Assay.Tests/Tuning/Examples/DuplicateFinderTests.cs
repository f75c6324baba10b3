using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;

namespace Assay.Tests.Tuning.Examples;

public sealed class DuplicateFinderTests
{
    private const string Passages = "Passages:\n[1] The lamp is switched off after ten minutes without movement in the hall.\n[2] Keys are kept at the desk of the porter and handed out against a signature.\n";

    [Fact]
    public void Exact_copies_are_found_up_to_case_and_punctuation()
    {
        DuplicateReport report = DuplicateFinder.Find([ExampleRows.Of(1, "How do I pay?", "By card."), ExampleRows.Of(2, "Where are you?", "Here."), ExampleRows.Of(3, "how do I  pay", "By card")]);
        Assert.Equal(new DuplicatePair(1, 3, DuplicateKind.Exact, 1), Assert.Single(report.Pairs));
        Assert.Empty(report.Contradictions);
    }

    [Fact]
    public void A_changed_word_in_a_sentence_is_a_near_copy()
    {
        DuplicateReport report = DuplicateFinder.Find([
            ExampleRows.Of(1, "Please tell me how I can change the address that is printed on our monthly invoices", "Open the settings and choose billing."),
            ExampleRows.Of(2, "Please tell me how we can change the address that is printed on our monthly invoices", "Open the settings and choose billing."),
        ]);
        Assert.Equal((1, 2, DuplicateKind.Near), report.Pairs.Select(p => (p.First, p.Second, p.Kind)).Single());
    }

    [Fact]
    public void Questions_about_the_same_passages_are_not_copies()
    {
        DuplicateReport report = DuplicateFinder.Find([
            ExampleRows.Of(1, $"{Passages}Question: When does the lamp go off?", "After ten minutes."),
            ExampleRows.Of(2, $"{Passages}Question: Where are the keys kept?", "At the desk of the porter."),
            ExampleRows.Of(3, $"{Passages}Question: What is needed to receive a key?", "A signature."),
        ]);
        Assert.Empty(report.Pairs);
        Assert.Empty(report.Contradictions);
    }

    [Theory]
    [InlineData("Is the hall open on Monday?", "Is the hall open on Monday?", "yes", "no", ContradictionKind.Label)]
    [InlineData("Is the hall open on Monday?", "is hall open on monday", """{"open": true, "day": "monday"}""", """{"open": false, "day": "monday"}""", ContradictionKind.Label)]
    [InlineData("How long is the hall lit?", "How long is the hall lit?", "The hall is lit for ten minutes after the last person has left, which is 10 minutes in all.", "The hall is lit for fifteen minutes after the last person has left, which is 15 minutes in all.", ContradictionKind.Figures)]
    [InlineData("Describe the hall.", "Describe the hall", "A long and narrow room with tall windows on the side that looks to the garden.", "Tall windows look out on the garden from this room, which is narrow and quite long.", ContradictionKind.Wording)]
    public void Other_answers_to_the_same_question_contradict(string first, string second, string answer, string other, ContradictionKind kind)
    {
        DuplicateReport report = DuplicateFinder.Find([ExampleRows.Of(1, first, answer), ExampleRows.Of(2, second, other)]);
        Assert.Equal(new Contradiction(1, 2, kind), Assert.Single(report.Contradictions));
    }

    [Theory]
    [InlineData("What does plan 3 cost for a year?", "What does plan 4 cost for a year?")]
    [InlineData("Is the hall open on Monday?", "Is the hall not open on Monday?")]
    [InlineData("What does the lamp in the hall cost?", "What does the lamp in the yard cost?")]
    public void Another_question_does_not_contradict(string first, string second) =>
        Assert.Empty(DuplicateFinder.Find([ExampleRows.Of(1, first, "yes"), ExampleRows.Of(2, second, "no")]).Contradictions);

    [Fact]
    public void Signatures_estimate_similarity()
    {
        uint[] a = new uint[MinHash.Width], b = new uint[MinHash.Width];
        for (int shared = 0; shared <= 100; shared += 25)
        {
            ulong[] left = [.. Enumerable.Range(0, 400).Select(i => WordList.Mix((ulong)i))], right = [.. Enumerable.Range(400 - (4 * shared), 400).Select(i => WordList.Mix((ulong)i))];
            MinHash.Sign(left, a);
            MinHash.Sign(right, b);
            Array.Sort(left);
            Array.Sort(right);
            double exact = WordFeatures.Similarity(left, right), estimate = a.Zip(b).Count(p => p.First == p.Second) / (double)MinHash.Width;
            Assert.InRange(estimate, exact - 0.13, exact + 0.13);
        }
    }

    [Fact]
    public void Near_copies_among_twenty_thousand_rows_are_nearly_all_found()
    {
        List<ChatExample> rows = [.. Enumerable.Range(0, 20_000).Select(i => ExampleRows.Of(i + 1, ExampleRows.Words(i, 30), ExampleRows.Words(i + 500_000, 8)))];
        for (int i = 0; i < 200; i++)
        {
            string[] words = rows[i * 90].Messages[0].Content.Split(' ');
            words[7] = "otherwise";
            words[20] = "besides";
            rows.Add(ExampleRows.Of(rows.Count + 1, string.Join(' ', words), rows[i * 90].Messages[1].Content));
        }

        DuplicateReport report = DuplicateFinder.Find(rows);
        Assert.InRange(report.Pairs.Count(p => p.Second > 20_000 && p.First == ((p.Second - 20_001) * 90) + 1), 196, 200);
        Assert.DoesNotContain(report.Pairs, p => p.Second <= 20_000);
        Assert.Equal(report.Pairs.AsEnumerable(), DuplicateFinder.Find(rows).Pairs.AsEnumerable());
    }
}

using System.Collections.Immutable;
using Assay.Text;
using Assay.Tuning.Contrastive;

namespace Assay.Tests.Tuning.Contrastive;

public sealed class HardNegativesTests : IDisposable
{
    private static readonly ContrastiveExample Example = new(1, "how long is the notice period", ["The notice period is three months to the end of a quarter."], []);

    private static readonly FoundPassage[] Found =
    [
        new("contract.md", "The notice period is three months to the end of a quarter.", 10),
        new("contract.md", "Holidays are thirty days a year.", 9.9),
        new("copy.md", "The notice period is three months to the end of each quarter.", 9.8),
        new("old.md", "Before 2019 notice was given two months ahead.", 9.7),
        new("rent.md", "Rent can be ended with notice of six weeks.", 9),
        new("board.md", "Members of the board may resign at any time.", 8),
        new("board.md", "Members of the board may resign at any time!", 7.9),
        new("trial.md", "During the trial period two weeks are enough.", 7),
        new("travel.md", "Train journeys are booked by the office.", 6),
        new("lunch.md", "Lunch is from twelve to one.", 5),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Takes_the_best_of_what_is_no_answer()
    {
        // Left out: the document that answers, a near copy, what scores about as well, the first of the rest, and a repetition.
        ContrastiveExample mined = Mine(new HardNegativeOptions { Count = 3 });
        Assert.Equal<IEnumerable<string>>([Found[5].Text, Found[7].Text, Found[8].Text], mined.Negatives);
        Assert.Equal(Example.Positives, mined.Positives);
        Assert.Equal<IEnumerable<string>>(mined.Negatives, Mine(new HardNegativeOptions { Count = 3 }).Negatives);
    }

    [Fact]
    public void Every_rule_can_be_turned_off_by_itself()
    {
        Assert.Equal(Found[4].Text, Mine(new HardNegativeOptions { Skip = 0 }).Negatives[0]);
        Assert.Equal(Found[3].Text, Mine(new HardNegativeOptions { Skip = 0, MostScore = 1 }).Negatives[0]);
        Assert.Equal(Found[2].Text, Mine(new HardNegativeOptions { Skip = 0, MostScore = 1, MostSimilar = 1 }).Negatives[0]);
        Assert.Equal(Found[1].Text, HardNegatives.Mine(Example, ImmutableHashSet<string>.Empty, Search, new HardNegativeOptions { Skip = 0, MostScore = 1 }).Negatives[0]);
        Assert.Equal(2, Mine(new HardNegativeOptions { Depth = 8, Count = 9 }).Negatives.Length);
    }

    [Fact]
    public void Negatives_that_are_given_stay_and_count()
    {
        ContrastiveExample given = Example with { Negatives = ["One.", "Two."] };
        Assert.Equal<IEnumerable<string>>(["One.", "Two.", Found[5].Text], HardNegatives.Mine(given, Documents, Search, new HardNegativeOptions { Count = 3 }).Negatives);
        Assert.Same(given, HardNegatives.Mine(given, Documents, (_, _) => throw new InvalidOperationException("nobody asks"), new HardNegativeOptions { Count = 2 }));
        Assert.Empty(HardNegatives.Mine(Example, Documents, (_, _) => []).Negatives);
        Assert.Throws<ArgumentOutOfRangeException>(() => Mine(new HardNegativeOptions { Count = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mine(new HardNegativeOptions { MostSimilar = double.NaN }));
    }

    [Fact]
    public void A_file_of_pairs_is_read_and_what_is_wrong_names_its_line()
    {
        string path = Path.Combine(folder.Path, "pairs.jsonl");
        File.WriteAllText(path, """
            {"query":"a","positive":"b"}

            {"query":"c","positive":["d","e"],"negatives":["f"]}
            """);
        ImmutableArray<ContrastiveExample> read = ContrastiveFile.Read(path);
        Assert.Equal([1, 3], read.Select(e => e.Line));
        Assert.Equal<IEnumerable<string>>(["d", "e"], read[1].Positives);
        Assert.Equal<IEnumerable<string>>(["f"], read[1].Negatives);
        File.WriteAllText(path, """
            {"query":"a","positive":"b"}
            {"query":" ","positive":"b"}
            {"query":"a"}
            {"query":"a","positive":[]}
            {"query":"a","positive":3}
            {"query":"a","positive":"b","negative":["c"]}
            {"query":"a","positive":"b","negatives":["b"]}
            {"query":"a","positive":["b",""]}
            [1]
            {"query":
            """);
        InputException error = Assert.Throws<InputException>(() => ContrastiveFile.Read(path));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10], error.Problems.Select(p => p.Line!.Value).Distinct());
        Assert.Contains("'negatives'", error.Problems.Single(p => p.Line == 6).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "\n");
        Assert.Contains("at least one example", Assert.Throws<InputException>(() => ContrastiveFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private static HashSet<string> Documents => ["contract.md"];

    private static FoundPassage[] Search(string query, int count) => [.. Found.Take(count)];

    private static ContrastiveExample Mine(HardNegativeOptions options) => HardNegatives.Mine(Example, Documents, Search, options);
}

using System.Text.Json;

namespace Assay.Tests.Cli;

/// <summary><c>assay cost</c>: the worked numbers, each as one command line with its working; and what it says to what it cannot compute.</summary>
public sealed class CostTests
{
    public static TheoryData<string, string, string[]> Worked => new()
    {
        { "--examples 10000 --tokens-per-example 500 --price-per-million 25", "training: 125 USD", ["10,000 examples x 500 tokens = 5,000,000 tokens", "5,000,000 tokens / 1,000,000 x 25 USD = 125 USD"] },
        { "--examples 10,000 --tokens-per-example 500 --model gpt-4o", "training: 125 USD", ["5,000,000 tokens / 1,000,000 x 25 USD = 125 USD"] },
        { "--context-tokens 2000 --price-per-million 2.50", "a question: 0.005 USD", ["2,000 context tokens / 1,000,000 x 2.50 USD = 0.005 USD a question"] },
        { "--context-tokens 2000 --price-per-million 2.50 --requests-per-month 1000000", "a month: 5,000 USD", ["1,000,000 questions x 0.005 USD = 5,000 USD a month"] },
        {
            "--context-tokens 1500 --price-per-million 0.01..0.05 --requests-per-month 10000000", "a month: 150 to 750 USD",
            ["1,500 tokens x 10,000,000 questions = 15,000,000,000 tokens a month", "at least: 10,000,000 questions x 0.000015 USD = 150 USD a month", "at most: 10,000,000 questions x 0.000075 USD = 750 USD a month"]
        },
        { "--query-tokens 500 --price-per-million 0.10", "a question: 0.00005 USD", ["500 question tokens / 1,000,000 x 0.10 USD = 0.00005 USD a question"] },
        { "--training-tokens 100000 --price-per-thousand 0.008", "training: 0.80 USD", ["100,000 tokens / 1,000 x 0.008 USD = 0.80 USD"] },
        { "--gpu-hours 2..4 --gpu-price 5", "training: 10 to 20 USD", ["at least: 2 GPU hours x 5 USD = 10 USD", "at most: 4 GPU hours x 5 USD = 20 USD"] },

        // The values are those that the source's own code comes to; the formula is that of the reference on decisions.
        {
            "--arm rag:once=750.20,monthly=35.04,question=0.001501 --arm fine-tuned:once=1630,monthly=10,retraining=326,question=0.0007 --months 12",
            "rag or fine-tuned: fine-tuned is cheaper than rag above 467,262 questions a month (about 467,000); 87% of the numerator is retraining",
            ["S_F - S_R = 879.80 USD; F_F - F_R = 300.96 USD a month; P_R - P_F = 0.000801 USD a question", "numerator: 879.80 USD + 300.96 USD x 12 = 4,491.32 USD", "87% of the numerator is retraining", "q* = 4,491.32 / 0.009612 ≈ 467,262 questions a month, about 467,000"]
        },
        { "--success 20 --failure 40 --severe-failure 1000 --severe-share 5%", "break-even accuracy: 81.48%", ["L = (1 - 0.05) x 40 USD + 0.05 x 1,000 USD = 88 USD for a wrong answer", "a* = L / (S + L) = 88 / (20 + 88) ≈ 81.48%"] },
        { "--cost-per-attempt 0.01 --pass-rate 0.8", "a right answer: 0.0125 USD", ["0.01 USD / 80% = 0.0125 USD for a right answer"] },
        {
            "--cost-per-attempt 0.01 --pass-rate 80% --wrong-answer-cost 2", "a right answer, wrong ones counted: 0.5125 USD",
            ["an attempt: 0.01 USD a question", "(1 - 0.8) x 2 USD = 0.40 USD a question", "0.01 USD / 80% = 0.0125 USD for a right answer", "(0.01 USD + (1 - 80%) x 2 USD) / 80% = 0.5125 USD for a right answer, wrong ones counted"]
        },
        {
            "--output-tokens 200 --tokens-per-second 1500 --gpu-price 3 --requests 1000000 --pass-rate 80% --wrong-answer-cost 2 --months 12", "a right answer, wrong ones counted: 0.502738 USD",
            ["1,000,000 questions x 0.40 USD = 400,000 USD a month", "2,190 USD a month / 1,000,000 questions = 0.00219 USD a question", "0.00219 USD / 80% = 0.0027375 USD for a right answer", "0 USD once + 12 months x 402,190 USD = 4,826,280 USD"]
        },
        { "--cost-per-attempt 0.01..0.02 --pass-rate 50%..80% --wrong-answer-cost 1..2", "a right answer, wrong ones counted: 0.2625 to 2.04 USD", ["at most: (0.02 USD + (1 - 50%) x 2 USD) / 50% = 2.04 USD for a right answer, wrong ones counted"] },
        { "--training-tokens 1000000 --model lora-up-to-10b", "training: 0.46 USD", ["1,000,000 tokens / 1,000,000 x 0.46 USD = 0.46 USD"] },
        { "--training-tokens 1000000 --model mistral", "training: 4 USD", ["less than the least of 4 USD a run, so 4 USD is billed"] },
        { "--training-tokens 1000000 --model mistral --runs 3 --months 12", "over 12 months: 36 USD", ["12 USD once + 12 months x 2 USD = 36 USD"] },
        { "--training-tokens 1000000 --training-price 9 --model mistral:mistral", "keeping the tuned model: 2 USD a month", ["1,000,000 tokens / 1,000,000 x 9 USD = 9 USD"] },
        {
            "--vector-store weaviate-flex --storage-gb 100 --vectors 10000000 --embedder text-embedding-3-small", "the vector store: 83.424 USD a month",
            ["100 GB x 0.12 USD = 12 USD a month", "15,360,000,000 stored numbers / 1,000,000 x 0.00465 USD = 71.424 USD a month"]
        },
        { "--vector-store pinecone-standard --write-units 10000000 --read-units 5 --requests 10000000", "writing the vectors: 40 USD", ["5 read units / 1,000,000 x 16 USD = 0.00008 USD a question", "10,000,000 questions x 0.00008 USD = 800 USD a month"] },
        { "--gpu-price 5 --tokens-per-second 1000", "a million tokens: 1.3889 USD", ["5 USD an hour / (1,000 tokens a second x 3,600) x 1,000,000 ≈ 1.3889 USD for a million tokens"] },
        { "--gpu-price 5 --tokens-per-second 1000 --utilisation 4%", "a million tokens: 34.7222 USD", ["5 USD an hour / (1,000 tokens a second x 4% x 3,600) x 1,000,000 ≈ 34.7222 USD for a million tokens"] },
        { "--corpus-tokens 5000000 --embedding-price 0.10", "embedding the documents: 0.50 USD", ["5,000,000 tokens of documents / 1,000,000 x 0.10 USD = 0.50 USD once"] },
        { "--vector-store pinecone-standard --storage-gb 10 --requests 1000000", "the vector store: 50 USD a month", ["19.30 USD of use is below the least of 50 USD a month, so 50 USD is billed"] },
        { "--prompt-tokens 1000 --context-tokens 1000 --cached-share 50% --model gpt-4o --output-tokens 100", "a question: 0.00475 USD", ["1,000 context tokens / 1,000,000 x 2.50 USD = 0.0025 USD a question", "1,000 cached tokens / 1,000,000 x 1.25 USD = 0.00125 USD a question", "100 output tokens / 1,000,000 x 10 USD = 0.001 USD a question"] },
        { "--context-tokens 300000 --model claude-sonnet-4-5", "a question: 1.80 USD", ["300,000 context tokens / 1,000,000 x 3 USD x 2 (long prompt) = 1.80 USD a question"] },
    };

    [Theory]
    [MemberData(nameof(Worked))]
    public async Task Cost_prints_the_worked_number_and_its_working(string options, string answer, string[] working)
    {
        CommandLine.Result plain = await CommandLine.RunAsync(["cost", .. options.Split(' ')]), explained = await CommandLine.RunAsync(["cost", .. options.Split(' '), "--explain"]);

        Assert.Equal((0, 0), (plain.ExitCode, explained.ExitCode));
        string[] lines = explained.Out.Split('\n');
        Assert.Contains(answer, lines);
        Assert.All(working, step => Assert.Contains("  " + step, lines));
        Assert.Contains(answer[(answer.IndexOf(": ", StringComparison.Ordinal) + 2)..], plain.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(" x ", plain.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--arm rag:question=0.01..0.02 --arm tuned:monthly=900,question=0.001..0.005", "tuned is cheaper than rag above 47,368 to 180,000 questions a month (about 47,400 to 180,000)")]
    [InlineData("--arm rag:question=0.001..0.02 --arm tuned:monthly=900,question=0.001..0.005", "tuned is cheaper than rag above 47,368 questions a month (about 47,400) at best, at no volume at worst")]
    [InlineData("--arm rag:monthly=0..1000,question=0.01 --arm tuned:monthly=900,question=0.001", "tuned is cheaper than rag at every volume at best, above 100,000 questions a month (about 100,000) at worst")]
    [InlineData("--arm rag:monthly=1000,question=0.001 --arm tuned:monthly=100..200,question=0.01", "tuned is cheaper than rag below 88,889 to 100,000 questions a month (about 88,900 to 100,000)")]
    [InlineData("--arm rag:once=1..2,question=0.01 --arm tuned:question=0.001", "tuned is cheaper than rag at every volume")]
    [InlineData("--arm rag:once=5 --arm tuned:once=5", "tuned and rag cost the same at every volume")]
    public async Task Cost_crossover_of_ranges_has_both_ends(string options, string text)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["cost", .. options.Split(' ')]);

        Assert.Equal((0, $"rag or tuned: {text}\n"), (result.ExitCode, result.Out));
    }

    [Fact]
    public async Task Cost_crossover_in_json_has_both_ends_and_none_where_they_never_meet()
    {
        CommandLine.Result both = await CommandLine.RunAsync("cost", "--arm", "rag:question=0.01..0.02", "--arm", "tuned:monthly=900,question=0.005", "--json"), one = await CommandLine.RunAsync("cost", "--arm", "rag:question=0.001..0.02", "--arm", "tuned:monthly=900,question=0.005", "--json");

        JsonElement range = both.Json.GetProperty("answers")[0], open = one.Json.GetProperty("answers")[0];
        Assert.Equal((60_000m, 180_000m), (range.GetProperty("low").GetDecimal(), range.GetProperty("high").GetDecimal()));
        Assert.Equal((60_000m, JsonValueKind.Null), (open.GetProperty("low").GetDecimal(), open.GetProperty("high").ValueKind));
    }

    [Fact]
    public async Task Cost_crossover_says_amounts_where_a_share_of_the_numerator_would_be_none()
    {
        CommandLine.Result result = await CommandLine.RunAsync("cost", "--arm", "rag:once=500,question=0.01", "--arm", "tuned:once=400,retraining=100,question=0.001");

        Assert.EndsWith("; of the numerator 1,200 USD are retraining and -100 USD everything else\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_shows_how_many_tokens_are_cached()
    {
        CommandLine.Result result = await CommandLine.RunAsync("cost", "--prompt-tokens", "1000", "--context-tokens", "3000", "--cached-share", "20%..80%", "--price", "1", "--cached-price", "5", "--explain");

        Assert.Contains("a question: 0.0072 to 0.0168 USD\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("  at least: 4,000 tokens of input x 20% = 800 cached tokens, taken from the beginning: prompt, then context, then question\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("  at most: 4,000 tokens of input x 80% = 3,200 cached tokens, taken", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--context-tokens 300000 --model gpt-4o", "gpt-4o takes at most 128,000 tokens of input, as the price book lists it; a question of 300,000 is refused")]
    [InlineData("--context-tokens 100000..130000 --price 1 --model gpt-4o", "a question of 130,000 is refused")]
    [InlineData("--training-tokens 1000000 --model mistral", "only the least that a run costs")]
    [InlineData("--training-tokens 1000000 --model mistral", "training mistral: the page marks the feature as deprecated.")]
    [InlineData("--training-tokens 1000000 --training-price 3 --price-per-thousand 0.008", "--price-per-thousand is not used: --training-price is the price of training tokens.")]
    [InlineData("--context-tokens 5 --price 1 --output-price 3", "--output-price is not used: there are no --output-tokens.")]
    [InlineData("--context-tokens 5 --price 1 --cached-share 50%", "--cached-share changes nothing")]
    [InlineData("--gpu-hours 2 --gpu H100-SXM --spot", "The spot price of H100-SXM at gcp, 6.571 USD an hour, is above the price on demand at runpod, 2.69 USD")]
    [InlineData("--gpu-hours 2 --gpu aws:H100-SXM", "aws rents out H100-SXM only 8 at a time")]
    [InlineData("--prompt-tokens 500 --output-tokens 200 --tokens-per-second 1500 --gpu-price 3 --requests 1000", "reading prompt, context and question takes time that is not counted here")]
    [InlineData("--vector-store pinecone-builder --storage-gb 1000", "pinecone-builder holds at most 10 GB; its price does not hold for 1,000 GB.")]
    [InlineData("--vector-store pinecone-builder --storage-gb 5", "pinecone-builder: flat, up to 10 GB, 5 million write units and 2 million read units a month; more is blocked.")]
    [InlineData("--vector-store weaviate-flex --storage-gb 5", "weaviate-flex also bills the numbers of vectors, counted as 0 here: add --vectors with --dimensions or --embedder.")]
    [InlineData("--vector-store pinecone-standard", "pinecone-standard also bills gigabytes, reads, writes, counted as 0 here: add --storage-gb, --requests-per-month, --write-units.")]
    [InlineData("--context-tokens 5 --model gpt-4o --currency JPY --rate JPY=0.00637912", "one JPY counts as 0.00637912 USD")]
    public async Task Cost_warns_of_what_does_not_count(string options, string expected)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["cost", .. options.Split(' ')]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--context-tokens 128000 --model gpt-4o")]
    [InlineData("--context-tokens 300000 --model gpt-4.1")]
    [InlineData("--vector-store weaviate-premium-shared --storage-gb 5 --vectors 1000 --dimensions 10")]
    [InlineData("--gpu-hours 2 --gpu H100-SXM")]
    [InlineData("--cost-per-attempt 0.01 --pass-rate 80% --wrong-answer-cost 2 --requests 1000 --months 12")]
    public async Task Cost_does_not_warn_of_what_counts(string options)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["cost", .. options.Split(' ')]);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotMatch("(?i)takes at most|also bills|is not used|is above|holds at most", result.Error);
    }

    [Theory]
    [InlineData("--context-tokens 5 --price 1 --model gpt-4o", "gpt-4o", false)]
    [InlineData("--context-tokens 5 --model gpt-4o", "gpt-4o", true)]
    [InlineData("--context-tokens 5 --output-tokens 5 --price 1 --model gpt-4o", "gpt-4o", true)]
    [InlineData("--context-tokens 5 --price 1 --model gpt-4o --currency EUR", "one EUR", false)]
    public async Task Cost_names_only_sources_of_prices_that_were_used(string options, string source, bool named)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["cost", .. options.Split(' '), "--json"]);

        Assert.Equal(named, result.Json.GetProperty("sources").EnumerateArray().Any(s => s.GetString()!.StartsWith(source + ": ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cost_json_has_amounts_units_and_working()
    {
        CommandLine.Result result = await CommandLine.RunAsync("cost", "--context-tokens", "1500", "--price", "0.01..0.05", "--requests", "10000000", "--json");

        JsonElement month = result.Json.GetProperty("answers")[1];
        Assert.Equal(("month", 150m, 750m, "USD"), (month.GetProperty("question").GetString(), month.GetProperty("low").GetDecimal(), month.GetProperty("high").GetDecimal(), month.GetProperty("unit").GetString()));
        Assert.Equal("USD", result.Json.GetProperty("currency").GetString());
        Assert.NotEmpty(month.GetProperty("working").EnumerateArray());
    }

    [Fact]
    public async Task Cost_several_questions_are_a_table()
    {
        CommandLine.Result result = await CommandLine.RunAsync("cost", "--prompt-tokens", "800", "--output-tokens", "200", "--model", "gpt-4o-mini", "--requests", "50000", "--months", "24");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"a question +0\.00024 USD", result.Out);
        Assert.Matches(@"a month +12 USD", result.Out);
        Assert.Matches(@"over 24 months +288 USD", result.Out);
    }

    [Theory]
    [InlineData("", "Nothing to compute")]
    [InlineData("--price 5", "There is a price and nothing to pay for")]
    [InlineData("--examples 5 --price 1", "--examples needs --tokens-per-example")]
    [InlineData("--examples 5 --tokens-per-example 10", "Training needs a price")]
    [InlineData("--context-tokens 5", "Tokens of a question need a price")]
    [InlineData("--output-tokens 5 --price 1", "need a price: --output-price")]
    [InlineData("--examples 5 --tokens-per-example 10 --context-tokens 5 --price 1", "add --training-price")]
    [InlineData("--gpu-hours 5", "--gpu-hours needs the price of an hour")]
    [InlineData("--gpu-price 5", "needs --gpu-hours (training) or --tokens-per-second (serving)")]
    [InlineData("--arm rag:once=1", "A crossover needs two arms")]
    [InlineData("--arm rag:onse=1 --arm b:once=1", "did you mean 'once'")]
    [InlineData("--arm rag --arm b:once=1", "it has no name before a colon")]
    [InlineData("--success 20", "needs --success (what a right answer brings) and --failure")]
    [InlineData("--success 20 --failure 4 --severe-failure 9", "belong together")]
    [InlineData("--success 0 --failure 0", "are all 0")]
    [InlineData("--cost-per-attempt 1", "needs --pass-rate")]
    [InlineData("--cost-per-attempt 1 --pass-rate 0", "--pass-rate must be above 0")]
    [InlineData("--cost-per-attempt 1 --pass-rate 80", "such as 0.8 or 80%, found 80")]
    [InlineData("--context-tokens 5 --model gpt-4o-mni", "Did you mean 'gpt-4o-mini'?")]
    [InlineData("--context-tokens 5 --model gpt-4o --currency XAU", "--rate XAU=1.08")]
    [InlineData("--context-tokens 5 --price 1 --currency euro", "three letters such as EUR")]
    [InlineData("--context-tokens 5 --price 1 --rate EUR", "such as EUR=1.08, found 'EUR'")]
    [InlineData("--context-tokens -5 --price 1", "--context-tokens must be a number of 0 or more")]
    [InlineData("--context-tokens 0,5 --price 1", "--context-tokens must be a number of 0 or more")]
    [InlineData("--context-tokens 9..5 --price 1", "--context-tokens must be a number of 0 or more")]
    [InlineData("--context-tokens 5 --price 1 --price-per-thousand 1", "not both")]
    [InlineData("--output-tokens 200 --output-price 10 --tokens-per-second 1500 --gpu-price 3", "by the token (--price-per-million, --output-price, --model) or by the machine")]
    [InlineData("--output-tokens 200 --model gpt-4o --tokens-per-second 1500 --gpu-price 3 --requests 1000000 --months 12", "not both, or they would count twice")]
    [InlineData("--context-tokens 5 --price 1 --cost-per-attempt 1 --pass-rate 80%", "Give --cost-per-attempt or the tokens of a question, not both")]
    [InlineData("--output-tokens 200 --tokens-per-second 1500 --gpu-price 3 --peak-per-second 5 --pass-rate 80%", "--pass-rate on machines of your own needs --output-tokens and --requests-per-month")]
    [InlineData("--context-tokens 5 --price 1 --months 12", "--months needs --requests-per-month")]
    [InlineData("--context-tokens 5 --model mistral", "The price book lists 'mistral' for training only")]
    [InlineData("--training-tokens 5 --model claude-opus-4-8", "The price book has no training price of 'claude-opus-4-8'")]
    [InlineData("--context-tokens 5 --price 1 --rate USD=2", "one USD is 1")]
    [InlineData("--vectors 5", "need --vector-store")]
    [InlineData("--vector-store weaviate-flex --dimensions 5", "--dimensions needs --vectors")]
    [InlineData("--months 12", "--months needs costs to add up")]
    [InlineData("--context-tokens 1000000000000000 --price 1000000000000000 --requests 1000000000000000", "more than 10^24 USD")]
    public async Task Cost_says_what_is_missing(string options, string expected)
    {
        CommandLine.Result result = await CommandLine.RunAsync(["cost", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_in_another_currency_converts_the_book_and_not_what_is_typed()
    {
        CommandLine.Result typed = await CommandLine.RunAsync("cost", "--training-tokens", "1000000", "--price", "25", "--currency", "EUR"), book = await CommandLine.RunAsync("cost", "--training-tokens", "1000000", "--model", "gpt-4o", "--currency", "EUR", "--rate", "EUR=1.25");

        Assert.Equal("training: 25 EUR\n", typed.Out);
        Assert.Equal("training: 20 EUR\n", book.Out);
        Assert.Contains("one EUR counts as 1.25 USD", book.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_takes_prices_of_a_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("mine.json", """{"date":"2020-01-01","source":"my contract","currency":"USD","units":{"models":"per million tokens"},"models":[{"provider":"acme","model":"own","input":4,"output":8}]}""");

        CommandLine.Result result = await CommandLine.RunAsync("cost", "--context-tokens", "1000", "--model", "own", "--prices", path);

        Assert.Equal((0, "a question: 0.004 USD\n"), (result.ExitCode, result.Out));
        Assert.Contains("The price of own is of 2020-01-01, more than 90 days old (my contract)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_of_a_project_takes_its_needs()
    {
        using var folder = new TemporaryFolder();
        folder.Write("assay.yaml", "name: shop\ndocuments: [a.md]\nmodel: openai:gpt-4o\nprices: mine.json\nneeds:\n  queriesPerMonth: 1000000\n");
        folder.Write("a.md", "# A\nText.\n");
        folder.Write("mine.json", """{"date":"2026-11-20","source":"my contract","currency":"USD","units":{"models":"per million tokens"},"models":[{"provider":"openai","model":"gpt-4o","input":2,"output":8}]}""");

        CommandLine.Result result = await CommandLine.RunAsync("cost", "--context-tokens", "2000", "--project", folder.Path);

        Assert.Matches(@"a month +4,000 USD", result.Out);
    }
}

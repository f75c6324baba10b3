using Assay.Decisions.Prices;
using Assay.Decisions.Requirements;
using Assay.Decisions.Vendors;

namespace Assay.Tests.Decisions.Vendors;

public sealed class BuildOrBuyTests
{
    private static readonly VendorBook Book = VendorBook.Bundled();
    private static readonly DateOnly Today = Book.Date;

    [Theory]
    [InlineData("prompt", new[] { VendorRole.Model })]
    [InlineData("long-context", new[] { VendorRole.Model })]
    [InlineData("rag", new[] { VendorRole.Model, VendorRole.Vectors })]
    [InlineData("fine-tuned", new[] { VendorRole.Tuning, VendorRole.Inference })]
    [InlineData("hybrid", new[] { VendorRole.Tuning, VendorRole.Inference, VendorRole.Vectors })]
    public void Each_arm_needs_its_roles(string arm, VendorRole[] roles) => Assert.Equal(roles, BuildOrBuy.Of(new(), Book, arm, Today).Roles.Select(r => r.Role));

    [Fact]
    public void Every_product_has_roles_and_another_name_is_refused()
    {
        Assert.All(NeedFields.Products, p => Assert.NotEmpty(BuildOrBuy.Of(new(), Book, p, Today).Roles));
        Assert.Throws<ArgumentException>(() => BuildOrBuy.Of(new(), Book, "oracle", Today));
    }

    [Fact]
    public void Nothing_required_is_met_by_all_that_goes_on() => Assert.All(BuildOrBuy.Of(new(), Book, "prompt", Today).Roles[0].Options, o =>
        Assert.Equal(o.Option.Shutdown is null ? MatchOutcome.Meets : MatchOutcome.Fails, o.Outcome));

    [Fact]
    public void What_only_others_than_the_vendor_say_decides_nothing()
    {
        RequirementCheck end = Assert.Single(One(new(), "rag", VendorRole.Vectors, "chroma-cloud").Checks);
        Assert.Equal(MatchOutcome.Unknown, end.Outcome);
        Assert.Contains("2026-12-22, as others than the vendor say", end.Why, StringComparison.Ordinal);
        Assert.Equal(MatchOutcome.Unknown, One(new() { Stakes = Stakes.High }, "prompt", VendorRole.Model, "bedrock").Outcome);
    }

    [Fact]
    public void Data_that_may_not_leave_go_to_nobodys_service()
    {
        Assert.All(BuildOrBuy.Of(new() { DataResidency = DataResidency.SelfHosted }, Book, "hybrid", Today).Roles, r =>
        {
            Assert.NotEmpty(r.With(MatchOutcome.Meets));
            Assert.All(r.With(MatchOutcome.Meets), o => Assert.True(o.Option.RunsAtHome));
        });
        Assert.Equal(MatchOutcome.Fails, One(new() { DataResidency = DataResidency.SelfHosted }, "rag", VendorRole.Model, "openai").Outcome);
        Assert.Equal(MatchOutcome.Meets, One(new() { DataResidency = DataResidency.SelfHosted }, "rag", VendorRole.Model, "cohere").Outcome);
    }

    [Fact]
    public void Regions_are_listed_but_do_not_count_as_the_users()
    {
        OptionMatch match = One(new() { DataResidency = DataResidency.Region }, "prompt", VendorRole.Model, "vertex-ai");
        Assert.Equal(MatchOutcome.Unknown, match.Outcome);
        Assert.Contains(match.Checks, c => c.Why.Contains("US, EU", StringComparison.Ordinal) && c.Source is not null);
    }

    [Fact]
    public void Training_on_inputs_that_is_not_known_does_not_count_as_met()
    {
        Needs high = new() { Stakes = Stakes.High };
        Assert.Equal(MatchOutcome.Unknown, One(high, "prompt", VendorRole.Model, "cloudflare").Outcome);
        Assert.Equal(MatchOutcome.Meets, One(high, "prompt", VendorRole.Model, "openai").Outcome);
        Assert.Empty(One(high, "prompt", VendorRole.Model, "vllm").Checks);
    }

    [Fact]
    public void Training_that_ends_within_the_horizon_fails_with_the_day_and_the_source()
    {
        RequirementCheck end = Assert.Single(One(new(), "fine-tuned", VendorRole.Tuning, "openai").Checks, c => c.Outcome == MatchOutcome.Fails);
        Assert.Contains("2027-01-06", end.Why, StringComparison.Ordinal);
        Assert.StartsWith("https://", end.Source, StringComparison.Ordinal);
        Assert.Equal(MatchOutcome.Unknown, One(new() { HorizonMonths = 1 }, "fine-tuned", VendorRole.Tuning, "openai").Outcome);
        Assert.Equal(MatchOutcome.Fails, One(new() { HorizonMonths = 1 }, "fine-tuned", VendorRole.Tuning, "gemini-api").Outcome);
    }

    [Fact]
    public void Whoever_avoids_lock_in_needs_weights_and_data_that_can_be_taken_away()
    {
        Needs avoid = new() { AvoidLockIn = true };
        Assert.Equal(MatchOutcome.Meets, One(avoid, "hybrid", VendorRole.Tuning, "together").Outcome);
        Assert.Equal(MatchOutcome.Unknown, One(avoid, "hybrid", VendorRole.Tuning, "bedrock").Outcome);
        Assert.Equal(MatchOutcome.Meets, One(avoid, "hybrid", VendorRole.Vectors, "pgvector").Outcome);
        Assert.Equal(MatchOutcome.Unknown, One(avoid, "hybrid", VendorRole.Vectors, "pinecone").Outcome);
    }

    [Theory]
    [InlineData(20, "USD", MatchOutcome.Fails)]
    [InlineData(50, "USD", MatchOutcome.Meets)]
    [InlineData(20, "EUR", MatchOutcome.Meets)]
    public void A_minimum_fee_counts_against_a_budget_in_its_currency(int monthly, string currency, MatchOutcome expected) =>
        Assert.Equal(expected, One(new() { Budget = new(Monthly: monthly, StatedCurrency: currency) }, "rag", VendorRole.Vectors, "pinecone").Outcome);

    [Theory]
    [InlineData(50, 0.9, MatchOutcome.Fails)]
    [InlineData(50, 1.1, MatchOutcome.Meets)]
    public void A_minimum_fee_counts_against_a_budget_in_another_currency_by_its_rate(int monthly, double usd, MatchOutcome expected)
    {
        Needs needs = new() { Budget = new(Monthly: monthly, StatedCurrency: "EUR") };
        var rates = new CurrencyRates([new CurrencyRate("EUR", (decimal)usd, new PriceOrigin("test", new DateOnly(2026, 1, 1)))]);
        RoleOptions vectors = BuildOrBuy.Of(needs, VendorBook.Bundled(), "rag", new DateOnly(2026, 11, 1), rates).Roles.First(r => r.Role == VendorRole.Vectors);
        Assert.Equal(expected, vectors.Options.First(o => o.Option.Id == "pinecone").Checks.First(c => c.Requirement.Contains("50 EUR", StringComparison.Ordinal)).Outcome);
    }

    [Fact]
    public void Leaving_counts_only_what_cannot_be_taken_along()
    {
        Needs needs = new() { Corpus = new(Tokens: 150_000), Examples = 2000 };
        Assert.Equal((true, 150_000L), (One(needs, "hybrid", VendorRole.Vectors, "pinecone").Leaving.Reembed, One(needs, "hybrid", VendorRole.Vectors, "pinecone").Leaving.ReembedTokens));
        Assert.Equal((false, null), (One(needs, "hybrid", VendorRole.Vectors, "pgvector").Leaving.Reembed, One(needs, "hybrid", VendorRole.Vectors, "pgvector").Leaving.ReembedTokens));
        LeavingCost openai = One(needs, "hybrid", VendorRole.Tuning, "openai").Leaving;
        LeavingCost together = One(needs, "hybrid", VendorRole.Tuning, "together").Leaving;
        Assert.Equal((true, 2000, 1), (openai.Retrain, openai.RetrainExamples, openai.Reevaluations));
        Assert.Equal((false, null, 1), (together.Retrain, together.RetrainExamples, together.Reevaluations));
        Assert.True(together.Effort.HoursHigh < openai.Effort.HoursHigh);
    }

    [Fact]
    public void Notes_tell_what_is_stored_and_what_is_not_known()
    {
        Assert.Contains(One(new(), "prompt", VendorRole.Model, "openai").Notes, n => n.StartsWith("Inputs are stored up to 30 days. (https://", StringComparison.Ordinal));
        Assert.Contains("How long inputs are stored is not known.", One(new(), "prompt", VendorRole.Model, "together").Notes);
        Assert.Contains(One(new(), "rag", VendorRole.Vectors, "redis").Notes, n => n.Contains("BSD-3-Clause up to version 7.2", StringComparison.Ordinal));
    }

    [Fact]
    public void An_old_book_warns()
    {
        Assert.Null(BuildOrBuy.Of(new(), Book, "rag", Today).Warning);
        Assert.NotNull(BuildOrBuy.Of(new(), Book, "rag", Today.AddDays(91)).Warning);
    }

    private static OptionMatch One(Needs needs, string arm, VendorRole role, string id) =>
        BuildOrBuy.Of(needs, Book, arm, Today).Roles.Single(r => r.Role == role).Options.Single(o => o.Option.Id == id);
}

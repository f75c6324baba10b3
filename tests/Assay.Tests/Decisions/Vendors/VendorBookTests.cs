using System.Text.Json;
using Assay.Decisions.Vendors;

namespace Assay.Tests.Decisions.Vendors;

public sealed class VendorBookTests
{
    private static readonly VendorBook Book = VendorBook.Bundled();

    [Fact]
    public void The_book_lists_25_vendors_and_every_role_as_a_service_and_at_home()
    {
        Assert.True(Book.Options.Select(o => o.Vendor).Distinct().Count() >= 25);
        Assert.Equal(Book.Options.Length, Book.Options.Select(o => o.Id).Distinct().Count());
        Assert.All(Enum.GetValues<VendorRole>(), r => Assert.Equal(2, Book.Options.Where(o => o.Roles.Contains(r)).Select(o => o.Hosting).Distinct().Count()));
        Assert.All(Book.Options, o => Assert.NotEmpty(o.Roles));
    }

    [Fact]
    public void Every_fact_names_a_page_and_a_day_not_later_than_the_book()
    {
        (string Id, string Source, DateOnly Read)[] facts = [.. Book.Options.SelectMany(Facts)];
        Assert.True(facts.Length >= 100);
        Assert.All(facts, f => Assert.True(f.Source is "LICENSE" or "docs/commands.md" || Uri.IsWellFormedUriString(f.Source, UriKind.Absolute), $"{f.Id}: {f.Source}"));
        Assert.All(facts, f => Assert.InRange(f.Read, Book.Date.AddDays(-90), Book.Date));
    }

    [Fact]
    public void Values_lie_in_their_ranges()
    {
        Assert.All(Book.Options, o => Assert.True(o.RetentionDays is not { Value: < 0 } && o.MinimumMonthlyFee is not { Value: < 0 }, o.Id));
        Assert.All(Book.Options.Where(o => o.Hosting == VendorHosting.SelfHosted), o => Assert.True(o.SelfHostable is { Value: true } && o.Licence is not null, o.Id));
        Assert.All(Book.Options.Where(o => o.Tuning is { Value: TuningOffer.Offered }), o => Assert.Contains(VendorRole.Tuning, o.Roles));
    }

    [Fact]
    public void Leaving_has_a_range_for_every_role_and_says_what_it_rests_on() => Assert.All(Enum.GetValues<VendorRole>(), r =>
    {
        LeavingEffort effort = Book.Leaving(r, true);
        Assert.Equal(r, effort.Role);
        Assert.InRange(effort.HoursLow, 1, effort.HoursHigh);
        Assert.True(effort.Source is not null || effort.Basis.Contains("estimate of this book", StringComparison.Ordinal));
        Assert.True(Book.Leaving(r, false).HoursLow >= effort.HoursLow);
    });

    [Fact]
    public void StaleWarning_after_ninety_days_names_the_date()
    {
        Assert.Null(Book.StaleWarning(Book.Date.AddDays(90)));
        Assert.Contains("2026-", Book.StaleWarning(Book.Date.AddDays(91)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"hosting\": \"managed\", \"colour\": 1")]
    [InlineData("\"hosting\": \"somewhere\"")]
    [InlineData("\"hosting\": \"managed\", \"hosting\": \"managed\"")]
    [InlineData("\"hosting\": \"managed\", \"selfHostable\": {\"value\": true, \"source\": \"https://example.org\"}")]
    [InlineData("\"hosting\": \"managed\", \"selfHostable\": {\"value\": true, \"source\": null, \"read\": \"2026-11-26\"}")]
    public void Parse_refuses_a_name_twice_or_unknown_and_a_fact_without_a_source(string members) => Assert.Throws<JsonException>(() => VendorBook.Parse(
        $$"""{"version": 1, "date": "2026-11-26", "note": "", "options": [{"id": "a", "vendor": "A", "name": "A", "roles": ["model"], {{members}}}], "leaving": []}"""));

    private static IEnumerable<(string Id, string Source, DateOnly Read)> Facts(VendorOption o)
    {
        static (string, string, DateOnly)? Of<T>(string id, VendorFact<T>? f) => f is null ? null : (id, f.Source, f.Read);
        (string, string, DateOnly)?[] all =
        [
            Of(o.Id, o.SelfHostable), Of(o.Id, o.Regions), Of(o.Id, o.RetentionDays), Of(o.Id, o.ZeroRetention), Of(o.Id, o.TrainsOnInputs), Of(o.Id, o.Tuning), Of(o.Id, o.TuningEnds),
            Of(o.Id, o.WeightsExport), Of(o.Id, o.DataExport), Of(o.Id, o.Licence), Of(o.Id, o.LicenceChanges), Of(o.Id, o.MinimumMonthlyFee), Of(o.Id, o.Shutdown), Of(o.Id, o.LockIn),
        ];
        return all.OfType<(string, string, DateOnly)>();
    }
}

using Assay.Tests.Conventions;
using System.Text.Json;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Tests.Tuning.Examples;

public sealed class SensitiveTextTests
{
    [Theory]
    [InlineData("my card is 4111 1111 1111 1111, thanks", SensitiveKind.Card, "4111 1111 1111 1111")]
    [InlineData("5500-0055-5555-5559", SensitiveKind.Card, "5500-0055-5555-5559")]
    [InlineData("amex 378282246310005.", SensitiveKind.Card, "378282246310005")]
    [InlineData("order 12 4111 1111 1111 1111 3 pieces", SensitiveKind.Card, "4111 1111 1111 1111")]
    [InlineData("amex 3782 822463 10005", SensitiveKind.Card, "3782 822463 10005")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00 please", SensitiveKind.Iban, "DE89 3704 0044 0532 0130 00")]
    [InlineData("GB82WEST12345698765432", SensitiveKind.Iban, "GB82WEST12345698765432")]
    [InlineData("write to jane.doe+x@mail.fernlane.co.uk.", SensitiveKind.Email, "jane.doe+x@mail.fernlane.co.uk")]
    [InlineData("call +44 20 7946 0958 now", SensitiveKind.Phone, "+44 20 7946 0958")]
    [InlineData("call (030) 901820-55", SensitiveKind.Phone, "(030) 901820-55")]
    [InlineData("call 415-555-2671", SensitiveKind.Phone, "415-555-2671")]
    [InlineData("from 84.23.17.201 today", SensitiveKind.IpAddress, "84.23.17.201")]
    [InlineData("host 2a02:8109:9c40:1::7 up", SensitiveKind.IpAddress, "2a02:8109:9c40:1::7")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", SensitiveKind.Key, "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ghp_16C7e42F292c6912E7710c838347Ae178B4a", SensitiveKind.Key, "ghp_16C7e42F292c6912E7710c838347Ae178B4a")]
    [InlineData("key=sk-proj-a8Fk29sLq0zPx7Vb4Nm1", SensitiveKind.Key, "sk-proj-a8Fk29sLq0zPx7Vb4Nm1")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", SensitiveKind.Key, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U")]
    [InlineData("api_key: \"9fK2mQ7xZ4pL8vR1\" in the file", SensitiveKind.Key, "9fK2mQ7xZ4pL8vR1")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----", SensitiveKind.PrivateKey, "-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----")]
    [InlineData("my password is hunter2, can you change it?", SensitiveKind.Key, "hunter2")]
    [InlineData("Password: Summer2024!", SensitiveKind.Key, "Summer2024!")]
    [InlineData("Mein Passwort lautet Sommer2024.", SensitiveKind.Key, "Sommer2024")]
    [InlineData("the old passcode was \"blue#horse\"", SensitiveKind.Key, "blue#horse")]
    [InlineData("card 4111.1111.1111.1111 please", SensitiveKind.Card, "4111.1111.1111.1111")]
    [InlineData("card \uFF14\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11", SensitiveKind.Card, "\uFF14\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11")]
    [InlineData("I was born in Ohio, 219-09-9998 is mine", SensitiveKind.NationalId, "219-09-9998")]
    [InlineData("SSN 219 09 9998", SensitiveKind.NationalId, "219 09 9998")]
    [InlineData("my social security number is 219099998", SensitiveKind.NationalId, "219099998")]
    public void A_secret_is_found_with_its_kind(string text, SensitiveKind kind, string secret)
    {
        SensitiveMatch match = Assert.Single(SensitiveText.Find(text));
        Assert.Equal((kind, secret), (match.Kind, match.Span.Of(text).ToString()));
    }

    [Theory]
    [InlineData("4111 1111 1111 1112")]
    [InlineData("leave at 0900-0130 = 0730 hours")]
    [InlineData("order 1234567890123456")]
    [InlineData("DE89 3704 0044 0532 0130 01")]
    [InlineData("write to support@example.com")]
    [InlineData("version 10.2.3.4 of the app")]
    [InlineData("bind to 127.0.0.1 or ::1")]
    [InlineData("from 2024-01-31 to 2024-02-28 at 10:15:30")]
    [InlineData("The total is 1,234,567.89 dollars or 0.0123456789")]
    [InlineData("sk-your-api-key-goes-here")]
    [InlineData("your password: at least twelve characters")]
    [InlineData("password must be changed")]
    [InlineData("The token lives for 60 minutes")]
    [InlineData("sk-xxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("std::vector<int>::iterator")]
    [InlineData("ISO 27001:2022 and 9001:2015")]
    [InlineData("Your password is case-sensitive and is at least 12 characters long.")]
    [InlineData("Password: 8-64 characters. The password is SHA-256 hashed; a password is required.")]
    [InlineData("The password is sent by e-mail. Is your password <new-password1>? Write password: ********")]
    [InlineData("A password is valid for 90 days; the passcode is 6 digits: 123456")]
    [InlineData("part 123-45-6789, order 900-12-3456, 000-12-3456, 219-00-9999 and 219-09-0000")]
    [InlineData("the number 219 09 9998 or 219099998")]
    [InlineData("amounts of 4111.1111.1111.11112 and 3.4111111111111111")]
    public void What_only_looks_like_one_is_left_alone(string text) => Assert.Empty(SensitiveText.Find(text));

    [Fact]
    public void Help_pages_raise_no_alarms_of_secrets()
    {
        string[] pages = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.md", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)).Select(File.ReadAllText)];
        string[] paragraphs = [.. pages.SelectMany(p => p.Split("\n\n")).Where(p => p.Length > 40)];
        string[] alarms = [.. paragraphs.Where(p => SensitiveText.Find(p).Any(m => m.Kind is SensitiveKind.Key or SensitiveKind.Card or SensitiveKind.NationalId))];
        Assert.True(paragraphs.Length > 300, $"{paragraphs.Length}");
        Assert.True(alarms.Length <= 0.01 * paragraphs.Length, $"{alarms.Length} of {paragraphs.Length}: {string.Join("\n---\n", alarms.Take(5))}");
    }

    [Fact]
    public void Two_numbers_in_a_row_are_two() =>
        Assert.Equal([5, 25], SensitiveText.Find("both 4111 1111 1111 1111 5500 0055 5555 5559 work").Where(m => m.Kind == SensitiveKind.Card).Select(m => m.Span.Start));

    [Fact]
    public void Placeholders_are_the_same_for_the_same_value()
    {
        Redactor redactor = new();
        Assert.Equal("[EMAIL_1] and [EMAIL_2]", redactor.Redact("a@b.de and c@d.fr", 1, "x"));
        Assert.Equal("[EMAIL_2], [CARD_1]", redactor.Redact("C@D.fr, 4111111111111111", 2, "x"));
        Assert.Equal("[CARD_1]", redactor.Redact("4111 1111 1111 1111", 3, "x"));
        Assert.Equal([1, 1, 2, 2, 3], redactor.Findings.Select(f => f.Line));
    }

    [Fact]
    public void Secrets_in_facts_and_in_bad_rows_are_not_shown()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("rows.jsonl", """
            {"prompt":"Which card?","completion":"The card of Ms Petrova is 4111 1111 1111 1111 and she lives in Ulaanbaatar."}
            {"prompt":"Which card?","completion":4111111111111111}
            {"prompt":["4111 1111 1111 1111"],"completion":"x"}
            """);
        ExampleReport report = ExampleChecks.Run(ExampleReader.Read(path), new ExampleCheckOptions { Support = _ => 0 });
        Assert.Equal(2, report.Problems.Length);
        Assert.Contains("[CARD_1]", Assert.Single(report.Facts).Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("1111", report.ToText() + report.ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SensitiveMode.Refuse)]
    [InlineData(SensitiveMode.Redact)]
    [InlineData(SensitiveMode.Keep)]
    public void Modes_refuse_redact_and_keep_and_no_report_says_the_secret(SensitiveMode mode)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("rows.jsonl", """{"messages":[{"role":"user","content":"card 4111 1111 1111 1111"},{"role":"assistant","content":"ok","tool_calls":[{"function":{"arguments":"{\"to\":\"jane@fernlane.io\"}"}}]}],"source":"84.23.17.201"}""");
        ExampleSet set = ExampleReader.Read(path, new ExampleReadOptions { Sensitive = mode });
        ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions());
        Assert.Equal(0, set.ProblemCount);
        Assert.Equal(mode == SensitiveMode.Redact ? "card [CARD_1]" : "card 4111 1111 1111 1111", set.Chats[0].Messages[0].Content);
        Assert.Equal(["messages[0].content", "messages[1].tool_calls[0].function.arguments"], set.Sensitive.Select(s => s.Field));
        Assert.Equal(mode == SensitiveMode.Refuse, report.HasErrors);
        string all = report.ToText() + report.ToJson() + JsonSerializer.Serialize(set.Sensitive);
        Assert.DoesNotContain("4111", all, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", all, StringComparison.Ordinal);
    }
}

using Assay.Retrieval.Permissions;

namespace Assay.Tests.Retrieval.Permissions;

public sealed class PrincipalTests
{
    [Theory]
    [InlineData("user:ann@example.com", "user:ann@example.com")]
    [InlineData("ann", "user:ann")]
    [InlineData("group:support", "group:support")]
    [InlineData(" user:ann ,group:b, group:a,group:a", "group:a, group:b, user:ann")]
    [InlineData("group:CN=Support,OU=Berlin, user:ann", "group:CN=Support,OU=Berlin, user:ann")]
    [InlineData("group:Cafe\u0301", "group:Café")]
    public void Parse_reads_users_groups_and_several(string text, string expected) => Assert.Equal(expected, Principal.Parse(text)!.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Parse_of_nothing_is_nobody_in_particular(string? text) => Assert.Null(Principal.Parse(text));

    [Theory]
    [InlineData("user:")]
    [InlineData("group: ")]
    [InlineData("ann\u0007")]
    [InlineData("user:a,group:")]
    public void Parse_of_a_name_that_cannot_be_one_throws(string text) => Assert.Throws<FormatException>(() => Principal.Parse(text));

    [Fact]
    public void Equal_principals_are_equal_whatever_their_order()
    {
        Assert.Equal(new Principal("ann", "a", "b"), Principal.Parse("group:b,group:a,user:ann"));
        Assert.NotEqual(new Principal("ann"), new Principal("Ann"));
        Assert.NotEqual(new Principal("support"), new Principal(null, "support"));
    }

    [Fact]
    public void Access_lists_are_sets()
    {
        Assert.Equal(AccessList.Of(["group:b", "user:a", "group:b"]), AccessList.Of([" user:a", "group:b "]));
        Assert.Equal("group:b\nuser:a", AccessList.Of(["user:a", "group:b"]).Canonical);
        Assert.Equal(AccessList.Nobody, AccessList.Of([]));
        Assert.Equal(AccessList.Everyone, AccessList.Of(["user:a", "everyone"]));
        Assert.NotEqual(AccessList.Nobody, AccessList.Unstated);
    }

    [Theory]
    [InlineData("support")]
    [InlineData("")]
    [InlineData("role:x")]
    [InlineData("User:a")]
    [InlineData("user:a\nuser:b")]
    public void An_access_list_takes_no_name_without_its_kind(string principal) =>
        Assert.Throws<FormatException>(() => AccessList.Of(["user:a", principal]));
}

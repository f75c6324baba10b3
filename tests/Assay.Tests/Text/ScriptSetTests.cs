using Assay.Text;

namespace Assay.Tests.Text;

public sealed class ScriptSetTests
{
    [Theory]
    [InlineData("how many seats", true)]
    [InlineData("Wie viele Plätze hat Größe 3?", true)]
    [InlineData("套餐有多少席位", false)]
    [InlineData("SSO 登录", true)]
    [InlineData("如何设置 SSO 登录", false)]
    [InlineData("сколько мест", false)]
    [InlineData("𠮷野家のメニュー", false)]
    [InlineData("12.50 €", true)]
    [InlineData("", true)]
    public void At_least_half_of_the_letters(string text, bool expected) => Assert.Equal(expected, ScriptSet.Of(["latin"], out _).HaveMostOf(text));

    [Fact]
    public void Several_scripts_and_names_that_are_none()
    {
        ScriptSet both = ScriptSet.Of(["Han", "Latin"], out string? unknown);
        Assert.Null(unknown);
        Assert.True(both.HaveMostOf("套餐 plan"));
        ScriptSet.Of(["Latin", "Klingon", "Elvish"], out unknown);
        Assert.Equal("Klingon", unknown);
    }
}

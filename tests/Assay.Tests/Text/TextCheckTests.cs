using Assay.Text;

namespace Assay.Tests.Text;

public sealed class TextCheckTests
{
    [Fact]
    public void AssertNormalizes_with_icu_passes() => TextCheck.AssertNormalizes();

    [Fact]
    public void AssertNormalizes_without_icu_names_the_setting()
    {
        var error = Assert.Throws<AssayException>(() => TextCheck.AssertNormalizes(static s => s));
        Assert.Contains("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", error.Message, StringComparison.Ordinal);
    }
}

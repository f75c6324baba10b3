using Assay.Models.Hub;

namespace Assay.Tests.Models.Hub;

public sealed class SafePathTests
{
    [Theory]
    [InlineData("model.safetensors"), InlineData("1_Pooling/config.json"), InlineData("model-00001-of-00002.safetensors"), InlineData("LICENSE"), InlineData("Model (final) ü.gguf"), InlineData("console.json"), InlineData("com10.json")]
    public void Refuse_ordinary_names_pass(string path) => Assert.Null(SafePath.Refuse(path));

    [Theory]
    [InlineData(""), InlineData("/"), InlineData("/etc/passwd"), InlineData("../x"), InlineData("a/../x"), InlineData("a/./x"), InlineData("a//x"), InlineData("a/"), InlineData("..\\x"), InlineData("C:\\x"), InlineData("C:x"), InlineData("x:stream")]
    [InlineData("CON"), InlineData("nul.json"), InlineData("a/Aux.safetensors"), InlineData("com1"), InlineData("LPT9.txt"), InlineData("com¹.txt"), InlineData("con .txt"), InlineData("x."), InlineData("x "), InlineData(" x"), InlineData(".partial/x"), InlineData(".x")]
    [InlineData("a\0b"), InlineData("a\nb"), InlineData("a\u001b[2Jb"), InlineData("a\u202Eb"), InlineData("a\u2028b"), InlineData("a*"), InlineData("a|b"), InlineData("1/2/3/4/5/6/7/8/9")]
    public void Refuse_hostile_names_are_refused(string path) => Assert.NotNull(SafePath.Refuse(path));

    [Fact]
    public void Refuse_counts_bytes_not_characters()
    {
        Assert.Null(SafePath.Refuse(new string('ü', 100)));
        Assert.NotNull(SafePath.Refuse(new string('ü', 101)));
    }
}

using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Tests.Models.Hub;

public sealed class HubReferenceTests
{
    [Theory]
    [InlineData("hf:Qwen/Qwen3-0.6B", "Qwen", "Qwen3-0.6B", null, null)]
    [InlineData(" HF:a/b@refs/pr/1 ", "a", "b", "refs/pr/1", null)]
    [InlineData("hf:a/b:Q4_K_M", "a", "b", null, "Q4_K_M")]
    [InlineData("hf:a/b@v1.0:x/y@z.gguf", "a", "b", "v1.0", "x/y@z.gguf")]
    public void Parse_takes_the_parts_apart(string text, string owner, string name, string? revision, string? file)
    {
        HubReference reference = HubReference.Parse(text);

        Assert.Equal((owner, name, revision, file), (reference.Owner, reference.Name, reference.Revision, reference.File));
        Assert.Equal(reference, HubReference.Parse(reference.ToString()));
    }

    [Theory]
    [InlineData(""), InlineData("hf:"), InlineData("hf:name"), InlineData("a/b"), InlineData("hf:a/b/c"), InlineData("hf:../b"), InlineData("hf:a/.."), InlineData("hf:a/.b"), InlineData("hf:a--b/c"), InlineData("hf:a/b c")]
    [InlineData("hf:a/b@"), InlineData("hf:a/b@../c"), InlineData("hf:a/b@-x"), InlineData("hf:a/b@x y"), InlineData("hf:a/b:"), InlineData("hf:a/b:x\ny"), InlineData("hf:a/b\nc"), InlineData("https://huggingface.co/a/b"), InlineData("hf:a/ü")]
    public void Parse_refuses_what_names_no_repository(string text) =>
        Assert.Contains("Write hf:owner/name", Assert.Throws<InputException>(() => HubReference.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_long_name_is_refused() => Assert.Throws<InputException>(() => HubReference.Parse($"hf:a/{new string('b', 97)}"));

    [Fact]
    public void FolderName_gives_the_repository_back()
    {
        string folder = HubReference.Parse("hf:Some_Owner/Model-1.5.x").FolderName;

        Assert.Equal("some_owner--model-1.5.x", folder);
        Assert.Equal("some_owner/model-1.5.x", HubReference.FromFolderName(folder)!.Repository);
        Assert.All(new[] { "x", "--", "a--..", ".a--b", "a--b--c" }, f => Assert.Null(HubReference.FromFolderName(f)));
    }
}

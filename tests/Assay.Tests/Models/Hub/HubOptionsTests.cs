using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Tests.Models.Hub;

public sealed class HubOptionsTests
{
    [Fact]
    public void From_nothing_is_the_public_hub()
    {
        HubOptions options = HubOptions.From(_ => null);

        Assert.Equal(("https://huggingface.co", null, null), (options.Base, options.Token, options.OfflineBecause));
    }

    [Theory]
    [InlineData("https://mirror.example.com/", "https://mirror.example.com"), InlineData(" http://10.0.0.1:8080/hub/ ", "http://10.0.0.1:8080/hub")]
    public void From_reads_a_mirror(string value, string address) => Assert.Equal(address, HubOptions.From(n => n == "HF_ENDPOINT" ? value : null).Base);

    [Theory]
    [InlineData("HF_ENDPOINT", "mirror.example.com"), InlineData("HF_ENDPOINT", "ftp://x"), InlineData("HF_ENDPOINT", "https://me:topsecret@x"), InlineData("HF_ENDPOINT", "https://x?key=topsecret"), InlineData("HF_TOKEN", "topsecret\r\nX: y")]
    public void From_refuses_what_cannot_be_without_showing_secrets(string name, string value)
    {
        InputException error = Assert.Throws<InputException>(() => HubOptions.From(n => n == name ? value : null));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HF_HUB_OFFLINE", "1", "HF_HUB_OFFLINE=1"), InlineData("ASSAY_OFFLINE", "true", "ASSAY_OFFLINE=true"), InlineData("HF_HUB_OFFLINE", "0", null), InlineData("HF_HUB_OFFLINE", "", null)]
    public void From_reads_offline(string name, string value, string? because) => Assert.Equal(because, HubOptions.From(n => n == name ? value : null).OfflineBecause);

    [Fact]
    public void ToString_has_no_token() => Assert.DoesNotContain("topsecret", HubOptions.From(n => n == "HF_TOKEN" ? "topsecret" : null).ToString(), StringComparison.Ordinal);
}

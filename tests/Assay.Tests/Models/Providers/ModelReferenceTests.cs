using Assay.Models.Providers;
using Assay.Text;

namespace Assay.Tests.Models.Providers;

public sealed class ModelReferenceTests
{
    [Theory]
    [InlineData("extractive", "Extractive", "extractive", null, false)]
    [InlineData("openai:gpt-4o-mini", "OpenAi", "gpt-4o-mini", null, true)]
    [InlineData("OpenAI:ft:gpt-4o-mini:acme::abc", "OpenAi", "ft:gpt-4o-mini:acme::abc", null, true)]
    [InlineData("anthropic:claude-haiku-4-5", "Anthropic", "claude-haiku-4-5", null, true)]
    [InlineData("hf:Qwen/Qwen3-0.6B", "HuggingFace", "Qwen/Qwen3-0.6B", null, false)]
    [InlineData("assay-tiny-en", "Bundled", "assay-tiny-en", null, false)]
    [InlineData("./models/mine", "Folder", "./models/mine", null, false)]
    [InlineData("models/mine", "Folder", "models/mine", null, false)]
    [InlineData("/srv/models/mine", "Folder", "/srv/models/mine", null, false)]
    [InlineData("~/mine", "Folder", "~/mine", null, false)]
    [InlineData("C:\\models\\mine", "Folder", "C:\\models\\mine", null, false)]
    [InlineData("D:/models", "Folder", "D:/models", null, false)]
    [InlineData(".", "Folder", ".", null, false)]
    [InlineData(" https://api.example.com/v1#big/model:7b ", "OpenAiCompatible", "big/model:7b", "https://api.example.com/v1", true)]
    [InlineData("http://localhost:8000/v1/#m", "OpenAiCompatible", "m", "http://localhost:8000/v1", false)]
    public void Parse_reads_every_form(string text, string kind, string name, string? endpoint, bool remote)
    {
        ModelReference model = ModelReference.Parse(text);
        Assert.Equal((kind, name, endpoint, remote), (model.Kind.ToString(), model.Name, model.Endpoint?.ToString(), model.IsRemote));
        Assert.Equal(model, ModelReference.Parse(model.ToString()));
    }

    [Theory]
    [InlineData("127.0.0.1", false), InlineData("127.9.9.9", false), InlineData("[::1]", false), InlineData("LOCALHOST", false), InlineData("vllm.localhost", false)]
    [InlineData("10.1.2.3", false), InlineData("172.16.0.1", false), InlineData("172.31.255.255", false), InlineData("192.168.1.1", false), InlineData("169.254.1.1", false)]
    [InlineData("gpu.local", false), InlineData("gpu.local.", false), InlineData("[fd00::1]", false), InlineData("[fe80::1]", false), InlineData("[::ffff:10.0.0.1]", false)]
    [InlineData("172.15.0.1", true), InlineData("172.32.0.1", true), InlineData("192.169.1.1", true), InlineData("8.8.8.8", true), InlineData("[2001:db8::1]", true), InlineData("[::ffff:8.8.8.8]", true)]
    [InlineData("api.example.com", true), InlineData("local.example.com", true), InlineData("notlocal", true), InlineData("localhost.example.com", true), InlineData("10.example.com", true)]
    public void Server_is_remote_unless_its_address_says_otherwise(string host, bool remote) =>
        Assert.Equal(remote, ModelReference.Parse($"http://{host}:8000/v1#m").IsRemote);

    [Theory]
    [InlineData(""), InlineData("  "), InlineData("gpt-4o-mini"), InlineData("openai:"), InlineData("openai:a b"), InlineData("anthropic:"), InlineData("mistral:x"), InlineData(":x")]
    [InlineData("hf:justname"), InlineData("hf:a/b/c"), InlineData("hf:/b"), InlineData("assay-"), InlineData("http://localhost:8000/v1"), InlineData("http://localhost:8000/v1#"), InlineData("http://#m")]
    [InlineData("ftp://host/v1#m"), InlineData("http://"), InlineData("openai:x\ny"), InlineData("Extractive")]
    public void Parse_of_something_else_lists_the_forms(string text)
    {
        InputException failure = Assert.Throws<InputException>(() => ModelReference.Parse(text));
        Assert.All(new[] { "extractive", "openai:NAME", "anthropic:NAME", "/v1#NAME", "hf:owner/name", "folder", "assay-" }, form => Assert.Contains(form, failure.Message, StringComparison.Ordinal));
    }

    [Theory, InlineData("http://user:hunter2@host/v1#m"), InlineData("http://host/v1?api_key=hunter2#m")]
    public void Parse_refuses_secrets_in_addresses_without_repeating_them(string text)
    {
        InputException failure = Assert.Throws<InputException>(() => ModelReference.Parse(text));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("ASSAY_API_KEY", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./models/that-is-not-there", "expected the folder of a model; there is none")]
    [InlineData("hf:owner/name", "assay models pull hf:owner/name")]
    [InlineData("assay-tiny-en", "'assay-tiny-en' is a model of Assay's own, and its files are missing or damaged: there are no weights in its folder")]
    [InlineData("assay-tiny-de", "is none of the models that come with Assay: assay-tiny-en, assay-embed-en, assay-rerank-en. Did you mean 'assay-tiny-en'?")]
    public void Create_says_what_is_missing_of_local_weights(string text, string message)
    {
        var options = new ProviderOptions { Environment = name => name is "ASSAY_MODELS" or "ASSAY_BUNDLED" ? Path.Combine(Path.GetTempPath(), "assay-tests", "no-models") : null };
        AssayException failure = Assert.ThrowsAny<AssayException>(() => ChatModels.Create(ModelReference.Parse(text), options, TimeProvider.System));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_refuses_the_extractive_reader() =>
        Assert.Contains("not a chat model", Assert.Throws<AssayException>(() => ChatModels.Create(ModelReference.Parse("extractive"), new(), TimeProvider.System)).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_refuses_options_out_of_range()
    {
        ProviderOptions[] bad =
        [
            new() { Temperature = float.NaN }, new() { Temperature = 3 }, new() { Temperature = -1 }, new() { MaxOutputTokens = 0 }, new() { RequestTimeout = TimeSpan.Zero }, new() { IdleTimeout = TimeSpan.Zero },
            new() { MaxAttempts = 0 }, new() { RetryDelay = TimeSpan.FromSeconds(-1) }, new() { MaxResponseBytes = 0 },
        ];
        Assert.All(bad, options => Assert.Throws<ArgumentOutOfRangeException>(() => ChatModels.Create(ModelReference.Parse("http://localhost/v1#m"), options, TimeProvider.System)));
    }
}

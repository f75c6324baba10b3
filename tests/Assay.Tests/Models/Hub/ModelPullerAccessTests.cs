using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Tests.Models.Hub;

/// <summary>Who is asked, with what, and what a refusal says.</summary>
public sealed class ModelPullerAccessTests
{
    private const string Token = "hf_secretsecretsecret";
    private const string Weights = "model.safetensors";

    [Fact]
    public async Task Token_goes_to_the_hub_and_to_no_host_it_redirects_to()
    {
        await using var storage = new FakeHub();
        await using var test = new PullTest();
        test.Options = test.Options with { Token = Token };
        storage.Files["/blobs/1"] = test.Hub.Files[Weights];
        test.Hub.Next(Weights, e => e.RedirectAsync($"{storage.Url}/blobs/1"), e => e.RedirectAsync($"{storage.Url}/back"));
        storage.Next("/blobs/1", e => e.CutAsync(1000));
        storage.Next("/back", e => e.RedirectAsync($"{test.Hub.Url}/tiny/llama/resolve/{test.Hub.Commit}/{Weights}"));

        test.AssertWhole(await test.PullAsync());

        Assert.Equal(2, storage.Requests.Count);
        Assert.All(storage.Requests, r => Assert.False(r.Headers.ContainsKey("authorization")));
        Assert.Equal(3, test.Hub.For(Weights).Length);
        Assert.Equal([true, true, false], test.Hub.For(Weights).Select(r => r.Headers.ContainsKey("authorization")));
        Assert.All(test.Hub.Requests.Where(r => !r.Path.EndsWith(Weights, StringComparison.Ordinal)), r => Assert.Equal($"Bearer {Token}", r.Headers["authorization"]));
        Assert.DoesNotContain(test.Notes, n => n.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirect_within_the_hub_keeps_the_token()
    {
        await using var test = new PullTest();
        test.Options = test.Options with { Token = Token };
        test.Hub.Next("list", e => e.RedirectAsync("/api/models/tiny/llama/revision/main"));

        test.AssertWhole(await test.PullAsync());

        Assert.All(test.Hub.Requests, r => Assert.True(r.Headers.ContainsKey("authorization")));
    }

    [Theory]
    [InlineData("file:///etc/passwd", "not the web"), InlineData("LOOP", "one address after the other")]
    public async Task Redirect_to_nowhere_is_refused(string location, string said)
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, [.. Enumerable.Repeat<Func<FakeHubExchange, Task>>(e => e.RedirectAsync(location == "LOOP" ? e.Request.Target : location), 9)]);

        HubException error = await test.PullFailsAsync();

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        test.AssertNothingInstalled();
    }

    [Fact]
    public async Task Redirect_out_of_encryption_is_refused()
    {
        var asked = new List<Uri>();
        await using var test = new PullTest();
        test.Options = test.Options with { Endpoint = new Uri("https://hub.test"), Token = Token };
        test.Handler = new StubHandler(request =>
        {
            asked.Add(request.RequestUri!);
            var response = new HttpResponseMessage(System.Net.HttpStatusCode.Found);
            response.Headers.Location = new Uri("http://hub.test/plain");
            return response;
        });

        HubException error = await test.PullFailsAsync();

        Assert.Contains("without encryption", error.Message, StringComparison.Ordinal);
        Assert.Equal(["https://hub.test/api/models/tiny/llama/revision/main?blobs=true"], asked.Select(a => a.AbsoluteUri));
    }

    [Fact]
    public async Task Certificate_that_is_not_accepted_is_said_at_once()
    {
        int asked = 0;
        await using var test = new PullTest();
        test.Handler = new StubHandler(_ =>
        {
            asked++;
            throw new HttpRequestException(HttpRequestError.SecureConnectionError);
        });

        HubException error = await test.PullFailsAsync("hf:tiny/llama@refs/pr/1");

        Assert.Contains("certificate was not accepted", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("main", "main"), InlineData("refs/pr/1", "refs%2Fpr%2F1"), InlineData("v1+x", "v1%2Bx")]
    public async Task Revision_is_one_part_of_the_address(string revision, string sent)
    {
        await using var test = new PullTest();

        test.AssertWhole(await test.PullAsync($"hf:tiny/llama@{revision}"));

        Assert.Equal($"/api/models/tiny/llama/revision/{sent}?blobs=true", test.Hub.Requests[0].Target);
    }

    [Fact]
    public async Task File_names_are_escaped_in_the_address()
    {
        await using var test = new PullTest();
        test.Hub.AddLarge("tiny 100% #1.gguf", 3000, 2);

        PulledModel pulled = await test.PullAsync("hf:tiny/llama:#1");

        Assert.Equal(3000, new FileInfo(pulled.Found.Path).Length);
    }

    [Theory]
    [InlineData(401, "", null, "private or gated", "set HF_TOKEN")]
    [InlineData(401, "", Token, "the token is wrong", "HF_TOKEN")]
    [InlineData(403, "GatedRepo", Token, "is gated (403)", "accept its conditions")]
    [InlineData(404, "RepoNotFound", null, "no model 'tiny/llama'", "set HF_TOKEN")]
    [InlineData(404, "RevisionNotFound", null, "no revision 'main'", "after '@'")]
    [InlineData(400, "", null, "answered 400", "\"bad *** thing\"")]
    public async Task Refusal_says_what_to_do_and_no_token(int status, string code, string? token, string said, string advice)
    {
        await using var test = new PullTest();
        test.Options = test.Options with { Token = token ?? "bad_token" };
        if (token is null && status != 400) test.Options = test.Options with { Token = null };
        test.Hub.Next("list", e => e.ErrorAsync(status, $$"""{"error":"bad {{test.Options.Token}} thing"}""", ("X-Error-Code", code)));

        HubException error = await test.PullFailsAsync();

        Assert.Equal(status, error.Status);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token ?? "bad_token", error.ToString(), StringComparison.Ordinal);
        Assert.Single(test.Hub.Requests);
    }

    [Fact]
    public async Task Rate_limit_is_waited_for_as_long_as_the_server_asks()
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, e => e.ErrorAsync(429, "", ("Retry-After", "7")), e => e.ErrorAsync(503, ""));

        test.AssertWhole(await test.PullAsync());

        Assert.Contains("asks to wait 7 s", test.Notes[0], StringComparison.Ordinal);
        Assert.Contains("again in 7 s", test.Notes[0], StringComparison.Ordinal);
        Assert.Contains("again in 2 s", test.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_limit_of_hours_is_said_instead_of_waited_for()
    {
        await using var test = new PullTest();
        test.Hub.Next(Weights, e => e.ErrorAsync(429, "", ("Retry-After", "7200")));

        HubException error = await test.PullFailsAsync();

        Assert.Contains("asks to wait 7200 s", error.Message, StringComparison.Ordinal);
        Assert.Single(test.Hub.For(Weights));
    }

    [Fact]
    public async Task Expired_address_of_a_storage_host_is_asked_for_anew()
    {
        await using var storage = new FakeHub();
        await using var test = new PullTest();
        storage.Next("/blobs/1", e => e.ErrorAsync(403, "<Error>Request has expired</Error>"));
        test.Hub.Next(Weights, e => e.RedirectAsync($"{storage.Url}/blobs/1"));

        test.AssertWhole(await test.PullAsync());
    }

    [Fact]
    public async Task Offline_finds_what_is_stored_and_asks_nobody()
    {
        await using var test = new PullTest();
        HubOptions online = test.Options;
        test.Options = online with { OfflineBecause = "HF_HUB_OFFLINE=1" };

        InputException error = await Assert.ThrowsAsync<InputException>(() => test.PullAsync());

        Assert.Contains("HF_HUB_OFFLINE=1 forbids the network", error.Message, StringComparison.Ordinal);
        Assert.Empty(test.Hub.Requests);
        test.Options = online;
        await test.PullAsync();
        int asked = test.Hub.Requests.Count;
        test.Options = online with { OfflineBecause = "HF_HUB_OFFLINE=1" };
        Assert.Equal(0, (await test.PullAsync()).FetchedBytes);
        Assert.Equal(asked, test.Hub.Requests.Count);
    }

    [Theory]
    [InlineData("../../evil.safetensors", "leads out"), InlineData("/etc/evil.safetensors", "absolute"), InlineData("1_Dense/../../x.safetensors", "leads out"), InlineData("CON.safetensors", "device"), InlineData("a\\b.safetensors", "character")]
    [InlineData("a\u202Eb.safetensors", "character"), InlineData("a\nb.safetensors", "character"), InlineData(".hidden.safetensors", "dot"), InlineData("MODEL.safetensors", "twice")]
    public async Task Hostile_file_name_stops_the_pull_before_anything_is_fetched(string path, string said)
    {
        await using var test = new PullTest();
        test.Hub.Files.Remove("model.safetensors");
        test.Hub.AddLarge(path, 10, 1);
        if (said == "twice") test.Hub.AddLarge("Model.safetensors", 10, 2);

        HubException error = await test.PullFailsAsync();

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Single(test.Hub.Requests);
        Assert.False(Directory.Exists(Path.Combine(test.Store.Root, "hf")));
    }

    [Theory]
    [InlineData("\"size\":", "\"sise\":", "no length or no checksum"), InlineData("\"sha256\":", "\"sha255\":", "no length or no checksum"), InlineData("\"siblings\":", "\"files\":", "'siblings' is missing"), InlineData("\"sha\":\"aa", "\"sha\":\"..", "'sha' is no commit")]
    [InlineData("{\"id\"", "<html>{\"id\"", "no JSON"), InlineData("\"rfilename\":", "\"name\":", "no 'rfilename'"), InlineData("\"size\":600000", "\"size\":99999999999999999999", "no length"), InlineData("\"size\":600000", "\"size\":-5", "no length")]
    public async Task List_that_cannot_be_used_is_refused(string was, string becomes, string said)
    {
        await using var test = new PullTest();
        test.Hub.Listing = json => json.Replace(was, becomes, StringComparison.Ordinal);

        HubException error = await test.PullFailsAsync();

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        test.AssertNothingInstalled();
    }

    private sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}

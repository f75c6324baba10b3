using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Assay.Tests.Models.Hub;

/// <summary>A hub with one repository on a real loopback port, which answers byte for byte as it is told: the next answers for a file come from a queue, all others are right.</summary>
internal sealed class FakeHub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<FakeHubExchange, Task>>> _answers = new();
    private readonly ConcurrentQueue<FakeHubRequest> _requests = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public FakeHub()
    {
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Url { get; }

    public string Repository { get; set; } = "tiny/llama";

    public string Commit { get; set; } = new('a', 40);

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths that are kept as large files, with SHA-256; the others have git's checksum.</summary>
    public HashSet<string> Large { get; } = new(StringComparer.Ordinal);

    public bool IgnoresRange { get; set; }

    /// <summary>Changes the list of files before it is sent.</summary>
    public Func<string, string> Listing { get; set; } = static json => json;

    public IReadOnlyList<FakeHubRequest> Requests => [.. _requests];

    /// <summary>Set when an answer is held.</summary>
    public TaskCompletionSource Held { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>A small model: weights of random bytes and what goes with them.</summary>
    public static FakeHub WithModel(int weightBytes = 600_000, int seed = 1)
    {
        var hub = new FakeHub();
        hub.Add("config.json", """{"architectures":["LlamaForCausalLM"],"model_type":"llama"}""");
        hub.Add("tokenizer.json", "{}");
        hub.Add("README.md", "# Tiny\n");
        hub.AddLarge("model.safetensors", weightBytes, seed);
        return hub;
    }

    public void Add(string path, string text) => Files[path] = Encoding.UTF8.GetBytes(text);

    public void AddLarge(string path, int bytes, int seed)
    {
        byte[] content = new byte[bytes];
        new Random(seed).NextBytes(content);
        Files[path] = content;
        Large.Add(path);
    }

    /// <summary>The next answers for a path of the hub: a file's, or <c>list</c>.</summary>
    public void Next(string path, params Func<FakeHubExchange, Task>[] answers)
    {
        ConcurrentQueue<Func<FakeHubExchange, Task>> queue = _answers.GetOrAdd(path, _ => new());
        foreach (Func<FakeHubExchange, Task> answer in answers) queue.Enqueue(answer);
    }

    /// <summary>The requests for one file.</summary>
    public FakeHubRequest[] For(string path) => [.. _requests.Where(r => r.Path.EndsWith("/" + path, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            if (await FakeHubRequest.ReadAsync(stream) is not { } request) return;
            _requests.Enqueue(request);
            await AnswerAsync(stream, request);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The client left, as some tests want it to.
        }
    }

    private Task AnswerAsync(NetworkStream stream, FakeHubRequest request)
    {
        string files = $"/{Repository}/resolve/{Commit}/";
        bool isList = request.Path.StartsWith($"/api/models/{Repository}/revision/", StringComparison.Ordinal);
        string path = isList ? "list" : request.Path.StartsWith(files, StringComparison.Ordinal) ? request.Path[files.Length..] : request.Path;
        byte[] content = isList ? Encoding.UTF8.GetBytes(Listing(List())) : Files.GetValueOrDefault(path, []);
        var exchange = new FakeHubExchange(this, stream, request, content);
        if (_answers.TryGetValue(path, out ConcurrentQueue<Func<FakeHubExchange, Task>>? queue) && queue.TryDequeue(out Func<FakeHubExchange, Task>? answer)) return answer(exchange);
        return isList || Files.ContainsKey(path) ? exchange.RightAsync() : exchange.ErrorAsync(404, """{"error":"Entry not found"}""", ("X-Error-Code", request.Path.StartsWith("/api/", StringComparison.Ordinal) ? "RepoNotFound" : "EntryNotFound"));
    }

    private string List() => JsonSerializer.Serialize(new
    {
        id = Repository,
        sha = Commit,
        safetensors = new { total = 134_515_008 },
        siblings = Files.Select(f => Large.Contains(f.Key)
            ? (object)new { rfilename = f.Key, size = f.Value.Length, blobId = new string('0', 40), lfs = new { sha256 = Sha256(f.Value), size = f.Value.Length, pointerSize = 134 } }
            : new { rfilename = f.Key, size = f.Value.Length, blobId = GitSha1(f.Value) }),
    });

#pragma warning disable CA5350 // It is git's name for the content.
    private static string GitSha1(byte[] content) => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350
}

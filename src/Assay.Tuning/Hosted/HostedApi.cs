using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Models.Providers;
using Assay.Text;
using Assay.Tuning.Hosted.Dialects;

namespace Assay.Tuning.Hosted;

/// <summary>The requests to one service, in the words of its dialect.</summary>
/// <param name="connection">To the service.</param>
/// <param name="dialect">Its wire format.</param>
internal sealed class HostedApi(ProviderConnection connection, IHostedDialect dialect)
{
    private const int PageSize = 100;
    private const int MostPages = 500;
    private const int SlowestBytesASecond = 64 * 1024;

    private static readonly TimeSpan ShortestUpload = TimeSpan.FromMinutes(5);

    public ProviderConnection Connection => connection;

    public IHostedDialect Dialect => dialect;

    /// <summary>Sends a file once.</summary>
    public async Task<HostedFile> UploadAsync(string path, string name, CancellationToken cancellationToken)
    {
        FileStream stream = OpenFile(path);
        await using (stream.ConfigureAwait(false))
        {
            TimeSpan longest = ShortestUpload + TimeSpan.FromSeconds(stream.Length / SlowestBytesASecond);
            using MultipartFormDataContent form = Form(name, stream);
            JsonElement answer = await connection.PostOnceAsync(dialect.Upload, form, longest, cancellationToken).ConfigureAwait(false);
            return File(answer) ?? throw connection.Malformed("the answer to the upload has no file id.");
        }
    }

    /// <summary>The file with this id.</summary>
    public async Task<HostedFile> FileAsync(string id, CancellationToken cancellationToken) =>
        File(await connection.GetAsync($"/files/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false)) ?? throw connection.Malformed("the answer for a file has no id.");

    /// <summary>All files, page by page.</summary>
    public IAsyncEnumerable<HostedFile> FilesAsync(CancellationToken cancellationToken) => PagesAsync(dialect.Files, File, f => f.Id, cancellationToken);

    /// <summary>Creates a job, once.</summary>
    public async Task<HostedJob> CreateAsync(JsonObject body, CancellationToken cancellationToken)
    {
        using StringContent content = new(body.ToJsonString(), Encoding.UTF8, "application/json");
        return Job(await connection.PostOnceAsync(dialect.Jobs, content, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The job as it stands.</summary>
    public async Task<HostedJob> JobAsync(string id, CancellationToken cancellationToken) => Job(await connection.GetAsync(PathOf(id), cancellationToken).ConfigureAwait(false));

    /// <summary>All jobs, page by page.</summary>
    public IAsyncEnumerable<HostedJob> JobsAsync(CancellationToken cancellationToken) => PagesAsync(dialect.Jobs, dialect.Job, j => j.Id, cancellationToken);

    /// <summary>Cancels, pauses or resumes.</summary>
    public Task ActAsync(string id, string action, CancellationToken cancellationToken) => connection.PostOnceAsync($"{PathOf(id)}/{action}", null, null, cancellationToken);

    /// <summary>The events, page by page; OpenAI's newest first.</summary>
    public IAsyncEnumerable<HostedEvent> EventsAsync(string id, CancellationToken cancellationToken) => PagesAsync($"{PathOf(id)}/events", dialect.Event, e => e.Id, cancellationToken);

    /// <summary>The checkpoints, page by page.</summary>
    public IAsyncEnumerable<HostedCheckpoint> CheckpointsAsync(HostedJob job, CancellationToken cancellationToken) =>
        PagesAsync($"{PathOf(job.Id)}/{dialect.Checkpoints}", json => dialect.Checkpoint(json, job), c => c.Id, cancellationToken);

    private static HostedFile? File(JsonElement json) => Wire.Text(json, "id") is { Length: > 0 } id ? new HostedFile(id, Wire.Text(json, "filename") ?? "", Wire.Whole(json, "bytes")) : null;

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new Problem(path, null, $"the file cannot be read ({e.Message.TrimEnd('.')})."));
        }
    }

    // By hand: .NET adds a second name (filename*) and quotes the boundary, which some servers do not read.
    private MultipartFormDataContent Form(string name, FileStream stream)
    {
        string boundary = $"assay-{name[..Math.Min(name.Length, 40)].Replace('.', '-')}";
        MultipartFormDataContent form = new(boundary);
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        foreach ((string field, string value) in dialect.UploadFields(name)) form.Add(Part(new StringContent(value), $"form-data; name=\"{field}\""));
        StreamContent content = new(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(Part(content, $"form-data; name=\"file\"; filename=\"{name}\""));
        return form;
    }

    private static HttpContent Part(HttpContent content, string disposition)
    {
        content.Headers.ContentDisposition = ContentDispositionHeaderValue.Parse(disposition);
        return content;
    }

    private HostedJob Job(JsonElement json) => dialect.Job(json) ?? throw connection.Malformed("the answer for a job has no id.");

    private string PathOf(string job) => $"{dialect.Jobs}/{Uri.EscapeDataString(job)}";

    // A list is at its end when it says so. One that repeats itself or does not end must not be taken for one that lacks what is looked for.
    private async IAsyncEnumerable<T> PagesAsync<T>(string path, Func<JsonElement, T?> read, Func<T, string> idOf, [EnumeratorCancellation] CancellationToken cancellationToken) where T : class
    {
        HashSet<string> seen = [];
        string? after = null;
        for (int page = 1; page <= MostPages; page++)
        {
            JsonElement answer = await connection.GetAsync(dialect.HasPages ? PageOf(path, after) : path, cancellationToken).ConfigureAwait(false);
            if (Wire.Get(answer, "data") is not { ValueKind: JsonValueKind.Array }) throw connection.Malformed($"the list {path} has no 'data'.");
            T[] items = [.. Wire.Items(answer, "data").Select(read).OfType<T>()];
            T[] fresh = [.. items.Where(i => seen.Add(idOf(i)))];
            foreach (T item in fresh) yield return item;
            if (!dialect.HasPages || Wire.Get(answer, "has_more") is not { ValueKind: JsonValueKind.True }) yield break;
            if (fresh.Length == 0) throw connection.Malformed($"the list {path} repeats itself without an end.");
            after = idOf(items[^1]);
        }

        throw connection.Malformed($"the list {path} did not end after {MostPages} pages.");
    }

    private static string PageOf(string path, string? after) =>
        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={PageSize}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}";
}

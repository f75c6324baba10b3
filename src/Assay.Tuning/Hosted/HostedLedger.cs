using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Tuning.Hosted;

/// <summary>An upload that was begun, and, once it is known to have ended, the provider's id.</summary>
internal sealed record UploadEntry(int Version, string Service, string Sha256, long Bytes, string Name, DateTimeOffset Begun)
{
    public string? Id { get; init; }
}

/// <summary>A job whose creation was begun, and, once it is known, the provider's id.</summary>
internal sealed record JobEntry(int Version, string Service, string Mark, DateTimeOffset Begun)
{
    public string? Id { get; init; }

    /// <summary>The last status seen, in the provider's word.</summary>
    public string? Status { get; init; }

    /// <summary>The newest event that was handed on, so that none is told twice.</summary>
    public string? LastEvent { get; init; }
}

/// <summary>
/// What was sent to one service, on disk: written before and after each upload and each creation of a job, whole or not at all. Losing it costs nothing, because files carry their hash
/// and jobs their mark at the provider; it saves looking for them and tells that one may be under way. Holds no key. One file per upload and job, so that two watchers do not meet.
/// </summary>
internal sealed class HostedLedger
{
    private const int Version = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private readonly string folder;
    private readonly string service;
    private readonly TimeProvider time;

    /// <summary>The ledger of a service in a folder; nothing is made yet.</summary>
    /// <param name="root">Any folder of the user's.</param>
    /// <param name="service">The service's base address.</param>
    /// <param name="time">The clock.</param>
    public HostedLedger(string root, Uri service, TimeProvider time)
    {
        this.service = service.ToString();
        this.time = time;
        string name = string.Concat($"{service.Authority}{service.AbsolutePath}".Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '-')).Trim('-');
        folder = Path.Combine(root, name);
    }

    /// <summary>Lets one process at a time send files and create jobs.</summary>
    /// <returns>Held until disposed, or until the process ends.</returns>
    /// <exception cref="AssayException">Another process holds it.</exception>
    public IDisposable Lock()
    {
        string path = Path.Combine(folder, "start.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{path}' cannot be locked ({e.Message.TrimEnd('.')}). Another run may be starting a job with this ledger: wait for it, then run the command again.", e);
        }
    }

    public UploadEntry? Upload(string sha256) => Read<UploadEntry>(UploadPath(sha256), e => e.Service == service && e.Sha256 == sha256 && e.Version == Version);

    public UploadEntry Begin(string sha256, long bytes, string name) => Write(UploadPath(sha256), new UploadEntry(Version, service, sha256, bytes, name, time.GetUtcNow()));

    public void Write(UploadEntry entry) => Write(UploadPath(entry.Sha256), entry);

    public JobEntry? Job(string mark) => Read<JobEntry>(JobPath(mark), e => e.Service == service && e.Mark == mark && e.Version == Version);

    public JobEntry BeginJob(string mark) => Write(JobPath(mark), new JobEntry(Version, service, mark, time.GetUtcNow()));

    public void Write(JobEntry entry) => Write(JobPath(entry.Mark), entry);

    /// <summary>The job with this id.</summary>
    /// <param name="id">The provider's.</param>
    /// <returns>Null when no entry has it.</returns>
    public JobEntry? JobWith(string id) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "job-*.json").Order(StringComparer.Ordinal).Select(p => Read<JobEntry>(p, e => e.Version == Version)).FirstOrDefault(e => e?.Id == id)
        : null;

    /// <summary>All jobs that were begun with ledgers in a folder, the newest first.</summary>
    /// <param name="root">The folder.</param>
    /// <returns>Each with the path of its recipe.</returns>
    public static IEnumerable<(JobEntry Entry, string Recipe)> Jobs(string root) => !Directory.Exists(root) ? [] : Directory.EnumerateFiles(root, "job-*.json", SearchOption.AllDirectories)
        .Select(p => (Entry: Read<JobEntry>(p, e => e.Version == Version)!, Folder: Path.GetDirectoryName(p)!))
        .OrderByDescending(j => j.Entry.Begun).ThenBy(j => j.Entry.Mark, StringComparer.Ordinal)
        .Select(j => (j.Entry, Path.Combine(j.Folder, RecipeName(j.Entry.Mark))));

    public string RecipePath(string mark) => Path.Combine(folder, RecipeName(mark));

    private static string RecipeName(string mark) => $"recipe-{mark}.json";

    private string UploadPath(string sha256) => Path.Combine(folder, $"upload-{sha256[..16]}.json");

    private string JobPath(string mark) => Path.Combine(folder, $"job-{mark}.json");

    private static T? Read<T>(string path, Func<T, bool> isSound) where T : class
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json) is { } entry && isSound(entry)
                ? entry
                : throw new InputException(new Problem(path, null, "this entry of the ledger belongs to something else or to another version. Delete it: what was sent is looked for at the provider."));
        }
        catch (JsonException e)
        {
            throw new InputException(new Problem(path, null, $"this entry of the ledger is damaged ({e.Message.Split('.')[0]}). Delete it: what was sent is looked for at the provider."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new Problem(path, null, $"this entry of the ledger cannot be read ({e.Message.TrimEnd('.')})."));
        }
    }

    private static T Write<T>(string path, T entry)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(entry, Json);
        WeightWriter.Write(path, stream => stream.Write(content));
        return entry;
    }
}

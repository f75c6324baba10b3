using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>
/// What is to be forgotten, written before anything is removed and deleted after the receipt is written: whatever ends the process between, the same command goes on.
/// Holds no word of the text.
/// </summary>
internal sealed record ForgetJob
{
    /// <summary>Id of the document.</summary>
    public required string Document { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>Ids it had, this one included.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Versions that the journal knows, the last one included.</summary>
    public int Versions { get; init; }

    /// <summary>SHA-256 of the bytes of the last version; empty when not known.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>Chunks that were stored.</summary>
    public int Chunks { get; init; }

    /// <summary>Vectors that were stored.</summary>
    public int Vectors { get; init; }

    /// <summary>Entries of the journal with a reason that may quote it.</summary>
    public int Failures { get; init; }

    /// <summary>Lists of readers that no other document has.</summary>
    public int AccessLists { get; init; }

    /// <summary>Answers that were kept altogether.</summary>
    public int AllAnswers { get; init; }

    /// <summary>Salt of <see cref="Print"/>.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>Hashes that recognise its text, see <see cref="TextPrint"/>; empty when the text is not at hand.</summary>
    public byte[] Print { get; init; } = [];

    /// <summary>Traces to redact.</summary>
    public ImmutableArray<long> Traces { get; init; } = [];

    /// <summary>Keys of the answers to delete.</summary>
    public ImmutableArray<string> Answers { get; init; } = [];

    /// <summary>Files to delete: kind, and path in the workspace with forward slashes.</summary>
    public ImmutableArray<ForgetFile> Files { get; init; } = [];

    /// <summary>A new job.</summary>
    public static ForgetJob Begin(string document, DateTimeOffset time) => new() { Document = document, Begun = time, Salt = RandomNumberGenerator.GetBytes(16) };

    /// <summary>The job of a document that was begun and not finished; null when there is none.</summary>
    /// <exception cref="AssayException">It cannot be understood.</exception>
    public static ForgetJob? Find(Workspace workspace, string document)
    {
        string file = FileOf(workspace, document);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<ForgetJob>(File.ReadAllText(file), JsonFormat.Compact);
        }
        catch (JsonException e)
        {
            throw new AssayException($"'{file}' cannot be understood. It says what of '{document}' is still to be removed; restore it, or delete it and run this command again: what can be found by the document's name is removed then.", e);
        }
    }

    /// <summary>The documents of which something is still to be removed, in ordinal order. While somebody forgets, they are among them.</summary>
    public static ImmutableArray<string> Open(Workspace workspace) => !Directory.Exists(workspace.ForgettingFolder) ? [] :
        [.. Directory.GetFiles(workspace.ForgettingFolder, "*.json").Select(DocumentOf).Order(StringComparer.Ordinal)];

    // One that cannot be understood is still open: its file name stands for it.
    private static string DocumentOf(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ForgetJob>(File.ReadAllText(file), JsonFormat.Compact)?.Document ?? file;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return file;
        }
    }

    /// <summary>Writes it.</summary>
    public void Keep(Workspace workspace) => AtomicFile.Write(FileOf(workspace, Document), JsonSerializer.Serialize(this, JsonFormat.Compact));

    /// <summary>Deletes it: all is done.</summary>
    public void Finish(Workspace workspace) => File.Delete(FileOf(workspace, Document));

    /// <summary>What recognises the text.</summary>
    public TextPrint ReadPrint()
    {
        var print = new TextPrint(Salt);
        print.AddBytes(Print);
        return print;
    }

    private static string FileOf(Workspace workspace, string document) => Path.Combine(workspace.ForgettingFolder, Workspaces.ContentHash.Of(document)[..32] + ".json");
}

/// <summary>A file of the workspace that goes.</summary>
/// <param name="Kind">See <see cref="ReceiptLine.Kind"/>.</param>
/// <param name="Path">In the workspace, with forward slashes.</param>
internal sealed record ForgetFile(string Kind, string Path);

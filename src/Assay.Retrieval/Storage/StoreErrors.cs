using Assay.Text;
using Microsoft.Data.Sqlite;

namespace Assay.Retrieval.Storage;

/// <summary>Turns SQLite's result codes into messages that say what to do.</summary>
internal static class StoreErrors
{
    private const int Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>The user's view of <paramref name="error"/>, which happened on the store at <paramref name="path"/>.</summary>
    public static AssayException Translate(SqliteException error, string path) =>
        error.SqliteErrorCode is NotADatabase or Corrupt ? new NotAKnowledgeBaseException(Message(error, path), error) : new AssayException(Message(error, path), error);

    /// <summary>The user's view of whatever went wrong while the store at <paramref name="path"/> was read or written; null when it is not the store's fault.</summary>
    /// <remarks>A damaged file gives rows that no file of ours has, which then fails anywhere: so the file is checked before the program is blamed.</remarks>
    public static AssayException? Explain(Exception error, string path) => error switch
    {
        SqliteException own => Translate(own, path),
        AggregateException { InnerExceptions: [.., SqliteException own] } => Translate(own, path),
        InvalidDataException => new NotAKnowledgeBaseException(Damaged(path), error),
        AssayException or OperationCanceledException or ObjectDisposedException => null,
        _ => IsWhole(path) ? null : new NotAKnowledgeBaseException(Damaged(path), error),
    };

    /// <summary>The message for a file that something else wrote.</summary>
    public static string NotAKnowledgeBase(string path) => $"'{path}' is not a knowledge base; move it away and run `assay ingest`.";

    /// <summary>The message for a store whose contents cannot be understood.</summary>
    public static string Damaged(string path) => $"'{path}' is damaged; move it away and run `assay ingest` to build it anew.";

    private static bool IsWhole(string path)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            return connection.Scalar("PRAGMA integrity_check(1)") is "ok";
        }
        catch (SqliteException error)
        {
            return error.SqliteErrorCode is not (Corrupt or NotADatabase);
        }
    }

    // SQLite cannot tell a full disk when it maps its shared memory: it then reports a failed read or write.
    private static bool IsFull(string path)
    {
        const long little = 1 << 20;
        try
        {
            return new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace < little;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static string Message(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        Busy or Locked => $"'{path}' is in use: another process is writing to it. Wait until that `assay` command has ended, then run this one again; what it has stored so far is kept.",
        Full or IoError when error.SqliteErrorCode == Full || IsFull(path) => $"No space left for '{path}'. Free some disk space, then run the same command again: it goes on after the last document that was stored.",
        ReadOnly or Permission => $"'{path}' cannot be written. Make the file and its folder writable for this user (SQLite also writes '{Path.GetFileName(path)}-wal' beside it), then run the command again.",
        CannotOpen => $"'{path}' cannot be opened. Check that its folder exists, is writable for this user, and that the path is not a folder itself.",
        NotADatabase => NotAKnowledgeBase(path),
        Corrupt => Damaged(path),
        IoError => $"Reading or writing '{path}' failed (SQLite result {error.SqliteExtendedErrorCode}). Check the disk and its free space, then run the command again; nothing was half written.",
        _ => $"'{path}' reported an error: {error.Message} Run the command again; when it happens again, move the file away and run `assay ingest`.",
    };
}

using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace Assay.Benchmarks.Reading;

/// <summary>A file that says which case is being read, so that one that takes the process with it is known afterwards. It ends the process over a case that does not end.</summary>
internal sealed class FuzzMark : IDisposable
{
    private const int Length = 64;
    private const int NameAt = 16;
    private const long Nothing = -1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Timer timer;
    private long seen = Nothing;

    /// <summary>Opens the mark of a folder; whose process it is has it alone.</summary>
    public FuzzMark(string folder)
    {
        file = MemoryMappedFile.CreateFromFile(PathIn(folder), FileMode.Create, null, Length);
        view = file.CreateViewAccessor();
        Clear();
        timer = new Timer(_ => Look(), null, Patience, Patience);
    }

    /// <summary>The case at which the last process in a folder ended; null when it ended between cases.</summary>
    public static (string Name, long Number)? Left(string folder)
    {
        if (!File.Exists(PathIn(folder))) return null;
        byte[] bytes = File.ReadAllBytes(PathIn(folder));
        if (bytes.Length < Length || BitConverter.ToInt64(bytes) == Nothing) return null;
        return (System.Text.Encoding.ASCII.GetString(bytes, NameAt, Length - NameAt).TrimEnd('\0'), BitConverter.ToInt64(bytes));
    }

    /// <summary>Says whose cases follow.</summary>
    public void Begin(string name)
    {
        byte[] bytes = new byte[Length - NameAt];
        System.Text.Encoding.ASCII.GetBytes(name).CopyTo(bytes, 0);
        view.WriteArray(NameAt, bytes, 0, bytes.Length);
    }

    /// <summary>Says which case is read now.</summary>
    public void Set(long number) => view.Write(0, number);

    /// <summary>Says that none is.</summary>
    public void Clear() => view.Write(0, Nothing);

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        Clear();
        view.Dispose();
        file.Dispose();
    }

    private static string PathIn(string folder) => Path.Combine(folder, "current");

    private void Look()
    {
        long now = view.ReadInt64(0);
        if (now != Nothing && now == seen) Environment.FailFast(string.Create(CultureInfo.InvariantCulture, $"case {now} does not end"));
        seen = now;
    }
}

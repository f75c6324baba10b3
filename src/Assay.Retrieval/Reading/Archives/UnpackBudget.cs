namespace Assay.Retrieval.Reading.Archives;

/// <summary>How much may come out of one file by unpacking, all archives in it together.</summary>
internal sealed class UnpackBudget
{
    /// <summary>Most bytes in all.</summary>
    public const long MaxBytes = 200L << 20;

    /// <summary>Most bytes for one packed byte, looked at from <see cref="RatioFrom"/> on. Text packs to a tenth, sheets of like rows to a fiftieth.</summary>
    public const int MaxRatio = 250;

    /// <summary>Bytes below which an entry may have any ratio.</summary>
    public const long RatioFrom = 4L << 20;

    private long taken, written;
    private int files;

    /// <summary>Whether a limit was reached, after which nothing more may be read.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Counts a file within the file.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Enter()
    {
        if (++files > NestedReading.MaxFiles) throw Spent($"there are more than {NestedReading.MaxFiles} files in it");
    }

    /// <summary>Counts characters of text.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Write(int length)
    {
        written += length;
        if (written > NestedReading.MaxChars) throw Spent($"the files in it have more than {NestedReading.MaxChars} characters");
    }

    /// <summary>Counts bytes.</summary>
    /// <param name="read">Bytes read now.</param>
    /// <param name="unpacked">Bytes of the entry so far.</param>
    /// <param name="packed">What the entry takes in the archive.</param>
    /// <exception cref="InvalidDataException">Too much.</exception>
    public void Take(int read, long unpacked, long packed)
    {
        taken += read;
        if (taken > MaxBytes) throw Spent($"more than {MaxBytes >> 20} MB would have to be unpacked");
        if (unpacked > RatioFrom && unpacked > Math.Max(1, packed) * MaxRatio) throw new InvalidDataException($"a part unpacks to more than {MaxRatio} times its size, as in an archive made to fill memory");
    }

    private InvalidDataException Spent(string what)
    {
        IsSpent = true;
        return new InvalidDataException(what);
    }
}

namespace Assay.Benchmarks.Reading;

/// <summary>What became of the cases of one reader and seed so far; kept in a file, so that a run goes on where it was stopped.</summary>
internal sealed class FuzzTally
{
    private const int Shown = 10;

    /// <summary>Ending of the files.</summary>
    public required string Ending { get; init; }

    /// <summary>See <see cref="FuzzCases"/>.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The next case; those before it are done or among <see cref="Died"/>.</summary>
    public long Next { get; set; }

    /// <summary>Cases that were read to their end.</summary>
    public long Cases { get; set; }

    /// <summary>Cases that were read.</summary>
    public long Read { get; set; }

    /// <summary>Cases that were refused with a reason.</summary>
    public long Refused { get; set; }

    /// <summary>Cases with any other exception.</summary>
    public long Failed { get; set; }

    /// <summary>Cases during which the process ended: they crash it or never end.</summary>
    public List<long> Died { get; init; } = [];

    /// <summary>Cases of more than 2 s of the processor.</summary>
    public long Slow { get; set; }

    /// <summary>Cases that allocated more than 300 MB, collected or not.</summary>
    public long Large { get; set; }

    /// <summary>The slowest case by the clock, or by the processor where that seemed slow.</summary>
    public double LongestSeconds { get; set; }

    /// <summary>Its number.</summary>
    public long LongestCase { get; set; }

    /// <summary>Most bytes that a case allocated, collected or not.</summary>
    public long MostAllocated { get; set; }

    /// <summary>Its number.</summary>
    public long MostCase { get; set; }

    /// <summary>Seconds spent, making the files included.</summary>
    public double Seconds { get; set; }

    /// <summary>Different exceptions, the first case of each.</summary>
    public SortedSet<string> Failures { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Counts an exception.</summary>
    public void Fail(long number, string what)
    {
        Failed++;
        if (Failures.Count < Shown && !Failures.Any(f => f.EndsWith(what, StringComparison.Ordinal))) Failures.Add($"case {number}: {what}");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Assay.Benchmarks.Reading;

/// <summary>Runs cases of many readers in turn, in batches, with its state in a folder: it can be stopped at any time and goes on there, past a case that ended the process.</summary>
/// <param name="folder">Holds a file for each reader and seed.</param>
internal sealed class FuzzRun(string folder)
{
    private const int Batch = 1_000;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Goes on until each of the readers has so many cases or the time is over.</summary>
    /// <param name="endings">With their dots.</param>
    /// <param name="count">Cases for each.</param>
    /// <param name="seed">See <see cref="FuzzCases"/>.</param>
    /// <param name="most">Time.</param>
    /// <param name="seeds">The valid files of an ending.</param>
    public void Run(IReadOnlyList<string> endings, long count, ulong seed, TimeSpan most, Func<string, byte[][]> seeds)
    {
        Directory.CreateDirectory(folder);
        FuzzTally[] tallies = [.. endings.Select(e => Load(e, seed))];
        FuzzCases[] cases = [.. endings.Select(e => new FuzzCases(e, seeds(e), seed))];
        Bury();
        tallies = [.. endings.Select(e => Load(e, seed))];
        var watch = Stopwatch.StartNew();
        using var mark = new FuzzMark(folder);
        while (watch.Elapsed < most && tallies.Any(t => t.Next < count))
        {
            for (int i = 0; i < tallies.Length && watch.Elapsed < most; i++)
            {
                if (tallies[i].Next < count) Some(tallies[i], cases[i], Math.Min(count, tallies[i].Next + Batch), mark);
            }
        }
    }

    /// <summary>All that is known, ordered by ending and seed.</summary>
    public IReadOnlyList<FuzzTally> Tallies() => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.json").Select(f => JsonSerializer.Deserialize<FuzzTally>(File.ReadAllText(f))!).OrderBy(t => t.Ending, StringComparer.Ordinal).ThenBy(t => t.Seed)] : [];

    private void Some(FuzzTally tally, FuzzCases cases, long end, FuzzMark mark)
    {
        var batch = Stopwatch.StartNew();
        mark.Begin(Name(tally.Ending, tally.Seed));
        for (; tally.Next < end; tally.Next++)
        {
            if (tally.Died.Contains(tally.Next)) continue;
            mark.Set(tally.Next);
            cases.Run(tally.Next, tally);
        }

        mark.Clear();
        tally.Seconds += batch.Elapsed.TotalSeconds;
        Save(tally);
    }

    // A process that ended within a case had not kept its batch: it is run again without that case.
    private void Bury()
    {
        if (FuzzMark.Left(folder) is not { } left || !File.Exists(PathOf(left.Name))) return;
        FuzzTally tally = Read(left.Name);
        if (!tally.Died.Contains(left.Number)) tally.Died.Add(left.Number);
        Save(tally);
    }

    private FuzzTally Load(string ending, ulong seed)
    {
        string name = Name(ending, seed);
        if (File.Exists(PathOf(name))) return Read(name);
        var tally = new FuzzTally { Ending = ending, Seed = seed };
        Save(tally);
        return tally;
    }

    private FuzzTally Read(string name) => JsonSerializer.Deserialize<FuzzTally>(File.ReadAllText(PathOf(name)))!;

    private void Save(FuzzTally tally)
    {
        string path = PathOf(Name(tally.Ending, tally.Seed));
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(tally, Json));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static string Name(string ending, ulong seed) => string.Create(CultureInfo.InvariantCulture, $"{ending[1..]}-{seed}");

    private string PathOf(string name) => Path.Combine(folder, name + ".json");
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Assay.Benchmarks.Peers;

/// <summary>A peer running as a process of its own, asked over standard input; see <c>bench/peers/peer.py</c> for what is said.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process process;

    private PeerProcess(Process process, JsonElement about) =>
        (this.process, Name, Version, BuildSeconds, Bytes) =
        (process, about.GetProperty("name").GetString()!, about.GetProperty("version").GetString()!, about.GetProperty("buildSeconds").GetDouble(), about.GetProperty("bytes").GetInt64());

    /// <summary>What it calls itself.</summary>
    public string Name { get; }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>Time it took to build its index.</summary>
    public double BuildSeconds { get; }

    /// <summary>Size of its index.</summary>
    public long Bytes { get; }

    /// <summary>Starts a peer and waits until its index is built.</summary>
    /// <exception cref="InvalidDataException">It ended before.</exception>
    public static PeerProcess Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        string answer = Answer(process, "ready", program);
        using var about = JsonDocument.Parse(answer);
        return new PeerProcess(process, about.RootElement.Clone());
    }

    /// <summary>Microseconds of every query, in order.</summary>
    public double[] Time(string argument = "") => Numbers(Ask("time", argument));

    /// <summary>The best ten of every query.</summary>
    public ImmutableArray<int>[] Top(string argument = "") =>
        [.. Ask("top", argument).Split(';').Select(q => q.Length == 0 ? [] : q.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToImmutableArray())];

    /// <summary>What the machine gives now, where this is the probe: GF/s of one thread, GB/s of one thread.</summary>
    public (double Flops, double Bandwidth) Probe()
    {
        double[] both = Numbers(Ask("probe", ""));
        return (both[0], both[1]);
    }

    /// <summary>Asks and waits for the answer.</summary>
    /// <param name="verb">What to do; the answer begins with it.</param>
    /// <param name="argument">With what; may be empty.</param>
    /// <returns>The answer without the verb.</returns>
    /// <exception cref="InvalidDataException">It ended before.</exception>
    public string Ask(string verb, string argument)
    {
        process.StandardInput.WriteLine(argument.Length == 0 ? verb : $"{verb} {argument}");
        process.StandardInput.Flush();
        return Answer(process, verb, Name);
    }

    /// <summary>The numbers of an answer to a question that only this peer knows.</summary>
    public double[] Measure(string verb, string argument) => Numbers(Ask(verb, argument));

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static string Answer(Process process, string verb, string name)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(verb + " ", StringComparison.Ordinal)) return line[(verb.Length + 1)..];
        }

        throw new InvalidDataException($"{name} ended without an answer to '{verb}'.");
    }

    private static double[] Numbers(string line) => [.. line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
}

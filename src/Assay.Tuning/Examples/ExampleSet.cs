using System.Collections.Immutable;
using Assay.Text;
using Assay.Tuning.Examples.Reading;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Tuning.Examples;

/// <summary>What was read from a file of training data: the good rows, and what is wrong with the others.</summary>
/// <param name="Path">The file as the user gave it.</param>
/// <param name="Format">How its rows are written.</param>
public sealed record ExampleSet(string Path, ExampleFormat Format)
{
    /// <summary>The conversations, in the order of the file; empty for preferences.</summary>
    public ImmutableArray<ChatExample> Chats { get; init; } = [];

    /// <summary>The preferences, in the order of the file; empty for every other format.</summary>
    public ImmutableArray<PreferenceExample> Preferences { get; init; } = [];

    /// <summary>The first things that are wrong, in the order of the file; at most 20.</summary>
    public ImmutableArray<RowProblem> Problems { get; init; } = [];

    /// <summary>How many things are wrong, those that are not listed included.</summary>
    public int ProblemCount { get; init; }

    /// <summary>Rows of the file that are not blank, bad ones included.</summary>
    public int Rows { get; init; }

    /// <summary>Rows that a person rejected: they are not among the examples.</summary>
    public int Rejected { get; init; }

    /// <summary>Personal data and secrets that were found.</summary>
    public ImmutableArray<SensitiveFinding> Sensitive { get; init; } = [];

    /// <summary>What was done about them.</summary>
    public SensitiveMode SensitiveMode { get; init; }

    /// <summary>Rows with fields that were left aside, by name: no format knows them.</summary>
    public ImmutableSortedDictionary<string, int> UnusedFields { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>All rows as conversations; of preferences the one with the wanted answer.</summary>
    public ImmutableArray<ChatExample> Conversations => Preferences.IsEmpty ? Chats : [.. Preferences.Select(p => p.ChosenChat)];

    /// <summary>Throws when anything is wrong.</summary>
    /// <exception cref="InputException">The problems listed, and how many more there are.</exception>
    public void ThrowIfAny() => RowProblems.ThrowIfAny(Path, Problems, ProblemCount);
}

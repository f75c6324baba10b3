namespace Assay.Retrieval.Context;

/// <summary>How far passages are expanded.</summary>
public sealed record PassageExpansionOptions
{
    /// <summary>Most neighbours looked at on either side.</summary>
    public const int MostNeighbours = 32;

    /// <summary>What is handed over around a chunk.</summary>
    /// <value>Default <see cref="PassageExpansion.None"/>.</value>
    public PassageExpansion Kind { get; init; }

    /// <summary>Most tokens of a chunk with what is handed over around it.</summary>
    /// <value>Default 512; 1 or more. Ignored without expansion.</value>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Neighbours on either side of a <see cref="PassageExpansion.Window"/>.</summary>
    /// <value>Default 2; 1 to <see cref="MostNeighbours"/>. Ignored unless the kind is a window.</value>
    public int Neighbours { get; init; } = 2;

    /// <summary>Everything that is wrong with these options.</summary>
    /// <returns>One sentence per problem; empty when they can be used.</returns>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        if (!Enum.IsDefined(Kind)) problems.Add($"Kind must be one of {string.Join(", ", Enum.GetNames<PassageExpansion>())}, found {(int)Kind}.");
        if (MaxTokens < 1) problems.Add($"MaxTokens must be 1 or more, found {MaxTokens}.");
        if (Neighbours is < 1 or > MostNeighbours) problems.Add($"Neighbours must be 1 to {MostNeighbours}, found {Neighbours}.");
        return problems;
    }
}

namespace Assay.Knowledge;

/// <summary>How a knowledge base is kept in step with its files.</summary>
public sealed record KnowledgeWatchOptions
{
    /// <summary>How long it must be quiet after a change before files are looked at; more than 0.</summary>
    /// <value>40 ms: the several events of one save arrive within a few.</value>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How long a stream of changes can put that off; at least <see cref="Quiet"/>.</summary>
    /// <value>250 ms.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>After how long files are looked at although no change was told; more than 0. A look that takes longer than a twentieth of it puts the next one off.</summary>
    /// <value>2 s.</value>
    public TimeSpan Rescan { get; init; } = TimeSpan.FromSeconds(2);
}
